package main

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/simulate"
	"github.com/socialticket/socialticket/ticket"
)

func (s *server) whyRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /tickets/{id}/why", s.page("why", s.showWhy))
}

// whyView tells what rules and time did to a ticket and why, what they will do, and what
// they would do if something happened now.
type whyView struct {
	frame
	Chosen      row
	Promises    []promiseView
	Next        time.Time // the next instant at which something is due; zero: never
	Past        []pastView
	More        string // address of what happened before
	Days        int    // how far ahead is looked
	Coming      []aheadView
	Then        time.Time // more happens then, after those days; zero: never
	Automations []ruleView
	Views       []string // the lists that show it
	If          string   // what is supposed to happen now
	Triggers    []ruleView
	NoTriggers  bool // none is asked then
}

// ruleView is a rule with what became of it, and why.
type ruleView struct {
	Title  string
	State  string // fires, holds, waits, fired, refused, ended, no
	Text   string // the same in words
	Failed []verdictView
	All    []verdictView
	Does   []string
}

// verdictView is a condition in words, with whether it holds.
type verdictView struct {
	Holds bool
	Text  string
	Seen  string    // what it is; "": that is plain
	Due   time.Time // when it will hold
	Parts []verdictView
}

func (s *server) showWhy(w http.ResponseWriter, r *http.Request, status int, f frame) {
	showView(s, w, r, status, "why", f, s.whyView)
}

// daysAhead are how far one may look ahead; the first is the usual one.
func daysAhead() []int { return []int{7, 1, 30, 90} }

// DaysAhead are the same for the page.
func (v whyView) DaysAhead() []int { return slices.Sorted(slices.Values(daysAhead())) }

// ViewNames are the names of the lists, as one text.
func (v whyView) ViewNames() string { return strings.Join(v.Views, ", ") }

// suppositions are what may be supposed to happen now.
func suppositions() []string { return []string{"reply", "note", "solve", "message"} }

// Suppositions are the same for the page.
func (v whyView) Suppositions() []string { return suppositions() }

func (s *server) whyView(r *http.Request, f frame) (v whyView, err error) {
	ctx, id := r.Context(), idOf(r)
	f.Ticket = string(id)
	v = whyView{frame: f, Days: daysAhead()[0], If: suppositions()[0]}
	if v.Chosen, err = s.row(ctx, id); err != nil {
		return v, err
	}
	if days, err := strconv.Atoi(r.FormValue("days")); err == nil && slices.Contains(daysAhead(), days) {
		v.Days = days
	}
	if what := r.FormValue("if"); slices.Contains(suppositions(), what) {
		v.If = what
	} else if v.Chosen.Ticket.Status == ticket.Closed {
		v.If = "message"
	}
	tell := s.teller(f, v.Chosen)
	out, err := s.desk.Explain(ctx, socialticket.Question{Ticket: id, User: f.Agent.ID, At: f.Now})
	if err != nil {
		return v, err
	}
	v.Promises = promiseViews(f, out.Promises)
	for _, p := range out.Automations {
		v.Automations = append(v.Automations, tell.prospect(p))
	}
	for _, e := range out.Views {
		if e.Holds {
			v.Views = append(v.Views, e.Title)
		}
	}
	if v.Past, v.More, err = s.past(r, tell, id); err != nil {
		return v, err
	}
	if err := s.lookAhead(ctx, tell, &v); err != nil {
		return v, err
	}
	return v, s.suppose(ctx, tell, &v)
}

// lookAhead tells what happens in the next days if nobody does anything.
func (s *server) lookAhead(ctx context.Context, tell teller, v *whyView) error {
	cfg := simulate.Config{Settings: s.business.Settings(), Desk: socialticket.Config{Accounts: s.settings.accounts(), Redact: s.settings.config.Redaction}}
	line, err := simulate.Ahead(ctx, s.store, cfg, v.Chosen.Ticket.ID, v.Now, v.Now.AddDate(0, 0, v.Days))
	if err != nil {
		return err
	}
	for _, m := range line.Moments {
		v.Coming = append(v.Coming, tell.moment(m))
	}
	v.Next, v.Then = line.Next, line.Next
	if len(line.Moments) > 0 {
		v.Next = line.Moments[0].At
	}
	return nil
}

// suppose tells how the triggers would go over what is supposed to happen now.
func (s *server) suppose(ctx context.Context, tell teller, v *whyView) error {
	t, by := v.Chosen.Ticket, agent(v.Agent.ID)
	var c socialticket.Command
	switch v.If {
	case "message":
		c = socialticket.Received{Event: channel.Event{
			ID: v.Key, Type: channel.EventMessage, Account: t.Address.Account, From: t.Address.Handle, Sent: v.Now, Received: v.Now,
			Message: channel.Message{ID: v.Key, Type: channel.Text, Text: "…"},
		}}
	case "solve":
		c = socialticket.Update{Ticket: t.ID, IdempotencyKey: v.Key, By: by, Changes: []ticket.Change{{Field: ticket.FieldStatus, Value: string(ticket.Solved)}}}
	default:
		c = socialticket.Reply{Ticket: t.ID, IdempotencyKey: v.Key, By: by, Text: "…", Note: v.If == "note"}
	}
	traced, err := s.desk.Trace(ctx, c)
	switch {
	case err != nil && statusOf(err).status < http.StatusInternalServerError:
		v.NoTriggers = true // it cannot happen: the ticket is closed, or solved already
		return nil
	case err != nil:
		return err
	}
	for _, o := range traced.Triggers.Triggers {
		v.Triggers = append(v.Triggers, tell.outcome(o))
	}
	v.NoTriggers = len(v.Triggers) == 0
	slices.SortStableFunc(v.Triggers, func(a, b ruleView) int { return firesFirst(a) - firesFirst(b) })
	return nil
}

// firesFirst puts the triggers that fire first.
func firesFirst(r ruleView) int {
	if r.State == "fires" {
		return 0
	}
	return 1
}

// teller says what rules are about in the words of one viewer.
type teller struct {
	frame
	rules words.Rules
	known map[string]rules.Rule // triggers and automations by id
	who   func(ticket.Actor) string
}

// teller returns what says it for a ticket.
func (s *server) teller(f frame, of row) teller {
	n := s.namesOf(f.Words, of, f.Clock)
	t := teller{frame: f, rules: s.ruleWords(f, of), known: map[string]rules.Rule{}}
	t.who = func(a ticket.Actor) string { return upper(n.Actor(a, n)) }
	chosen := s.business.Choices()
	for _, r := range slices.Concat(chosen.Triggers, chosen.Automations) {
		t.known[r.ID] = r
	}
	return t
}

// ruleWords returns what says conditions and actions, with the names of the business in
// place of ids, and of a ticket's requester.
func (s *server) ruleWords(f frame, of row) words.Rules { return f.Rules(s.ruleNames(of), f.Clock) }

// ruleNames returns what names an id that stands in a field of a rule; "": nothing is known.
func (s *server) ruleNames(of row) func(field, id string) string {
	settings := s.business.Settings()
	return func(field, id string) string {
		switch {
		case strings.HasPrefix(field, "group"), field == "notification_group":
			for _, g := range settings.Groups {
				if g.ID == id {
					return g.Name
				}
			}
		case id != "" && id == of.Ticket.Requester:
			return of.Customer
		case strings.HasSuffix(field, "_id"), field == "role", strings.HasPrefix(field, "notification"), field == "follower", field == "cc":
			if is := nameOf(settings, id); is != id {
				return is
			}
		}
		return ""
	}
}

// title returns the name of a rule.
func (t teller) title(id string) string {
	if r, known := t.known[id]; known && r.Title != "" {
		return r.Title
	}
	return id
}
