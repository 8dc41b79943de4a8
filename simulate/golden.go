package simulate

import (
	"fmt"
	"os"
	"path/filepath"
)

// Golden compares a text with the file that holds how it should be. The error shows how they
// differ, as [Diff] does. With write it writes the file instead, for you to read and commit:
//
//	if err := simulate.Golden("testdata/late.txt", w.Transcript(nil), os.Getenv("UPDATE") != ""); err != nil {
//		t.Error(err)
//	}
func Golden(file, got string, write bool) error {
	if write {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		return os.WriteFile(file, []byte(got), 0o644)
	}
	want, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("simulate: it cannot be compared: %w", err)
	}
	if diff := Diff(string(want), got); diff != "" {
		return fmt.Errorf("simulate: not as in %s (- as there, + now):\n%s", file, diff)
	}
	return nil
}
