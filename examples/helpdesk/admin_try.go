package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/sla"
	"github.com/socialticket/socialticket/rules/zendesk"
	"github.com/socialticket/socialticket/ticket"
)

// tryView is a rule that is tried on a ticket, or on the newest ones. Nothing is written.
type tryView struct {
	Kind   zendesk.Kind
	Ticket string // empty: on the newest
	Event  string // what happens, of triggers: "message" of the customer, "new" of another one, "reply" of an agent
	Text   string
	Last   int // how many of the newest

	Done    bool
	One     oneVerdict
	Tried   int
	Matched []ticket.Ticket // of the newest
}

// Triggers reports whether the rule waits for something to happen.
func (v tryView) Triggers() bool { return v.Kind == zendesk.Triggers }

// oneVerdict is what a rule said of a ticket.
type oneVerdict struct {
	rules.Explanation
	Fired bool
	Lines []verdictLine
}

// verdictLine is what one condition said.
type verdictLine struct {
	rules.Verdict
	Sentence string
	Deep     int
	Either   bool // it is one of which one has to hold
}

// tryPage is the page of a trial.
type tryPage struct {
	adminFrame
	Rule ruleLine
	Try  tryView
}

const (
	maxTried     = 200
	shownMatched = 20
)

func (s *server) showTry(w http.ResponseWriter, r *http.Request, status int, f frame) {
	kind, q := zendesk.Kind(r.PathValue("kind")), r.URL.Query()
	c := s.business.Choices()
	l, known := c.list(kind)
	at := -1
	if known {
		at = rankOf(l, q.Get("id"))
	}
	if at < 0 || kind == zendesk.Macros {
		s.fail(w, r, errNoRule)
		return
	}
	v := tryView{Kind: kind, Ticket: strings.TrimSpace(q.Get("ticket")), Event: cmp.Or(q.Get("event"), "message"), Text: q.Get("text")}
	page := tryPage{adminFrame: s.adminFrame(r, f, string(kind)), Rule: s.ruleLine(f.Words, kind, l, at)}
	var err error
	if v.Last, err = readNumber(q, "last", 50, maxTried); err == nil {
		err = s.try(r.Context(), &v, c, l, at, f)
	}
	if _, refused := errors.AsType[refusedError](err); refused || errors.Is(err, socialticket.ErrNotFound) {
		page.Trouble, status = f.T("admin.try.refused"), http.StatusUnprocessableEntity
		if !refused {
			page.Trouble, page.TroubleField = f.T("admin.try.unknown"), "ticket"
		}
		err = nil
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	page.Try = v
	s.show(w, r, status, "admin-try", page)
}

// try tries a rule of a list, as if it were switched on.
func (s *server) try(ctx context.Context, v *tryView, c choices, l ruleList, at int, f frame) error {
	id := l.Head(at).ID
	l.Head(at).Inactive = false
	l.keep(&c)
	if p, is := l.One(at).(sla.Policy); is { // whether it holds is asked as of a view
		c.Views = []rules.View{{Rule: p.Rule}}
	}
	now, err := c.settings(s.business.base, 1)
	if err != nil {
		return refusedError{err}
	}
	desk, err := s.newDesk(func() *socialticket.Settings { return now }, nil)
	if err != nil {
		return err
	}
	t := trial{desk: desk, store: s.store, view: v, id: id, agent: f.Agent.ID, now: s.clock.Now()}
	if v.Ticket != "" {
		head, err := s.store.Load(ctx, socialticket.Ref{Ticket: ticket.ID(v.Ticket)})
		if err == nil && head.Ticket.IsZero() {
			err = socialticket.ErrNotFound
		}
		if err != nil {
			return err
		}
		why, fired, err := t.on(ctx, head.Ticket)
		v.Done, v.One = err == nil, oneVerdict{why, fired, lines(s.sayer(f.Words), why)}
		return err
	}
	return s.tryNewest(ctx, t)
}

// tryNewest tries a rule on the newest tickets, and counts those on which it holds.
func (s *server) tryNewest(ctx context.Context, t trial) error {
	list, err := s.store.SelectPage(ctx, socialticket.Selection{Limit: t.view.Last})
	if err != nil {
		return err
	}
	for _, one := range list {
		_, fired, err := t.on(ctx, one)
		if err != nil && !errors.Is(err, socialticket.ErrClosed) && !errors.Is(err, socialticket.ErrRefused) {
			return err
		}
		t.view.Tried++
		if fired && err == nil {
			t.view.Matched = append(t.view.Matched, one)
		}
	}
	t.view.Done = true
	return nil
}

// trial tries a rule under settings of its own.
type trial struct {
	desk  *socialticket.Desk
	store socialticket.Reader
	view  *tryView
	id    string
	agent string
	now   time.Time
}

// on tells what the rule says of a ticket, and whether it fires, or holds.
func (t trial) on(ctx context.Context, of ticket.Ticket) (rules.Explanation, bool, error) {
	if t.view.Triggers() {
		return t.trace(ctx, of)
	}
	outlook, err := t.desk.Explain(ctx, socialticket.Question{Ticket: of.ID, User: t.agent})
	if err != nil {
		return rules.Explanation{}, false, err
	}
	list := outlook.Views
	if t.view.Kind == zendesk.Automations {
		list = nil
		for _, p := range outlook.Automations {
			list = append(list, p.Explanation)
		}
	}
	i := slices.IndexFunc(list, func(e rules.Explanation) bool { return e.Rule == t.id })
	if i < 0 {
		return rules.Explanation{Rule: t.id}, false, nil
	}
	return list[i], list[i].Holds, nil
}

// trace follows a trigger through what would happen to a ticket.
func (t trial) trace(ctx context.Context, of ticket.Ticket) (rules.Explanation, bool, error) {
	text, err := t.text(ctx, of)
	if err != nil {
		return rules.Explanation{}, false, err
	}
	traced, err := t.desk.Trace(ctx, t.command(of, text))
	if err != nil {
		return rules.Explanation{}, false, err
	}
	i := slices.IndexFunc(traced.Triggers.Triggers, func(o rules.Outcome) bool { return o.Rule == t.id })
	if i < 0 {
		return rules.Explanation{Rule: t.id, Ended: traced.Triggers.Ended}, false, nil
	}
	o := traced.Triggers.Triggers[i]
	return o.Explanation, o.Round > 0, nil
}

// text returns what is written in a trial: what was asked for, or else the customer's own
// first words on the ticket, where it is to be a new one, or the newest.
func (t trial) text(ctx context.Context, of ticket.Ticket) (string, error) {
	page := socialticket.Page{Limit: 20}
	if t.view.Event == "new" {
		page = socialticket.Page{Limit: 1, Before: 2}
	}
	if t.view.Text != "" || t.view.Event == "reply" {
		return cmp.Or(t.view.Text, "…"), nil
	}
	list, err := t.store.Comments(ctx, of.ID, page)
	for _, c := range list {
		if c.Author.Kind == ticket.EndUser && c.Content.Text != "" {
			return c.Content.Text, err
		}
	}
	return "…", err
}

// command is what happens to a ticket in a trial.
func (t trial) command(of ticket.Ticket, text string) socialticket.Command {
	if t.view.Event == "reply" {
		return socialticket.Reply{Ticket: of.ID, IdempotencyKey: rand.Text(), By: ticket.Actor{Kind: ticket.Agent, ID: t.agent}, Text: text}
	}
	id, from := "trial-"+rand.Text(), of.Address.Handle
	if t.view.Event == "new" {
		from = id // of a customer who has not written yet
	}
	return socialticket.Received{Event: channel.Event{
		ID: id, Type: channel.EventMessage, Account: of.Address.Account, From: from,
		Sent: t.now, Received: t.now, Opens: channel.OpenMessage,
		Message: channel.Message{ID: id, Type: channel.Text, Text: text},
	}}
}

// lines returns the conditions of an explanation, groups before what is in them.
func lines(say sayer, e rules.Explanation) []verdictLine {
	var out []verdictLine
	var add func(list []rules.Verdict, deep int, either bool)
	add = func(list []rules.Verdict, deep int, either bool) {
		for _, v := range list {
			line := verdictLine{Verdict: v, Deep: deep, Either: either}
			if line.Sentence = say.w.T("admin.group"); v.Field != "" {
				line.Sentence = words.Sentence(say.rules.Condition(rules.Condition{Field: v.Field, Op: v.Op, Value: v.Value}))
			}
			out = append(out, line)
			add(v.All, deep+1, false)
			add(v.Any, deep+1, true)
		}
	}
	add(e.All, 0, false)
	add(e.Any, 0, true)
	return out
}

// Shown returns the tickets of the newest that matched, as many as the page shows.
func (v tryView) Shown() []ticket.Ticket { return v.Matched[:min(len(v.Matched), shownMatched)] }
