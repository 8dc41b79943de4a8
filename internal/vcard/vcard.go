// Package vcard reads the contact cards that users share. Source: RFC 2426, RFC 6350, and
// vCard 2.1.
package vcard

import (
	"cmp"
	"io"
	"mime/quotedprintable"
	"slices"
	"strings"
)

// Card is one person of a vCard.
type Card struct {
	Name           string
	Phones, Emails []string
	Rest           []string // what else it says to people: company, role, address, page, birthday, note
}

// maxParts bounds each list of a card.
const maxParts = 20

// Read returns the people of a vCard of version 2.1, 3 or 4, also of one that is cut short.
func Read(text string) []Card {
	if strings.Contains(text, "QUOTED-PRINTABLE") {
		text = strings.NewReplacer("=\r\n", "", "=\n", "").Replace(text)
	}
	text = strings.NewReplacer("\r\n ", "", "\r\n\t", "", "\n ", "", "\n\t", "").Replace(text) // long lines go on behind a blank
	var people []Card
	var c Card
	known := false
	for line := range strings.Lines(text) {
		name, value := readLine(line)
		known = c.add(name, value) || known
		if name == "END" && known {
			people, c, known = append(people, c), Card{}, false
		}
	}
	if known {
		people = append(people, c)
	}
	return people
}

// add takes a property in, and reports whether it tells something.
func (c *Card) add(name, value string) bool {
	if strings.Trim(value, ";") == "" {
		return false
	}
	switch name {
	case "FN":
		c.Name = value
	case "N":
		c.Name = cmp.Or(c.Name, nameOf(value))
	case "ORG", "NICKNAME":
		value = join(value)
		c.Name = cmp.Or(c.Name, value)
		c.Rest = grow(c.Rest, value)
	case "TEL":
		c.Phones = grow(c.Phones, strings.TrimPrefix(value, "tel:"))
	case "EMAIL":
		c.Emails = grow(c.Emails, strings.TrimPrefix(value, "mailto:"))
	case "TITLE", "ROLE", "ADR", "LABEL", "URL", "BDAY", "NOTE":
		c.Rest = grow(c.Rest, join(value))
	default:
		return false
	}
	return true
}

func grow(list []string, value string) []string {
	if len(list) == maxParts || value == "" {
		return list
	}
	return append(list, value)
}

// join returns a value of parts as people write it.
func join(value string) string {
	parts := slices.DeleteFunc(strings.Split(value, ";"), func(s string) bool { return s == "" })
	return strings.Join(parts, ", ")
}

// readLine takes a line apart: the name of its property, without a group before it, and
// the value.
func readLine(line string) (name, value string) {
	head, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
	name, params, _ := strings.Cut(strings.ToUpper(head), ";")
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		name = name[i+1:]
	}
	if strings.Contains(params, "QUOTED-PRINTABLE") {
		if plain, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(value))); err == nil {
			value = string(plain)
		}
	}
	if strings.Contains(value, `\`) {
		value = strings.NewReplacer(`\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";", `\\`, `\`).Replace(value)
	}
	return name, strings.TrimSpace(value)
}

// nameOf returns a name from its parts: family; given; further; before; after.
func nameOf(value string) string {
	parts := append(strings.Split(value, ";"), "", "", "", "")
	parts = slices.DeleteFunc([]string{parts[3], parts[1], parts[2], parts[0], parts[4]}, func(s string) bool { return s == "" })
	return strings.Join(parts, " ")
}
