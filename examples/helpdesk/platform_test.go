package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/benbjohnson/clock"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/channeltest"
)

// playedAPI plays the Cloud API as a server of its own, which lives on when the program
// is killed. It takes each message at once and answers a little later, as a platform far
// away does, so that a kill falls in between.
type playedAPI struct {
	channeltest.Graph
	url string

	mu    sync.Mutex
	begun int // calls
	cut   int // calls whose answer had nowhere to go

	reporting sync.Mutex
	hooks     []channeltest.Webhook // that are not taken yet
}

// answersAfter is how long the platform takes to answer.
const answersAfter = 20 * time.Millisecond

func systemClock() clock.Clock { return clock.New() }

func newPlatform(t *testing.T) *playedAPI {
	p := &playedAPI{Graph: channeltest.Graph{Token: "t0ken", Secret: "s3cret"}}
	p.Now = systemClock().Now
	p.Reports = []channeltest.Report{{State: channel.StateSent, After: answersAfter * 5}, {State: channel.StateDelivered, After: answersAfter * 10}}
	web := httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(web.Close)
	p.url = web.URL
	return p
}

func (p *playedAPI) serve(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.begun++
	p.mu.Unlock()
	answer := httptest.NewRecorder()
	p.ServeHTTP(answer, r)
	rest := time.NewTimer(answersAfter)
	defer rest.Stop()
	<-rest.C
	if r.Context().Err() != nil {
		p.mu.Lock()
		p.cut++
		p.mu.Unlock()
		return
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

// calls returns how many calls there were, and of them how many were cut.
func (p *playedAPI) calls() (begun, cut int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.begun, p.cut
}

// report posts the webhooks that are due, and again what was not taken. It returns how
// many are left.
func (p *playedAPI) report(ctx context.Context, t *testing.T, url string) int {
	p.reporting.Lock()
	defer p.reporting.Unlock()
	due, err := p.Webhooks(p.Now())
	if err != nil {
		t.Errorf("reports cannot be written: %v", err)
	}
	p.hooks = append(p.hooks, due...)
	for len(p.hooks) > 0 {
		hook := p.hooks[0]
		if status, _ := call(ctx, url+hookPath, string(hook.Body), signatureHeader, hook.Signature); status != http.StatusOK {
			break
		}
		p.hooks = p.hooks[1:]
	}
	return len(p.hooks)
}

// reportUntil posts webhooks to whatever serves at url, until stop is closed.
func (p *playedAPI) reportUntil(ctx context.Context, t *testing.T, url string, stop <-chan struct{}) {
	for pause(stop, systemClock(), answersAfter/2) {
		p.report(ctx, t, url)
	}
}

// texts returns the messages that arrived from the program, in their order.
func (p *playedAPI) texts(t *testing.T) []string {
	t.Helper()
	var list []string
	for _, a := range p.Arrivals() {
		var body struct{ Text struct{ Body string } }
		require.NoError(t, json.Unmarshal(a.Body, &body))
		require.NotEmpty(t, a.Reference)
		list = append(list, strings.TrimSpace(body.Text.Body))
	}
	return list
}
