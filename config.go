package socialticket

import (
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/whatsapp"
)

// Config describes a desk. Only Store is needed.
type Config struct {
	Store Store
	Clock Clock // nil: the system's
	Mint  Mint  // nil: a hash of the parts

	// Accounts are the business accounts that the desk answers for. Empty: all.
	// Events of others are told as [UnknownAccount] and change nothing.
	Accounts []channel.Account
	// Policy returns when an account may write to its users. Nil: [DefaultPolicy]
	// of its kind.
	Policy func(channel.Account) channel.Policy

	Lifecycle   ticket.Lifecycle   // zero: Zendesk's
	Automations *rules.Automations // nil: none
	Phones      identity.Phones    // zero: see there
	Idle        time.Duration      // after which a session is inactive; 0: ten minutes

	// SolvedIsOver makes a message to a solved ticket begin another one. False: it
	// reopens the solved one, and only a closed one is over.
	SolvedIsOver bool

	// Warn is how long before a reply window ends a ticket that is not done gets an
	// event that tells so. 0: none does.
	Warn time.Duration

	// Redact says how card numbers are masked before anything is stored. Zero:
	// as Zendesk does.
	Redact channel.RedactConfig
}

// Desk decides. It keeps nothing between calls and is safe for concurrent use.
type Desk struct {
	config   Config
	redactor channel.Redactor
	policies map[channel.Kind]channel.Policy
}

// New returns the desk of cfg, or an error that says which setting cannot be.
func New(cfg Config) (*Desk, error) {
	if cfg.Store == nil {
		return nil, fmt.Errorf("socialticket: config: no store")
	}
	if cfg.Idle < 0 || cfg.Warn < 0 {
		return nil, fmt.Errorf("socialticket: config: idle %v, warn %v: negative", cfg.Idle, cfg.Warn)
	}
	if cfg.Clock == nil {
		cfg.Clock = systemClock{}
	}
	if cfg.Mint == nil {
		cfg.Mint = hashID
	}
	if err := cfg.Lifecycle.Check(); err != nil {
		return nil, fmt.Errorf("socialticket: config: %w", err)
	}
	redactor, err := channel.NewRedactor(cfg.Redact)
	if err != nil {
		return nil, fmt.Errorf("socialticket: config: redact: %w", err)
	}
	cfg.Accounts = slices.Clone(cfg.Accounts)
	return &Desk{config: cfg, redactor: redactor, policies: defaultPolicies()}, nil
}

// DefaultPolicy returns the built-in policy of a kind of channel. A kind that has
// none may always be written to: the platform's refusals tell otherwise.
func DefaultPolicy(k channel.Kind) channel.Policy {
	if p, ok := defaultPolicies()[k]; ok {
		return p
	}
	return channel.Unlimited(k)
}

// defaultPolicies returns the built-in policies by kind.
func defaultPolicies() map[channel.Kind]channel.Policy {
	policies := map[channel.Kind]channel.Policy{channel.WhatsApp: whatsapp.Policy()}
	for _, p := range channel.Policies() {
		policies[p.Channel] = p
	}
	return policies
}

// policy returns the policy of an account.
func (d *Desk) policy(a channel.Account) channel.Policy {
	if d.config.Policy != nil {
		return d.config.Policy(a)
	}
	if p, ok := d.policies[a.Kind]; ok {
		return p
	}
	return channel.Unlimited(a.Kind)
}

// knows reports whether the desk answers for an account.
func (d *Desk) knows(a channel.Account) bool {
	return len(d.config.Accounts) == 0 || slices.Contains(d.config.Accounts, a)
}
