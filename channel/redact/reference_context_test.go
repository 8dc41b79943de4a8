package redact_test

import (
	"math/big"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What the reference leaves alone, and why.

var (
	plainPhones = regexp.MustCompile(`^(628\d{9,12}` + // Indonesia
		`|(573|584|601|639|642)\d{9}|63(89[5-8]|81[37])\d{7}` + // Colombia, Venezuela, Malaysia, the Philippines, New Zealand
		`|491[567]\d{9}|436(5[0-35-79]|6[013-9]|[789]\d)\d{8}|68584\d{8})$`) // Germany, Austria, Samoa
	plainHost    = regexp.MustCompile(`^@([A-Za-z0-9-]+\.[A-Za-z]|lid([^A-Za-z0-9-]|$))`)
	plainAddress = regexp.MustCompile(`^/|://|\.[A-Za-z][^ ]*[/?]|(^|[^A-Za-z])(tel|sms|fax|mailto|sips?|callto|whatsapp|viber|skype|geo|urn|data):`) // in small letters
	plainLabel   = func() *regexp.Regexp {
		const marks = `[ \t\x{a0}:#=.°№\-"'(*]`
		return regexp.MustCompile(`(?:^|\P{L})(?:order|orderid|ordernumber|orderno|ordernr|commande|bestellung|bestellnummer|bestellnr|auftrag|auftragsnummer|` +
			`pedido|encomenda|ordine|ordre|bestelling|bestelnummer|zamówienie|zamówienia|zamowienie|siparis|sipariş|pesanan|заказ|заказа|订单|订单号|注文番号|` +
			`invoice|facture|factura|fattura|fatura|faktura|rechnung|rechnungsnummer|tracking|suivi|colis|parcel|paket|shipment|sendung|sendungsnummer|` +
			`ticket|ref|reference|référence|referenz|referencia|id|serial|seriennummer|imei|iccid|isbn|ean|gtin|sku|article|artikel)` +
			`(?:` + marks + `{1,4}(?:no|nr|n|nº|num|number|numero|número|numéro|nummer|is|ist|est|es)){0,2}` + marks + `{0,4}$`)
	}()
)

func smallASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}

func plainCardWord(before string) bool {
	near := []rune(before)
	text := strings.ToLower(string(near[max(0, len(near)-24):]))
	for word := range strings.FieldsSeq("card kart cart carta tarjeta kaart kort visa maestro amex kredi credit crédit débit debit cvv cvc карт بطاقة 卡 カード 카드 कार्ड บัตร") {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

func (p *plainText) kept(i, j int, number string, sizes []int) bool {
	start, end := p.blocks[i][0], p.blocks[j][1]
	for k := i; k >= 0 && (k == i || p.joined[k]); k-- {
		before := p.text[:p.blocks[k][0]]
		if (strings.HasSuffix(before, "+") || strings.HasSuffix(before, "&#43;")) && len(p.digits(k, j)) <= 15 {
			return true
		}
	}
	token := p.text[strings.LastIndexAny(p.text[:start], " \t\n\v\f\r<>\"")+1 : start]
	if plainHost.MatchString(p.text[end:]) || plainAddress.MatchString(smallASCII(token)) && !strings.ContainsAny(p.text[start:end], " \t\n\v\f\r<>\"") {
		return true
	}
	for at := range start {
		if p.accountEnd(at) > start {
			return true
		}
	}
	phone := plainPhones.MatchString(number) && (len(number) == 12 || j == i || !usualSizes(sizes))
	return (phone || i == j && plainLabel.MatchString(strings.ToLower(p.text[:start]))) && !plainCardWord(p.text[:start])
}

var plainAccount = regexp.MustCompile(`^[A-Za-z]{2}(?:[\x00-\x20\p{Z}\p{Cf}\p{Pd}\x{85}]{0,2}\p{Nd}){2}(?:[\x00-\x20\p{Z}\p{Cf}\p{Pd}\x{85}]{0,2}[A-Za-z\p{Nd}])+`)

// accountEnd returns where the bank account number ends that begins at a place, or 0.
func (p *plainText) accountEnd(at int) int {
	before, _ := utf8.DecodeLastRuneInString(p.text[:at])
	if wordBefore.MatchString(string(before)) && at > 0 || !plainAccount.MatchString(p.text[at:]) {
		return 0
	}
	length := accountLength(strings.ToUpper(p.text[at : at+2]))
	var account string
	end := at
	for i, r := range p.text[at:] {
		if len(account) == length {
			break
		}
		switch {
		case unicode.IsDigit(r):
			account += asciiDigits(string(r))
		case r < 128 && unicode.IsLetter(r):
			account += strings.ToUpper(string(r))
		default:
			continue
		}
		end = at + i + utf8.RuneLen(r)
	}
	if whole := plainAccount.FindString(p.text[at:]); length == 0 || len(account) < length || at+len(whole) < end || wordAfter.MatchString(p.text[end:]) {
		return 0
	}
	var value strings.Builder
	for _, c := range account[4:] + account[:4] {
		if c > '9' {
			value.WriteString(big.NewInt(int64(c - 'A' + 10)).String())
		} else {
			value.WriteString(string(c))
		}
	}
	n, _ := new(big.Int).SetString(value.String(), 10)
	if new(big.Int).Mod(n, big.NewInt(97)).Int64() != 1 {
		return 0
	}
	return end
}

// accountCountries are the countries whose account numbers have a length.
var accountCountries = map[int]string{
	15: "NO",
	16: "BE",
	18: "DK FI FK FO GL NL SD",
	19: "MK SI",
	20: "AT BA EE KZ LT LU MN XK",
	21: "CH HR LI LV",
	22: "BG BH CR DE GB GE IE ME RS VA",
	23: "AE GI IL IQ OM SO TL",
	24: "AD CZ ES MD PK RO SA SE SK TN VG",
	25: "LY PT ST",
	26: "IS TR",
	27: "BI DJ FR GR IT MC MR SM",
	28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
	29: "BR EG PS QA UA",
	30: "JO KW MU YE",
	31: "MT SC",
	32: "LC",
	33: "RU",
}

func accountLength(code string) int {
	for length, codes := range accountCountries {
		if slices.Contains(strings.Fields(codes), code) {
			return length
		}
	}
	return 0
}
