package inbox

import (
	"slices"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// pair reads the value of a name.
func (p *parser) pair(from int, name, op string) {
	fields := map[string]*string{
		"phone": &p.q.Phone, "name": &p.q.Name, "email": &p.q.Email, "handle": &p.q.Handle, "info": &p.q.Info,
		"assignee": &p.q.Assignee, "account": &p.q.Account, "channel_info": &p.q.ChannelInfo,
	}
	to, known := fields[name]
	if !known && !slices.Contains([]string{"id", "tag", "status", "channel", "social"}, name) || op != ":" && name != "status" {
		p.at = from
		p.words(p.word())
		p.tell(from, UnknownName)
		return
	}
	v := strings.TrimSpace(p.value(name))
	switch {
	case v == "":
		p.tell(from, MissingValue)
	case !known:
		p.special(from, name, op, v)
	case *to != "":
		p.tell(from, Repeated)
	default:
		*to = v
	}
}

// special takes a value that is not any text.
func (p *parser) special(from int, name, op, v string) {
	q := &p.q
	switch name {
	case "id":
		if q.ID != "" {
			p.tell(from, Repeated)
			return
		}
		q.ID = ticket.ID(strings.TrimPrefix(v, "#"))
	case "tag":
		q.Tags = append(q.Tags, ticket.Tags(v)...)
	case "channel":
		if q.Channel != "" {
			p.tell(from, Repeated)
			return
		}
		q.Channel = channel.Kind(strings.ToLower(v))
	case "social":
		if q.Social = q.Social || strings.EqualFold(v, "yes"); !strings.EqualFold(v, "yes") {
			p.tell(from, UnknownValue)
		}
	case "status":
		list := statusesOf(op, ticket.Status(strings.ToLower(v)))
		if q.Statuses = append(q.Statuses, list...); list == nil {
			p.tell(from, UnknownValue)
		}
	}
}

// statusesOf returns the statuses on one side of one, nil if it is unknown.
func statusesOf(op string, s ticket.Status) []ticket.Status {
	all := []ticket.Status{ticket.New, ticket.Open, ticket.Pending, ticket.Hold, ticket.Solved, ticket.Closed}
	i := slices.Index(all, s)
	switch {
	case i < 0:
		return nil
	case op == "<":
		all = all[:i]
	case op == "<=":
		all = all[:i+1]
	case op == ">":
		all = all[i+1:]
	case op == ">=":
		all = all[i:]
	default:
		return []ticket.Status{s}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}
