package session_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/socialticket/socialticket/schedule"
	"github.com/socialticket/socialticket/session"
)

// shop is a live chat from nine to five on weekdays, in UTC.
func shop() session.Widget {
	cfg := schedule.Config{}
	for day := time.Monday; day <= time.Friday; day++ {
		cfg.Weekly[day] = []schedule.Range{{From: 9 * time.Hour, To: 17 * time.Hour}}
	}
	hours, err := schedule.New(cfg)
	if err != nil {
		panic(err)
	}
	return session.Widget{Departments: []session.Department{{ID: "sales", Hours: hours}}, Lead: 15 * time.Minute, OfflineForm: true}
}

// A page asks what to show, and asks again at Until.
func ExampleWidget_At() {
	widget, agents := shop(), session.Presence{"sales": 1}
	for at := time.Date(2026, 3, 6, 16, 0, 0, 0, time.UTC); at.Day() < 10; { // a Friday
		show := widget.At(at, agents, session.Visitor{Language: "fr"})
		fmt.Printf("%s %s %q\n", at.Format("Mon 15:04"), show.Mode, show.Opening.Text)
		at = show.Until
	}
	// Output:
	// Fri 16:00 chat ""
	// Fri 16:45 closing_soon ""
	// Fri 17:00 offline_form "lundi à 09:00"
	// Sun 00:00 offline_form "demain à 09:00"
	// Mon 00:00 offline_form "aujourd’hui à 09:00"
	// Mon 09:00 chat ""
	// Mon 16:45 closing_soon ""
	// Mon 17:00 offline_form "demain à 09:00"
}

// The JSON form is for the page.
func ExampleShow() {
	at := time.Date(2026, 3, 6, 16, 50, 0, 0, time.UTC)
	text, err := json.MarshalIndent(shop().At(at, session.Presence{"sales": 1}, session.Visitor{}), "", "  ")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(text))
	// Output:
	// {
	//   "mode": "closing_soon",
	//   "departments": [
	//     {
	//       "department": "sales",
	//       "closes_at": "2026-03-06T17:00:00Z",
	//       "closing_soon": true
	//     }
	//   ],
	//   "closes_at": "2026-03-06T17:00:00Z",
	//   "since": "2026-03-06T16:45:00Z",
	//   "until": "2026-03-06T17:00:00Z"
	// }
}

// A visitor who loaded the page at 16:50 asks for a chat at 17:05.
func ExampleWidget_Admit() {
	at := time.Date(2026, 3, 6, 17, 5, 0, 0, time.UTC)
	visitor := session.Visitor{Department: "sales", LoadedAt: at.Add(-15 * time.Minute)}
	answer := shop().Admit(at, session.Presence{"sales": 1}, visitor)
	fmt.Println(answer.Allowed, answer.Absence, answer.Late, answer.Show.Mode)
	// Output: false closed true offline_form
}

func ExampleForm_Read() {
	form := session.Form{Fields: []session.FormField{
		{ID: session.AskEmail, Required: true}, {ID: session.AskMessage, Required: true},
		{ID: "size", Type: session.AnswerDropDown, Choices: []string{"S", "M", "L"}},
	}}
	_, err := form.Read(map[string]string{"email": "ana", "size": "XXL"})
	fmt.Println(err)
	answers, err := form.Read(map[string]string{"email": "ana@example.com", "message": "Hello", "size": "M"})
	fmt.Println(answers, err)
	// Output:
	// session: form: email no_email, message required, size no_choice
	// [{email ana@example.com} {message Hello} {size M}] <nil>
}
