package simulate

import (
	"fmt"
	"slices"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// customer is somebody in a random world.
type customer struct {
	name    string
	address channel.Address
	ticket  ticket.ID // the newest
	member  int       // who has it; -1: nobody
	taken   bool      // an agent is at it
	left    int       // messages that are to come in this matter
	asked   bool      // they write when they get the answer
	bye     bool      // that will be thanks
	thanked bool      // the last word was
	shut    ticket.ID // of which a reply was refused because the window had ended
	wroteAt time.Time
	lastAt  time.Time // when something last happened
}

// crowd is the customers of the last days, by their coming.
type crowd struct {
	all   []*customer
	at    map[channel.Address]*customer
	count int
}

// A customer begins another matter some days after the last one, when its ticket is closed
// by the standard rules.
const (
	overAfter = 100 * time.Hour
	comesBack = 7 * 24 * time.Hour
)

// newcomer adds a customer.
func (c *crowd) newcomer(accounts []channel.Account, now time.Time) *customer {
	c.count++
	one := &customer{
		name: fmt.Sprintf("customer-%d", c.count), member: -1, lastAt: now,
		address: channel.Address{Account: accounts[c.count%len(accounts)], Handle: fmt.Sprintf("1555%07d", c.count)},
	}
	c.all = append(c.all, one)
	c.at[one.address] = one
	return one
}

// returning returns one whose matter was over days ago, nil if none is found soon.
func (c *crowd) returning(chance draw, now time.Time) *customer {
	for range 8 {
		if len(c.all) == 0 {
			return nil
		}
		one := c.all[chance.n(int64(len(c.all)))]
		if idle := now.Sub(one.lastAt); !one.taken && idle > overAfter && idle < comesBack {
			return one
		}
	}
	return nil
}

// forget forgets once a day who has not come back.
func (c *crowd) forget(now time.Time) {
	c.all = slices.DeleteFunc(c.all, func(one *customer) bool {
		old := !one.taken && now.Sub(one.lastAt) > comesBack
		if old {
			delete(c.at, one.address)
		}
		return old
	})
}
