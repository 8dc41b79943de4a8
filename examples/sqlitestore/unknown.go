package sqlitestore

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"strings"
)

// A row whose body is replaced again and again has a column beside it, fields: the shape
// of the program that wrote the body. Only where that is another one the old body is
// looked into.

// shape names the fields that a T of this version knows, as a text of SQL.
func shape[T any]() string {
	sum := sha256.Sum256([]byte(strings.Join(names(reflect.TypeFor[T]()), " ")))
	return "'" + hex.EncodeToString(sum[:4]) + "'"
}

// merged returns the assignments that replace the body of a table's row: by the new one,
// and what the old one had in fields that a T of this version does not know. So a program
// that is a version behind loses nothing of what a newer one wrote. What was put together
// from two has no shape.
func merged[T any](table, replacement string) string {
	var paths strings.Builder
	for _, name := range names(reflect.TypeFor[T]()) {
		fmt.Fprintf(&paths, ", '$.%s'", name)
	}
	same := fmt.Sprintf("CASE %s.fields WHEN %s THEN", table, shape[T]())
	return fmt.Sprintf("body = %s %s ELSE json_patch(json_remove(%s.body%s), %[2]s) END, fields = %[1]s %[5]s ELSE '' END",
		same, replacement, table, paths.String(), shape[T]())
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
