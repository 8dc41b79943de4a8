package zendesk_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/datatest"
	"github.com/socialticket/socialticket/rules"
	"github.com/socialticket/socialticket/rules/zendesk"
)

// dataFiles returns the shared files that may have rules, by their path in the folder.
func dataFiles(t *testing.T) map[string][]byte {
	t.Helper()
	root := filepath.Join(datatest.Dir(t), "zendesk")
	files := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(root, path)
		if err != nil || d.IsDir() || filepath.Ext(path) != ".json" || strings.HasPrefix(rel, "definitions") {
			return err
		}
		files[filepath.ToSlash(rel)], err = os.ReadFile(path)
		return err
	})
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("the data folder has no zendesk")
	}
	return files
}

// read reads a file of the data: its folder tells the kind of a rule without an envelope.
func read(t *testing.T, path string, text []byte) (*zendesk.File, error) {
	t.Helper()
	kind := map[string]zendesk.Kind{
		"triggers": zendesk.Triggers, "automations": zendesk.Automations, "macros": zendesk.Macros, "views": zendesk.Views, "sla": zendesk.Policies,
	}[strings.Split(path, "/")[0]]
	file, err := zendesk.Read(text, kind)
	require.NotNil(t, file, "%s: %v", path, err)
	return file, err
}

// invalid reports whether Zendesk itself would not take the rules of a file: its name says
// so.
func invalid(path string) bool { return strings.Contains(filepath.Base(path), "invalid") }

// TestDataRules states that every valid rule is read, compiles, is written as it was, and
// runs on any subject.
func TestDataRules(t *testing.T) {
	different, rows := map[string]bool{}, 0
	for path, text := range dataFiles(t) {
		t.Run(path, func(t *testing.T) {
			file, err := read(t, path, text)
			if invalid(path) {
				if err == nil && compileAll(file) == nil {
					t.Error("an invalid file was taken")
				}
			} else {
				require.NoError(t, err)
				require.NoError(t, compileAll(file))
			}
			written, err := file.Write()
			require.NoError(t, err)
			if diff := cmp.Diff(tree(t, text), tree(t, written)); diff != "" {
				t.Errorf("the text changed (-read +written):\n%s", diff)
			}
			runs(t, file)
		})
		file, _ := read(t, path, text)
		for _, k := range all() {
			for _, r := range file.Rules(k) {
				rows++
				body, _ := json.Marshal([]any{k, r.When, r.Do})
				different[string(body)] = true
			}
		}
	}
	t.Logf("%d rows, %d different rules", rows, len(different))
}

func all() []zendesk.Kind {
	return []zendesk.Kind{zendesk.Triggers, zendesk.Automations, zendesk.Macros, zendesk.Views, zendesk.Policies}
}

func tree(t *testing.T, text []byte) (v any) {
	t.Helper()
	require.NoError(t, json.Unmarshal(text, &v))
	return v
}

// active returns rules as if each were active.
func active(list []rules.Rule) []rules.Rule {
	list = slices.Clone(list)
	for i := range list {
		list[i].Inactive = false
	}
	return list
}

func views(file *zendesk.File) (list []rules.View) {
	for _, r := range active(slices.Concat(file.Rules(zendesk.Views), file.Rules(zendesk.Policies))) {
		list = append(list, rules.View{Rule: r})
	}
	return list
}

func macros(file *zendesk.File) (list []rules.Macro) {
	for _, r := range active(file.Rules(zendesk.Macros)) {
		list = append(list, rules.Macro{Rule: r})
	}
	return list
}

// compileAll compiles all rules of a file, those that are not active too.
func compileAll(file *zendesk.File) error {
	table := rules.Standard()
	_, triggers := rules.CompileTriggers(table, active(file.Rules(zendesk.Triggers)))
	_, automations := rules.CompileAutomations(table, active(file.Rules(zendesk.Automations)))
	_, macros := rules.CompileMacros(table, macros(file))
	_, views := rules.CompileViews(table, views(file))
	return errors.Join(triggers, automations, macros, views)
}

// runs runs the rules of a file on subjects: none may fail.
func runs(t *testing.T, file *zendesk.File) {
	t.Helper()
	table := rules.Standard()
	triggers, _ := rules.CompileTriggers(table, active(file.Rules(zendesk.Triggers)))
	automations, _ := rules.CompileAutomations(table, active(file.Rules(zendesk.Automations)))
	macros, _ := rules.CompileMacros(table, macros(file))
	views, _ := rules.CompileViews(table, views(file))
	m := maker{rand.New(rand.NewPCG(1, 2))}
	for range 300 {
		s := m.subject()
		now := func() *rules.Subject { return s }
		triggers.Run(now, func(f rules.Firing) { require.NotEmpty(t, f.Deeds) })
		automations.Run(now, func(f rules.Firing) { require.NotEmpty(t, f.Deeds) })
		if at := automations.DueAt(s); !at.IsZero() {
			require.False(t, at.Before(s.Now))
		}
		for _, one := range macros.List("7", nil) {
			_, found := macros.Apply(one.ID, s)
			require.True(t, found)
		}
		for _, one := range views.List("7", nil) {
			views.Matches(one.ID, s)
		}
	}
}
