package main

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// walk follows the links from the first page on, a few of each kind, and returns what it found
// by address. Every link leads to a page.
func (s *shop) walk(lang string) map[string]string {
	s.t.Helper()
	const ofKind = 3
	href := regexp.MustCompile(`<a [^>]*href="([^"]*)"`)
	pages, kinds, todo := map[string]string{}, map[string]int{}, []string{"/"}
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		at, err := url.Parse(path)
		require.NoError(s.t, err, path)
		if _, seen := pages[path]; seen || at.Host != "" || !strings.HasPrefix(path, "/") {
			continue
		}
		kind := kindOf(at)
		if kinds[kind]++; kinds[kind] > ofKind {
			continue
		}
		status, text := s.do("GET", path, "", "Accept", "text/html", "Accept-Language", lang)
		require.Equal(s.t, http.StatusOK, status, path)
		if !strings.HasPrefix(text, "<!DOCTYPE html>") { // a file, such as an export
			continue
		}
		pages[path] = text
		for _, link := range href.FindAllStringSubmatch(text, -1) {
			to, err := at.Parse(strings.ReplaceAll(link[1], "&amp;", "&"))
			require.NoError(s.t, err, link[1])
			to.Fragment = ""
			todo = append(todo, to.String())
		}
	}
	return pages
}

// kindOf names what kind of page an address is, without ids.
func kindOf(at *url.URL) string {
	parts := strings.Split(at.Path, "/")
	for i, part := range parts {
		if strings.ContainsAny(part, "0123456789") {
			parts[i] = "*"
		}
	}
	var names []string
	for name := range at.Query() {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(parts, "/") + "?" + strings.Join(names, "&")
}

// TestEveryLinkLeads states that every link of every page leads to a page, in each language,
// and that no sentence is missing. HELPDESK_PAGES names a folder that gets the pages, for
// programs that check HTML.
func TestEveryLinkLeads(t *testing.T) {
	s := newShop(t)
	require.NoError(t, s.demo.begin(t.Context()))
	missing := regexp.MustCompile(`[>"]([a-z]+\.[a-z_]+(\.[a-z_]+)?)[<"]`)
	for _, w := range s.book.All() {
		pages := s.walk(w.Lang())
		require.Greater(t, len(pages), 10)
		for path, text := range pages {
			require.Contains(t, text, `<html lang="`+w.Lang()+`"`, path)
			for _, found := range missing.FindAllStringSubmatch(text, -1) {
				require.True(t, strings.HasSuffix(found[1], ".js") || strings.HasSuffix(found[1], ".css"), "%s shows a key in place of a sentence: %s", path, found[1])
			}
			keepPage(t, w.Lang()+path, text)
		}
	}
}

// keepPage writes a page into HELPDESK_PAGES, if that is set.
func keepPage(t *testing.T, name, text string) {
	t.Helper()
	folder := os.Getenv("HELPDESK_PAGES")
	if folder == "" {
		return
	}
	name = regexp.MustCompile(`[^a-zA-Z0-9]+`).ReplaceAllString(name, "-")
	require.NoError(t, os.WriteFile(filepath.Join(folder, name[:min(len(name), 120)]+".html"), []byte(text), 0o600))
}

// TestSentences states that each sentence has the same verbs in all languages, and that
// templates name sentences that are there.
func TestSentences(t *testing.T) {
	s := newShop(t)
	all := s.book.All()
	verb := regexp.MustCompile(`%(\[\d\])?[a-z]`)
	for _, key := range s.book.Keys() {
		want := verb.FindAllString(all[0].T(key), -1)
		slices.Sort(want)
		for _, w := range all[1:] {
			got := verb.FindAllString(w.T(key), -1)
			slices.Sort(got)
			require.Equal(t, want, got, "%s in %s", key, w.Lang())
			require.NotEmpty(t, strings.TrimSpace(w.T(key)), key)
		}
	}
	keys := s.book.Keys()
	used := regexp.MustCompile(`\.(T|N) "([^"]+)"`)
	names, err := filepath.Glob("templates/*.html")
	require.NoError(t, err)
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, found := range used.FindAllStringSubmatch(string(text), -1) {
			key := found[2]
			if found[1] == "N" {
				key += ".many"
			}
			require.True(t, slices.Contains(keys, key), "%s: %s", name, key)
		}
	}
}
