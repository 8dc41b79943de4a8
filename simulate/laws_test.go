package simulate_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// law is an invariant as it shows in what became of a story. A broken one returns an error.
type law struct {
	invariant int
	name      string
	check     func(*record) error
}

// laws returns the invariants that show in a world. Those of schedules (8) and of parsers (11)
// are below it.
func laws() []law {
	return []law{
		{1, "closed tickets stay", closedStays},
		{2, "each message is in once", eachOnce},
		{3, "windows never end earlier", windowsStay},
		{4, "replies outside the window are kept and not sent", repliesKept},
		{5, "a replay is the same", replayed},
		{6, "a trigger fires once an update", firesOnce},
		{7, "an automation fires at its instant", firesInTime},
		{9, "a merge loses nothing", mergeLosesNothing},
		{10, "card numbers are masked", cardsMasked},
		{12, "words never meet", wordsApart},
		{13, "effects are done once and in order", effectsOnce},
	}
}

// frozen is what of a closed ticket never changes.
func frozen(t *ticket.Ticket) string {
	text, err := json.Marshal([]any{t.Status, t.Subject, t.Priority, t.Type, t.Group, t.Assignee, t.Tags, t.Fields, t.Requester, t.Comments})
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func closedStays(r *record) error {
	closed, newest := map[ticket.ID]string{}, map[channel.Address]ticket.Ticket{}
	for _, c := range r.commits {
		for _, t := range c.Tickets() {
			if was, is := closed[t.ID]; is && was != frozen(&t) {
				return fmt.Errorf("a closed ticket was %s and is %s", was, frozen(&t))
			}
			before := newest[t.Address]
			if before.Status == ticket.Closed && before.ID != t.ID && t.FollowUpOf != before.ID {
				return fmt.Errorf("a ticket after the closed %s does not name it", before.ID)
			}
			if t.Status == ticket.Closed {
				closed[t.ID] = frozen(&t)
			}
			newest[t.Address] = t
		}
	}
	return nil
}

// number finds whose a text is and which number it has.
var number = regexp.MustCompile(`^(for )?(.+): (\d+) `)

// customerSaid returns the beginning of what a step lets a customer say, "" if it is not
// such a step.
func customerSaid(step string) string {
	for _, verb := range []string{` says "`, ` said "`} {
		if _, text, says := strings.Cut(step, verb); says {
			return number.FindString(text)
		}
	}
	return ""
}

func eachOnce(r *record) error {
	count := map[string]int{}
	for id, thread := range r.threads {
		for i, c := range thread {
			if c.Number != i+1 {
				return fmt.Errorf("comment %d of ticket %s has the number %d", i+1, id, c.Number)
			}
			if c.Author.Kind == ticket.EndUser {
				count[number.FindString(c.Content.Text)]++
			}
		}
	}
	for _, step := range r.steps {
		if said := customerSaid(step); said != "" && count[said] != 1 {
			return fmt.Errorf("%q is in %d times", said, count[said])
		}
	}
	return nil
}

func windowsStay(r *record) error {
	opened := map[channel.Address]time.Time{}
	for _, c := range r.commits {
		if c.Conversation.Key == "" {
			continue
		}
		a, at := c.Conversation.Address, c.Conversation.Window.LastOpened().Sent
		if at.Before(opened[a]) {
			return fmt.Errorf("the window of %s was opened at %s, and then at %s", a.Handle, opened[a], at)
		}
		opened[a] = at
	}
	for a, at := range r.opened {
		if !opened[a].Equal(at) {
			return fmt.Errorf("the newest message of %s is of %s, and the window of %s", a.Handle, at, opened[a])
		}
	}
	return nil
}

func repliesKept(r *record) error {
	for _, s := range r.sent {
		free := s.o.To.Account.Kind != channel.WhatsApp || s.o.Template.Name != ""
		open := slices.ContainsFunc(r.inbound[s.o.To], func(sent time.Time) bool { return !s.at.Before(sent) && s.at.Before(sent.Add(24*time.Hour)) })
		if !free && !open {
			return fmt.Errorf("%q was sent at %s, outside the window", s.o.Text, s.at)
		}
	}
	for _, step := range r.steps {
		_, text, replies := strings.Cut(step, ` "for `)
		if !replies || !r.played[step] {
			continue
		}
		begin := number.FindString("for " + text)
		if !slices.ContainsFunc(r.comments(), func(c ticket.Comment) bool {
			return strings.HasPrefix(c.Content.Text, begin) && (!c.Public || settled(c.Delivery.State))
		}) {
			return fmt.Errorf("%q is lost", begin)
		}
	}
	return nil
}

// settled reports whether it is known what became of a message, or that it will not be.
func settled(s channel.DeliveryState) bool { return s != "" && s != channel.StateQueued }

// comments returns those of all tickets.
func (r *record) comments() (all []ticket.Comment) {
	for _, thread := range r.threads {
		all = append(all, thread...)
	}
	return all
}

func replayed(r *record) error {
	again := tell(r.t, r.seed, r.steps, r.broken)
	if diff := cmp.Diff(r.texts, again.texts); diff != "" {
		return fmt.Errorf("the commits of a replay (-first +replay):\n%s", diff)
	}
	if a, b := r.world.Transcript(nil), again.world.Transcript(nil); a != b {
		return fmt.Errorf("the transcript of a replay differs from %q", a)
	}
	return nil
}

func firesOnce(r *record) error {
	for _, c := range r.commits {
		fired := map[string]bool{}
		for _, e := range c.Events {
			if e.Type != ticket.EventRule || e.Reason.Code != "" {
				continue
			}
			if rule := string(e.Ticket) + " " + e.By.ID; fired[rule] {
				return fmt.Errorf("rule %s fired twice in the update of %s", e.By.ID, c.At)
			} else {
				fired[rule] = true
			}
		}
	}
	return nil
}

// firesInTime checks the automation of the stories: the first instant at which a ticket was
// pending for more than two hours, and not at all where it was not that long.
func firesInTime(r *record) error {
	type wait struct {
		since time.Time // zero: it does not wait
		fired bool
	}
	waits := map[ticket.ID]wait{}
	for _, c := range r.commits {
		for _, t := range c.Tickets() {
			w := waits[t.ID]
			if left := !w.since.IsZero() && (t.Status != ticket.Pending || !t.StatusAt.Equal(w.since)); left && !w.fired && c.At.Sub(w.since) > 2*time.Hour {
				return fmt.Errorf("ticket %s was pending from %s to %s, and the automation did not fire", t.ID, w.since, c.At)
			}
			switch firing := fires(&c, t.ID); {
			case firing && c.At.Sub(t.StatusAt) != 2*time.Hour+1:
				return fmt.Errorf("the automation fired at %s, and not two hours after %s", c.At, t.StatusAt)
			case firing:
				waits[t.ID] = wait{since: t.StatusAt, fired: true}
			case t.Status == ticket.Pending:
				waits[t.ID] = wait{since: t.StatusAt, fired: t.HasTag("waited")}
			default:
				delete(waits, t.ID)
			}
		}
	}
	for id, w := range waits {
		if !w.fired && r.world.Now().Sub(w.since) > 2*time.Hour {
			return fmt.Errorf("ticket %s is pending since %s, and the automation did not fire", id, w.since)
		}
	}
	return nil
}

// fires reports whether the automation fired in a commit.
func fires(c *socialticket.Commit, id ticket.ID) bool {
	return slices.ContainsFunc(c.Events, func(e ticket.Event) bool { return e.Type == ticket.EventRule && e.By.ID == "waits" && e.Ticket == id })
}

// mergeLosesNothing compares with the same story without merges.
func mergeLosesNothing(r *record) error {
	apart := slices.DeleteFunc(slices.Clone(r.steps), func(s string) bool { return strings.Contains(s, " merges ") || strings.Contains(s, " parts ") })
	if len(apart) == len(r.steps) {
		return nil
	}
	if diff := cmp.Diff(tell(r.t, r.seed, apart, r.broken).possessions(), r.possessions()); diff != "" {
		return fmt.Errorf("what is there (-without merges +with them):\n%s", diff)
	}
	return nil
}

// possessions returns what customers have, each by a line.
func (r *record) possessions() (lines []string) {
	for _, t := range r.tickets {
		lines = append(lines, fmt.Sprintf("%s %s: requester %s, %s, tags %v", t.Address.Handle, t.ID, t.Requester, t.Status, t.Tags))
		for _, c := range r.threads[t.ID] {
			lines = append(lines, fmt.Sprintf("%s %s: %s", t.Address.Handle, t.ID, c.Content.Text))
		}
	}
	for _, name := range []string{"ana", "ben", "ana on line"} {
		head, err := r.world.Head(name)
		if err != nil {
			lines = append(lines, err.Error())
		}
		lines = append(lines, fmt.Sprintf("%s: %s %v", name, head.Conversation.User.ID, head.Conversation.User.Addresses))
	}
	slices.Sort(lines)
	return lines
}

func cardsMasked(r *record) error {
	card := regexp.MustCompile(`4111[- ]?1111[- ]?1111[- ]?1111`)
	texts := append(slices.Clone(r.texts), r.world.Transcript(nil))
	for _, s := range r.sent {
		texts = append(texts, s.o.Text)
	}
	for _, text := range texts {
		if card.MatchString(text) {
			return fmt.Errorf("a card number is in %q", card.FindString(text))
		}
	}
	return nil
}

func wordsApart(r *record) error {
	for _, t := range r.tickets {
		for _, c := range r.threads[t.ID] {
			m := number.FindStringSubmatch(c.Content.Text)
			if m != nil && r.world.Customer(m[2]) != t.Address {
				return fmt.Errorf("%q is on a ticket of %s", c.Content.Text, t.Address.Handle)
			}
		}
	}
	for _, s := range r.sent {
		m := number.FindStringSubmatch(s.o.Text)
		if m != nil && r.world.Customer(m[2]) != s.o.To {
			return fmt.Errorf("%q was sent to %s", s.o.Text, s.o.To.Handle)
		}
	}
	return nil
}

// refusedFor reports whether the network refused a message for a reason.
func refusedFor(s sending, class channel.Class) bool {
	var refused *channel.SendError
	return errors.As(s.fate.Err, &refused) && refused.Reason.Class == class
}

func effectsOnce(r *record) error {
	last, newest := map[string]sending{}, map[channel.Address]int{}
	for _, s := range r.sent {
		before, again := last[s.o.ID]
		harmless := before.fate.Err != nil && channel.RepeatOf(s.o.To.Account.Kind) == channel.RepeatHarmless
		if again && !harmless && !refusedFor(before, channel.ClassRetry) {
			return fmt.Errorf("%q was sent twice", s.o.Text)
		}
		if last[s.o.ID] = s; refusedFor(s, channel.ClassRetry) {
			continue
		}
		n := 0
		if m := number.FindStringSubmatch(s.o.Text); m != nil {
			if _, err := fmt.Sscan(m[3], &n); err != nil {
				return err
			}
		}
		if n != 0 && n < newest[s.o.To] {
			return fmt.Errorf("%q was sent after the %dth step's", s.o.Text, newest[s.o.To])
		}
		newest[s.o.To] = max(n, newest[s.o.To])
	}
	for _, c := range r.comments() {
		switch d := c.Delivery; {
		case d.State == channel.StateQueued:
			return fmt.Errorf("%q was never sent", c.Content.Text)
		case d.State == channel.StateAccepted && d.Doubt:
			return fmt.Errorf("%q is in doubt, and was accepted", c.Content.Text)
		}
	}
	return nil
}
