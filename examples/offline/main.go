// Command offline prints what the widget on a shop's pages shows to a visitor in another
// zone, through a week with lunch breaks, nights, a department that works on one morning, and
// a holiday. Then a visitor who came before closing asks for a chat after it, and leaves a
// message, which becomes a ticket:
//
//	go run ./examples/offline
//
// Source of the recipes: https://support.zendesk.com/hc/en-us/articles/5137169660826 (read in
// autumn 2026).
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/benbjohnson/clock"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/session"
)

func main() {
	if err := play(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "offline:", err)
		os.Exit(1)
	}
}

// The accounts of the shop: a page with live chat and one with messaging.
func chatPage() channel.Account { return channel.Account{Kind: channel.Web, ID: "shop.example"} }
func talkPage() channel.Account { return channel.Account{Kind: channel.Web, ID: "club.example"} }

// stage is where the week is played: a desk on a clock that is set.
type stage struct {
	desk  *socialticket.Desk
	clock *clock.Mock
	out   io.Writer
	zone  *time.Location // of the visitor
}

func play(ctx context.Context, out io.Writer) error {
	settings, err := settings()
	if err != nil {
		return err
	}
	s := &stage{clock: clock.NewMock(), out: out}
	if s.zone, err = time.LoadLocation("America/New_York"); err != nil {
		return err
	}
	s.desk, err = socialticket.New(socialticket.Config{
		Store: &memory.Store{}, Clock: s.clock, Settings: func() *socialticket.Settings { return settings },
	})
	if err != nil {
		return err
	}
	monday := time.Date(2026, time.December, 21, 0, 0, 0, 0, s.zone)
	agents := session.Presence{"shop": 2, "repairs": 1} // who is signed in, also at night
	fmt.Fprintln(out, "Live chat, seen from New York:")
	if err := s.week(chatPage(), agents, session.Visitor{Zone: s.zone}, monday); err != nil {
		return err
	}
	fmt.Fprintln(out, "\nMessaging, the same week in French:")
	if err := s.week(talkPage(), agents, session.Visitor{Zone: s.zone, Language: "fr-CA"}, monday); err != nil {
		return err
	}
	return s.late(ctx, agents, monday)
}

// week prints what a visitor sees, from one change to the next.
func (s *stage) week(page channel.Account, agents session.Presence, v session.Visitor, from time.Time) error {
	for at, end := from, from.AddDate(0, 0, 7); !at.IsZero() && at.Before(end); {
		s.clock.Set(at.UTC())
		show, err := s.desk.Widget(page, agents, v)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "%s  %s\n", at.In(s.zone).Format("Mon 15:04"), strings.Join(words(show, s.zone), ", "))
		at = show.Until
	}
	return nil
}

// words tells of a show in words of this shop's own.
func words(show session.Show, zone *time.Location) []string {
	list := []string{string(show.Mode)}
	for _, d := range show.Departments {
		list = append(list, d.Department)
	}
	if !show.ClosesAt.IsZero() {
		list = append(list, "until "+show.ClosesAt.In(zone).Format("15:04"))
	}
	if show.Opening.Text != "" {
		list = append(list, "→ "+show.Opening.Text)
	}
	return list
}

// late lets a visitor who loaded the page before closing ask for a chat after it, and leave
// a message instead.
func (s *stage) late(ctx context.Context, agents session.Presence, monday time.Time) error {
	loaded := monday.Add(11*time.Hour + 50*time.Minute)
	v := session.Visitor{Zone: s.zone, Department: "shop", LoadedAt: loaded}
	s.clock.Set(loaded.Add(15 * time.Minute).UTC())
	asked, err := s.desk.Admit(chatPage(), agents, v)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "\nMon 12:05  may a chat start: %t (%s, late: %t), instead %s → %s\n",
		asked.Allowed, asked.Absence, asked.Late, asked.Show.Mode, asked.Show.Opening.Text)

	form := socialticket.Submit{Account: chatPage(), Form: asked.Show.Mode, Department: "shop", IdempotencyKey: "form-1"}
	for _, form.Answers = range []map[string]string{
		{"email": "ana@", "size": "XXL"},
		{"email": "ana@example.com", "name": "Ana", "message": "Is the red one still there?", "size": "M"},
	} {
		made, err := s.desk.Submit(ctx, form)
		if err != nil {
			fmt.Fprintln(s.out, "refused:  ", err)
			continue
		}
		t := made.Ticket
		fmt.Fprintf(s.out, "ticket:    %s by %s of group %s, size %s, tags %v: %q\n",
			t.Status, made.Commit.Conversation.User.Email, t.Group, t.Field("size"), t.Tags, made.Comment.Content.Text)
	}
	return nil
}
