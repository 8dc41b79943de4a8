package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// patience is how long a test waits for what a page should show: a slow machine is no fault.
const patience = 20 * time.Second

// openBrowser starts Chromium, or skips the test where it is not installed.
func openBrowser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is too slow for a short run")
	}
	program := ""
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && name != "" {
			program = found
			break
		}
	}
	if program == "" {
		t.Skip("no Chromium is installed: what people see is not tested (CHROMIUM names the program)")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // it refuses to start as root otherwise
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, leave := chromedp.NewContext(ctx)
	t.Cleanup(func() { leave(); stop() })
	require.NoError(t, chromedp.Do(ctx))
	return ctx
}

// tab is a page that a person looks at, in a browser of their own: others have other cookies.
type tab struct {
	t       *testing.T
	browser context.Context
	ctx     context.Context
	base    string

	mu       sync.Mutex
	troubles []string // what the console says that it should not
}

// look is how a person looks: the size of the window, the theme, the language.
type look struct {
	width, height int64
	dark          bool
	lang          string // of the browser, as "fr"; "": English
}

func openTab(browser context.Context, t *testing.T, base string, l look) *tab {
	t.Helper()
	ctx, leave := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(leave)
	b := &tab{t: t, browser: browser, ctx: ctx, base: base}
	require.NoError(t, chromedp.Do(ctx))
	messages := chromedp.Console(ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if kind := string(m.Type); m.IsException() || kind == "error" || kind == "warning" {
				b.mu.Lock()
				b.troubles = append(b.troubles, m.String())
				b.mu.Unlock()
			}
		}
	}()
	if l.width == 0 {
		l.width, l.height = 1400, 850
	}
	b.do(chromedp.EmulateViewport(l.width, l.height))
	b.theme(l.dark)
	if l.lang != "" {
		_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
		require.NoError(t, err)
		_, err = chromedp.Call(ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": l.lang}})
		require.NoError(t, err)
	}
	return b
}

// theme lets the person wish for a dark or a light page.
func (b *tab) theme(dark bool) {
	b.t.Helper()
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	require.NoError(b.t, err)
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	require.NoError(b.t, chromedp.Do(ctx, steps...))
}

func (b *tab) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + path))
}

func (b *tab) click(css string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(css), chromedp.NodeVisible))
}

func (b *tab) fill(css, text string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(css), chromedp.NodeVisible), chromedp.SendKeys(chromedp.CSS(css), text))
}

// keys presses keys wherever the focus is.
func (b *tab) keys(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// is evaluates an expression.
func is[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	require.NoError(b.t, err, expression)
	return v
}

// until waits until an expression is true on the page, whatever page it is by then.
func (b *tab) until(expression string) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, patience)
	defer stop()
	for {
		_, err := chromedp.Run(ctx, chromedp.Poll[bool]("!!("+expression+")", chromedp.WithPollingInterval(50*time.Millisecond), chromedp.WithPollingTimeout(patience)))
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			text, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("location.href + '\\n' + document.body.innerText"))
			require.NoError(b.t, err, "%s\nthe page shows: %s", expression, text)
		}
	}
}

// sees waits until an element of the page has a text.
func (b *tab) sees(css, text string) {
	b.t.Helper()
	b.until(fmt.Sprintf("[...document.querySelectorAll(%q)].some(e => e.innerText.includes(%q))", css, text))
}

// quiet states that the console told of no error.
func (b *tab) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	require.Empty(b.t, b.troubles)
}

// accessible states that axe-core finds no serious or critical violation on the page. The
// program is not part of this project: AXE_CORE names the file axe.min.js of it.
func (b *tab) accessible() {
	b.t.Helper()
	script, err := os.ReadFile(os.Getenv("AXE_CORE"))
	if err != nil {
		b.t.Logf("accessibility is not looked at: AXE_CORE does not name axe.min.js (%v)", err)
		return
	}
	is[chromedp.Void](b, string(script))
	found := is[string](b, `axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(
		r.violations.filter(v => v.impact === "serious" || v.impact === "critical").map(v => v.id + ": " + v.nodes.map(n => n.html.slice(0, 200)).join(" | "))))`)
	var list []string
	require.NoError(b.t, json.Unmarshal([]byte(found), &list))
	require.Empty(b.t, list, is[string](b, "location.pathname"))
}

// house is a shop that works by itself, as the program does.
func openHouse(t *testing.T, story bool) *shop {
	t.Helper()
	s := newShop(t)
	ctx, stop := context.WithCancel(context.Background())
	if story {
		require.NoError(t, s.demo.begin(ctx))
	}
	ended := make(chan error, 1)
	go func() { ended <- s.worker.Run(ctx) }()
	closeShop := s.close
	s.close = sync.OnceFunc(func() {
		stop()
		require.NoError(t, <-ended)
		closeShop()
	})
	t.Cleanup(s.close)
	return s
}
