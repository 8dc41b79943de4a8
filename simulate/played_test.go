package simulate_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/simulate"
)

// A story tells a program what was decided, sent and refused.
func ExampleWorld_Played() {
	w, err := simulate.New(simulate.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = w.Play(`
		ana says "Is my bike ready?"
		ada replies "Tomorrow."
		pass 25h
		ada replies ana "It is ready."
		refused: ada sets ana status new
	`)
	if err != nil {
		fmt.Println(err)
	}
	played := w.Played()
	for _, d := range played.Decided {
		fmt.Println("decided:", d.Command.Kind(), d.Receipt.Ticket.Status)
	}
	for _, s := range played.Sent {
		fmt.Println("sent:", s.Customer, s.Message.Text)
	}
	for _, r := range played.Refused {
		fmt.Println("refused:", r.Customer, r.Reason.Code, errors.Is(r.Err, socialticket.ErrRefused))
	}
	// Output:
	// decided: received new
	// decided: reply open
	// decided: received open
	// decided: received open
	// decided: wake open
	// decided: reply open
	// sent: ana Tomorrow.
	// refused: ana window_closed false
	// refused:   true
}

// TestPlayed keeps of a story what was done in it, and nothing from before and after.
func TestPlayed(t *testing.T) {
	w := world(t)
	require.Zero(t, w.Played())
	_, err := w.Says("ana", "Hello")
	require.NoError(t, err)
	require.Zero(t, w.Played(), "it was not in a story")

	require.NoError(t, w.Play(`ada replies ana "Hi"`))
	first := w.Played()
	require.NotEmpty(t, first.Decided)
	require.Equal(t, "reply", first.Decided[0].Command.Kind())
	require.Len(t, first.Sent, 1)
	require.Equal(t, "ana", first.Sent[0].Customer)
	require.Empty(t, first.Refused)
	require.NoError(t, w.Pass(time.Hour))
	require.Len(t, w.Played().Decided, len(first.Decided), "the story is over")

	require.Error(t, w.Play("ana says \"Again\"\nada dances\nana says \"never\""))
	require.Len(t, w.Played().Decided, 1, "as far as it was played")
}

// TestPlayedCommits finds in a story the commits that the store has of it, in their order.
func TestPlayedCommits(t *testing.T) {
	w := world(t)
	require.NoError(t, w.Play("ana says \"Hello\"\nada replies \"Hi\"\nada sets ana status solved\npass 3d\nana says \"4111 1111 1111 1111\"\nana repeats"))
	var got, want []socialticket.Commit
	for _, d := range w.Played().Decided {
		got = append(got, d.Receipt.Commit)
	}
	feed, is := w.Store().(socialticket.Feed)
	require.True(t, is)
	for e, err := range feed.Feed(context.Background(), 0) {
		require.NoError(t, err)
		want = append(want, e.Commit)
	}
	require.Empty(t, cmp.Diff(causes(want), causes(got)))
	require.False(t, strings.Contains(fmt.Sprint(w.Played()), "4111 1111 1111 1111"), "card numbers are masked")
}

func causes(list []socialticket.Commit) (all []string) {
	for _, c := range list {
		all = append(all, fmt.Sprint(c.Key, " ", c.Expect, " ", c.Cause))
	}
	return all
}

// TestPlayedRefused tells what was refused, by whom and why: once each.
func TestPlayedRefused(t *testing.T) {
	refuse := func(cfg *simulate.Config) {
		cfg.Network = simulate.NetworkFunc(func(o channel.Outbound, _ time.Time) simulate.Fate {
			if o.Text == "late" {
				return simulate.Fate{Reports: []simulate.Report{{After: time.Minute, State: channel.StateFailed, Error: channel.Error{Code: "131026"}}}}
			}
			return simulate.Fate{Err: &channel.SendError{Reason: channel.Error{Code: "131051"}}}
		})
	}
	tests := []struct {
		name, step string
		world      func(*simulate.Config)
		code       string // of a message
		kind       error  // of a command
		sent       int
	}{
		{"a window that is over", "pass 25h\nada replies ana \"late\"", func(*simulate.Config) {}, "window_closed", nil, 0},
		{"a platform", `ada replies ana "Hi"`, refuse, "131051", nil, 0},
		{"a platform's later word", "ada replies ana \"late\"\npass 2m", refuse, "131026", nil, 1},
		{"a status", "refused: ada sets ana status new", func(*simulate.Config) {}, "", socialticket.ErrRefused, 0},
		{"an unknown field", "refused: ada sets ana mood sad", func(*simulate.Config) {}, "", socialticket.ErrRefused, 0},
		{"what the desk does not take", `refused: ada replies ana ""`, func(*simulate.Config) {}, "", socialticket.ErrInvalid, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := world(t, tt.world)
			require.NoError(t, w.Play("ana says \"Hello\"\nada tags ana open\nada sets ana status open"))
			require.NoError(t, w.Play(tt.step))
			played := w.Played()
			require.Len(t, played.Sent, tt.sent)
			require.Len(t, played.Refused, 1)
			r := played.Refused[0]
			require.Equal(t, tt.code, r.Reason.Code)
			require.ErrorIs(t, r.Err, tt.kind)
			require.Equal(t, tt.code != "", r.Customer == "ana")
			require.Equal(t, tt.code != "", r.Comment != "")
			require.NotEmpty(t, r.String())
		})
	}
}

// TestPlayedWatched tells the host's own watch too, and not of a store that fails.
func TestPlayedWatched(t *testing.T) {
	told := 0
	w := world(t, func(cfg *simulate.Config) {
		cfg.Desk.Watch = func(context.Context, socialticket.Handled) { told++ }
	})
	require.NoError(t, w.Play(`ana says "Hello"`))
	require.Equal(t, 1, told)
	require.Len(t, w.Played().Decided, 1)

	err := w.Play("expect ben status open")
	require.True(t, errors.Is(err, socialticket.ErrNotFound))
	require.Empty(t, w.Played().Refused, "an expectation is not a command")
}
