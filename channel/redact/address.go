package redact

import "strings"

// addressAt is what is known of the token before a place in the text: the characters since
// the last blank, quote or angle bracket.
type addressAt struct {
	at     int
	begin  int  // of the token
	dotted bool // a name with a dot in it stands there
	is     bool // it is an address: of a page, a file, a mailbox, a phone
}

// inAddress reports whether w stands whole in an address, as in https://example.com/4111…,
// or is the name in one, as in 4111…@example.com.
func (f *finder) inAddress(w *window) bool {
	if endsInMailbox(f.text[w.end:]) {
		return true
	}
	f.readAddress(w.at)
	return f.address.is && strings.IndexFunc(f.text[w.at:w.end], isTokenEnd) < 0
}

// readAddress brings f.address to start, which is never before the last one. It reads each
// character twice at most.
func (f *finder) readAddress(start int) {
	a := &f.address
	begin := start
	for begin > a.at && !isTokenEnd(rune(f.text[begin-1])) {
		begin--
	}
	from := begin
	if begin > a.at || a.at == 0 || isTokenEnd(rune(f.text[begin-1])) {
		*a = addressAt{begin: begin}
	}
	for i := from; i < start && !a.is; i++ {
		switch rest := f.text[i:start]; rest[0] {
		case '.':
			a.dotted = a.dotted || len(rest) > 1 && isLetter(rest[1])
		case '/', '?':
			a.is = a.dotted || i == a.begin && rest[0] == '/'
		case ':':
			a.is = strings.HasPrefix(rest, "://") || isScheme(f.text[a.begin:i])
		}
	}
	a.at = start
}

// isScheme reports whether token ends in the name of an address that a number may be.
func isScheme(token string) bool {
	for name := range strings.SplitSeq("tel sms fax mailto sip sips callto whatsapp viber skype geo urn data", " ") {
		n := len(token) - len(name)
		if n >= 0 && strings.EqualFold(token[n:], name) && (n == 0 || !isLetter(token[n-1])) {
			return true
		}
	}
	return false
}

// endsInMailbox reports whether text, behind a number, makes it a name at a host, or at
// WhatsApp's lid.
func endsInMailbox(text string) bool {
	if text == "" || text[0] != '@' {
		return false
	}
	host := 1
	for host < len(text) && (isLetter(text[host]) || isDigit(text[host]) || text[host] == '-') {
		host++
	}
	return text[1:host] == "lid" || host > 1 && host+1 < len(text) && text[host] == '.' && isLetter(text[host+1])
}

// isTokenEnd reports whether r, a character or a byte, stands between two tokens.
func isTokenEnd(r rune) bool { return r < 128 && (endsToken(byte(r)) || r == '<' || r == '"') }
