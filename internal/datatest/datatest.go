// Package datatest reads the folder of real payloads and behaviour cases that the
// tests named TestData… run over. It is not part of the project: the environment
// variable SOCIALTICKET_DATA names it, by default ../shared/data from the module's
// root. A test skips, and says so, where the folder is absent.
//
// [Cases] puts the cases of one topic to the product. It fails for what a test
// overlooks: a key that it does not know, a question that it does not ask, an
// expectation that it does not compare. [JSON] reads any other file.
package datatest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Dir returns the folder, or skips the test.
func Dir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("SOCIALTICKET_DATA")
	if dir == "" {
		dir = filepath.Join("..", "shared", "data")
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(Root(t), dir)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no data folder: %v; SOCIALTICKET_DATA names another", err)
	}
	return dir
}

// Read returns a file of the folder. One that is missing from a folder that is
// there skips the test as well, for a folder may hold some topics only.
func Read(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(Dir(t), filepath.FromSlash(name)))
	if os.IsNotExist(err) {
		t.Skipf("the data folder has no %s", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// JSON reads a file of the folder, as [Read] does, into a value.
func JSON(t testing.TB, name string, into any) {
	t.Helper()
	if err := json.Unmarshal(Read(t, name), into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// Strict is [JSON] for a file of which every key must be known to the value.
func Strict(t testing.TB, name string, into any) {
	t.Helper()
	if err := Decode(Read(t, name), into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// Files returns the paths of the files in a folder of the folder, sorted. There is
// at least one, or the test skips.
func Files(t testing.TB, under string) []string {
	t.Helper()
	dir := filepath.Join(Dir(t), filepath.FromSlash(under))
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) == 0 {
		t.Skipf("the data folder has no %s", under)
	}
	var files []string
	for _, e := range entries {
		if !e.IsDir() {
			files = append(files, filepath.Join(dir, e.Name()))
		}
	}
	return files
}

// Root returns the folder of the outermost go.mod above the test.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	found := dir
	for parent := dir; ; parent = filepath.Dir(parent) {
		if _, err := os.Stat(filepath.Join(parent, "go.mod")); err == nil {
			found = parent
		}
		if parent == filepath.Dir(parent) {
			return found
		}
	}
}

// here returns the folder of the test from the module's root: "schedule/zendesk",
// or "." for the root itself.
func here(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err == nil {
		dir, err = filepath.Rel(Root(t), dir)
	}
	if err != nil {
		t.Fatal(fmt.Errorf("where the test is: %w", err))
	}
	return filepath.ToSlash(dir)
}
