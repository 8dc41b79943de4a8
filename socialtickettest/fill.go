package socialtickettest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/socialticket/socialticket"
)

// fill gives every field below v, which is a pointer, a value of its own: texts
// that no enumeration lists, instants to the nanosecond, slices of two, a reply for a
// command. A field that is added to a type some day is filled too.
func fill(v any) {
	n := 0
	fillValue(reflect.ValueOf(v).Elem(), &n)
}

func fillValue(v reflect.Value, n *int) {
	*n++
	switch special := v.Addr().Interface().(type) {
	case *time.Time:
		*special = start().Add(time.Duration(*n) * 1_000_000_001)
		return
	case *json.RawMessage:
		*special = fmt.Appendf(nil, `{"number":%d}`, *n)
		return
	case *socialticket.Order:
		var reply socialticket.Reply
		fillValue(reflect.ValueOf(&reply).Elem(), n)
		special.Command = reply
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("%d: 'Größe' \"e\u0301\" \\ <b> & %%_ 你好\n👋🏽", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Float64:
		v.SetFloat(float64(*n) + 0.1)
	case reflect.Struct:
		for _, field := range v.Fields() {
			if field.CanSet() {
				fillValue(field, n)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fillValue(v.Index(i), n)
		}
	default:
		panic(fmt.Sprintf("socialtickettest: cannot fill a %s", v.Type()))
	}
}

// each calls do with every slice below v, which is a pointer, the outer first.
func each(v any, do func(slice reflect.Value)) { eachValue(reflect.ValueOf(v).Elem(), do) }

func eachValue(v reflect.Value, do func(reflect.Value)) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				eachValue(v.Field(i), do)
			}
		}
	case reflect.Slice:
		do(v)
		for i := range v.Len() {
			eachValue(v.Index(i), do)
		}
	default: // nothing below
	}
}

// trim makes every slice below v nil that has no element: they mean the same.
func trim(v any) {
	each(v, func(s reflect.Value) {
		if s.Len() == 0 {
			s.SetZero()
		}
	})
}

// empty makes every slice below v empty, but not nil.
func empty(v any) {
	each(v, func(s reflect.Value) { s.Set(reflect.MakeSlice(s.Type(), 0, 0)) })
}

// scribble overwrites what every slice below v holds, in place.
func scribble(v any) {
	var found []reflect.Value
	each(v, func(s reflect.Value) { found = append(found, s) })
	for i := len(found) - 1; i >= 0; i-- { // the inner first
		for k := range found[i].Len() {
			found[i].Index(k).SetZero()
		}
	}
}
