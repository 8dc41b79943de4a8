package whatsapp

import (
	"strconv"

	"github.com/socialticket/socialticket/channel"
)

// Provider is who carries messages to WhatsApp; each has its own error codes.
// Its text is the stored one. The zero Provider, and one that this version does
// not know, use Meta's codes, as most resellers pass them on.
type Provider string

// The providers.
const (
	Meta   Provider = "meta"
	Twilio Provider = "twilio"
)

// class returns what can be done about an error of that code. Codes that are not listed
// have the empty class: keep them, and do not repeat by yourself.
func (p Provider) class(code string) channel.Class {
	n, err := strconv.Atoi(code)
	switch {
	case err != nil:
		return ""
	case p == Twilio && n > 10000:
		return twilioClass(n)
	}
	return metaClass(n)
}

// metaClass reads Meta's advice on each code. 470 is the older name of 131047.
//
// 131026, 130472 and 130497 are of [channel.ClassUser]: the recipient is the reason. He
// is not on WhatsApp or has an old version of it, is in an experiment without marketing,
// or lives in a country that the business may not write to. Another message would not go
// either, and who writes first can be answered.
//
// Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
// and the pages on user ids, identity changes, experiments, the Marketing Messages API and
// no-storage numbers; https://www.twilio.com/docs/api/errors/63016 (read 2026-09).
func metaClass(code int) channel.Class {
	switch code {
	case 131047, 470:
		return channel.ClassTemplate
	case 130472, 130497, 131026, 131050, 131052:
		return channel.ClassUser
	case 1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131049, 131056, 131057,
		132015, 132069, 133000, 133004, 133015, 134101:
		return channel.ClassRetry
	case 0, 3, 10, 33, 190, 368, 131005, 131030, 131031, 131037, 131042, 131045, 131053, 131062, 131063, 131064,
		132001, 132068, 133005, 133006, 133008, 133009, 133010, 133016, 134011, 134102, 137000:
		return channel.ClassFix
	case 100, 131008, 131009, 131021, 131035, 131036, 131051, 131055,
		132000, 132005, 132007, 132008, 132012, 132016, 134100, 135000:
		return channel.ClassNever
	}
	if 200 <= code && code <= 299 { // permissions
		return channel.ClassFix
	}
	return groupClass(code)
}

// groupClass reads the codes of groups. A suspended group, or one whose number may not
// have groups, is for somebody to mend; 131208 says that it went too fast.
//
// Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/groups/error-codes/
// (edited 2025-10-31).
func groupClass(code int) channel.Class {
	switch {
	case code == 131208:
		return channel.ClassRetry
	case code == 131207, code == 131214, code == 131215:
		return channel.ClassFix
	case code == 131020, code == 131041, 131201 <= code && code <= 131215:
		return channel.ClassNever
	}
	return ""
}

// twilioClass reads Twilio's codes for messaging channels. Source:
// https://www.twilio.com/docs/api/errors, 63001 to 63051, and its mapping to WhatsApp's
// codes (read 2026-11).
func twilioClass(code int) channel.Class {
	switch code {
	case 63016:
		return channel.ClassTemplate
	case 63015, 63033:
		return channel.ClassUser
	case 63010, 63012, 63018, 63038, 63041, 63049:
		return channel.ClassRetry
	case 63001, 63002, 63007, 63019, 63020, 63022, 63027, 63040, 63051:
		return channel.ClassFix
	case 63003, 63005, 63013, 63021, 63024, 63028, 63030, 63031, 63032, 63036, 63042:
		return channel.ClassNever
	}
	return ""
}
