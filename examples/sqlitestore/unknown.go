package sqlitestore

import (
	"fmt"
	"reflect"
	"strings"
)

// merged returns the SQL of a body that replaces an earlier one: the new one, and
// what the old one had in fields that a T of this version does not know. So a
// program that is a version behind loses nothing of what a newer one wrote.
func merged[T any](old, replacement string) string {
	var paths strings.Builder
	for _, name := range names(reflect.TypeFor[T]()) {
		fmt.Fprintf(&paths, ", '$.%s'", name)
	}
	return fmt.Sprintf("json_patch(json_remove(%s%s), %s)", old, paths.String(), replacement)
}

// names returns the JSON names of a struct's fields.
func names(t reflect.Type) []string {
	var list []string
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" {
			list = append(list, names(f.Type)...)
		} else {
			list = append(list, name)
		}
	}
	return list
}
