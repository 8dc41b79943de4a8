package socialticket

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/redact"
	"github.com/socialticket/socialticket/identity"
	"github.com/socialticket/socialticket/identity/phone"
)

// Config describes a desk. Only Store is needed.
type Config struct {
	Store Store
	Clock Clock // nil: the system's

	// Secret makes ids tell nothing about what they are made of. Keep it: with
	// another one, what is handed in again is not known again. Nil: ids are plain
	// digests, which can be guessed from a phone number.
	Secret []byte

	// Accounts are the business accounts that the desk answers for. Empty: all.
	// Events of others are told as [UnknownAccount] and change nothing.
	Accounts []channel.Account
	// Policy returns when an account may write to its users. Nil: [channel.PolicyOf]
	// its kind. [New] asks for each of Accounts, or if these are empty for an account
	// without an ID of each kind of [channel.Policies], and refuses a policy that does
	// not pass [channel.Policy.Check].
	Policy func(channel.Account) channel.Policy
	// Ability returns what an account can carry. Nil: [channel.AbilityOf] its kind.
	Ability func(channel.Account) channel.Ability
	Phones  identity.Phones // zero: see there
	// Redact says how card numbers are masked before anything is stored. Zero: all
	// that people write, but for the first six and last four digits.
	Redact redact.Config

	// Settings returns the present settings, which pass [Settings.Check]; it is
	// called at each decision, from many goroutines. It does not wait for a database: while
	// others are being read, the ones of before hold. Nil: the zero Settings.
	Settings func() *Settings

	// Watch is told of each command that the desk was asked to carry out, when it is done
	// with it, by the goroutine that asked. Package simulate keeps them, to replay them. It
	// must be safe for concurrent use. Nil: nothing is told.
	Watch func(context.Context, Handled)
}

// Desk decides. It keeps nothing between calls and is safe for concurrent use.
type Desk struct {
	config    Config
	redactor  redact.Redactor
	policies  map[channel.Kind]channel.Policy
	abilities map[channel.Kind]channel.Ability
	drafts    sync.Pool // of *draft, which were reset: a decision needs some kilobytes for a moment
	arrivals  sync.Pool // of *arrival, zero: so does an event that comes in
}

// New returns the desk of cfg, or an error that says which setting cannot be. It
// matches [ErrInvalid].
func New(cfg Config) (*Desk, error) {
	if cfg.Store == nil {
		return nil, invalidField("config", "store", "is missing")
	}
	if country := cfg.Phones.Country; country != "" && !phone.Known(country) {
		return nil, invalidField("config", "phones.country", fmt.Sprintf("%q is not a country: two capital letters are needed", country))
	}
	if cfg.Clock == nil {
		cfg.Clock = systemClock{}
	}
	if cfg.Settings == nil {
		standard := &Settings{}
		cfg.Settings = func() *Settings { return standard }
	}
	if err := cfg.Settings().Check(); err != nil {
		return nil, err
	}
	redactor, err := redact.New(cfg.Redact)
	if err != nil {
		return nil, refused("config", "redact", ErrInvalid, err)
	}
	cfg.Accounts, cfg.Secret = slices.Clone(cfg.Accounts), slices.Clone(cfg.Secret)
	d := &Desk{config: cfg, redactor: redactor, policies: builtInPolicies(), abilities: map[channel.Kind]channel.Ability{}}
	for kind := range d.policies {
		d.abilities[kind] = channel.AbilityOf(kind)
	}
	if err := d.checkPolicies(); err != nil {
		return nil, err
	}
	return d, nil
}

// builtInPolicies returns the built-in policies by kind.
func builtInPolicies() map[channel.Kind]channel.Policy {
	policies := map[channel.Kind]channel.Policy{}
	for _, p := range channel.Policies() {
		policies[p.Channel] = p
	}
	return policies
}

// checkPolicies checks the policies that a host gives, for each account that the desk
// answers for. If it answers for all, each kind is asked for once.
func (d *Desk) checkPolicies() error {
	if d.config.Policy == nil {
		return nil
	}
	accounts := slices.Clone(d.config.Accounts)
	if len(accounts) == 0 {
		for _, kind := range slices.Sorted(maps.Keys(d.policies)) {
			accounts = append(accounts, channel.Account{Kind: kind})
		}
	}
	for _, a := range accounts {
		if err := d.config.Policy(a).Check(); err != nil {
			return refused("config", "policy", ErrInvalid, err)
		}
	}
	return nil
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

// ability returns what an account can carry.
func (d *Desk) ability(a channel.Account) channel.Ability {
	if d.config.Ability != nil {
		return d.config.Ability(a)
	}
	if ability, ok := d.abilities[a.Kind]; ok {
		return ability
	}
	return channel.AbilityOf(a.Kind)
}

// knows reports whether the desk answers for an account.
func (d *Desk) knows(a channel.Account) bool {
	return len(d.config.Accounts) == 0 || slices.Contains(d.config.Accounts, a)
}
