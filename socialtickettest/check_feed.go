package socialtickettest

import (
	"fmt"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
)

// feeding are the promises of a Feed.
func feeding() []promise {
	const feed = "Feed yields the commits that came after a place, in the order in which they were written, and ends with the newest; 0 is before the first."
	const comments = "The comments of a commit are yielded as they are now, so that what was redacted or withdrawn is not told again, and its effects without what they carry: Message, Command, To and Body."
	return []promise{
		{"Feed", feed, feedOrder},
		{"FeedAfter", feed, feedAfter},
		{"FeedRefused", feed, feedRefused},
		{"FeedStop", feed, feedStop},
		{"FeedRace", feed, feedRace},
		{"FeedPlace", "grows from entry to entry, not always by one", feedPlace},
		{"FeedComments", comments, feedComments},
		{"FeedEffects", comments, feedEffects},
	}
}

// commits returns the commits of a feed's entries.
func commits(entries []socialticket.Entry) []socialticket.Commit {
	list := []socialticket.Commit{}
	for _, e := range entries {
		list = append(list, told(e.Commit))
	}
	return list
}

// tells checks what the feed yields after a place, and returns it.
func (p *probe) tells(after int64, want ...socialticket.Commit) []socialticket.Entry {
	p.Helper()
	entries := p.entries(after)
	all := []socialticket.Commit{}
	for _, c := range want {
		all = append(all, told(c))
	}
	p.same(fmt.Sprint("Feed after ", after), all, commits(entries))
	if len(entries) != len(want) {
		p.FailNow()
	}
	return entries
}

// mixed commits something of every kind, of several accounts, and returns the commits.
func (p *probe) mixed() []socialticket.Commit {
	p.Helper()
	p.feed()
	b := firstIn(strange()[0], "b")
	all := []socialticket.Commit{
		first("a"), b, parked(account(), "m", channel.StateSent), enroll("person", 1), act(next(first("a"), "a"), "effect", "lane"),
		silent(b, "b"), link("person", "other", 2), firstIn(strange()[1], "a"),
	}
	all[5].Timers, all[5].Done = []socialticket.Timer{talkTimer(b, later())}, []string{"x"}
	p.commit(all...)
	return all
}

func feedOrder(p *probe) {
	p.feed()
	p.tells(0)
	p.tells(5)
	p.tells(0, p.mixed()...)
	p.weighed()
}

// weighed has the feed tell of a commit that has something of everything, one more whose
// fields all have a value, and one of such a person and of such an event.
func (p *probe) weighed() {
	p.Helper()
	q := p.twin()
	var e channel.Event
	fill(&e)
	e.Type = channel.EventStatus
	q.commit(full(), filled(), parking(e))
	q.tells(0, full(), filled(), parking(e))
	w := p.twin()
	w.weigh()
	w.commit(heavy())
	begun := light()
	begun.Comments = heavy().Comments[1:] // changed since
	w.tells(0, begun, parked(account(), "message a 2", channel.StateSent), parked(account(), "tried", channel.StateSent), heavy())
}

func feedAfter(p *probe) {
	all := p.mixed()
	entries := p.tells(0, all...)
	for i, e := range entries {
		p.same("the entries after a place", list(entries[i+1:]), list(p.tells(e.Place, all[i+1:]...)))
		if i > 0 && e.Place-1 > entries[i-1].Place {
			p.tells(e.Place-1, all[i:]...)
		}
	}
	last := entries[len(entries)-1].Place
	p.tells(last + 100)
	more := next(all[4], "a")
	p.commit(more)
	p.tells(last, more)
}

func feedRefused(p *probe) {
	all := p.mixed()
	p.refused("handed in again", all[0], socialticket.ErrDuplicate)
	wrong := next(all[4], "a")
	wrong.Expect = 7
	p.refused("of the wrong version", wrong, socialticket.ErrConflict)
	p.refused("of the wrong version of a person", enroll("person", 9), socialticket.ErrConflict)
	p.refused("that parks an event of a known message", parked(account(), "message a 1", channel.StateSent), socialticket.ErrConflict)
	p.tells(0, all...)
}

func feedStop(p *probe) {
	all := p.mixed()
	for _, err := range p.feed().Feed(p.Context(), 0) {
		if err != nil {
			p.broken("Feed: %v", err)
		}
		break
	}
	more := next(all[4], "a")
	p.commit(more)
	p.tells(0, append(all, more)...)
}

func feedPlace(p *probe) {
	all := p.mixed()
	last := int64(0)
	before := p.entries(0)
	for i, e := range before {
		if e.Place <= last {
			p.broken("entry %d has place %d after %d", i, e.Place, last)
		}
		last = e.Place
	}
	p.commit(next(all[4], "a"))
	after := p.entries(0)
	p.same("the entries after another commit", before, after[:min(len(before), len(after))])
}

// follower reads a feed from place to place.
type follower struct {
	*probe
	place, count int64
	versions     map[socialticket.Key]int64
}

// follow reads on, and reports whether all is well.
func (f *follower) follow() bool {
	for e, err := range f.feed().Feed(f.Context(), f.place) {
		f.versions[e.Commit.Key]++
		if v := e.Commit.Conversation.Version; err != nil || v != f.versions[e.Commit.Key] {
			f.broken("Feed during commits: version %d of a conversation, want %d; error %v", v, f.versions[e.Commit.Key], err)
			return false
		}
		f.place = e.Place
		f.count++
	}
	return true
}

// feedRace follows the feed while several conversations go on at once: nothing may turn
// up before a place that the reader has passed.
func feedRace(p *probe) {
	p.feed()
	f := follower{probe: p, versions: map[socialticket.Key]int64{}}
	for wave := range 3 {
		done := make(chan struct{})
		go func() {
			defer close(done)
			atOnce(racers, func(i int) {
				for _, c := range talkIn(everywhere()[i%3], fmt.Sprint(wave, i), rounds) {
					if err := p.store.Commit(p.Context(), c); err != nil {
						p.broken("a commit beside others: %v", err)
					}
				}
			})
		}()
		well := true
		for going := true; going; {
			select {
			case <-done:
				going = false
			default:
			}
			well = well && f.follow()
		}
		if !well {
			return
		}
	}
	if f.count != 3*racers*rounds {
		p.broken("a reader who followed the feed saw %d commits of %d", f.count, 3*racers*rounds)
	}
}

// feedComments has comments change after the commits that told of them.
func feedComments(p *probe) {
	p.feed()
	cs := talk("a", 2)
	theirs := firstIn(strange()[0], "a") // of the same comment id
	p.commit(cs[0], theirs, cs[1])
	p.tells(0, cs[0], theirs, cs[1])
	masked := next(cs[1], "a")
	masked.Comments = append(masked.Comments, cs[0].Comments[0])
	masked.Comments[1].Content.Text, masked.Comments[1].Redacted = "masked", true
	p.commit(masked)
	cs[0].Comments = masked.Comments[1:]
	p.tells(0, cs[0], theirs, cs[1], masked)
	gone := amended(masked, "a")
	gone.Comments = gone.Comments[1:]
	gone.Comments[0].Content, gone.Comments[0].RevokedAt = channel.Message{ID: "message a 1"}, gone.At
	p.commit(gone)
	cs[0].Comments = gone.Comments
	masked.Comments = append(masked.Comments[:1:1], gone.Comments...)
	entries := p.tells(0, cs[0], theirs, cs[1], masked, gone)
	scribble(&entries)
	p.tells(0, cs[0], theirs, cs[1], masked, gone)
}

func feedEffects(p *probe) {
	p.feed()
	c := full()
	p.commit(c)
	entries := p.entries(0)
	if len(entries) != 1 || len(entries[0].Commit.Effects) != len(c.Effects) {
		p.broken("the feed tells %d commits, want 1 of %d effects", len(entries), len(c.Effects))
		return
	}
	want := told(full()).Effects
	for i, e := range entries[0].Commit.Effects {
		p.same("an effect in the feed", want[i], e)
	}
}
