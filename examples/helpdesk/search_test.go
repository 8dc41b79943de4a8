package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// searched returns the page of a search, and the ids of the tickets that it found.
func (s *shop) searched(q string, more ...string) (page string, ids []string) {
	s.t.Helper()
	page = s.page("/search?q=" + url.QueryEscape(q) + strings.Join(more, ""))
	for _, m := range regexp.MustCompile(`<li><a href="/tickets/([^"?]+)"`).FindAllStringSubmatch(page, -1) {
		ids = append(ids, m[1])
	}
	return page, ids
}

// TestSearchPage states by what tickets and people are found: a phone in any form, names,
// handles, tags, states and words, whatever their capitals and accents.
func TestSearchPage(t *testing.T) {
	s := newShop(t)
	ana := strings.TrimPrefix(s.post("/demo/message", "name", "Ana María Gómez", "from", "33612345678", "text", "Where is the parcel?"), "/tickets/")
	bob := strings.TrimPrefix(s.post("/demo/message", "name", "Bob Stone", "from", "15550100", "text", "Parcels are late"), "/tickets/")
	s.assign(bob, "ben")
	for q, want := range map[string][]string{
		"+33612345678":             {ana},
		"+33 6 12 34 56 78":        {ana},
		"phone:0612345678":         {ana},
		`phone:"06 12.34.56-78"`:   {ana},
		"phone:5678":               {ana},
		"name:gomez":               {ana},
		`name:"maria ana"`:         {ana},
		"handle:33612345678":       {ana},
		"parcel":                   {bob, ana},
		`"the parcel"`:             {ana},
		"PARCEL? name:bob":         {bob},
		"status:new":               {ana},
		"assignee:ben":             {bob},
		"tag:messaging_support":    {bob, ana},
		"tag:none":                 nil,
		"channel:whatsapp parcels": {bob},
		"#" + ana:                  {ana},
		"nothing like it":          nil,
	} {
		_, ids := s.searched(q)
		require.Equal(t, want, ids, q)
	}
	page, _ := s.searched("name:gomez")
	require.Contains(t, page, `<bdi class="name">Ana María Gómez</bdi></a>`)
	theirs := regexp.MustCompile(`href="(/people/[^"]+)"><bdi class="name">Ana`).FindStringSubmatch(page)
	require.NotNil(t, theirs, "a person has a page")
	require.Contains(t, s.page(theirs[1]), "/tickets/"+ana)
	require.NotContains(t, s.page("/search"), "No ticket was found", "nothing was asked yet")
}

// TestSearchMisread states that what was not understood is told, and that what was typed
// stays in the field.
func TestSearchMisread(t *testing.T) {
	s := newShop(t)
	const q = `colour:red status:lost tag: name:a name:b "open`
	page, _ := s.searched(q)
	for _, want := range []string{"“colour:red”: this name is not known", "“status:lost”: this value is not known", "“tag:”: the value is missing", "“name:b”: it stands there twice", "the quote has no end", `value="colour:red status:lost tag: name:a name:b &#34;open"`} {
		require.Contains(t, page, want)
	}
}

// TestSearchHarmless states that SQL, patterns, markup and odd bytes in a search are words
// and no more, and that what is too long is refused.
func TestSearchHarmless(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	for _, q := range []string{
		`' OR 1=1 --`, `"; DROP TABLE ticket; --`, `hello') OR ('1'='1`, `%`, `_____`, `*`, `hel*`, `NEAR(a b)`, `a AND b OR NOT c`, `{text}: x`, `^hello`, `-hello`,
		"\x00", "hello\x00world", "\xff\xfe", `<script>alert(1)</script>`, `name:'--`, `phone:+1%27`, `handle:"'; DELETE FROM ticket"`, `id:' OR ''='`, `tag:" OR 1`, strings.Repeat("a ", 240), `((((((((((`,
	} {
		status, page := s.do("GET", "/search?q="+url.QueryEscape(q), "", "Accept", "text/html")
		require.Equal(t, http.StatusOK, status, "%q", q)
		require.NotContains(t, page, "<script>alert", "%q", q)
		require.NotRegexp(t, `(?i)sql (logic )?error|syntax error|fts5`, page, "%q", q)
	}
	_, ids := s.searched("hello")
	require.Equal(t, []string{id}, ids, "all is still there")
	require.NotContains(t, s.log.String(), "request failed")
	for _, path := range []string{"/search?q=" + strings.Repeat("a", mostAsked+1), "/search?q=a&after=x", "/search?q=a&after=2026-01-01T00:00:00Z_none", "/search?q=a&person=none"} {
		status, page := s.do("GET", path, "", "Accept", "text/html")
		require.Equal(t, http.StatusBadRequest, status, path)
		require.Contains(t, page, "This search cannot be done", path)
	}
}

// TestSearchPages states that going through the pages of what is found shows each ticket and
// each person once.
func TestSearchPages(t *testing.T) {
	s := newShop(t)
	for i := range 32 {
		s.write("155501"+string(rune('0'+i/10))+string(rune('0'+i%10)), "Where is my parcel?")
	}
	tickets, people := map[string]bool{}, 0
	page, ids := s.searched("kim")
	for {
		for _, id := range ids {
			require.False(t, tickets[id])
			tickets[id] = true
		}
		m := regexp.MustCompile(`href="/search\?(after=[^"]+)">More tickets`).FindStringSubmatch(page)
		if m == nil {
			break
		}
		page, ids = s.searched("kim", "&"+strings.ReplaceAll(m[1], "&amp;", "&"))
	}
	require.Empty(t, tickets, "kim is a name, and stands in no ticket")

	page, ids = s.searched("parcel")
	require.Len(t, ids, 25)
	m := regexp.MustCompile(`href="/search\?(after=[^"]+)">More tickets`).FindStringSubmatch(page)
	require.NotNil(t, m)
	_, rest := s.searched("parcel", "&"+strings.ReplaceAll(m[1], "&amp;", "&"))
	require.Len(t, rest, 7)
	require.NotContains(t, ids, rest[0])

	for to := "/search?q=name:kim"; to != ""; {
		page := s.page(to)
		people += strings.Count(page, `<bdi class="name">Kim</bdi></a> <small>`)
		to = ""
		if m := regexp.MustCompile(`href="(/search\?[^"]+)">More people`).FindStringSubmatch(page); m != nil {
			to = strings.ReplaceAll(m[1], "&amp;", "&")
		}
	}
	require.Equal(t, 32, people)
}
