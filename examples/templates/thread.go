package templates

import (
	"html"
	"strings"

	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/ticket"
)

// maxThread is how many of the newest comments a text may go through.
const maxThread = 100

// addThread adds the placeholders of the comments, the newest first, as Zendesk has them.
func (l *Liquid) addThread(o object, s *rules.Subject) {
	list := l.thread(s)
	if len(list) > 0 {
		o["description"] = list[0].Content.Text
	}
	list = list[max(0, len(list)-maxThread):]
	var all, public []any
	for i := len(list) - 1; i >= 0; i-- {
		c := l.comment(&list[i], s)
		all = append(all, c)
		if list[i].Public {
			public = append(public, c)
		}
	}
	o["comments"], o["public_comments"] = all, public
	for name, of := range map[string][]any{"comment": all, "public_comment": public} {
		if len(of) == 0 {
			continue
		}
		newest, _ := of[0].(object)
		o["latest_"+name] = newest
		o["latest_"+name+"_formatted"] = formatted(of[:1])
		o["latest_"+name+"_html"] = newest["value_rich"]
		o[name+"s_formatted"] = formatted(of)
	}
}

func (l *Liquid) comment(c *ticket.Comment, s *rules.Subject) object {
	author := l.person(c.Author.ID, nil)
	if c.Author.ID == s.Ticket.Requester {
		author = l.person(c.Author.ID, s.Requester)
	}
	if c.AuthorName != "" {
		author["name"] = c.AuthorName
	}
	var files []any
	for _, a := range c.Content.Attachments {
		files = append(files, object{"filename": a.Name, "url": a.URL})
	}
	return object{
		"id": c.ID, "value": c.Content.Text, "value_rich": rich(c.Content.Text), "author": author, "attachments": files,
		"created_at": l.at(c.SentAt, dayForm), "created_at_with_time": l.at(c.SentAt, timeForm), "is_public": c.Public,
	}
}

// rich returns a text as HTML.
func rich(text string) markup {
	if text == "" {
		return ""
	}
	return markup("<p>" + strings.ReplaceAll(html.EscapeString(text), "\n", "<br />") + "</p>")
}

// formatted returns comments one below the other.
func formatted(list []any) lines {
	texts := make([]string, 0, len(list))
	for _, v := range list {
		c, _ := v.(object)
		author, _ := c["author"].(object)
		name, _ := author["name"].(string)
		at, _ := c["created_at_with_time"].(string)
		value, _ := c["value"].(string)
		texts = append(texts, name+", "+at+"\n\n"+value)
	}
	return lines(strings.Join(texts, "\n\n"))
}

// hours returns the schedule of the ticket, nil if there is none.
func hours(s *rules.Subject) *schedule.Schedule {
	if h := s.Schedules[s.Ticket.Schedule]; h != nil {
		return h
	}
	return s.Schedules[""]
}
