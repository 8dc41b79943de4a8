package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
)

// accountsView is the list of the accounts that the helpdesk answers for.
type accountsView struct {
	adminFrame
	List []accountView
}

// accountView is an account as the page shows it.
type accountView struct {
	channel.Account
	Path     string
	Windows  []string
	Able     []string
	Source   string
	Template bool // there are messages that the platform approved before
}

// allAccounts returns the accounts of the file of settings, and those that settings name. A
// helpdesk that takes whatever comes has none to name: all of WhatsApp stand for them.
func (s *server) allAccounts() []channel.Account {
	list, now := slices.Clone(s.settings.accounts()), s.business.Settings()
	if len(list) == 0 {
		list = append(list, channel.Account{Kind: channel.WhatsApp})
	}
	for _, d := range now.Defaults {
		list = append(list, d.Account)
	}
	for _, a := range now.Automatic {
		list = append(list, a.Account)
	}
	list = append(list, now.Sessions.AgentsMayNot...)
	var out []channel.Account
	for _, a := range list {
		if a.Kind != "" && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

func accountOf(a channel.Account, w *words.Words) accountView {
	policy, _ := channel.PolicyOf(a.Kind)
	say := sayer{w: w}
	v := accountView{Account: a, Path: url.PathEscape(string(a.Kind) + ":" + a.ID), Source: policy.Source, Able: say.Ability(channel.AbilityOf(a.Kind))}
	for _, r := range policy.Rules {
		v.Windows = append(v.Windows, say.Window(r))
		v.Template = v.Template || r.Means == channel.Approved
	}
	return v
}

func (s *server) showAccounts(w http.ResponseWriter, r *http.Request, status int, f frame) {
	v := accountsView{adminFrame: s.adminFrame(r, f, "accounts")}
	for _, a := range s.allAccounts() {
		v.List = append(v.List, accountOf(a, f.Words))
	}
	s.show(w, r, status, "admin-accounts", v)
}

// accountPage is the page of one account.
type accountPage struct {
	adminFrame
	Account accountView
	Form    sheet
}

// accountIn returns the account that an address names; false: it is none of ours.
func (s *server) accountIn(r *http.Request) (channel.Account, bool) {
	kind, id, _ := strings.Cut(r.PathValue("account"), ":")
	a := channel.Account{Kind: channel.Kind(kind), ID: id}
	return a, slices.Contains(s.allAccounts(), a)
}

func (s *server) showAccount(w http.ResponseWriter, r *http.Request, status int, f frame) {
	a, known := s.accountIn(r)
	if !known {
		s.fail(w, r, errNoPage)
		return
	}
	form, err := accountSheet(a)(s.business.Choices(), s.business.Settings())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.show(w, r, status, "admin-account", accountPage{s.adminFrame(r, f, "accounts"), accountOf(a, f.Words), form})
}

func (s *server) formAccount(r *http.Request, _ *words.Words) (string, error) {
	a, known := s.accountIn(r)
	if !known {
		return "", errNoPage
	}
	to := "/admin/accounts/" + url.PathEscape(string(a.Kind)+":"+a.ID) + "?saved=1"
	return to, s.saveSheet(r, s.editOf(r, "admin.did.account", string(a.Kind)+" "+a.ID), accountSheet(a))
}

// accountSheet is the form of what an account has of its own.
func accountSheet(a channel.Account) func(choices, *socialticket.Settings) (sheet, error) {
	return func(_ choices, now *socialticket.Settings) (sheet, error) {
		d, others := defaultsOf(now.Defaults, a)
		own := slices.ContainsFunc(now.Automatic, func(m socialticket.Automatic) bool { return m.Account == a })
		messages, rest := ofAccount(now.Automatic, a)
		policy, barred := now.Sessions, slices.Contains(now.Sessions.AgentsMayNot, a)
		groups := []string{""}
		for _, g := range now.Groups {
			groups = append(groups, g.ID)
		}
		sh := sheet{Name: "account", Fields: []field{
			headField("defaults"), selectField("default_group", &d.Group, groups...), textField("default_brand", &d.Brand),
			textField("default_form", &d.Form), namesField("default_tags", &d.Tags),
			headField("account_sessions"), checkField("barred", &barred),
			headField("account_messages"), checkField("own_messages", &own),
		}}
		sh.Fields = append(sh.Fields, automaticFields(&messages.Automatic)...)
		sh.save = func(c *choices) {
			c.House.Defaults = slices.Clone(others)
			if d.Group+d.Brand+d.Form != "" || len(d.Tags) > 0 {
				c.House.Defaults = append(c.House.Defaults, d)
			}
			c.House.Automatic = slices.Clone(rest)
			if own {
				c.House.Automatic = append(c.House.Automatic, messages)
			}
			policy.AgentsMayNot = slices.DeleteFunc(slices.Clone(policy.AgentsMayNot), func(o channel.Account) bool { return o == a })
			if barred {
				policy.AgentsMayNot = append(policy.AgentsMayNot, a)
			}
			c.House.Sessions = &policy
		}
		return sh, nil
	}
}

// defaultsOf parts what new tickets of an account get from what those of others get.
func defaultsOf(list []socialticket.Defaults, on channel.Account) (own socialticket.Defaults, others []socialticket.Defaults) {
	own, others = socialticket.Defaults{Account: on}, []socialticket.Defaults{}
	for _, d := range list {
		if d.Account == on {
			own = d
			own.Tags = slices.Clone(d.Tags)
		} else {
			others = append(others, d)
		}
	}
	return own, others
}
