package identity

import (
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// HandleKind says what kind of name a [Handle] is. Its text is the stored one.
type HandleKind string

// The kinds of handle. A host may add its own.
const (
	HandlePhone  HandleKind = "phone"       // a phone number
	HandleEmail  HandleKind = "email"       // an e-mail address
	HandleUserID HandleKind = "user_id"     // an id that a platform gives a user towards one business: WhatsApp's, LINE's
	HandlePageID HandleKind = "page_id"     // an id towards one page or account: Messenger's, Instagram's
	HandleOpenID HandleKind = "open_id"     // an id towards one WeChat account
	HandleID     HandleKind = "id"          // an id of the platform, the same towards all
	HandleSite   HandleKind = "site"        // a web site
	HandleDevice HandleKind = "anonymous"   // a visitor of a web page or an app
	HandleName   HandleKind = "screen_name" // a name that a user has chosen
)

// Handle is one name that a person can be reached or found by.
type Handle struct {
	Kind  HandleKind `json:"kind"`
	Value string     `json:"value"`
	// Label is what agents call it: "work", "mobile".
	Label string `json:"label,omitzero"`
	// Account is the business account towards which it names the person. Zero: everywhere.
	Account channel.Account `json:"account,omitzero"`
	// Verified tells that it is the person's: the channel told it, or it was confirmed.
	Verified bool `json:"verified,omitzero"`
}

// HandleOf returns what an address tells of its user: which kind of name it is. The channel
// told it, so it is verified.
func HandleOf(a channel.Address) Handle {
	return Handle{Kind: kindOf(a.Account.Kind, a.Handle), Value: a.Handle, Account: a.Account, Verified: true}
}

// kindOf returns what kind of name a handle is on a kind of channel.
func kindOf(on channel.Kind, handle string) HandleKind {
	switch {
	case isNumber(on, handle):
		return HandlePhone
	case hasNumbers(on) && IsUserID(handle):
		return HandleUserID
	case strings.Contains(handle, "@") && !strings.HasPrefix(handle, "@"):
		return HandleEmail
	case strings.HasPrefix(handle, "@"):
		return HandleName
	}
	switch on {
	case channel.LINE, channel.Viber, channel.ViberBusiness, channel.KakaoTalk, channel.Apple:
		return HandleUserID
	case channel.Messenger, channel.Instagram:
		return HandlePageID
	case channel.WeChat, channel.WeChatSubscription, channel.WeChatMini, channel.WeCom:
		return HandleOpenID
	case channel.Web:
		return HandleDevice
	case channel.WhatsApp, channel.SMS, channel.X, channel.Telegram, channel.TelegramBusiness, channel.TikTok:
	}
	return HandleID
}

// same reports whether two handles are one: of one kind and account, by one label if both
// have one, and the same number, e-mail or text.
func (h Handle) same(o Handle, phones Phones) bool {
	if h.Kind != o.Kind || h.Account != o.Account || h.Label != "" && o.Label != "" && h.Label != o.Label {
		return false
	}
	switch {
	case h.Value == o.Value:
		return true
	case h.Kind == HandlePhone:
		return phones.Same(h.Value, o.Value)
	case h.Kind == HandleEmail:
		return strings.EqualFold(h.Value, o.Value)
	}
	return false
}
