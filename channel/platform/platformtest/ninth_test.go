package platformtest_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/platform/platformtest"
)

// pigeon is a platform that nobody has: whoever adds one fills in this form, in a folder of
// its own.
type pigeon struct{ secret, base string }

func newPigeon(secret, base string) (platform.Platform, error) {
	if secret == "" {
		return nil, errors.New("pigeon: the secret is missing")
	}
	return &pigeon{secret, base}, nil
}

func (p *pigeon) sign(body []byte) string {
	mac := hmac.New(sha256.New, []byte(p.secret))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

// note is what a pigeon carries.
type note struct {
	Loft, From, ID, Text, Delivered string
	At                              int64
}

// Events implements [platform.Platform].
func (p *pigeon) Events(r platform.Request) ([]channel.Event, error) {
	if !hmac.Equal([]byte(r.Header.Get("X-Ring")), []byte(p.sign(r.Body))) {
		return nil, fmt.Errorf("pigeon: %w: X-Ring", platform.ErrSignature)
	}
	var raw []json.RawMessage
	if json.Unmarshal(r.Body, &raw) != nil {
		return nil, fmt.Errorf("pigeon: %w", platform.ErrBody)
	}
	var events []channel.Event
	for _, item := range raw {
		var n note
		err := json.Unmarshal(item, &n)
		e := channel.Event{
			Type: channel.EventMessage, ID: n.ID, Account: channel.Account{Kind: "pigeon", ID: n.Loft}, From: n.From, Opens: channel.OpenMessage,
			Sent: time.Unix(n.At, 0).UTC(), Received: r.Received, Message: channel.Message{ID: n.ID, Type: channel.Text, Text: n.Text},
			Raw: json.RawMessage(strings.Clone(string(item))),
		}
		switch {
		case err != nil || n.From == "":
			e.Type, e.Opens, e.Message = channel.EventUnknown, "", channel.Message{}
		case n.Delivered != "":
			e.Type, e.Opens, e.Message = channel.EventStatus, "", channel.Message{}
			e.Status = channel.Status{MessageID: n.Delivered, State: channel.StateDelivered}
		}
		events = append(events, e.Identified())
	}
	return events, nil
}

// pigeonAbility is that of short texts.
func pigeonAbility() channel.Ability {
	ability := channel.AbilityOf(channel.SMS)
	ability.Channel = "pigeon"
	return ability
}

// Call implements [platform.Platform].
func (p *pigeon) Call(o channel.Outbound) (platform.Call, error) {
	ability := pigeonAbility()
	if err := platform.Fit(&ability, o); err != nil {
		return platform.Call{}, err
	}
	body, err := json.Marshal(map[string]string{"to": o.To.Handle, "ref": o.ID, "text": o.Text})
	return platform.JSON(p.base+"/fly", body, "Authorization", platform.Bearer), err
}

// Answer implements [platform.Platform].
func (p *pigeon) Answer(r platform.Response) (channel.Accepted, error) {
	var a struct{ ID, Code, Why string }
	err := json.Unmarshal(r.Body, &a)
	classes := map[string]channel.Class{"storm": channel.ClassRetry, "hawk": channel.ClassNever, "away": channel.ClassUser}
	switch {
	case r.Status/100 != 2 && err != nil:
		return channel.Accepted{}, r.Refused(channel.Error{})
	case r.Status/100 != 2:
		return channel.Accepted{}, r.Refused(channel.Error{Code: a.Code, Title: a.Why, Class: classes[a.Code]})
	case err != nil || a.ID == "":
		return channel.Accepted{}, r.Unread()
	}
	return channel.Accepted{MessageID: a.ID, At: r.At}, nil
}

// TestNinth states that a platform more touches one folder: this one passes the suite.
func TestNinth(t *testing.T) {
	hook := func(n note) []byte {
		body, err := json.Marshal([]note{n})
		require.NoError(t, err)
		return body
	}
	ability := pigeonAbility()
	platformtest.TestPlatform(t, platformtest.Subject{
		New: newPigeon, Ability: &ability,
		Sign: func(secret string, r *platform.Request) {
			r.Header.Set("X-Ring", (&pigeon{secret: secret}).sign(r.Body))
		},
		To: channel.Address{Account: channel.Account{Kind: "pigeon", ID: "loft-1"}, Handle: "ada"},
		Hello: func(text, id string, at time.Time) []byte {
			return hook(note{Loft: "loft-1", From: "ada", ID: id, Text: text, At: at.Unix()})
		},
		Batch: func(hooks ...[]byte) []byte {
			var all []string
			for _, h := range hooks {
				all = append(all, strings.Trim(string(h), "[]"))
			}
			return []byte("[" + strings.Join(all, ",") + "]")
		},
		Status: func(messageID, _ string, at time.Time) []byte {
			return hook(note{Loft: "loft-1", From: "ada", ID: "d-" + messageID, Delivered: messageID, At: at.Unix()})
		},
		ReadCall: func(r *http.Request, body []byte) platformtest.Arrived {
			var c struct{ To, Ref, Text string }
			_ = json.Unmarshal(body, &c)
			return platformtest.Arrived{To: c.To, Reference: c.Ref, Text: c.Text, Token: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")}
		},
		Taken: func(_, id string) string { return fmt.Sprintf(`{"id":%q}`, id) },
		Refused: func(e channel.Error) (int, string) {
			return 400, fmt.Sprintf(`{"code":%q,"why":%q}`, e.Code, e.Title+" "+e.Detail)
		},
		Refusals: []channel.Error{{Code: "storm", Class: channel.ClassRetry}, {Code: "hawk", Class: channel.ClassNever}, {Code: "away", Class: channel.ClassUser}},
	})
}
