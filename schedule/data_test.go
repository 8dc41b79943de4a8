package schedule_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the answers must not depend on the machine's zone files

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
)

// dataFile reads a file of the shared data, or skips the test.
func dataFile(t *testing.T, path ...string) []byte {
	t.Helper()
	root := os.Getenv("SOCIALTICKET_DATA")
	if root == "" {
		root = filepath.Join("..", "shared", "data")
	}
	if !filepath.IsAbs(root) {
		root = filepath.Join("..", root) // from the module's root
	}
	data, err := os.ReadFile(filepath.Join(append([]string{root}, path...)...))
	if os.IsNotExist(err) {
		t.Skipf("no shared data: %v", err)
	}
	require.NoError(t, err)
	return data
}

// caseFile is a file of behavioural cases.
type caseFile struct {
	Schedules map[string]json.RawMessage `json:"schedules"`
	Cases     []dataCase                 `json:"cases"`
}

type dataCase struct {
	ID        string            `json:"id"`
	Op        string            `json:"op"`
	Given     givenPart         `json:"given"`
	When      whenPart          `json:"when"`
	Then      map[string]any    `json:"then"`
	Policy    map[string]string `json:"policy"`
	Agreement string            `json:"agreement"`
}

// readCases runs a test for each case of a file.
func readCases(t *testing.T, name string, run func(t *testing.T, f caseFile, c dataCase)) {
	var f caseFile
	require.NoError(t, json.Unmarshal(dataFile(t, "cases", name), &f))
	require.NotEmpty(t, f.Cases)
	for _, c := range f.Cases {
		t.Run(c.ID, func(t *testing.T) { run(t, f, c) })
	}
}

// neutral is a schedule in the cases' schema.
type neutral struct {
	Timezone  string                 `json:"timezone"`
	Weekly    map[string][][2]string `json:"weekly"`
	Holidays  []string               `json:"holidays"`
	Closures  []string               `json:"closures"`
	Overrides map[string][][2]string `json:"overrides"`
	Yearly    map[string][][2]string `json:"yearly_overrides"`
	Additions []neutralSpan          `json:"additions"`
	Breaks    []neutralSpan          `json:"breaks"`
	Always    bool                   `json:"always_open"`
}

type neutralSpan struct{ Date, From, To string }

// config reads a schedule of the cases.
func config(raw json.RawMessage) (cfg schedule.Config, err error) {
	var n neutral
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&n); err != nil {
		return cfg, err
	}
	if cfg.Zone, err = time.LoadLocation(n.Timezone); err != nil {
		return cfg, err
	}
	r := &reader{}
	cfg.AlwaysOpen = n.Always
	r.week(&cfg, n.Weekly)
	for _, text := range n.Holidays {
		cfg.Holidays = append(cfg.Holidays, schedule.Holiday{First: r.date(text)})
	}
	for _, text := range n.Closures {
		cfg.Holidays = append(cfg.Holidays, schedule.Holiday{First: r.date(text), Spill: schedule.SpillCut})
	}
	for text, hours := range n.Overrides {
		cfg.Overrides = append(cfg.Overrides, schedule.Exception{First: r.date(text), Hours: r.ranges(hours)})
	}
	for text, hours := range n.Yearly {
		cfg.Overrides = append(cfg.Overrides, schedule.Exception{First: r.date(text), Hours: r.ranges(hours)})
	}
	cfg.Additions, cfg.Breaks = r.exceptions(n.Additions), r.exceptions(n.Breaks)
	return cfg, r.err
}

// reader keeps the first error.
type reader struct{ err error }

func (r *reader) week(cfg *schedule.Config, weekly map[string][][2]string) {
	days := map[string]time.Weekday{"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6}
	for name, hours := range weekly {
		day, ok := days[name]
		if !ok {
			r.err = fmt.Errorf("no weekday %q", name)
			continue
		}
		cfg.Weekly[day] = r.ranges(hours)
	}
}

func (r *reader) ranges(list [][2]string) []schedule.Range {
	var out []schedule.Range
	for _, pair := range list {
		got, err := schedule.ParseRange(pair[0] + "-" + pair[1])
		if err != nil {
			r.err = err
		}
		out = append(out, got)
	}
	return out
}

func (r *reader) date(text string) schedule.Date {
	d, err := schedule.ParseDate(text)
	if err != nil {
		r.err = err
	}
	return d
}

func (r *reader) exceptions(list []neutralSpan) []schedule.Exception {
	var out []schedule.Exception
	for _, s := range list {
		out = append(out, schedule.Exception{First: r.date(s.Date), Hours: r.ranges([][2]string{{s.From, s.To}})})
	}
	return out
}

// variant is the schedule of a case under the policy that a key of `then` or
// an entry of `policy` names by its words.
func variant(t *testing.T, cfg schedule.Config, words string) *schedule.Schedule {
	t.Helper()
	has := func(parts ...string) bool {
		for _, part := range parts {
			if strings.Contains(words, part) {
				return true
			}
		}
		return false
	}
	p := &cfg.Policy
	switch {
	case words == "", has("next", "previous", "move", "exclusive", "negative"): // the defaults
	case has("roll"):
		p.Boundary = schedule.Roll
	case has("minute"):
		p.Closing = schedule.ClosingMinute
	case has("inclusive"):
		p.Closing = schedule.ClosingInclusive
	case has("stay", "unmoved"):
		p.Zero = schedule.ZeroStay
	case has("positive", "absolute"):
		p.Reversed = schedule.ReversedPositive
	case has("reversed", "zero"):
		p.Reversed = schedule.ReversedZero
	case has("kept", "keep"):
		spill(&cfg, schedule.SpillKeep)
	case has("spill", "cut", "holiday", "closed"):
		spill(&cfg, schedule.SpillCut)
	default:
		t.Fatalf("no setting for %q", words)
	}
	s, err := schedule.New(cfg)
	require.NoError(t, err)
	return s
}

func spill(cfg *schedule.Config, s schedule.Spill) {
	cfg.Holidays = slices.Clone(cfg.Holidays)
	for i := range cfg.Holidays {
		cfg.Holidays[i].Spill = s
	}
}

// instantOf reads an instant, in UTC; null is the zero Time.
func instantOf(t *testing.T, v any) time.Time {
	t.Helper()
	if v == nil {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339Nano, v.(string))
	require.NoError(t, err)
	return at.UTC()
}

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }
