package whatsapp_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/whatsapp"
)

// windowCase is a case of the topic reply-window.
type windowCase struct {
	ID    string
	Op    string
	Given struct {
		Channel  string
		Seconds  *float64      `json:"window_seconds"`
		Inbound  []time.Time   `json:"inbound_sent_at"`
		Outbound []time.Time   `json:"outbound_sent_at"`
		Messages []sentMessage `json:"messages"`
		Status   string        `json:"ticket_status"`
		Remind   *bool         `json:"reminder_on"`
		Provider string
	}
	When struct {
		Now   time.Time
		Reply time.Time `json:"reply_at"`
		Kind  string
		Lead  float64     `json:"reminder_lead_seconds"`
		Code  json.Number `json:"error_code"`
	}
	Then map[string]any
}

type sentMessage struct {
	From     string
	Type     string
	Sent     time.Time `json:"sent_at"`
	Received time.Time `json:"received_at"`
}

// TestDataReplyWindow answers the questions that other help desks' tests ask
// about reply windows. What becomes of a late reply on the ticket is the desk's;
// here is whether it may go out.
func TestDataReplyWindow(t *testing.T) {
	var file struct{ Cases []windowCase }
	datatest.JSON(t, "cases/reply-window.json", &file)
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			got := c.answer(t)
			for key, want := range c.Then {
				have, known := got[key]
				if !known {
					if !deskKey(key) {
						t.Errorf("%s: nothing answers %q (want %v)", c.Op, key, want)
					}
					continue
				}
				if diff := cmp.Diff(instant(want), have); diff != "" {
					t.Errorf("%s: %s mismatch (-want +got):\n%s", c.Op, key, diff)
				}
			}
		})
	}
}

// deskKey reports whether a key tells of the ticket: those are the desk's tests.
func deskKey(key string) bool {
	return key == "comment_added" || strings.Contains(key, "agent") || strings.Contains(key, "audit") ||
		strings.Contains(key, "event") || strings.Contains(key, "ticket") || strings.Contains(key, "shown")
}

func (c windowCase) answer(t *testing.T) map[string]any {
	t.Helper()
	d := c.policy().Decide(c.window(), channel.Request{}, c.When.Now)
	switch c.Op {
	case "can_reply", "window_start":
		return map[string]any{"can_reply_freely": d.Allowed, "opens_at": orNil(d.Proof.Sent), "closes_at": orNil(d.Until)}
	case "late_reply":
		r := channel.Request{Means: channel.Means(c.When.Kind), Human: true}
		d = c.policy().Decide(c.window(), r, c.When.Reply)
		return map[string]any{"sent_to_channel": d.Allowed, "reason": string(d.Reason)}
	case "window_alert":
		answer := map[string]any{"level": nil, "closed": !d.Allowed}
		if level := d.Alert(); level != channel.AlertNone && !c.over() {
			answer["level"] = string(level)
		}
		return answer
	case "window_reminder":
		if c.over() || c.Given.Remind != nil && !*c.Given.Remind || !strings.HasPrefix(c.Given.Channel, "whatsapp") {
			return map[string]any{"remind_at": nil}
		}
		d = c.policy().Decide(c.window(), channel.Request{}, c.window().LastOpened().Sent)
		return map[string]any{"remind_at": orNil(d.WarnAt(seconds(c.When.Lead)))}
	case "send_error":
		return c.refusal()
	}
	t.Fatalf("unknown op %q", c.Op)
	return nil
}

// policy is the rule of the channel, with the length that the case gives.
func (c windowCase) policy() channel.Policy {
	switch {
	case c.Given.Seconds == nil:
		return channel.Unlimited(channel.Kind(c.Given.Channel))
	case strings.HasPrefix(c.Given.Channel, "whatsapp") && seconds(*c.Given.Seconds) == whatsapp.Window:
		return whatsapp.Policy()
	}
	return channel.Timed(channel.Kind(c.Given.Channel), seconds(*c.Given.Seconds))
}

// window applies what the case gives, in its order.
func (c windowCase) window() channel.Window {
	var w channel.Window
	for i, at := range c.Given.Inbound {
		w = w.Open(channel.Event{ID: strconv.Itoa(i), Sent: at, Opens: channel.OpenMessage})
	}
	for i, at := range c.Given.Outbound {
		w = w.Send(channel.Sending{ID: strconv.Itoa(i), At: at})
	}
	for i, m := range c.Given.Messages {
		id := "m" + strconv.Itoa(i)
		switch {
		case !slices.Contains([]string{"end_user", "user", "customer"}, m.From):
			w = w.Send(channel.Sending{ID: id, At: m.Sent})
		case m.Type == "reaction":
			w = w.Open(channel.Event{ID: id, Sent: m.Sent, Received: m.Received, Opens: channel.OpenReaction})
		default:
			w = w.Open(channel.Event{ID: id, Sent: m.Sent, Received: m.Received, Opens: channel.OpenMessage})
		}
	}
	return w
}

// over reports whether the ticket is done with: nobody is warned any more.
func (c windowCase) over() bool {
	return slices.Contains([]string{"closed", "merged", "removed"}, c.Given.Status)
}

// refusal tells what a provider's error code means.
func (c windowCase) refusal() map[string]any {
	class := whatsapp.Provider(c.Given.Provider).Classify(c.When.Code.String())
	answer := map[string]any{"needs": string(class), "class": string(class)}
	if class == channel.ClassTemplate {
		answer["meaning"] = string(channel.ReasonClosed)
	}
	return answer
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

func orNil(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.UTC()
}

// instant turns a text that is an instant into one.
func instant(v any) any {
	s, _ := v.(string)
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at.UTC()
	}
	return v
}
