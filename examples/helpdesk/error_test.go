package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// TestStatusOf states how each kind of refusal is answered, and that what is inside stays
// inside.
func TestStatusOf(t *testing.T) {
	refusal := func(kind error) error {
		return fmt.Errorf("desk: %w", &socialticket.Error{Kind: kind, What: "ticket", Field: "status", Text: "the reason"})
	}
	for _, tt := range []struct {
		err    error
		status int
		text   string
	}{
		{refusal(socialticket.ErrNotFound), http.StatusNotFound, "there is no such ticket or comment"},
		{fmt.Errorf("store: %w", socialticket.ErrNotFound), http.StatusNotFound, "there is no such ticket or comment"},
		{refusal(socialticket.ErrInvalid), http.StatusUnprocessableEntity, "status: the reason"},
		{refusal(socialticket.ErrRefused), http.StatusUnprocessableEntity, "status: the reason"},
		{refusal(socialticket.ErrStale), http.StatusConflict, "the ticket has changed meanwhile: status: the reason"},
		{refusal(socialticket.ErrClosed), http.StatusConflict, "the ticket is closed and cannot be changed; the customer's next message begins a new one"},
		{&socialticket.Error{Kind: socialticket.ErrRefused, Err: &ticket.TransitionError{From: ticket.Open, To: ticket.New}}, http.StatusUnprocessableEntity, "a person cannot move a ticket from open to new"},
		{httpError{http.StatusTeapot, "short and stout"}, http.StatusTeapot, "short and stout"},
		{errors.New("password: hunter2"), http.StatusInternalServerError, "something went wrong here, please try again"},
		{socialticket.ErrConflict, http.StatusInternalServerError, "something went wrong here, please try again"},
	} {
		require.Equal(t, httpError{tt.status, tt.text}, statusOf(tt.err), "%v", tt.err)
	}
}

// TestErrorPage states that an error is told in the reader's language, and that what is inside
// stays inside.
func TestErrorPage(t *testing.T) {
	s := newShop(t)
	for lang, want := range map[string]string{"en": "This page was not found.", "fr": "Cette page est introuvable."} {
		status, page := s.do("GET", "/nothing", "", "Accept", "text/html", "Accept-Language", lang)
		require.Equal(t, http.StatusNotFound, status)
		require.Contains(t, page, want)
		require.Equal(t, lang == "en", strings.Contains(page, "there is no such page"))
		for status := 400; status < 600; status++ {
			r := httptest.NewRequest("GET", "/", nil)
			r.Header.Set("Accept-Language", lang)
			v := s.errorView(r, httpError{status, "the disk hd7 is full"})
			require.NotContains(t, v.Text, "error.", status)
			require.Equal(t, lang == "en" && status < 500, v.Detail != "", status)
		}
	}
}
