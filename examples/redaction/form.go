package main

import (
	"math/rand/v2"
	"strings"
)

// form is a way in which people write card numbers.
type form struct {
	name string
	text func(r *rand.Rand, c card) (before, number, behind string)
}

// write returns a text with c in it, and where the digits are that must not stay
// readable, counted in characters: all but the first six and last four.
func (f form) write(r *rand.Rand, c card) (string, []int) {
	before, number, behind := f.text(r, c)
	var digits []int
	at := len([]rune(before))
	for i, char := range []rune(number) {
		if isDigit(char) {
			digits = append(digits, at+i)
		}
	}
	return before + number + behind, digits[6 : len(digits)-4]
}

func forms() []form {
	parted := func(by string) func(*rand.Rand, card) (string, string, string) {
		return func(_ *rand.Rand, c card) (string, string, string) {
			return "please take ", strings.Join(c, by), ", thanks"
		}
	}
	return []form{
		{"4111111111111111", parted("")},
		{"4111 1111 1111 1111", parted(" ")},
		{"4111-1111-1111-1111", parted("-")},
		{"4111.1111.1111.1111", parted(".")},
		{"4111/1111/1111/1111", parted("/")},
		{"one group a line", func(_ *rand.Rand, c card) (string, string, string) { return "", strings.Join(c, "\n"), "" }},
		{"(4111)(1111)(1111)(1111)", parted(")(")},
		{"4 1 1 1 1 1 …", func(_ *rand.Rand, c card) (string, string, string) {
			return "here: ", strings.Join(strings.Split(strings.Join(c, ""), ""), " "), ""
		}},
		{"the digits of other scripts", func(r *rand.Rand, c card) (string, string, string) {
			return "", inScript(r, strings.Join(c, " ")), ""
		}},
		{"card:4111111111111111 12/27 123", func(_ *rand.Rand, c card) (string, string, string) {
			return "card:", strings.Join(c, ""), " 12/27 123"
		}},
		{"pay 50 4111 1111 1111 1111 123", func(_ *rand.Rand, c card) (string, string, string) {
			return "pay 50 ", strings.Join(c, " "), " 123"
		}},
		{"two on a line", func(r *rand.Rand, c card) (string, string, string) {
			return "", strings.Join(c, " "), " " + strings.Join(newCard(r), " ")
		}},
	}
}

// scripts are the zeros of scripts whose digits people type.
const scripts = "０٠۰०০๐၀"

// inScript returns number with the digits of one of the scripts.
func inScript(r *rand.Rand, number string) string {
	zeros := []rune(scripts)
	zero := zeros[r.IntN(len(zeros))]
	return strings.Map(func(c rune) rune {
		if isDigit(c) {
			return zero + c - '0'
		}
		return c
	}, number)
}

func isDigit(c rune) bool {
	for _, zero := range "0" + scripts {
		if zero <= c && c <= zero+9 {
			return true
		}
	}
	return false
}
