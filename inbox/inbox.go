package inbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
)

// Config describes an inbox. Reader and Settings are needed.
type Config struct {
	// Reader has the tickets. If it is a [socialticket.Selector] as well, it is asked for
	// those of a view alone, and if it is a [socialticket.Pager], for those of a page. If it is
	// [socialticket.People] as well, and best a [socialticket.Finder], it is searched for
	// persons. If it is a [socialticket.Store] as well, and a view asks for
	// it, the requester, the session and the reply window of each ticket are loaded. Of
	// another reader such a view sees none of them: everybody is without a record, and
	// nobody may be written to.
	Reader socialticket.Reader
	// Settings returns the present settings, as in [socialticket.Config].
	Settings func() *socialticket.Settings
	// Policy returns when an account may write to its users, as in [socialticket.Config].
	// Nil: [channel.PolicyOf] its kind.
	Policy func(channel.Account) channel.Policy
	// Phones reads the numbers that people search for, as in [socialticket.Config].
	Phones identity.Phones
	// Fill adds to a subject what only the host knows: Known, the fields of the
	// Organization, Host. It is called from many goroutines, for each ticket that a view
	// looks at; its error ends the list. Nil: nothing is added.
	Fill func(ctx context.Context, s *rules.Subject) error
}

// Inbox shows tickets to people.
type Inbox struct {
	config Config
	store  socialticket.Store  // nil: it has only tickets
	people socialticket.People // nil: it cannot list them
	social *rules.Views        // of the notifier
}

// New returns the inbox of cfg, or an error if something that is needed is missing.
func New(cfg Config) (*Inbox, error) {
	if cfg.Reader == nil || cfg.Settings == nil {
		return nil, errors.New("inbox: a reader and settings are needed")
	}
	if cfg.Policy == nil {
		cfg.Policy = func(a channel.Account) channel.Policy {
			p, _ := channel.PolicyOf(a.Kind)
			return p
		}
	}
	in := &Inbox{config: cfg}
	in.store, _ = cfg.Reader.(socialticket.Store)
	in.people, _ = cfg.Reader.(socialticket.People)
	var err error
	if in.social, err = socialViews(); err != nil {
		return nil, fmt.Errorf("inbox: %w", err)
	}
	return in, nil
}

// Looker is a person who looks at tickets.
type Looker struct {
	User   string   // the id of an agent; "": somebody who has no tickets
	Groups []string // the ids of their groups
}

// Views returns the views that a person may see, in their order.
func (in *Inbox) Views(l Looker) []rules.View {
	return in.config.Settings().Views.List(l.User, l.Groups)
}

// View returns the tickets of a view as a person sees them at an instant. The error matches
// [socialticket.ErrNotFound] if the view is not known, and [socialticket.ErrRefused] if it
// is for others.
func (in *Inbox) View(id string, l Looker, now time.Time) (*List, error) {
	settings := in.config.Settings()
	view, found := settings.Views.View(id)
	what := "view " + strconv.Quote(id)
	switch {
	case !found:
		return nil, &socialticket.Error{Kind: socialticket.ErrNotFound, What: what}
	case !view.For.Allows(l.User, l.Groups):
		return nil, &socialticket.Error{Kind: socialticket.ErrRefused, What: what, Text: "it is for others"}
	}
	l.Groups = slices.Clone(l.Groups)
	list := &List{View: view, inbox: in, settings: settings, looker: l, now: now}
	list.tree, _ = settings.Views.Tree(id, list.subject(nil))
	list.rows, list.cells = settings.Views.Beyond(id)
	return list, nil
}
