package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestKill kills the program under load, again and again, as kill -9 does. No message
// that was answered with 200 may be missing afterwards, and none may be there twice,
// though the platform sends what was not answered again.
func TestKill(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	program := build(ctx, t)
	db := t.TempDir()
	all := &load{taken: map[string]bool{}}
	for round := range 4 {
		all.post(ctx, start(ctx, t, program, db, "s3cret"), round)
	}
	last := &shop{t: t, url: start(ctx, t, program, db, "s3cret").url}
	kept := last.kept(t) // finds none twice
	for id := range all.taken {
		require.True(t, kept[id], "%s was answered with 200 and is gone", id)
	}
	for _, body := range all.lost {
		status, text := last.do("POST", hookPath, body, signatureHeader, signed("s3cret", body))
		require.Equal(t, http.StatusOK, status, text)
		for _, id := range idsIn(body) {
			all.taken[id] = true
		}
	}
	require.Equal(t, all.taken, last.kept(t), "with what was sent again")
	t.Logf("%d messages, %d webhooks cut off at the end", len(all.taken), len(all.lost))
}

// build builds the program and returns its file.
func build(ctx context.Context, t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "helpdesk")
	built, err := exec.CommandContext(ctx, "go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, string(built))
	return program
}

// process is the program, running.
type process struct {
	cmd         *exec.Cmd
	url, secret string
}

func start(ctx context.Context, t *testing.T, program, db, secret string, env ...string) *process {
	t.Helper()
	p := &process{cmd: exec.CommandContext(ctx, program, "-addr", "127.0.0.1:0", "-data", db, "-no-login"), secret: secret}
	p.cmd.Env = append(env, "WHATSAPP_APP_SECRET="+secret)
	out, err := p.cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, p.cmd.Start())
	t.Cleanup(p.kill)
	lines := bufio.NewScanner(out)
	for p.url == "" {
		require.True(t, lines.Scan(), "it ended before it listened")
		if found := regexp.MustCompile(`page=(http://\S+)`).FindStringSubmatch(lines.Text()); found != nil {
			p.url = found[1]
		}
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return p
}

// kill ends the program without a word.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// post posts a webhook and returns the status, 0 if there was no answer.
func (p *process) post(ctx context.Context, body string) int {
	var header []string
	if p.secret != "" {
		header = []string{signatureHeader, signed(p.secret, body)}
	}
	status, _ := call(ctx, p.url+hookPath, body, header...)
	return status
}

// call posts something and returns the answer, a status of 0 if there was none.
func call(ctx context.Context, url, body string, header ...string) (status int, text string) {
	r, err := http.NewRequestWithContext(ctx, "POST", url, strings.NewReader(body))
	if err != nil {
		return 0, ""
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, ""
	}
	defer func() { _ = answer.Body.Close() }()
	whole, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, ""
	}
	return answer.StatusCode, string(whole)
}

// load is what was posted.
type load struct {
	mu    sync.Mutex
	taken map[string]bool // ids of messages that were answered with 200
	lost  []string        // webhooks that were not
}

// post posts from several customers at once, and what had no answer before, until the
// program is killed in the midst of it.
func (l *load) post(ctx context.Context, p *process, round int) {
	again := l.lost
	l.lost = nil
	var all sync.WaitGroup
	for customer := range 6 {
		all.Go(func() {
			for n := 0; l.one(ctx, p, someHook(round, customer, n)); n++ {
				if l.count() > 300*(round+1) {
					_ = p.cmd.Process.Kill() // it may be dead already
				}
			}
		})
	}
	for _, body := range again {
		l.one(ctx, p, body)
	}
	all.Wait()
	p.kill()
}

func someHook(round, customer, n int) string {
	var messages []string
	for i := range 3 {
		messages = append(messages, fmt.Sprintf("%d wamid.%d.%d.%d.%d hello", 15550100+customer, round, customer, n, i))
	}
	return hook("77", time.Unix(1795000000, 0), messages...)
}

func (l *load) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.taken)
}

// one posts one webhook and notes what came of it.
func (l *load) one(ctx context.Context, p *process, body string) bool {
	status := p.post(ctx, body)
	l.mu.Lock()
	defer l.mu.Unlock()
	if status != http.StatusOK {
		l.lost = append(l.lost, body)
		return false
	}
	for _, id := range idsIn(body) {
		l.taken[id] = true
	}
	return true
}

func idsIn(body string) []string {
	var ids []string
	for _, m := range regexp.MustCompile(`"id": "(wamid[^"]+)"`).FindAllStringSubmatch(body, -1) {
		ids = append(ids, m[1])
	}
	return ids
}
