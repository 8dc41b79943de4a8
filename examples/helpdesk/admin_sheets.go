package main

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/routing"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

func sheetNames() []string {
	return []string{"sessions", "automatic", "survey", "routing", "merging", "general"}
}

// sheetView is the page of one form of settings.
type sheetView struct {
	adminFrame
	Form sheet
}

// sheetOf returns a form of settings with what holds now. The error matches errNoPage.
func (s *server) sheetOf(name string) func(choices, *socialticket.Settings) (sheet, error) {
	return func(_ choices, now *socialticket.Settings) (sheet, error) {
		sh := sheet{Name: name}
		switch name {
		case "sessions":
			sh.sessions(now.Sessions, s.clock.Now())
		case "automatic":
			sh.automatic(now.Automatic)
		case "survey":
			sh.survey(now.Survey)
		case "routing":
			sh.routing(now)
		case "merging":
			sh.merging(now)
		case "general":
			sh.general(now)
		default:
			return sh, errNoPage
		}
		return sh, nil
	}
}

func (s *server) showSheet(w http.ResponseWriter, r *http.Request, status int, f frame) {
	name := r.PathValue("sheet")
	sh, err := s.sheetOf(name)(s.business.Choices(), s.business.Settings())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.show(w, r, status, "admin-sheet", sheetView{s.adminFrame(r, f, name), sh})
}

func (s *server) formSheet(r *http.Request, _ *words.Words) (string, error) {
	name := r.PathValue("sheet")
	err := s.saveSheet(r, s.editOf(r, "admin.did.sheet", "admin.s."+name), s.sheetOf(name))
	return "/admin/settings/" + name + "?saved=1", err
}

// sessions is how sessions fall silent and end.
func (sh *sheet) sessions(p session.Policy, now time.Time) {
	was := p
	agents := !slices.Contains(p.AgentsMayNot, channel.Account{})
	reminders := make([]session.Reminder, 3)
	copy(reminders, p.Release.Reminders)
	mayBe := []string{"", string(ticket.Pending), string(ticket.Hold), string(ticket.Solved)}
	sh.Fields = []field{
		headField("ending"), checkField("agents_may", &agents), checkField("users_may", &p.UsersMay), areaField("farewell", &p.Farewell),
		checkField("write_ended", &p.WriteEnded), selectField("route_ended", &p.RouteEnded, "", ticket.RouteEmail),
		headField("silence"), minutesField("idle", &p.Idle), checkField("free_inactive", &p.FreeInactive),
		checkField("end_inactive", &p.EndInactive), minutesField("end_after", &p.EndAfter), checkField("end_waiting", &p.EndWaiting),
		headField("release"), minutesField("release_after", &p.Release.After), selectField("release_status", &p.Release.Status, mayBe...),
	}
	for i := range reminders {
		r, n := &reminders[i], fmt.Sprint(i+1)
		sh.Fields = append(sh.Fields, field{Name: "reminder", Kind: "head", Of: n})
		for _, f := range []field{minutesField("after", &r.After), areaField("text", &r.Text), selectField("status", &r.Status, mayBe...)} {
			f.Word, f.Name = "reminder_"+f.Name, "reminder_"+f.Name+"_"+n
			sh.Fields = append(sh.Fields, f)
		}
	}
	sh.save = func(c *choices) {
		p.AgentsMayNot = slices.DeleteFunc(slices.Clone(was.AgentsMayNot), func(a channel.Account) bool { return a == channel.Account{} })
		if !agents {
			p.AgentsMayNot = append(p.AgentsMayNot, channel.Account{})
		}
		p.Release.Reminders = slices.DeleteFunc(slices.Clone(reminders), func(r session.Reminder) bool { return r == session.Reminder{} })
		if was.Release.After == 0 && p.Release.After != 0 {
			p.Release.Since = now // what is silent already stays as it is
		}
		if was.RouteEnded == "" && p.RouteEnded != "" {
			p.RouteEndedSince = now
		}
		c.House.Sessions = &p
	}
}

// automatic is what goes out by itself on all accounts that have no own messages.
func (sh *sheet) automatic(list []socialticket.Automatic) {
	all, others := ofAccount(list, channel.Account{})
	sh.Fields = automaticFields(&all.Automatic)
	sh.save = func(c *choices) { c.House.Automatic = append(slices.Clone(others), all) }
}

// ofAccount parts the messages of an account from those of others.
func ofAccount(list []socialticket.Automatic, on channel.Account) (own socialticket.Automatic, others []socialticket.Automatic) {
	own, others = socialticket.Automatic{Account: on}, []socialticket.Automatic{}
	for _, a := range list {
		if a.Account == on {
			own = a
		} else {
			others = append(others, a)
		}
	}
	return own, others
}

func automaticFields(a *session.Automatic) []field {
	often := []session.Often{"", session.OnceADay, session.OnceATalk, session.OnceEver}
	once := func(name string, to *session.Often) field {
		f := selectField(name, to, often...)
		f.Word = "once"
		return f
	}
	return []field{
		areaField("greeting", &a.Greeting), once("greeting_once", &a.GreetingOnce),
		areaField("out_of_office", &a.OutOfOffice), once("out_of_office_once", &a.OutOfOfficeOnce),
		areaField("request_email", &a.RequestEmail), once("request_email_once", &a.RequestEmailOnce),
		minutesField("quiet", &a.Quiet),
	}
}

// survey is how customers are asked how it went.
func (sh *sheet) survey(v session.Survey) {
	ends := map[ticket.ActorKind]*bool{}
	sh.Fields = []field{areaField("survey_text", &v.Text), textField("good", &v.Good), textField("bad", &v.Bad), headField("when"), checkField("on_solved", &v.OnSolved)}
	kinds := []ticket.ActorKind{ticket.Agent, ticket.EndUser, ticket.Bot, ticket.Trigger, ticket.Automation, ticket.System}
	for _, kind := range kinds {
		on := slices.Contains(v.OnEnd, kind)
		ends[kind] = &on
		sh.Fields = append(sh.Fields, checkField("on_end_"+string(kind), &on))
	}
	sh.Fields = append(sh.Fields, checkField("per_ticket", &v.PerTicket), headField("template"),
		textField("template_name", &v.Template.Name), textField("template_language", &v.Template.Language), checkField("template_first", &v.TemplateFirst))
	sh.save = func(c *choices) {
		v.OnEnd = nil
		for _, kind := range kinds {
			if *ends[kind] {
				v.OnEnd = append(v.OnEnd, kind)
			}
		}
		c.House.Survey = &v
	}
}

// routing is how tickets are handed out, and to which agents.
func (sh *sheet) routing(now *socialticket.Settings) {
	cfg, agents := now.Routing, map[string]*agentChoice{}
	sh.Fields = []field{
		selectField("method", &cfg.Method, "", routing.RoundRobin, routing.LeastBusy),
		numberField("capacity", &cfg.Capacity.Messaging), textField("skill_prefix", &cfg.SkillPrefix), checkField("keep_assignee", &cfg.KeepAssignee),
	}
	for _, a := range now.Agents {
		one := &agentChoice{a.Presence, a.Capacity, slices.Clone(a.Skills)}
		agents[a.ID] = one
		sh.Fields = append(sh.Fields, field{Name: "agent", Kind: "head", Of: cmp.Or(a.Name, a.ID)})
		presence := []routing.Presence{"", routing.Online, routing.Away, routing.Reassigning, routing.TransfersOnly, routing.Offline}
		for _, f := range []field{selectField("presence", &one.Presence, presence...), numberField("agent_capacity", &one.Capacity.Messaging), namesField("skills", &one.Skills)} {
			f.Word, f.Name = f.Name, f.Name+"_"+a.ID
			sh.Fields = append(sh.Fields, f)
		}
	}
	sh.save = func(c *choices) {
		c.House.Routing = &cfg
		c.House.Agents = maps.Clone(c.House.Agents)
		if c.House.Agents == nil {
			c.House.Agents = map[string]agentChoice{}
		}
		for id, one := range agents {
			c.House.Agents[id] = *one
		}
	}
}

// merging is which customers may be made one.
func (sh *sheet) merging(now *socialticket.Settings) {
	m := now.Merging
	sh.Fields = []field{
		numberField("max_tickets", &m.MaxTickets), checkField("needs_verified", &m.NeedsVerified),
		checkField("refuse_external", &m.RefuseExternal), checkField("lossy", &m.Lossy),
	}
	sh.save = func(c *choices) { c.House.Merging = &m }
}

// general is what stands alone.
func (sh *sheet) general(now *socialticket.Settings) {
	warn, over := now.Warn, now.SolvedIsOver
	sh.Fields = []field{minutesField("warn", &warn), checkField("solved_is_over", &over)}
	sh.save = func(c *choices) { c.House.Warn, c.House.SolvedIsOver = &warn, &over }
}
