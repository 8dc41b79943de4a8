package loosejson_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/loosejson"
)

func TestWords(t *testing.T) {
	v, err := loosejson.Parse([]byte(`{"id":"7","moon":{"title":"Full moon","more":[{"Text":"Look up"},{"text":" "},{"text":{"body":"now"}}],"name":"luna","button_text":"Open"}}`))
	require.NoError(t, err)
	require.Equal(t, "Full moon\nLook up\nnow\nOpen", v.Words())
	require.Empty(t, loosejson.Value{}.Words())
	deep, err := loosejson.Parse([]byte(strings.Repeat(`{"a":`, 5000) + `{"text":"deep"}` + strings.Repeat(`}`, 5000)))
	require.NoError(t, err)
	require.Empty(t, deep.Words(), "the whole stands in Raw")
}
