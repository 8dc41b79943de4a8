package platformtest_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/line"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
)

// fault is what a platform does wrong, and the names of the checks that see it.
type fault struct {
	name  string
	fault func(*double)
	want  []string
}

// reads changes the events of each webhook.
func reads(change func(r platform.Request, events []channel.Event, err error) ([]channel.Event, error)) func(*double) {
	return func(d *double) {
		next := d.events
		d.events = func(r platform.Request) ([]channel.Event, error) {
			events, err := next(r)
			return change(r, events, err)
		}
	}
}

// each changes each event of webhooks.
func each(change func(r platform.Request, e *channel.Event)) func(*double) {
	return reads(func(r platform.Request, events []channel.Event, err error) ([]channel.Event, error) {
		for i := range events {
			change(r, &events[i])
		}
		return events, err
	})
}

// hears changes webhooks before they are read.
func hears(change func(r *platform.Request)) func(*double) {
	return func(d *double) {
		next := d.events
		d.events = func(r platform.Request) ([]channel.Event, error) {
			change(&r)
			return next(r)
		}
	}
}

// sends changes what is sent, and the call.
func sends(before func(*channel.Outbound), after func(channel.Outbound, *platform.Call, *error)) func(*double) {
	return func(d *double) {
		next := d.call
		d.call = func(o channel.Outbound) (platform.Call, error) {
			before(&o)
			c, err := next(o)
			after(o, &c, &err)
			return c, err
		}
	}
}

func calls(after func(channel.Outbound, *platform.Call, *error)) func(*double) {
	return sends(func(*channel.Outbound) {}, after)
}

// answers changes what becomes of an answer.
func answers(change func(platform.Response, *channel.Accepted, *error)) func(*double) {
	return func(d *double) {
		next := d.answer
		d.answer = func(r platform.Response) (channel.Accepted, error) {
			a, err := next(r)
			change(r, &a, &err)
			return a, err
		}
	}
}

// refusals changes refusals.
func refusals(change func(platform.Response, *channel.SendError)) func(*double) {
	return answers(func(r platform.Response, _ *channel.Accepted, err *error) {
		if refusal, is := errors.AsType[*channel.SendError](*err); is {
			change(r, refusal)
		}
	})
}

func readFaults() []fault {
	var counter atomic.Int64
	hidden := func(events []channel.Event) bool {
		return slices.ContainsFunc(events, func(e channel.Event) bool { return e.Type == channel.EventUnknown })
	}
	unsigned, err := line.New(line.Config{Unsigned: true})
	if err != nil {
		panic(err)
	}
	return []fault{
		{"no raw form", each(func(_ platform.Request, e *channel.Event) { e.Raw = nil }), []string{"Hello"}},
		{"no receipt", each(func(_ platform.Request, e *channel.Event) { e.Received = time.Time{} }), []string{"Hello"}},
		{"opens nothing", each(func(_ platform.Request, e *channel.Event) { e.Opens = "" }), []string{"Hello"}},
		{"new ids", each(func(_ platform.Request, e *channel.Event) { e.ID = fmt.Sprint(e.ID, counter.Add(1)) }), []string{"ReadTwice"}},
		{"no id for a follow", each(func(_ platform.Request, e *channel.Event) {
			if e.Type == channel.EventOpen {
				e.ID = ""
			}
		}), []string{"ReadTwice"}},
		{"keeps the body", each(func(r platform.Request, e *channel.Event) { e.Raw = r.Body }), []string{"ReadOwn"}},
		{"gives up at an item", reads(func(_ platform.Request, events []channel.Event, err error) ([]channel.Event, error) {
			if hidden(events) {
				return events[:1], err
			}
			return events, err
		}), []string{"ReadSiblings"}},
		{"another error for XML", reads(func(r platform.Request, events []channel.Event, err error) ([]channel.Event, error) {
			if bytes.HasPrefix(r.Body, []byte("<")) {
				return nil, errors.New("double: XML")
			}
			return events, err
		}), []string{"ReadOdd"}},
		{"signs for another body", hears(func(r *platform.Request) { r.Body = bytes.Replace(r.Body, []byte("Hullo"), []byte("Hello"), 1) }), []string{"Signature"}},
		{"takes what is not signed", func(d *double) {
			next := d.events
			d.events = func(r platform.Request) ([]channel.Event, error) {
				if r.Header.Get("X-Line-Signature") == "" {
					return unsigned.Events(r)
				}
				return next(r)
			}
		}, []string{"Signature", "Handler"}},
		{"greets without a token", func(d *double) {
			d.greet = func(r platform.Request) (platform.Reply, error) {
				if !r.Query.Has("challenge") {
					return platform.Reply{}, platform.ErrHandshake
				}
				return platform.Reply{Body: []byte(r.Query.Get("challenge"))}, nil
			}
		}, []string{"Greeting"}},
		{"greets with another answer", func(d *double) {
			d.greet = func(platform.Request) (platform.Reply, error) { return platform.Reply{}, platform.ErrHandshake }
		}, []string{"Greeting"}},
		{"takes a body of another kind", reads(func(r platform.Request, events []channel.Event, err error) ([]channel.Event, error) {
			if string(r.Body) == "\xff" {
				return nil, nil
			}
			return events, err
		}), []string{"Handler"}},
		{"deaf to statuses", reads(func(_ platform.Request, events []channel.Event, err error) ([]channel.Event, error) {
			return slices.DeleteFunc(events, func(e channel.Event) bool { return e.Type == channel.EventStatus }), err
		}), []string{"Way"}},
	}
}

func callFaults() []fault {
	var counter atomic.Int64
	return []fault{
		{"another body each time", calls(func(_ channel.Outbound, c *platform.Call, _ *error) {
			c.Body = append(c.Body, strings.Repeat(" ", int(counter.Add(1)%7))...)
		}), []string{"CallTwice"}},
		{"no media type", calls(func(_ channel.Outbound, c *platform.Call, _ *error) { c.Header.Del("Content-Type") }), []string{"CallTwice"}},
		{"the token twice", calls(func(_ channel.Outbound, c *platform.Call, _ *error) {
			if c.Header != nil {
				c.Header.Set("X-Token", platform.TokenMark)
			}
		}), []string{"CallToken"}},
		{"the token in the body", calls(func(_ channel.Outbound, c *platform.Call, _ *error) {
			c.Body = bytes.Replace(c.Body, []byte("Good morning"), []byte(platform.TokenMark), 1)
		}), []string{"CallToken"}},
		{"short texts only", calls(func(o channel.Outbound, _ *platform.Call, err *error) {
			if len(o.Text) > 4000 {
				*err = channel.Unsendable(channel.LINE, "too long")
			}
		}), []string{"CallFits"}},
		{"sends what does not fit", calls(func(o channel.Outbound, c *platform.Call, err *error) {
			if *err != nil && o.To.Account.Kind == channel.LINE {
				*c, *err = platform.JSON("https://platform.example", []byte(`{}`)), nil
			}
		}), []string{"CallFits"}},
		{"what does not fit may go later", calls(func(o channel.Outbound, _ *platform.Call, err *error) {
			if refusal, is := errors.AsType[*channel.SendError](*err); is && o.To.Account.Kind == channel.LINE {
				refusal.Reason.Class = channel.ClassRetry
			}
		}), []string{"CallFits"}},
		{"for any channel", sends(func(o *channel.Outbound) { o.To.Account.Kind = channel.LINE }, func(channel.Outbound, *platform.Call, *error) {}), []string{"CallAccount"}},
		{"to another user", sends(func(o *channel.Outbound) { o.To.Handle += "x" }, func(channel.Outbound, *platform.Call, *error) {}), []string{"Way"}},
		{"another text", sends(func(o *channel.Outbound) { o.Text = strings.Replace(o.Text, "It is.", "Well.", 1) }, func(channel.Outbound, *platform.Call, *error) {}), []string{"Way"}},
	}
}

func answerFaults() []fault {
	class := func(r platform.Response, e *channel.SendError) {
		if bytes.Contains(r.Body, []byte("Failed to send")) {
			e.Reason.Class = channel.ClassNever
		}
	}
	return []fault{
		{"no instant", answers(func(_ platform.Response, a *channel.Accepted, _ *error) { a.At = time.Time{} }), []string{"AnswerTaken"}},
		{"always held", answers(func(_ platform.Response, a *channel.Accepted, err *error) { a.Held = *err == nil }), []string{"AnswerTaken"}},
		{"another class for a status", refusals(func(r platform.Response, e *channel.SendError) {
			if r.Status == http.StatusTeapot {
				e.Reason.Class = channel.ClassNever
			}
		}), []string{"AnswerStatus"}},
		{"no title", refusals(func(r platform.Response, e *channel.SendError) {
			if r.Status == http.StatusFound {
				e.Reason.Title = ""
			}
		}), []string{"AnswerStatus"}},
		{"impatient", refusals(func(_ platform.Response, e *channel.SendError) { e.RetryAfter = 0 }), []string{"AnswerRetryAfter"}},
		{"believes any wait", refusals(func(r platform.Response, e *channel.SendError) {
			if r.Header.Get("Retry-After") == "2000000000" {
				e.RetryAfter = 2000000000 * time.Second
			}
		}), []string{"AnswerRetryAfter"}},
		{"hopes", answers(func(r platform.Response, a *channel.Accepted, err *error) {
			if r.Status == http.StatusOK && *err != nil {
				*a, *err = channel.Accepted{At: r.At}, nil
			}
		}), []string{"AnswerUnread"}},
		{"plain errors", answers(func(r platform.Response, _ *channel.Accepted, err *error) {
			if string(r.Body) == "[1]" {
				*err = errors.New("unread")
			}
		}), []string{"AnswerUnread"}},
		{"another class for a code", refusals(class), []string{"AnswerRefused", "WayRefused"}},
		{"another class for an answer without a media type", refusals(func(r platform.Response, e *channel.SendError) {
			if r.Header.Get("Content-Type") == "" {
				class(r, e)
			}
		}), []string{"AnswerRefused"}},
		{"another class for an answer with one", refusals(func(r platform.Response, e *channel.SendError) {
			if r.Header.Get("Content-Type") != "" {
				class(r, e)
			}
		}), []string{"WayRefused"}},
	}
}

// TestSuiteFails shows that the suite finds each platform that breaks a promise, by the
// checks that say so, and that every check can fail alone.
func TestSuiteFails(t *testing.T) {
	alone := map[string]bool{"Secret": true} // see TestSuiteFindsEmptySecret
	for _, f := range slices.Concat([]fault{{"no fault", func(*double) {}, nil}}, readFaults(), callFaults(), answerFaults()) {
		if len(f.want) == 1 {
			alone[f.want[0]] = true
		}
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(f.want, platformtest.Broken(t, subject(f.fault))); diff != "" {
				t.Errorf("broken promises mismatch (-want +got):\n%s", diff)
			}
		})
	}
	for _, name := range platformtest.Names() {
		require.True(t, alone[name], "nothing breaks %s alone", name)
	}
}

// TestSuiteFindsEmptySecret: what New does is no fault of a platform that it made.
func TestSuiteFindsEmptySecret(t *testing.T) {
	s := subject(func(*double) {})
	s.New = func(secret, base string) (platform.Platform, error) {
		return newDouble(line.Config{Secret: secret, BaseURL: base, Unsigned: secret == ""})
	}
	require.Equal(t, []string{"Secret"}, platformtest.Broken(t, s))
}

// TestSuiteFindsGreeters: who does not ask to confirm an address must be no Greeter.
func TestSuiteFindsGreeters(t *testing.T) {
	s := subject(func(*double) {})
	s.Greeting = nil
	require.Equal(t, []string{"Greeting", "Handler"}, platformtest.Broken(t, s))
}
