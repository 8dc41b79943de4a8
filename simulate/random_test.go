package simulate_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

// small is a desk on which everything happens.
func small(seed uint64) simulate.Random {
	s := simulate.StandardSettings()
	s.Survey = session.Survey{Text: "How was it?", Good: "Good", Bad: "Bad", OnSolved: true}
	faults := simulate.RoughFaults()
	faults.Refusals, faults.Lost = 40, 40
	return simulate.Random{Seed: seed, Days: 12, TicketsPerDay: 30, Settings: s, Faults: faults}
}

// digest runs a world, and returns a digest of its commits and its summary.
func digest(t *testing.T, r simulate.Random) (string, *simulate.Summary) {
	t.Helper()
	sum := sha256.New()
	write := json.NewEncoder(sum)
	r.Watch = func(c *socialticket.Commit) { require.NoError(t, write.Encode(c)) }
	s, err := r.Run()
	require.NoError(t, err)
	return hex.EncodeToString(sum.Sum(nil)[:8]), s
}

// One seed gives the same commits on every run, and the golden digest says that it does on
// every architecture. It changes when the desk decides or words something else.
func TestRandomSameSeed(t *testing.T) {
	t.Parallel()
	const golden = "760501f21518ae2d"
	first, s := digest(t, small(7))
	second, again := digest(t, small(7))
	other, _ := digest(t, small(8))
	if first != golden {
		t.Errorf("the commits of seed 7 have the digest %s, want %s", first, golden)
	}
	require.Equal(t, first, second)
	require.NotEqual(t, first, other, "another seed is another world")
	if diff := cmp.Diff(s, again); diff != "" {
		t.Errorf("the summaries differ (-first +second):\n%s", diff)
	}
}

// Whatever goes wrong, each message that a customer wrote is a comment in the end, once. The
// answer to a survey that comes after its ticket was closed says nothing any more.
func TestRandomLosesNothing(t *testing.T) {
	t.Parallel()
	worst := simulate.Faults{Duplicates: 500, Delays: 300, Shuffles: 500, Skews: 500, Refusals: 300, Lost: 300, Skew: time.Hour}
	for name, faults := range map[string]simulate.Faults{
		"none": {}, "rough": simulate.RoughFaults(), "worst": worst, "long": {Duplicates: 300, Delays: 300, Delay: 9 * 24 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, wrote, comments, taps := small(3), map[string]string{}, map[string]string{}, map[string]bool{}
			r.Faults, r.Days = faults, 20
			r.Wrote = func(e channel.Event) {
				wrote[e.Message.ID], taps[e.Message.ID] = e.From+": "+e.Message.Text, strings.HasPrefix(e.Message.Payload, "survey.")
			}
			r.Watch = func(c *socialticket.Commit) {
				for _, one := range c.Comments {
					if one.Author.Kind != ticket.EndUser {
						continue
					}
					said := c.Ticket.Address.Handle + ": " + one.Content.Text
					if before, in := comments[one.Content.ID]; in && before != one.ID+said {
						t.Errorf("message %s is the comment %q and %q", one.Content.ID, before, one.ID+said)
					}
					comments[one.Content.ID] = one.ID + said
					if e := wrote[one.Content.ID]; e != said {
						t.Errorf("message %s is kept as %q, want %q", one.Content.ID, said, e)
					}
				}
			}
			s, err := r.Run()
			require.NoError(t, err)
			require.Equal(t, s.Written, len(wrote))
			late := 0
			for id, said := range wrote {
				switch _, in := comments[id]; {
				case in:
				case taps[id]:
					late++
				default:
					t.Errorf("message %s is lost: %s", id, said)
				}
			}
			if faults.Delays == 0 {
				require.Zero(t, late, "answers to surveys in time that are no comments")
			}
		})
	}
}

// The summary says what the store has in the end.
func TestRandomSummary(t *testing.T) {
	t.Parallel()
	r, store := small(5), &memory.Store{History: -1}
	r.Store = store
	s, err := r.Run()
	require.NoError(t, err)
	var waits []time.Duration
	made, closed, reopened, replies, followUps := 0, 0, 0, 0, 0
	for tk, err := range store.Tickets(t.Context()) {
		require.NoError(t, err)
		made++
		reopened += tk.Reopens
		replies += tk.Replies
		if tk.Status == ticket.Closed {
			closed++
		}
		if tk.FollowUpOf != "" {
			followUps++
		}
		if !tk.FirstReplyAt.IsZero() {
			waits = append(waits, tk.FirstReplyAt.Sub(tk.CreatedAt))
		}
	}
	slices.Sort(waits)
	require.Equal(t, []int{made, closed, reopened, followUps, len(waits)}, []int{s.Made, s.Closed, s.Reopened, s.FollowUps, s.FirstReply.Count})
	require.GreaterOrEqual(t, s.Replies, replies, "some were not delivered")
	require.EqualValues(t, waits[len(waits)-1]/time.Second, s.FirstReply.Max)
	middle := (waits[(len(waits)-1)/2]/time.Second + waits[len(waits)/2]/time.Second)
	require.EqualValues(t, (middle+1)/2, s.FirstReply.Median)
	days := 0
	for _, d := range s.Days {
		days += d.Made
	}
	require.LessOrEqual(t, days, made)
	for name, n := range map[string]int{
		"late": s.Late, "duplicates": s.Duplicates, "reopened": reopened, "follow-ups": followUps, "closed": closed, "failed": s.Failed,
		"closed windows": s.ClosedWindows, "asked": s.Surveys.Asked, "good": s.Surveys.Good, "bad": s.Surveys.Bad, "told": s.Told,
	} {
		require.NotZero(t, n, name)
	}
	require.Equal(t, made, s.Rules[slices.IndexFunc(s.Rules, func(c simulate.Count) bool { return c.What == "trigger all-agents" })].N)
}

// The forms of a summary say the same, and can be read.
func TestRandomForms(t *testing.T) {
	t.Parallel()
	r := small(9)
	s, err := r.Run()
	require.NoError(t, err)
	var back simulate.Summary
	require.NoError(t, json.Unmarshal(s.JSON(), &back))
	if diff := cmp.Diff(s, &back); diff != "" {
		t.Errorf("the JSON says something else (-is +read):\n%s", diff)
	}
	for _, want := range []string{"12 days from 2026-03-02, seed 9", "tickets made", "first reply", "trigger all-agents", "surveys"} {
		require.Contains(t, s.String(), want)
	}
	counts := map[string]int{}
	for read := xml.NewDecoder(strings.NewReader(string(s.SVG()))); ; {
		token, err := read.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		if start, is := token.(xml.StartElement); is {
			counts[start.Name.Local]++
		}
	}
	require.Equal(t, []string{"path", "rect", "style", "svg", "text", "title"}, slices.Sorted(maps.Keys(counts)))
	require.Equal(t, 12, counts["rect"], "a bar for each day")
	require.Equal(t, 13, counts["title"], "each tells its day")
}

// Agents that the settings name are the team, so that the desk takes what they do.
func TestRandomTeam(t *testing.T) {
	t.Parallel()
	r, seen := small(6), map[string]int{}
	r.Settings.Agents = []socialticket.Agent{{ID: "ada"}, {ID: "bo"}}
	r.Watch = func(c *socialticket.Commit) {
		for _, e := range c.Events {
			if e.Type == ticket.EventComment && e.By.Kind == ticket.Agent {
				seen[e.By.ID]++
			}
		}
	}
	s, err := r.Run()
	require.NoError(t, err)
	require.Equal(t, []string{"ada", "bo"}, slices.Sorted(maps.Keys(seen)))
	require.Equal(t, s.Replies, seen["ada"]+seen["bo"])
	require.Zero(t, s.Declined)
}

func TestRandomRefused(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]simulate.Random{
		"days":     {Days: -1},
		"tickets":  {TicketsPerDay: -1},
		"delay":    {Faults: simulate.Faults{Delay: -1}},
		"weights":  {Hours: [24]int{-1}},
		"name":     {Team: []simulate.Member{{}}},
		"hours":    {Team: []simulate.Member{{Name: "ada", From: 9, To: 9}}},
		"holiday":  {Team: []simulate.Member{{Name: "ada", Off: []time.Weekday{0, 1, 2, 3, 4, 5, 6}}}},
		"settings": {Settings: &socialticket.Settings{Warn: -1}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := r.Run()
			require.ErrorIs(t, err, socialticket.ErrInvalid)
		})
	}
}
