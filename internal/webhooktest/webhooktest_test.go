package webhooktest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/webhooktest"
)

func TestLost(t *testing.T) {
	payload, err := webhooktest.Decode([]byte(`{"id":7,"list":[{"text":"a"},{"text":"b"}],"lat":1.50,"at":1773050400000,
		"sticker":"1/2","nested":{"kept":"deep"},"raw":"only there","flag":true,"unwanted":"x"}`))
	require.NoError(t, err)
	made := map[string]any{
		"ID": "7", "Text": "a", "Lat": 1.5, "At": "2026-03-09T10:00:00Z", "Sticker": "1/2",
		"Payload": `{"kept":"deep"}`, "raw": map[string]any{"text": "b", "raw": "only there"},
	}
	lost, err := webhooktest.Lost(payload, made, func(path string) bool { return path != "unwanted" })
	require.NoError(t, err)
	if diff := cmp.Diff([]string{`list.text = "b"`, `raw = "only there"`}, lost); diff != "" {
		t.Errorf("lost differs (-want +got):\n%s", diff)
	}
}
