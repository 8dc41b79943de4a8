package simulate

import (
	"cmp"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/ticket"
)

// replying returns the verb by which an agent answers, or leaves a note.
func replying(note bool) verb {
	return func(w *World, agent string, c *cursor) error {
		customer := cmp.Or(c.name(), w.told.last)
		text, is := c.text()
		if !is || customer == "" {
			return wrong(`%s writes a text to somebody, as: %s replies ana "Hello"`, agent, agent)
		}
		if err := c.done(); err != nil {
			return err
		}
		write := w.Reply
		if note {
			write = w.Note
		}
		_, err := write(agent, customer, text)
		return err
	}
}

func (w *World) playOpens(agent string, c *cursor) error {
	customer := c.name()
	if customer == "" {
		return wrong("%s opens a conversation with somebody, as: %s opens ana template hello", agent, agent)
	}
	r := socialticket.Reply{}
	text, is := c.text()
	if is {
		r.Text = text
		if err := c.done(); err != nil {
			return err
		}
	} else {
		var err error
		if r, err = sending(c); err != nil {
			return err
		}
	}
	r.By = Agent(agent)
	_, err := w.Do(socialticket.Open{To: w.Customer(customer), Name: person(customer), Reply: r})
	return err
}

func (w *World) playSets(agent string, c *cursor) error {
	customer, field, value := c.name(), c.word(), c.rest()
	if customer == "" || field == "" || value == "" {
		return wrong("%s sets a field to a value, as: %s sets ana status solved", agent, agent)
	}
	if value == none {
		value = ""
	}
	name := fieldName(field)
	if name == ticket.FieldTags {
		name = ticket.FieldSetTags
	}
	_, err := w.Set(agent, customer, ticket.Change{Field: name, Value: value})
	return err
}

// tagging returns the verb by which an agent adds tags, or removes them.
func tagging(field ticket.FieldName) verb {
	return func(w *World, agent string, c *cursor) error {
		customer, tags := c.name(), c.rest()
		if customer == "" || tags == "" {
			return wrong("%s gives somebody tags, as: %s tags ana vip urgent", agent, agent)
		}
		_, err := w.Set(agent, customer, ticket.Change{Field: field, Value: tags})
		return err
	}
}

func (w *World) playEnds(agent string, c *cursor) error {
	customer := c.name()
	if err := c.done(); customer == "" || err != nil {
		return wrong("%s ends the session of somebody, as: %s ends ana", agent, agent)
	}
	t, err := w.Ticket(customer)
	if err != nil {
		return err
	}
	_, err = w.Do(socialticket.EndSession{Ticket: t.ID, By: Agent(agent)})
	return err
}

func (w *World) playMerges(agent string, c *cursor) error {
	loser, into, winner := c.name(), c.word(), c.name()
	if err := c.done(); loser == "" || into != "into" || winner == "" || err != nil {
		return wrong("%s merges one customer into another, as: %s merges ben into ana", agent, agent)
	}
	from, err := w.user(loser)
	if err != nil {
		return err
	}
	to, err := w.user(winner)
	if err != nil {
		return err
	}
	_, err = w.desk.Merge(w.ctx(), socialticket.Merge{Person: from, Into: to, By: Agent(agent)})
	return err
}

func (w *World) playParts(agent string, c *cursor) error {
	customer := c.name()
	if err := c.done(); customer == "" || err != nil {
		return wrong("%s parts a customer from whom they were merged into, as: %s parts ben", agent, agent)
	}
	id, err := w.user(customer)
	if err != nil {
		return err
	}
	_, err = w.Do(socialticket.Unmerge{Person: id, By: Agent(agent)})
	return err
}

// user returns the id of a customer's contact. The error matches
// [socialticket.ErrNotFound] if they have not written and were not written to.
func (w *World) user(customer string) (string, error) {
	head, err := w.Head(customer)
	if err == nil && head.Conversation.User.ID == "" {
		err = unknown("a conversation of", customer)
	}
	return head.Conversation.User.ID, err
}
