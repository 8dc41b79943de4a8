package main

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// clockFunc tells the time.
type clockFunc func() time.Time

// limiter gives each key a bucket of its own. Its memory is bounded: once there are many keys,
// those that were not asked for lately are forgotten, half of them at a time.
type limiter struct {
	rate  rate.Limit // a second
	burst int
	now   clockFunc

	mu         sync.Mutex
	young, old map[string]*rate.Limiter
}

// maxKeys bounds the keys of each half of a limiter, about a megabyte.
const maxKeys = 4096

func newLimiter(perSecond float64, burst int, now clockFunc) *limiter {
	return &limiter{rate: rate.Limit(perSecond), burst: burst, now: now, young: map[string]*rate.Limiter{}}
}

// allow takes from the bucket of a key, and reports whether there was something in it.
func (l *limiter) allow(key string) bool { return l.bucket(key).AllowN(l.now(), 1) }

// spent reports whether the bucket of a key is empty.
func (l *limiter) spent(key string) bool { return l.bucket(key).TokensAt(l.now()) < 1 }

func (l *limiter) bucket(key string) *rate.Limiter {
	key = key[:min(len(key), 64)] // a user may be typed as long as one likes
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.young[key]
	if b != nil {
		return b
	}
	if b = l.old[key]; b == nil {
		b = rate.NewLimiter(l.rate, l.burst)
	}
	if len(l.young) >= maxKeys {
		l.old, l.young = l.young, map[string]*rate.Limiter{}
	}
	l.young[key] = b
	return b
}

// budget bounds how many bytes of requests are held in memory at once, in all and for each
// source: it is asked before a body is read.
type budget struct {
	mu   sync.Mutex
	left int64
	each int64 // for one source
	held map[string]int64
}

func newBudget(all, each int64) *budget {
	return &budget{left: all, each: each, held: map[string]int64{}}
}

// take takes n bytes for a source, and returns what gives them back; ok reports whether there were
// so many.
func (b *budget) take(source string, n int64) (back func(), ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if n > b.left || n+b.held[source] > b.each {
		return func() {}, false
	}
	b.left -= n
	b.held[source] += n
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.left += n
		if b.held[source] -= n; b.held[source] == 0 {
			delete(b.held, source)
		}
	}, true
}
