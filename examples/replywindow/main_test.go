package main

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	tests := []struct {
		name, args, want string
		status           int
	}{
		{"last second", "-sent 2026-11-20T10:00:00Z -now 2026-11-21T09:59:59Z", `allowed: yes
until:   2026-11-21T10:00:00Z
left:    1s
reason:  window_open
`, 0},
		{"the end is outside", "-sent 2026-11-20T10:00:00Z -now 2026-11-21T10:00:00Z", `allowed: no
ended:   2026-11-21T10:00:00Z, 0s ago
reason:  window_closed
instead: use_template
`, 1},
		{"never wrote", "-now 2026-11-21T10:00:00Z", `allowed: no
reason:  never_opened
instead: use_template
`, 1},
		{"newest counts, in any order and zone", "-channel whatsapp -sent 2026-11-20T12:00:00+01:00 -sent 2026-11-19T10:00:00Z -now 2026-11-21T10:00:00Z", `allowed: yes
until:   2026-11-21T11:00:00Z
left:    1h0m0s
reason:  window_open
`, 0},
		{"a clock that is far ahead counts as now", "-sent 2026-11-25T00:00:00Z -now 2026-11-21T10:00:00Z", `allowed: yes
until:   2026-11-22T10:00:00Z
left:    24h0m0s
reason:  window_open
`, 0},
		{"another channel", "-channel line -token abc -sent 2026-11-20T10:00:00Z -now 2026-11-20T10:00:20Z", `allowed: yes
until:   2026-11-20T10:01:00Z
left:    40s
reason:  window_open
route:   reply_token
`, 0},
		{"without end", "-channel line", `allowed: yes
reason:  always_allowed
route:   push
`, 0},
		{"json", "-json -sent 2026-11-20T10:00:00Z -now 2026-11-21T09:59:59.5Z",
			`{"allowed":true,"reason":"window_open","until":"2026-11-21T10:00:00Z","left_seconds":0.5}` + "\n", 0},
		{"json refused", "-json -sent 2026-11-20T10:00:00Z -now 2026-11-22T10:00:00Z",
			`{"allowed":false,"reason":"window_closed","until":"2026-11-21T10:00:00Z","left_seconds":0,"instead":"use_template"}` + "\n", 1},
		{"json never", "-json", `{"allowed":false,"reason":"never_opened","left_seconds":0,"instead":"use_template"}` + "\n", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs strings.Builder
			status := run(strings.Fields(tt.args), &out, &errs)
			require.Empty(t, errs.String())
			require.Equal(t, tt.status, status)
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("run(%s) mismatch (-want +got):\n%s", tt.args, diff)
			}
		})
	}
}

func TestRunBadInput(t *testing.T) {
	for args, want := range map[string]string{
		"-sent yesterday":           "-sent",
		"-sent 2026-11-20T10:00:00": "-sent",
		"-now 10:00":                "-now",
		"-channel pigeon":           "-channel",
		"-json=perhaps":             "-json",
		"-since 2026":               "-since",
		"2026-11-20T10:00:00Z":      "-sent",
	} {
		var out, errs strings.Builder
		require.Equal(t, 2, run(strings.Fields(args), &out, &errs), args)
		require.Empty(t, out.String(), args)
		line, _, _ := strings.Cut(errs.String(), "\n")
		require.Contains(t, line, want, args)
	}
}

// TestExitStatus runs the program itself.
func TestExitStatus(t *testing.T) {
	program := filepath.Join(t.TempDir(), "replywindow")
	built, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, string(built))
	for args, want := range map[string]int{
		"-sent 2026-11-20T10:00:00Z -now 2026-11-21T09:59:59Z": 0,
		"-sent 2026-11-20T10:00:00Z -now 2026-11-21T10:00:00Z": 1,
		"-sent soon": 2,
		"-help":      0,
	} {
		var exit *exec.ExitError
		status := 0
		if err := exec.Command(program, strings.Fields(args)...).Run(); errors.As(err, &exit) {
			status = exit.ExitCode()
		} else {
			require.NoError(t, err)
		}
		require.Equal(t, want, status, args)
	}
}
