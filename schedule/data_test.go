package schedule_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"
	_ "time/tzdata" // the answers must not depend on the machine's zone files

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/schedule"
)

// ownFile reads a file of our own cases.
func ownFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return data
}

// caseFile is a file of behavioural cases.
type caseFile struct {
	Schedules map[string]json.RawMessage `json:"schedules"`
	Cases     []json.RawMessage          `json:"cases"`
}

// dataCase is one case. What it gives and asks is read only if its op is about
// hours, as other ops give the same keys other forms.
type dataCase struct {
	ID       string          `json:"id"`
	Op       string          `json:"op"`
	RawGiven json.RawMessage `json:"given"`
	RawWhen  json.RawMessage `json:"when"`
	Then     map[string]any  `json:"then"`
	Policy   map[string]any  `json:"policy"`
	Given    givenPart       `json:"-"`
	When     whenPart        `json:"-"`
}

func (c dataCase) read(t *testing.T) dataCase {
	t.Helper()
	for raw, into := range map[*json.RawMessage]any{&c.RawGiven: &c.Given, &c.RawWhen: &c.When} {
		if len(*raw) > 0 {
			require.NoError(t, json.Unmarshal(*raw, into))
		}
	}
	return c
}

// runCases runs a test for each case of a file.
func runCases(t *testing.T, file []byte, run func(t *testing.T, f caseFile, c dataCase)) {
	var f caseFile
	require.NoError(t, json.Unmarshal(file, &f))
	require.NotEmpty(t, f.Cases)
	for _, raw := range f.Cases {
		var name struct{ ID string }
		require.NoError(t, json.Unmarshal(raw, &name))
		t.Run(name.ID, func(t *testing.T) {
			var c dataCase
			require.NoError(t, json.Unmarshal(raw, &c))
			run(t, f, c)
		})
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
	if err := json.Unmarshal(raw, &n); err != nil {
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

// instantOf reads an instant, in UTC; null is the zero Time.
func instantOf(t *testing.T, v any) time.Time {
	t.Helper()
	if v == nil || v == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339Nano, v.(string))
	require.NoError(t, err)
	return at.UTC()
}

func seconds(n float64) time.Duration { return time.Duration(math.Round(n * float64(time.Second))) }

func segmentLike(t *testing.T, want any, seg schedule.Segment) any {
	pair, _ := want.([]any)
	if len(pair) != 2 {
		pair = []any{"", ""}
	}
	return []any{like(t, pair[0], seg.Start), like(t, pair[1], seg.End)}
}

// like is an instant as text: as want writes it, if it is the same instant.
func like(t *testing.T, want any, got time.Time) any {
	if got.IsZero() {
		return nil
	}
	if text, ok := want.(string); ok && text != "" && instantOf(t, text).Equal(got) {
		return text
	}
	return got.Format(time.RFC3339Nano)
}

func dateOf(t *testing.T, v any) schedule.Date {
	d, err := schedule.ParseDate(fmt.Sprint(v))
	require.NoError(t, err)
	return d
}
