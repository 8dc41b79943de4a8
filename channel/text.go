package channel

import (
	"cmp"
	"maps"
	"strconv"
	"strings"
	"time"
)

// Texts are sentences for people by stable code: those of [Reason], [Advice],
// [Class] and [DeliveryState], of this module's own errors, and of the errors of
// platforms as "kind/code". Another language is another Texts; a code that one lacks is
// shown as it is.
//
// In the sentence of a reason {left} stands for the time left, {until} for an
// instant in RFC 3339, and {remaining} for a number of messages.
type Texts map[string]string

const (
	// textOver is the text of a closed window in a log, where no instant is at hand.
	textOver = "window_was_closed"
	// textUnseen is what to do about a message of the customer that cannot be shown.
	textUnseen = "cannot_be_shown"
	// textDoubt is the sentence of an error whose code is also a delivery state.
	textDoubt = "was_in_doubt"
)

// English returns the English texts.
func English() Texts {
	return Texts{
		string(ReasonOpen):        "You can reply for another {left}.",
		string(ReasonAlways):      "You can reply at any time.",
		string(ReasonNeverOpened): "The customer has not written yet.",
		string(ReasonClosed):      "The time to reply ended at {until}.",
		textOver:                  "The time to reply was over.",
		string(ReasonCount):       "All messages that the customer's last message allows are used.",
		string(ReasonRefused):     "The channel refused the last reply: it takes the time to reply as over.",
		string(ReasonLeft):        "The customer blocked or left this account.",
		string(ReasonHumanOnly):   "Only what a person types can be sent now.",
		string(ReasonNoMeans):     "This channel has no such kind of message.",
		string(ReasonControl):     "Another app holds the conversation.",
		string(ReasonContent):     "This channel cannot carry such a message.",
		string(ReasonEnded):       "The conversation was ended: the customer's next message begins another.",

		string(AdviseTemplate): "Send an approved template, or wait until the customer writes.",
		string(AdviseHuman):    "Let a person write.",
		string(AdviseWait):     "Wait until the customer writes.",
		string(AdviseControl):  "Take over the conversation.",
		string(AdviseLink):     "Send a link to it in a text.",
		string(AdviseParts):    "Send it in several parts.",
		string(AdviseChange):   "Change it before you send it.",
		string(AdviseMail):     "Write an e-mail.",
		string(AdviseNote):     "Write a note, or begin a new conversation.",

		string(ClassRetry):    "It can be sent again later.",
		string(ClassTemplate): "Send an approved template, or wait until the customer writes.",
		string(ClassUser):     "Wait until the customer writes or agrees.",
		string(ClassFix):      "Ask an administrator: something in the configuration or the account has to change.",
		string(ClassNever):    "This message cannot be sent. Change it before you send it again.",

		string(StateQueued):    "waiting to be sent",
		string(StateDoubt):     "perhaps handed to the channel",
		string(StateAccepted):  "handed to the channel",
		string(StateSent):      "sent",
		string(StateFailed):    "not delivered",
		string(StateDelivered): "delivered",
		string(StateRead):      "read",
		string(StatePlayed):    "played",

		CodeNoReason: "The channel gave no reason.",
		CodeNoAnswer: "The channel did not answer: it is not known whether it has the message.",
		CodeGaveUp:   "The message was given up after several tries, because the channel did not answer.",
		textDoubt:    "It is not known whether the channel took the message, so it was not sent again.",
		textUnseen:   "It cannot be shown here: ask the customer, or look in the channel's own app.",
	}
}

// French returns the French texts.
func French() Texts {
	return Texts{
		string(ReasonOpen):        "Vous pouvez répondre pendant encore {left}.",
		string(ReasonAlways):      "Vous pouvez répondre à tout moment.",
		string(ReasonNeverOpened): "Le client n’a pas encore écrit.",
		string(ReasonClosed):      "Le délai de réponse a pris fin le {until}.",
		textOver:                  "Le délai de réponse était écoulé.",
		string(ReasonCount):       "Tous les messages permis depuis le dernier message du client ont été utilisés.",
		string(ReasonRefused):     "Le canal a refusé la dernière réponse : pour lui, le délai est écoulé.",
		string(ReasonLeft):        "Le client a bloqué ou quitté ce compte.",
		string(ReasonHumanOnly):   "Seul un message saisi par une personne peut partir maintenant.",
		string(ReasonNoMeans):     "Ce canal ne connaît pas ce type de message.",
		string(ReasonControl):     "Une autre application tient la conversation.",
		string(ReasonContent):     "Ce canal ne peut pas transmettre un tel message.",
		string(ReasonEnded):       "La conversation est terminée : le prochain message du client en commencera une autre.",

		string(AdviseTemplate): "Envoyez un modèle approuvé, ou attendez que le client écrive.",
		string(AdviseHuman):    "Laissez une personne écrire.",
		string(AdviseWait):     "Attendez que le client écrive.",
		string(AdviseControl):  "Reprenez la conversation.",
		string(AdviseLink):     "Envoyez un lien dans un texte.",
		string(AdviseParts):    "Envoyez-le en plusieurs parties.",
		string(AdviseChange):   "Modifiez-le avant de l’envoyer.",
		string(AdviseMail):     "Écrivez un e-mail.",
		string(AdviseNote):     "Écrivez une note, ou commencez une nouvelle conversation.",

		string(ClassRetry):    "L’envoi pourra être retenté plus tard.",
		string(ClassTemplate): "Envoyez un modèle approuvé, ou attendez que le client écrive.",
		string(ClassUser):     "Attendez que le client écrive ou donne son accord.",
		string(ClassFix):      "Prévenez un administrateur : la configuration ou le compte doit être corrigé.",
		string(ClassNever):    "Ce message ne peut pas être envoyé. Modifiez-le avant de le renvoyer.",

		string(StateQueued):    "en attente d’envoi",
		string(StateDoubt):     "peut-être remis au canal",
		string(StateAccepted):  "remis au canal",
		string(StateSent):      "envoyé",
		string(StateFailed):    "non distribué",
		string(StateDelivered): "distribué",
		string(StateRead):      "lu",
		string(StatePlayed):    "écouté",

		CodeNoReason: "Le canal n’a pas donné de raison.",
		CodeNoAnswer: "Le canal n’a pas répondu : on ne sait pas s’il a le message.",
		CodeGaveUp:   "L’envoi a été abandonné après plusieurs essais, car le canal n’a pas répondu.",
		textDoubt:    "On ne sait pas si le canal a pris le message ; il n’a donc pas été renvoyé.",
		textUnseen:   "Il ne peut pas être affiché ici : demandez au client, ou regardez dans l’application du canal.",
	}
}

// With returns t, which is not nil, and more in one, where the texts of more count.
func (t Texts) With(more Texts) Texts {
	all := maps.Clone(t)
	maps.Copy(all, more)
	return all
}

// Of returns the text of a code, the code itself if there is none.
func (t Texts) Of(code string) string { return cmp.Or(t[code], code) }

// Decision says in words what d decides, and what would work instead.
func (t Texts) Decision(d Decision) string {
	text := strings.NewReplacer(
		"{left}", Span(d.Left), "{until}", d.Until.UTC().Format(time.RFC3339), "{remaining}", strconv.Itoa(d.Remaining),
	).Replace(t.reason(d))
	if d.Instead != "" {
		text += " " + t.Of(string(d.Instead))
	}
	return text
}

// reason returns the text of d's reason; an open window without end is one that is
// always open.
func (t Texts) reason(d Decision) string {
	if d.Reason == ReasonOpen && d.Until.IsZero() {
		return t.Of(string(ReasonAlways))
	}
	return t.Of(string(d.Reason))
}

// Error says in words why a message of the business did not go on a kind of channel, and
// what to do: the text of the code where there is one, else the platform's own words. A
// [Misfit] is told in its own, which name the place. Why a message of the customer cannot
// be shown is for [Texts.Unseen].
func (t Texts) Error(k Kind, e Error) string {
	text := cmp.Or(t[string(k)+"/"+e.Code], t[e.Code], e.Title, e.Code)
	switch e.Code {
	case string(ReasonClosed):
		text = t.Of(textOver)
	case CodeDoubt:
		text = t.Of(textDoubt)
	case string(ReasonContent):
		text = cmp.Or(e.Title, text)
	}
	text = sentence(text)
	if e.Class != "" {
		text += " " + t.Of(string(e.Class))
	}
	return text
}

// Unseen says in words why a message of the customer cannot be shown, and what to do: the
// text of the code where there is one, else the platform's own words, and its detail.
func (t Texts) Unseen(k Kind, e Error) string {
	text := sentence(cmp.Or(t[string(k)+"/"+e.Code], t[e.Code], e.Title, e.Code))
	if e.Detail != "" && e.Detail != e.Title {
		text += " " + sentence(e.Detail)
	}
	return text + " " + t.Of(textUnseen)
}

// sentence ends a text with a full stop.
func sentence(text string) string { return strings.TrimSuffix(text, ".") + "." }

// Span writes a length of time in its two largest units: "2 d 3 h", "23 h 59 min",
// "45 s". What is shorter than a second, or negative, is "0 s".
func Span(d time.Duration) string {
	units := []struct {
		size time.Duration
		name string
	}{{day, " d"}, {time.Hour, " h"}, {time.Minute, " min"}, {time.Second, " s"}}
	for i, u := range units {
		if d < u.size {
			continue
		}
		text := strconv.Itoa(int(d/u.size)) + u.name
		if i+1 < len(units) {
			if rest := d % u.size / units[i+1].size; rest > 0 {
				text += " " + strconv.Itoa(int(rest)) + units[i+1].name
			}
		}
		return text
	}
	return "0 s"
}
