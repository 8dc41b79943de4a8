package loosejson_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/loosejson"
)

// rebuild decodes v through the methods of Value alone.
func rebuild(v loosejson.Value) any {
	switch v.Kind() {
	case '{':
		m := map[string]any{}
		for name, member := range v.Members() {
			m[name] = rebuild(member)
		}
		return m
	case '[':
		list := []any{}
		for item := range v.Items() {
			list = append(list, rebuild(item))
		}
		return list
	case '"':
		return v.Str()
	case '0':
		return json.Number(v.Str())
	case 't':
		return v.Yes()
	}
	return nil
}

// FuzzParse holds the package against encoding/json: the same texts are JSON, and
// they hold the same.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		`{"a":[1,"2",{"b":null}],"c":true,"d":{}}`, ` [ ] `, `"\ud83d\ude00 \"x\\"`, `-0.5e+3`, `null`,
		`{"a":1,"a":2,"\u0061":3}`, "{\"a\" : \"\xff\" , \"b\":\t-1 }", `{`, ``, `{"a":[[[[]]],{}]}`, `[1 2]`,
		`["\b\f\n\r\t\/\\\"\u00e9\u00E9", "\ud800", "\ud800x\udc00", "\ud800\u0041", "\ud83d\ud83d\ude00", "é\u0000"]`,
		`["\x"]`, `["\u12g4"]`, `["\u12`, "[\"\n\"]", `[01]`, `[-]`, `[1.]`, `[1e]`, `[1E-07, -0, 0.10]`, `[tru]`, `[false]`, `[nul]`,
		`{"a"}`, `{"a":}`, `{a:1}`, `{,}`, `[1,]`, `[,1]`, `{"a":1]`, `] `, `{"\u00":1}`, `{"é":1, "\u00e9":2}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := loosejson.Parse(text)
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		var want any
		require.Equal(t, json.Valid(text), err == nil)
		if err != nil {
			return
		}
		require.NoError(t, decoder.Decode(&want))
		if diff := cmp.Diff(want, rebuild(v)); diff != "" {
			t.Errorf("values differ (-encoding/json +loosejson):\n%s", diff)
		}
		if list, ok := want.([]any); ok {
			require.Equal(t, len(list), v.Len())
		}
		if object, ok := want.(map[string]any); ok {
			require.GreaterOrEqual(t, v.Len(), len(object), "a name may come twice")
			for name, member := range object {
				if diff := cmp.Diff(member, rebuild(v.Get(name))); diff != "" {
					t.Errorf("Get(%q) differs (-encoding/json +loosejson):\n%s", name, diff)
				}
			}
		}
		require.True(t, json.Valid(v.Raw()))
		_, _, _ = v.Num(), v.Whole(), v.Moment()
	})
}

func TestValueReads(t *testing.T) {
	at := time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	tests := []struct {
		text   string
		str    string
		num    float64
		whole  int64
		moment time.Time
	}{
		{`1773050400`, "1773050400", 1773050400, 1773050400, at},
		{`"1773050400"`, "1773050400", 1773050400, 1773050400, at},
		{`1773050400000`, "1773050400000", 1773050400000, 1773050400000, at},
		{`"1773050400250"`, "1773050400250", 1773050400250, 1773050400250, at.Add(250 * time.Millisecond)},
		{`9223372036854775807`, "9223372036854775807", 9223372036854775807, 9223372036854775807, time.Time{}},
		{`"12.75"`, "12.75", 12.75, 12, time.Unix(12, 0).UTC()},
		{`"NaN"`, "NaN", 0, 0, time.Time{}},
		{`1e999`, "1e999", 0, 0, time.Time{}},
		{`1e300`, "1e300", 1e300, 0, time.Time{}},
		{`true`, "true", 0, 0, time.Time{}},
		{`null`, "", 0, 0, time.Time{}},
		{`{}`, "", 0, 0, time.Time{}},
		{`-5`, "-5", -5, -5, time.Time{}},
	}
	for _, tt := range tests {
		v, err := loosejson.Parse([]byte(tt.text))
		require.NoError(t, err)
		got := []any{v.Str(), v.Num(), v.Whole(), v.Moment()}
		if diff := cmp.Diff([]any{tt.str, tt.num, tt.whole, tt.moment}, got); diff != "" {
			t.Errorf("%s reads differently (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestAbsentAnswersNothing(t *testing.T) {
	v, err := loosejson.Object([]byte(`{"a":{"b":"c"},"list":[1]}`))
	require.NoError(t, err)
	require.Equal(t, "c", v.Get("a", "b").Str())
	for _, absent := range []loosejson.Value{{}, v.Get("x"), v.Get("x", "y"), v.Get("list", "y"), v.Get("a", "b", "c")} {
		require.Zero(t, absent.Kind())
		require.Empty(t, absent.Str())
		require.Empty(t, absent.Raw())
		require.Zero(t, absent.Len())
		require.True(t, absent.Moment().IsZero())
	}
}

func TestFirstAndLen(t *testing.T) {
	v, err := loosejson.Object([]byte(`{"a":null,"b":"","c":{},"d":7,"e":"x","list":[1,[2,3],{"f":4}]}`))
	require.NoError(t, err)
	require.Equal(t, "7", v.First("x", "a", "b", "c", "d", "e"))
	require.Empty(t, v.First("x", "a", "b", "c"))
	require.Empty(t, v.Get("list").First("a"))
	got := []int{v.Len(), v.Get("list").Len(), v.Get("c").Len(), v.Get("d").Len(), v.Get("e").Len(), v.Get("a").Len()}
	if diff := cmp.Diff([]int{6, 3, 0, 0, 0, 0}, got); diff != "" {
		t.Errorf("lengths differ (-want +got):\n%s", diff)
	}
}

// What is yielded may be left at any point.
func TestLoopsEnd(t *testing.T) {
	v, err := loosejson.Parse([]byte(`{"a":[1,2],"b":3}`))
	require.NoError(t, err)
	for name, list := range v.Members() {
		require.Equal(t, "a", name)
		for item := range list.Items() {
			require.Equal(t, "1", item.Str())
			break
		}
		break
	}
}

func TestRawIsACopyThatCanBeStored(t *testing.T) {
	text := []byte(`{"a": "b"}`)
	v, err := loosejson.Parse(text)
	require.NoError(t, err)
	raw := v.Raw()
	text[1] = 'x'
	require.JSONEq(t, `{"a":"b"}`, string(raw))

	deep := strings.Repeat("[", 20000) + strings.Repeat("]", 20000)
	v, err = loosejson.Parse([]byte(`{"deep":` + deep + `,"flat":["\"` + strings.Repeat("[", 2000) + `",{}]}`))
	require.NoError(t, err)
	var back string
	require.NoError(t, json.Unmarshal(v.Get("deep").Raw(), &back))
	require.Equal(t, deep, back)
	require.Equal(t, byte('['), v.Get("flat").Raw()[0], "only what is too deep itself is quoted")
}

func TestObjectSaysWhatAndWhere(t *testing.T) {
	tests := []struct{ text, want string }{
		{`{"a":x}`, "no JSON at byte 5: unexpected 'x'"},
		{` {"a":1,}`, "no JSON at byte 8: unexpected '}'"},
		{"[\"a\n\"]", `no JSON at byte 3: unexpected '\n'`},
		{`{} 7`, "no JSON at byte 3: unexpected '7'"},
		{``, "no JSON at byte 0: the text ends there"},
		{`{"a":tru`, "no JSON at byte 8: the text ends there"},
		{strings.Repeat("[", 20000), "no JSON at byte 20000: the text ends there"},
		{`[1]`, "no JSON object: it begins with '['"},
		{` null`, "no JSON object: it begins with 'n'"},
	}
	for _, tt := range tests {
		_, err := loosejson.Object([]byte(tt.text))
		require.EqualError(t, err, tt.want)
	}
}

func BenchmarkGet(b *testing.B) {
	text := []byte(`{"a":{"b":[{"c":"d"},{"e":12.5,"f":"` + strings.Repeat("x", 500) + `"}]},"at":1773050400}`)
	b.ReportAllocs()
	for b.Loop() {
		v, err := loosejson.Parse(text)
		if err != nil || v.Get("at").Moment().IsZero() {
			b.Fatal(err)
		}
	}
}
