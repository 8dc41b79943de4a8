package webhooktest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Sort says how a piece of a payload is looked for.
type Sort string

// The sorts of piece.
const (
	Words   Sort = "words"   // what a person reads
	Ident   Sort = "ident"   // an id, a name of a user, a key, a digest of a file
	Instant Sort = "instant" // Unix seconds or milliseconds, or a written date
	Code    Sort = "code"    // of an error
	Link    Sort = "link"    // an address on the web
	Amount  Sort = "amount"  // a size, a length, a price, a coordinate
	Fact    Sort = "fact"    // what happened, in the platform's word: a status, an action
	Data    Sort = "data"    // what a machine reads: a payload
	Card    Sort = "card"    // a vCard: each of its properties
)

// Piece is one text or number of a payload that its name says to be worth keeping.
type Piece struct {
	Path string // names joined by points; elements of a list are under the list's name
	Text string
	Sort Sort
}

func (p Piece) String() string { return fmt.Sprintf("%s = %q (%s)", p.Path, p.Text, p.Sort) }

// Pieces returns what a decoded payload says, in the order of its paths. What counts is
// the name of each member alone, wherever it stands, so that what no parser knows is
// looked for as well.
func Pieces(payload any) []Piece {
	var found []Piece
	var walk func(path, name string, v any)
	walk = func(path, name string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, member := range slices.Sorted(maps.Keys(v)) {
				walk(strings.TrimPrefix(path+"."+member, "."), member, v[member])
			}
		case []any:
			for _, element := range v {
				walk(path, name, element)
			}
		case string, json.Number:
			text := strings.TrimSpace(fmt.Sprint(v))
			if sort := SortOf(name); sort != "" && text != "" {
				found = append(found, Piece{path, text, sort})
			}
		}
	}
	walk("", "", payload)
	return found
}

// SortOf returns the sort of a member by its name, "" for what need not be kept. The last
// word of a name says what it is: "photo_id", "webhookEventId" and "MsgID" are ids.
func SortOf(name string) Sort {
	words := strings.FieldsFunc(snake(name), func(r rune) bool { return r == '_' || r == '-' })
	if len(words) == 0 {
		return ""
	}
	if sort, known := special()[strings.Join(words, "_")]; known {
		return sort
	}
	last := words[len(words)-1]
	if last == "str" && len(words) > 1 { // "id_str"
		last = words[len(words)-2]
	}
	for sort, names := range sorts() {
		if slices.Contains(strings.Fields(names), last) {
			return sort
		}
	}
	return ""
}

// special are names whose last word says something else.
func special() map[string]Sort {
	return map[string]Sort{
		"location_x": Amount, "location_y": Amount, "timestamp_ms": Instant, "created_at_msec": Instant,
		"display_phone_number": Ident, "phone_number": Ident, "input": Ident,
	}
}

// sorts are the last words of names; none stands in two lists.
func sorts() map[Sort]string {
	return map[Sort]string{
		Words: `text texts body caption title subtitle name headline description desc message question content label detail details reason subject
			remediation explanation comment emoji emojis keywords recognition address poiname note summary digest word words quote query bio
			answer greeting signature feedback footer header org country city street zip company department`,
		Ident: `id ids mid mids wamid token hwid nonce uuid sha256 username identifier handle key keys ticket clid email phone from to customer
			current previous author userid openid unionid account sum slug hash tag number requester entity oid recipient sender`,
		Instant: `timestamp time date at until watermark expiration expiry expire start end`,
		Code:    `code subcode errcode codes`,
		Link:    `url uri link href picture thumbnail avatar permalink photo photos video media`,
		Amount: `latitude longitude lat lon long lng coordinates precision size duration quantity price amount currency length offset rating
			score limit total count`,
		Fact: `status event action verb decision result response category state direction field element phase topic frequency optin reaction
			mode source language locale origin string`,
		Card: `vcard`,
		Data: `payload data ref metadata json value context dm`,
	}
}

// snake writes a name in small letters, words joined by "_".
func snake(name string) string {
	var out strings.Builder
	runes := []rune(name)
	for i, r := range runes {
		begins := unicode.IsUpper(r) && i > 0 && (unicode.IsLower(runes[i-1]) || unicode.IsDigit(runes[i-1]) ||
			i+1 < len(runes) && unicode.IsUpper(runes[i-1]) && unicode.IsLower(runes[i+1]))
		if begins {
			out.WriteByte('_')
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}
