package ticket_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/ticket"
)

func TestRate(t *testing.T) {
	l, user, later := ticket.Lifecycle{}, ticket.Actor{Kind: ticket.EndUser, ID: "user"}, noon().Add(time.Hour)
	fresh, solved, closed := in(t, l, ticket.Open), in(t, l, ticket.Solved), in(t, l, ticket.Closed)
	reopened, err := l.Receive(solved, noon(), noon())
	require.NoError(t, err)
	rated, err := l.Rate(solved, ticket.Good, "c1", user, later)
	require.NoError(t, err)
	tests := []struct {
		name    string
		tk      ticket.Ticket
		score   ticket.Satisfaction
		comment string
		want    ticket.Survey
		err     error
	}{
		{"solved", solved, ticket.Good, "", ticket.Survey{Score: ticket.Good, Episode: 1, RatedAt: later}, nil},
		{"with words", solved, ticket.Bad, "c1", ticket.Survey{Score: ticket.BadWithComment, Comment: "c1", Episode: 1, RatedAt: later}, nil},
		{"another word, without words", rated, ticket.Bad, "", ticket.Survey{Score: ticket.BadWithComment, Comment: "c1", Episode: 1, RatedAt: later}, nil},
		{"solved and reopened", reopened, ticket.Bad, "", ticket.Survey{Score: ticket.Bad, RatedAt: later}, nil},
		{"asked", fresh.Offer(true, noon()), ticket.Good, "", ticket.Survey{Score: ticket.Good, Episode: 1, OfferedAt: noon(), RatedAt: later}, nil},
		{"not asked, for it could not be sent", fresh.Offer(false, noon()), ticket.Good, "", ticket.Survey{}, ticket.ErrRating},
		{"not solved", fresh, ticket.Good, "", ticket.Survey{}, ticket.ErrRating},
		{"closed", closed, ticket.Good, "", ticket.Survey{}, ticket.ErrClosed},
		{"a score that is none", solved, ticket.Offered, "", ticket.Survey{}, ticket.ErrValue},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := l.Rate(tt.tk, tt.score, tt.comment, user, later)
			require.ErrorIs(t, err, tt.err)
			if diff := cmp.Diff(tt.want, got.Survey); diff != "" {
				t.Errorf("survey (-want +got):\n%s", diff)
			}
			if err == nil {
				require.Equal(t, tt.tk.Status, got.Status)
				require.Equal(t, later, got.UpdatedAt)
			}
		})
	}
}

func TestOffer(t *testing.T) {
	l, user := ticket.Lifecycle{}, ticket.Actor{Kind: ticket.EndUser, ID: "user"}
	tk := in(t, l, ticket.Solved).Offer(true, noon())
	require.Equal(t, ticket.Survey{Score: ticket.Offered, Episode: 1, OfferedAt: noon()}, tk.Survey)
	want := []ticket.Event{{Ticket: tk.ID, Type: ticket.EventChange, Field: ticket.FieldSatisfaction, To: "offered"}}
	require.Equal(t, want, ticket.Diff(in(t, l, ticket.Solved), tk))
	tk, err := l.Rate(tk, ticket.Bad, "", user, noon())
	require.NoError(t, err)
	tk, err = l.Receive(tk, noon(), noon())
	require.NoError(t, err)
	require.Equal(t, 2, tk.Episode())
	tk = tk.Offer(true, noon().Add(time.Hour))
	require.Equal(t, ticket.Survey{Score: ticket.Bad, Episode: 2, OfferedAt: noon().Add(time.Hour), RatedAt: noon()}, tk.Survey, "the word of the first episode stays")
	_, err = l.Set(tk, ticket.Change{Field: ticket.FieldSatisfaction, Value: "good"}, user, noon())
	require.ErrorIs(t, err, ticket.ErrValue, "it is given by Rate alone")
	require.Zero(t, l.FollowUp(tk, "next", noon()).Survey)
}
