package simulate

import (
	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// verb is what somebody does in a story, with the rest of the line.
type verb func(w *World, who string, c *cursor) error

// verbs returns what people do in a story.
func verbs() map[string]verb {
	return map[string]verb{
		"says": (*World).playSays, "said": (*World).playSaid, "repeats": (*World).playRepeats,
		"sends": (*World).playSends, "rates": (*World).playRates, "taps": (*World).playTaps,
		"replies": replying(false), "notes": replying(true), "opens": (*World).playOpens,
		"sets": (*World).playSets, "tags": tagging(ticket.FieldTags), "untags": tagging(ticket.FieldRemoveTags),
		"ends": (*World).playEnds, "merges": (*World).playMerges, "parts": (*World).playParts,
	}
}

// tell hands in a message of a customer, and keeps it for whoever answers or repeats it.
func (w *World) tell(e channel.Event, name string) error {
	if w.told.message == nil {
		w.told.message = map[string]channel.Event{}
	}
	w.told.last, w.told.message[name] = name, e
	_, err := w.Receive(e)
	return err
}

func (w *World) playSays(who string, c *cursor) error {
	text, is := c.text()
	if !is {
		return wrong(`%s says a text, as: %s says "Hello"`, who, who)
	}
	if err := c.done(); err != nil {
		return err
	}
	return w.tell(w.Message(who, channel.Message{Type: channel.Text, Text: text}), who)
}

func (w *World) playSaid(who string, c *cursor) error {
	text, is := c.text()
	late := c.word()
	d, err := duration(late)
	if !is || err != nil || c.rest() != "ago" {
		return wrong(`%s said something a while ago, as: %s said "Hello" 2h ago`, who, who)
	}
	e := w.Message(who, channel.Message{Type: channel.Text, Text: text})
	e.Sent = w.now.Add(-d)
	return w.tell(e, who)
}

func (w *World) playRepeats(who string, c *cursor) error {
	e, is := w.told.message[who]
	if !is {
		return wrong("%s has not said anything yet", who)
	}
	if err := c.done(); err != nil {
		return err
	}
	return w.tell(e, who)
}

// playSends lets a customer send media, or an agent media or a template to a customer.
func (w *World) playSends(who string, c *cursor) error {
	if kind, is := media()[c.peek()]; is {
		c.word()
		m := channel.Message{Type: kind, Attachments: []channel.Attachment{{Type: kind, ID: "media"}}}
		m.Text, _ = c.text()
		if err := c.done(); err != nil {
			return err
		}
		return w.tell(w.Message(who, m), who)
	}
	customer := c.name()
	r, err := sending(c)
	if err != nil {
		return err
	}
	t, err := w.Ticket(customer)
	if err != nil {
		return err
	}
	r.Ticket, r.By = t.ID, Agent(who)
	_, err = w.Do(r)
	return err
}

// sending reads what an agent sends that is not a text alone.
func sending(c *cursor) (r socialticket.Reply, err error) {
	switch what := c.word(); {
	case what == "template":
		if r.Template = (channel.TemplateCall{Name: c.word(), Language: "en"}); r.Template.Name == "" {
			return r, wrong("a template has a name, as: ada sends ana template hello")
		}
	default:
		kind, is := media()[what]
		if !is {
			return r, wrong("%q cannot be sent: a template, picture, video, voice, file or sticker can", what)
		}
		r.Attachments = []channel.Attachment{{Type: kind, URL: "https://example.com/" + what}}
		r.Text, _ = c.text()
	}
	return r, c.done()
}

// media returns what a story calls the kinds of media.
func media() map[string]channel.MessageType {
	return map[string]channel.MessageType{
		"picture": channel.Image, "video": channel.Video, "voice": channel.Audio, "file": channel.Document, "sticker": channel.Sticker,
	}
}

func (w *World) playRates(who string, c *cursor) error {
	score := ticket.Satisfaction(c.word())
	if score != ticket.Good && score != ticket.Bad {
		return wrong("%s rates good or bad, as: %s rates good \"Thank you\"", who, who)
	}
	text, _ := c.text()
	if err := c.done(); err != nil {
		return err
	}
	t, err := w.Ticket(who)
	if err != nil {
		return err
	}
	_, err = w.Do(socialticket.Rate{
		Ticket: t.ID, By: ticket.Actor{Kind: ticket.EndUser, ID: t.Requester}, Score: score, Comment: text,
	})
	return err
}

// playTaps lets a customer tap a button of the newest question that has one of that name.
func (w *World) playTaps(who string, c *cursor) error {
	title, is := c.text()
	if !is {
		return wrong(`%s taps a button, as: %s taps "Good"`, who, who)
	}
	if err := c.done(); err != nil {
		return err
	}
	t, err := w.Ticket(who)
	if err != nil {
		return err
	}
	list, err := w.store.Comments(w.ctx(), t.ID, socialticket.Page{})
	if err != nil {
		return err
	}
	for _, comment := range list {
		for _, choice := range comment.Content.Question.Choices {
			if choice.Title == title {
				m := channel.Message{Type: channel.Interactive, Subtype: "button_reply", Text: title, Payload: choice.ID}
				return w.tell(w.Message(who, m), who)
			}
		}
	}
	return wrong("%s was not asked anything with a button %q", who, title)
}
