package socialticket

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/session"
	"github.com/socialticket/socialticket/ticket"
)

// survey asks how it went, if what was decided ends an episode of the ticket.
func (dr *draft) survey() {
	if dr.settings.Survey.IsZero() || !dr.moved || dr.unseen || dr.ticket.ID == "" {
		return
	}
	before, was, is := &dr.head.Ticket, &dr.head.Conversation.Session, &dr.conv.Session
	o := session.Occasion{Solved: dr.ticket.Status == ticket.Solved && (before.Status != ticket.Solved || before.Reopens < dr.ticket.Reopens)}
	if is.Ticket == dr.ticket.ID && is.State == session.Ended && (was.State != session.Ended || was.ID != is.ID) {
		o.EndedBy = is.EndedBy.Kind
	}
	if o == (session.Occasion{}) {
		return
	}
	said, verdict := dr.said, dr.verdict
	dr.offer(o)
	dr.said, dr.verdict = dr.latest(said), verdict
}

// offer asks the requester how it went, unless that was done in this episode. One who wrote
// nothing on the ticket, wrote on a public page or is muted is not asked. A note tells if
// the survey cannot be sent.
func (dr *draft) offer(o session.Occasion) {
	set := &dr.settings.Survey
	o.Episode, o.Asked = dr.ticket.Episode(), dr.ticket.Survey.Episode
	if !set.At(o) || dr.ticket.Muted || dr.ticket.Status == ticket.Closed || dr.ticket.RequesterAt.IsZero() {
		return
	}
	if dr.mayReply(channel.Request{}, dr.now).Proof.By == channel.OpenComment {
		return
	}
	by := ticket.Actor{Kind: ticket.Bot, ID: BotSurvey}
	var why channel.Error
	for _, c := range dr.forms(by) {
		_, verdict, reason := dr.judge(c)
		if verdict.Allowed {
			dr.send(c)
			dr.step(by, dr.ticket.Offer(true, dr.now))
			return
		}
		if why.Code == "" || c.Content.Type != channel.Template {
			why = reason
		}
	}
	note := dr.own(dr.surveyComment(), by, channel.Message{Type: channel.Text, Text: "The survey was not sent: " + why.Code + "."})
	note.Public = false
	dr.comment(note)
	dr.log(by, ticket.Event{Type: ticket.EventSurvey, Reason: why})
	dr.step(by, dr.ticket.Offer(false, dr.now))
}

// surveyComment returns the id of the survey of the present episode.
func (dr *draft) surveyComment() string {
	return dr.desk.mint("survey", string(dr.ticket.ID), strconv.Itoa(dr.ticket.Episode()))
}

// forms returns the forms that a survey may take, the best first.
func (dr *draft) forms(by ticket.Actor) []ticket.Comment {
	set, id := &dr.settings.Survey, dr.surveyComment()
	text := strings.TrimSpace(dr.render(by, dr.filled(set.Text), dr.subject(nil), false))
	var list []ticket.Comment
	if set.Good != "" {
		list = append(list, dr.own(id, by, channel.Message{Type: channel.Interactive, Text: text, Question: dr.buttons()}))
	}
	if set.Good == "" || strings.Contains(set.Text, surveyToken) { // it can be answered without buttons
		list = append(list, dr.own(id, by, channel.Message{Type: channel.Text, Text: text}))
	}
	if set.Template.Name == "" || dr.ticket.Address.Account.Kind != cmp.Or(set.TemplateKind, channel.WhatsApp) {
		return list
	}
	template := dr.own(id, by, channel.Message{Type: channel.Template, Template: dr.surveyTemplate()})
	if set.TemplateFirst {
		return slices.Insert(list, 0, template)
	}
	return append(list, template)
}

// buttons returns the two answers to a survey.
func (dr *draft) buttons() channel.Question {
	return channel.Question{Choices: []channel.Choice{
		{ID: answerOf(dr.ticket.ID, ticket.Good), Title: dr.settings.Survey.Good},
		{ID: answerOf(dr.ticket.ID, ticket.Bad), Title: dr.settings.Survey.Bad},
	}}
}

// surveyTemplate returns the template of a survey with its placeholders filled.
func (dr *draft) surveyTemplate() channel.TemplateCall {
	call := dr.settings.Survey.Template
	call.Values = slices.Clone(call.Values)
	for i := range call.Values {
		call.Values[i].Text = dr.filled(call.Values[i].Text)
	}
	return call
}

// The placeholders of a survey.
const (
	surveyToken = "{{survey_token}}"
	surveyGood  = "{{survey_good}}"
	surveyBad   = "{{survey_bad}}"
)

// filled returns a text of a survey with its own placeholders filled.
func (dr *draft) filled(text string) string {
	if !strings.Contains(text, "{{survey_") {
		return text
	}
	id := dr.ticket.ID
	return strings.NewReplacer(surveyToken, dr.desk.SurveyToken(id), surveyGood, answerOf(id, ticket.Good), surveyBad, answerOf(id, ticket.Bad)).Replace(text)
}

// answerOf returns what the button of a survey sends back.
func answerOf(id ticket.ID, score ticket.Satisfaction) string {
	return "survey." + string(id) + "." + string(score)
}

// surveyAnswer returns the ticket and the score of an answer to a survey. Some platforms
// give a button's id back as the text.
func surveyAnswer(m *channel.Message) (id ticket.ID, score ticket.Satisfaction, is bool) {
	for _, text := range []string{m.Payload, m.Text} {
		rest, found := strings.CutPrefix(text, "survey.")
		of, last, cut := cutLast(rest)
		score = ticket.Satisfaction(last)
		if found && cut && of != "" && (score == ticket.Good || score == ticket.Bad) {
			return ticket.ID(of), score, true
		}
	}
	return "", "", false
}

// rated takes the answer to a survey, which reopens nothing and is no word that waits
// for an answer. One that is not this user's, or that nobody asked for, is taken as words.
// To a closed ticket it opens the window and says nothing.
func (dr *draft) rated(r *arrival, id ticket.ID, score ticket.Satisfaction) error {
	by := dr.author(r)
	next, err := dr.settings.Lifecycle.Rate(dr.ticket, score, "", by, dr.now)
	if id != dr.ticket.ID || !dr.theirs(r) || err != nil && !dr.frozen() {
		r.words = true
		return &Redirect{Ref: r.ref(dr.desk, dr.cause), Command: r}
	}
	dr.news(r)
	if dr.frozen() {
		return nil
	}
	c := dr.written(r, by)
	if _, _, raw := surveyAnswer(&channel.Message{Text: c.Content.Text}); raw {
		label := map[ticket.Satisfaction]string{ticket.Good: dr.settings.Survey.Good, ticket.Bad: dr.settings.Survey.Bad}[score]
		c.Content.Text = cmp.Or(label, string(score))
	}
	dr.step(by, next)
	dr.comment(c)
	dr.takeParked()
	dr.tellConflicts()
	return nil
}
