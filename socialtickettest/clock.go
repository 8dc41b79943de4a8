package socialtickettest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/socialticket/socialticket"
)

// TestClock checks the clocks that a host makes. It runs one subtest for each promise of
// [socialticket.Clock], with a new clock each.
func TestClock(t *testing.T, newClock func(t *testing.T) socialticket.Clock) {
	for _, pr := range clockPromises() {
		t.Run(pr.name, func(t *testing.T) {
			if broken := pr.broken(newClock(t)); broken != "" {
				t.Errorf("broken promise: %q\n%s", pr.sentence, broken)
			}
		})
	}
}

// clockPromise is a sentence of the documentation, and what tells how it is broken.
type clockPromise struct {
	name, sentence string
	broken         func(socialticket.Clock) string
}

func clockPromises() []clockPromise {
	return []clockPromise{
		{"ClockTells", "It is never the zero time, and its year is one that RFC 3339 can write.", clockTells},
		{"ClockForward", "Of two calls, one after another, the second never tells an earlier time.", clockForward},
		{"ClockShared", "Many goroutines call it at once.", clockShared},
		{"ClockZone", "Any zone will do.", clockZone},
	}
}

func clockTells(c socialticket.Clock) string {
	for range looks {
		now := c.Now()
		if year := now.UTC().Year(); now.IsZero() || year < 1 || year > 9999 {
			return fmt.Sprintf("Now is %v", now)
		}
	}
	return ""
}

// looks is how often a clock is looked at.
const looks = 1000

func clockForward(c socialticket.Clock) string {
	before := c.Now()
	for range looks {
		now := c.Now()
		if now.Before(before) {
			return fmt.Sprintf("Now is %v after it was %v", now, before)
		}
		before = now
	}
	return ""
}

// clockShared looks from several goroutines. A test with -race sees more.
func clockShared(c socialticket.Clock) string {
	first, told := c.Now(), make(chan string, 8)
	var all sync.WaitGroup
	for range cap(told) {
		all.Go(func() {
			before := first
			for range looks {
				now := c.Now()
				if now.Before(before) {
					told <- fmt.Sprintf("Now is %v after it was %v, while others ask", now, before)
					return
				}
				before = now
			}
		})
	}
	all.Wait()
	close(told)
	return <-told
}

// clockZone checks that an instant stays the same when it is stored, whatever its zone.
func clockZone(c socialticket.Clock) string {
	now := c.Now()
	text, err := now.MarshalText()
	if err != nil {
		return fmt.Sprintf("Now is %v: %v", now, err)
	}
	var read time.Time
	if err := read.UnmarshalText(text); err != nil || !read.Equal(now) {
		return fmt.Sprintf("Now is %v, and %v once it was stored: %v", now, read, err)
	}
	return ""
}
