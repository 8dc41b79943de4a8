package main

import (
	"maps"
	"net/url"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAccessible states that no page has a serious fault of accessibility, in either language
// and theme, that the console is quiet, and that nothing is wider than the window, from a small
// phone to a large screen.
func TestAccessible(t *testing.T) {
	t.Parallel()
	browser := openBrowser(t)
	s := openHouse(t, true)
	for _, l := range []look{{width: 1920, height: 1000}, {width: 320, height: 640, lang: "fr", dark: true}} {
		lang := "en"
		if l.lang != "" {
			lang = l.lang
		}
		one := openTab(browser, t, s.url, l)
		seen := map[string]bool{}
		for _, path := range slices.Sorted(maps.Keys(s.walk(lang))) {
			at, err := url.Parse(path)
			require.NoError(t, err)
			if at.RawQuery != "" && seen[kindOf(&url.URL{Path: at.Path})] || seen[kindOf(at)] {
				continue // a page that was looked at, on which something else is chosen
			}
			seen[kindOf(at)] = true
			one.open(path)
			require.Equal(t, lang, is[string](one, "document.documentElement.lang"), path)
			one.accessible()
			one.theme(!l.dark)
			one.accessible()
			one.theme(l.dark)
			require.LessOrEqual(t, is[int](one, "document.documentElement.scrollWidth"), int(l.width), path)
		}
		one.quiet()
		t.Logf("%d pages", len(seen))
	}
}
