package webhooktest_test

import (
	"regexp"
	"slices"
	"strings"

	"github.com/socialticket/socialticket/internal/webhooktest"
)

// exemption says what of a platform's payloads need not be in the events, and why.
type exemption struct {
	path *regexp.Regexp
	why  string
	when func(w webhook, p webhooktest.Piece) bool // nil: always
}

func exempt(path, why string) exemption { return exemption{regexp.MustCompile(path), why, nil} }

func exemptWhen(path, why string, when func(webhook, webhooktest.Piece) bool) exemption {
	return exemption{regexp.MustCompile(path), why, when}
}

// exemptions returns what is exempt in each group of channels.
func exemptions() map[string][]exemption {
	return map[string][]exemption{
		"whatsapp": {
			exempt(`^(all\.)?entry\.(id|time)$`, "the business account; events name the number, and have instants of their own"),
			exempt(`entry\.changes\.field$`, "which list it is; notices have it"),
			exempt(`\.metadata\.display_phone_number$`, "the business's number, for which phone_number_id stands"),
			exemptWhen(`\.(from|to)$`, "the business's own number; the user's is what the other one says", ownNumber),
			exempt(`\.context\.from$`, "who wrote what is quoted, which the id of that tells"),
			exempt(`\.errors\.href$`, "a page of the manual, the same for all"),
			exempt(`\.conversation\.id$`, "an id for bills, which count messages since July 2025"),
			exempt(`\.nfm_reply\.name$`, "the kind of form; the answers have its fields"),
			exempt(`\.history\.metadata\.|chunk_order$`, "how far the handing over is"),
			exempt(`\.contacts\.name\.(first_name|middle_name|last_name|prefix|suffix)$`, "formatted_name is what people call it"),
			exemptWhen(`\.value\.contacts\.`, "a contact that no item names", strangerContact),
			exemptWhen(`timestamp$`, "a word where a number should be", placeholder),
			exemptWhen(`\.contacts\.phones\.wa_id$`, "the digits of the number beside it", secondary),
		},
		"messenger": {
			exempt(`^entry\.(id|time)$`, "whose webhook it is, and when it was sent"),
			exempt(`\.nlp\.`, "what the platform guesses of the text"),
			exempt(`\.reaction\.(action|reaction)$|\.value\.verb$|\.referral\.source$`, "a word that the type of the event, or ours for it, stands for"),
			exemptWhen(`^entry\.messaging\.timestamp$`, "until when all was read or delivered counts", hasWatermark),
		},
		"line": {
			exempt(`^events\.mode$`, "active is the usual one; Control tells of the other"),
			exempt(`\.(emojis|mentionees)\.length$`, "where in the text it stands"),
		},
		"telegram": {
			exempt(`\.file_unique_id$`, "it can fetch nothing"),
			exempt(`(^|\.)(thumb|thumbnail|cover|qualities)\.`, "other sizes of the same file"),
			exemptWhen(`\.photo\.(file_id|file_size)$`, "other sizes of the same photo", secondary),
			exempt(`entities\.(offset|length|user\.|custom_emoji_id)`, "marks in a text, which has the words themselves"),
			exempt(`\.(reply_to_message|external_reply)\.`, "another message, which its id tells"),
			exempt(`^callback_query\.message\.`, "the bot's own message, which its id tells"),
			exempt(`\.forward_origin\.date$|\.forward_date$`, "when others wrote it; Sent is when the user sent it on"),
			exempt(`\.forward_origin\..*username$`, "a second name of who wrote first"),
			exempt(`\.chat\.(first_name|last_name|username)$`, "the user's, or a second name of the group"),
			exempt(`\.venue\.(foursquare|google_place)_id$`, "ids in other services' directories"),
			exempt(`\.(video|video_note|sticker|animation)\.length$|\.blocks\.size$`, "how large it is shown"),
			exempt(`^edited_\w+\.date$`, "of an edit its own date counts"),
			exemptWhen(`\.animation|\.document\.`, "an animation comes twice", hasAnimation),
			exemptWhen(`\.from\.(id|first_name|username)$`, "who stands for every administrator", administrator),
			exemptWhen(`\.from\.(first_name|last_name|username|language_code)$`, "who moved a group", migrates),
		},
		"viber": {
			exempt(`\.country$`, "the country of a number that the platform does not tell"),
			exempt(`^event$`, "the type of the event stands for it"),
			exempt(`^message_token$`, "a callback without a message is named by what it says"),
			exempt(`\.status\.code$`, "of a kind that is not documented for bots"),
		},
		"wechat": {
			exempt(`^Event$|^Status$`, "the type and the state of the event stand for it"),
			exempt(`^MsgDataId$`, "of an article of the business that was commented"),
			exempt(`\.Count$`, "how many a list has"),
			exempt(`^SessionID$`, "a session between a device and the maker"),
			exempt(`^FailTime$`, "the event's own instant"),
		},
		"x": {
			exempt(`(^|\.)users\.\w+\.(description|url|created_timestamp|created_at|\w+_count)$`, "what people say of themselves"),
			exempt(`\.(source|target|user)\.(data\.)?(description|url|created_at|created_timestamp|\w+_count)$`, "as above"),
			exemptWhen(`\.(name|username|screen_name)$`, "the account's own name", ownName),
			exemptWhen(`^users\.`, "the account's own name", ownUser),
			exempt(`^data\.event_uuid$`, "posts and messages have ids of their own"),
			exempt(`\.user_mentions\.|\.display_url$`, "a part of the text"),
			exempt(`\.entities\.urls\.(title|description)$`, "a preview of another's page"),
			exemptWhen(`\.expanded_url$`, "the post that it quotes", quotes),
			exempt(`\.(dm_)?conversation_id$`, "the two who talk"),
			exempt(`\.encoded_event$`, "sealed: only those who talk can read it"),
			exemptWhen(`\.variants\.url$`, "other sizes of the same video", secondary),
			exempt(`\.(place_id|favorited_status)$`, "an id in the maps of X; a placeholder"),
			exemptWhen(`(payload|tweet_create_events)\.(text|created_at)$`, "the beginning of a longer text, and a second instant", longer),
			exempt(`\.includes\.tweets\.text$`, "another post, which its id tells"),
		},
	}
}

// says reports whether a payload says a text at a path that matches.
func (w webhook) says(path *regexp.Regexp, text string) bool {
	return slices.ContainsFunc(webhooktest.Pieces(w.payload), func(p webhooktest.Piece) bool {
		return path.MatchString(p.Path) && (text == "" || p.Text == text)
	})
}

// strangerContact reports whether no item of a WhatsApp webhook is about the contact.
func strangerContact(w webhook, _ webhooktest.Piece) bool {
	contact := regexp.MustCompile(`value\.contacts\.(wa_id|user_id)$`)
	item := regexp.MustCompile(`(from|to|recipient_id|user_id|wa_id|participant_id)$`)
	for _, p := range webhooktest.Pieces(w.payload) {
		if contact.MatchString(p.Path) && slices.ContainsFunc(webhooktest.Pieces(w.payload), func(o webhooktest.Piece) bool {
			return !strings.Contains(o.Path, "value.contacts.") && !strings.HasSuffix(o.Path, "echoes.from") && item.MatchString(o.Path) && o.Text == p.Text
		}) {
			return false
		}
	}
	return true
}

// ownNumber reports whether a number of WhatsApp is the business's: as the metadata say, or
// by its place.
func ownNumber(w webhook, p webhooktest.Piece) bool {
	digits := func(s string) string { return regexp.MustCompile(`\D`).ReplaceAllString(s, "") }
	own := slices.ContainsFunc(webhooktest.Pieces(w.payload), func(o webhooktest.Piece) bool {
		return strings.HasSuffix(o.Path, "metadata.display_phone_number") && digits(o.Text) == digits(p.Text)
	})
	sent := w.says(regexp.MustCompile(`\.calls\.direction$`), "BUSINESS_INITIATED")
	switch {
	case strings.HasSuffix(p.Path, "message_echoes.from"), strings.HasSuffix(p.Path, "calls.from") && sent, strings.HasSuffix(p.Path, "calls.to") && !sent:
		return true
	}
	return own
}

// ownName reports whether a name stands beside the id of the account of X.
func ownName(w webhook, p webhooktest.Piece) bool {
	beside := regexp.MustCompile("^" + regexp.QuoteMeta(p.Path[:strings.LastIndexByte(p.Path, '.')]) + `\.(id|id_str)$`)
	for _, account := range webhooktest.Pieces(w.payload) {
		if regexp.MustCompile(`(for_user_id|filter\.user_id)$`).MatchString(account.Path) && w.says(beside, account.Text) {
			return true
		}
	}
	return false
}

func placeholder(_ webhook, p webhooktest.Piece) bool { return p.Text == "TIMESTAMP" }

// secondary reports whether another piece of the same path is in the events.
func secondary(w webhook, p webhooktest.Piece) bool {
	holder, err := webhooktest.Hold(w.events)
	return err == nil && slices.ContainsFunc(webhooktest.Pieces(w.payload), func(o webhooktest.Piece) bool {
		return strings.TrimSuffix(o.Path, ".phone") == strings.TrimSuffix(p.Path, ".wa_id") && holder.Holds(o)
	})
}

func hasWatermark(w webhook, _ webhooktest.Piece) bool {
	return w.says(regexp.MustCompile(`\.watermark$`), "")
}

func hasAnimation(w webhook, p webhooktest.Piece) bool {
	return strings.Contains(p.Path, ".document.") && w.says(regexp.MustCompile(`\.animation\.`), "")
}

func migrates(w webhook, _ webhooktest.Piece) bool {
	return w.says(regexp.MustCompile(`\.migrate_(to|from)_chat_id$`), "")
}

func administrator(w webhook, _ webhooktest.Piece) bool {
	return w.says(regexp.MustCompile(`\.from\.id$`), "1087968824")
}

func ownUser(w webhook, p webhooktest.Piece) bool {
	id := strings.Split(p.Path, ".")[1]
	return w.says(regexp.MustCompile(`^for_user_id$`), id)
}

func quotes(w webhook, p webhooktest.Piece) bool {
	return w.says(regexp.MustCompile(`(quoted_status_id_str|referenced_tweets\.id)$`), p.Text[strings.LastIndexByte(p.Text, '/')+1:])
}

func longer(w webhook, _ webhooktest.Piece) bool {
	return w.says(regexp.MustCompile(`(note_tweet\.text|extended_tweet\.full_text)$|payload\.timestamp_ms$`), "")
}
