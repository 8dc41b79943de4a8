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

// Classify returns what can be done about an error of that code. Codes that
// nobody listed have the empty class: keep them, and do not repeat by yourself.
func (p Provider) Classify(code string) channel.Class {
	n, err := strconv.Atoi(code)
	switch {
	case err != nil:
		return ""
	case p == Twilio && n > 10000:
		return twilioClass(n)
	}
	return metaClass(n)
}

// metaClass reads Meta's advice on each code. Source: Meta, Cloud API error
// codes, and the pages on groups, user ids, identity changes, the Marketing
// Messages API and no-storage numbers, read 2026-09. 470 is the older name of
// 131047. Source: Twilio, error 63016, read 2026-09.
func metaClass(code int) channel.Class {
	switch code {
	case 131047, 470:
		return channel.ClassTemplate
	case 131050, 131052:
		return channel.ClassUser
	case 1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131049, 131056, 131057,
		132015, 132069, 133000, 133004, 133015, 134101:
		return channel.ClassRetry
	case 0, 3, 10, 190, 368, 131005, 131030, 131031, 131037, 131042, 131045, 131053, 131062, 131063, 131064,
		132001, 132068, 133005, 133006, 133008, 133009, 133010, 133016, 134011, 134102, 137000:
		return channel.ClassFix
	case 33, 100, 130472, 130497, 131008, 131009, 131020, 131021, 131026, 131035, 131036, 131041, 131051, 131055,
		132000, 132005, 132007, 132008, 132012, 132016, 134100, 135000:
		return channel.ClassNever
	}
	switch {
	case 200 <= code && code <= 299: // permissions
		return channel.ClassFix
	case 131201 <= code && code <= 131215: // groups
		return channel.ClassNever
	}
	return ""
}

// twilioClass reads Twilio's codes for messaging channels. Source: Twilio, error
// and warning dictionary, 63001 to 63051, and its mapping to WhatsApp's codes,
// read 2026-11.
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
