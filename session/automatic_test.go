package session_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/session"
)

func TestAutomaticAt(t *testing.T) {
	all := session.Automatic{OutOfOffice: "We are closed.", Greeting: "Hello!", RequestEmail: "Your e-mail?"}
	daily := all
	daily.GreetingOnce, daily.OutOfOfficeOnce, daily.RequestEmailOnce = session.OnceADay, session.OnceATalk, session.OnceEver
	ago := func(d time.Duration) session.Telling { return session.Telling{At: start().Add(-d), Session: "earlier"} }
	tokyo := time.FixedZone("Tokyo", 9*3600)
	tests := []struct {
		name string
		set  session.Automatic
		at   func(*session.Moment)
		want session.Messages
	}{
		{"nothing is set", session.Automatic{}, func(m *session.Moment) { m.Closed = true }, session.Messages{}},
		{"first message, open", all, func(*session.Moment) {}, session.Messages{Greeting: true, RequestEmail: true}},
		{"first message, closed", all, func(m *session.Moment) { m.Closed = true }, session.Messages{OutOfOffice: true, Greeting: true, RequestEmail: true}},
		{"the business wrote", all, func(m *session.Moment) { m.FromCustomer = false; m.Closed = true }, session.Messages{}},
		{"a public post", all, func(m *session.Moment) { m.PublicPost, m.Closed = true, true }, session.Messages{}},
		{"a campaign began it", all, func(m *session.Moment) { m.Campaign, m.Closed = true, true }, session.Messages{}},
		{"in a group", all, func(m *session.Moment) { m.Group = true }, session.Messages{Greeting: true}},
		{"told today", all, func(m *session.Moment) { m.Closed, m.Told.OutOfOffice = true, ago(9*time.Hour) }, session.Messages{Greeting: true, RequestEmail: true}},
		{"told yesterday", all, func(m *session.Moment) { m.Closed, m.Told.OutOfOffice = true, ago(13*time.Hour) }, session.Messages{OutOfOffice: true, Greeting: true, RequestEmail: true}},
		{"told today in Tokyo", all, func(m *session.Moment) { m.Closed, m.Zone, m.Told.OutOfOffice = true, tokyo, ago(13*time.Hour) }, session.Messages{Greeting: true, RequestEmail: true}},
		{"a clock that was set back", all, func(m *session.Moment) { m.Closed, m.Told.OutOfOffice = true, ago(-48*time.Hour) }, session.Messages{Greeting: true, RequestEmail: true}},
		{"greeted in this talk", all, func(m *session.Moment) { m.Told.Greeting = session.Telling{At: start(), Session: "s"} }, session.Messages{RequestEmail: true}},
		{"absent in this talk", all, func(m *session.Moment) { m.Told.OutOfOffice = session.Telling{At: start(), Session: "s"} }, session.Messages{RequestEmail: true}},
		{"greeted in an earlier talk", all, func(m *session.Moment) { m.Told.Greeting = ago(time.Minute) }, session.Messages{Greeting: true, RequestEmail: true}},
		{"answered in an earlier talk", all, func(m *session.Moment) { m.AnsweredAt = start().Add(-2 * time.Hour) }, session.Messages{Greeting: true, RequestEmail: true}},
		{"answered in this talk", all, func(m *session.Moment) { m.AnsweredAt = start().Add(-time.Hour) }, session.Messages{RequestEmail: true}},
		{"greeted today", daily, func(m *session.Moment) { m.Told.Greeting = ago(time.Hour) }, session.Messages{RequestEmail: true}},
		{"answered today", daily, func(m *session.Moment) { m.AnsweredAt = start().Add(-time.Hour) }, session.Messages{RequestEmail: true}},
		{"answered yesterday", daily, func(m *session.Moment) { m.AnsweredAt = start().Add(-13 * time.Hour) }, session.Messages{Greeting: true, RequestEmail: true}},
		{"absence once a talk", daily, func(m *session.Moment) { m.Closed, m.Told.OutOfOffice = true, ago(time.Hour) }, session.Messages{OutOfOffice: true, RequestEmail: true}},
		{"asked for ever", daily, func(m *session.Moment) { m.Told.RequestEmail = ago(1000 * time.Hour) }, session.Messages{Greeting: true}},
		{"in a talk", all, func(m *session.Moment) { m.Closed, m.AnsweredAt = true, start().Add(-5*time.Minute+1) }, session.Messages{RequestEmail: true}},
		{"after a talk", all, func(m *session.Moment) { m.Closed, m.AnsweredAt = true, start().Add(-5*time.Minute) }, session.Messages{OutOfOffice: true, RequestEmail: true}},
		{"the address is known", all, func(m *session.Moment) { m.EmailKnown = true }, session.Messages{Greeting: true}},
		{"asked in this talk", all, func(m *session.Moment) { m.Told.RequestEmail = session.Telling{At: start(), Session: "s"} }, session.Messages{}},
		{"asked in an earlier talk", all, func(m *session.Moment) { m.Told.RequestEmail = ago(time.Hour) }, session.Messages{Greeting: true, RequestEmail: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := session.Moment{Now: start(), FromCustomer: true, Session: session.Session{ID: "s", StartedAt: start().Add(-time.Hour)}}
			tt.at(&m)
			if diff := cmp.Diff(tt.want, tt.set.At(m)); diff != "" {
				t.Errorf("At mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// FuzzAutomaticOnce lets a customer write at random instants of a clock that may be set
// back, while the business answers now and then: no message goes out twice in its day or
// talk, and none but the request breaks into a talk.
func FuzzAutomaticOnce(f *testing.F) {
	f.Add(uint64(1), uint8(0))
	f.Add(uint64(2), uint8(13))
	f.Fuzz(func(t *testing.T, seed uint64, often uint8) {
		kinds := []session.Often{"", session.OnceADay, session.OnceATalk, session.OnceEver}
		a := session.Automatic{
			OutOfOffice: "closed", Greeting: "hello", RequestEmail: "e-mail?",
			OutOfOfficeOnce: kinds[often%4], GreetingOnce: kinds[often/4%4], RequestEmailOnce: kinds[often/16%4],
		}
		r, seen := rand.New(rand.NewPCG(seed, 1)), map[string]bool{}
		m := session.Moment{Now: start(), FromCustomer: true}
		for i := range 60 {
			m.Now = m.Now.Add(time.Duration(r.IntN(9*3600)-3600) * time.Second)
			m.Closed = r.IntN(2) == 0
			switch r.IntN(6) {
			case 0:
				m.AnsweredAt = m.Now
			case 1:
				m.Session = session.Start(fmt.Sprint("s", i), "t", m.Now)
			}
			got := a.At(m)
			once := func(sent bool, name string, o, standard session.Often) {
				if o == "" {
					o = standard
				}
				key := name + map[session.Often]string{session.OnceADay: m.Now.UTC().Format(time.DateOnly), session.OnceATalk: m.Session.ID}[o]
				if sent && seen[key] {
					t.Fatalf("%s twice: %s", o, key)
				}
				seen[key] = seen[key] || sent
			}
			once(got.OutOfOffice, "away ", a.OutOfOfficeOnce, session.OnceADay)
			once(got.Greeting, "greet ", a.GreetingOnce, session.OnceATalk)
			once(got.RequestEmail, "ask ", a.RequestEmailOnce, session.OnceATalk)
			if since := m.Now.Sub(m.AnsweredAt); since < 5*time.Minute && (got.OutOfOffice || got.Greeting) {
				t.Fatalf("it breaks into a talk, %v after an answer", since)
			}
			m.Told = m.Told.Next(got, m.Session, m.Now)
		}
	})
}

func TestAutomaticCheck(t *testing.T) {
	require.NoError(t, session.Automatic{}.Check())
	require.NoError(t, session.Automatic{GreetingOnce: session.OnceEver, Quiet: time.Hour}.Check())
	require.Error(t, session.Automatic{Quiet: -1}.Check())
	require.Error(t, session.Automatic{OutOfOfficeOnce: "hourly"}.Check())
}

// TestDataAutoReplies runs the cases about messages that go out by themselves.
func TestDataAutoReplies(t *testing.T) {
	datatest.Cases(t, "auto-replies", datatest.Ops{"automatic_message": automaticMessage})
}

// talk is what a case tells of a conversation and of what is switched on.
type talk struct{ datatest.Automatic }

func automaticMessage(c *datatest.Case) {
	var given talk
	var when struct {
		Event string
		At    time.Time
	}
	c.Given(&given)
	c.When(&when)
	now := when.At
	if now.IsZero() {
		now = start()
	}
	got := given.settings().At(given.moment(now, when.Event == "customer_message"))
	c.Want("out_of_office", got.OutOfOffice)
	c.Want("greeting", got.Greeting)
	c.Want("email_request", got.RequestEmail)
}

// settings returns what is switched on; a text that the case does not give is one.
func (k talk) settings() (set session.Automatic) {
	set.OutOfOffice, set.Greeting, set.RequestEmail = k.Texts()
	return set
}

func (k talk) moment(now time.Time, fromCustomer bool) session.Moment {
	m := session.Moment{
		Now: now, FromCustomer: fromCustomer, PublicPost: k.Kind == "tweet", Closed: k.BusinessHours == "closed",
		Campaign:   k.Campaign,
		AnsweredAt: k.LastReply, EmailKnown: k.Email != "",
	}
	if k.AwayToday {
		m.Told.OutOfOffice.At = now
	}
	return m
}
