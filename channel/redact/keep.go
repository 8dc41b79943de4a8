package redact

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kept reports whether w looks like a card number and is another: a bank account, a phone
// number, part of an address, an order. A word for cards before it outweighs the guesses.
func (f *finder) kept(w *window) bool {
	if plus := f.run.held[w.i].plus; plus >= 0 && plus+w.n <= maxPhone {
		return true
	}
	if f.inAddress(w) || inAccount(f.text, w.at) {
		return true
	}
	phone := isPhone(w.number()) && (w.n == minCard || !usual(w.grouping()))
	return (phone || w.groups == 1 && labelled(f.text[:w.at])) && !speaksOfCard(f.text[:w.at])
}

// maxPhone is how many digits a phone number has at most behind its plus sign.
//
// Source: https://www.itu.int/rec/T-REC-E.164 (read 2026-11-27).
const maxPhone = 15

// endsInPlus reports whether text ends in a plus sign, or in HTML's for it.
func endsInPlus(text string) bool {
	n := len(text)
	return n > 0 && (text[n-1] == '+' || text[n-1] == ';' && strings.HasSuffix(text, "&#43;"))
}

// isLabel reports whether word, in small letters, is followed by a number which is not a
// card's.
func isLabel(word []byte) bool {
	switch string(word) {
	case "order", "orderid", "ordernumber", "orderno", "ordernr", "commande", "bestellung", "bestellnummer", "bestellnr", "auftrag",
		"auftragsnummer", "pedido", "encomenda", "ordine", "ordre", "bestelling", "bestelnummer", "zamówienie", "zamówienia",
		"zamowienie", "siparis", "sipariş", "pesanan", "заказ", "заказа", "订单", "订单号", "注文番号",
		"invoice", "facture", "factura", "fattura", "fatura", "faktura", "rechnung", "rechnungsnummer",
		"tracking", "suivi", "colis", "parcel", "paket", "shipment", "sendung", "sendungsnummer",
		"ticket", "ref", "reference", "référence", "referenz", "referencia", "id", "serial", "seriennummer",
		"imei", "iccid", "isbn", "ean", "gtin", "sku", "article", "artikel":
		return true
	}
	return false
}

// isFiller reports whether word, in small letters, may stand between a label and its
// number.
func isFiller(word []byte) bool {
	switch string(word) {
	case "no", "nr", "n", "nº", "num", "number", "numero", "número", "numéro", "nummer", "is", "ist", "est", "es":
		return true
	}
	return false
}

// labelled reports whether the last word of text, before a number, says that it is none of
// a card: an order's, a parcel's, an article's.
func labelled(text string) bool {
	var buffer [maxLabel * utf8.UTFMax]byte
	for range 3 {
		word, before := lastWord(text)
		lower := buffer[:0]
		for _, r := range word {
			lower = utf8.AppendRune(lower, unicode.ToLower(r))
		}
		switch {
		case isLabel(lower):
			return true
		case !isFiller(lower):
			return false
		}
		text = before
	}
	return false
}

const (
	maxLabel = 20 // letters of the longest word that counts
	maxMarks = 4  // characters between it and the number
)

// isMark reports whether r may stand between a label and its number.
func isMark(r rune) bool {
	switch r {
	case ' ', '\t', '\u00a0', ':', '#', '=', '.', '°', '№', '-', '"', '\'', '(', '*':
		return true
	}
	return false
}

// lastWord returns the letters at the end of text, apart from the marks behind them, and
// what stands before. It returns "" if they are too many.
func lastWord(text string) (word, before string) {
	for range maxMarks {
		r, size := utf8.DecodeLastRuneInString(text)
		if !isMark(r) {
			break
		}
		text = text[:len(text)-size]
	}
	before = text
	for n := 0; ; n++ {
		r, size := utf8.DecodeLastRuneInString(before)
		switch {
		case !unicode.IsLetter(r):
			return text[len(before):], before
		case n == maxLabel:
			return "", ""
		}
		before = before[:len(before)-size]
	}
}

// cardWords are parts of words for cards, and of the names of their issuers.
const cardWords = "card kart cart carta tarjeta kaart kort visa maestro amex kredi credit crédit débit debit cvv cvc карт بطاقة 卡 カード 카드 कार्ड บัตร"

// speaksOfCard reports whether a word for cards is among the last 24 characters of text.
func speaksOfCard(text string) bool {
	const near = 24
	var buffer [near * utf8.UTFMax]byte
	i := len(buffer)
	for range near {
		r, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
		r = unicode.ToLower(r)
		i -= utf8.RuneLen(r)
		utf8.EncodeRune(buffer[i:], r)
	}
	for word := range strings.SplitSeq(cardWords, " ") {
		if bytes.Contains(buffer[i:], []byte(word)) {
			return true
		}
	}
	return false
}
