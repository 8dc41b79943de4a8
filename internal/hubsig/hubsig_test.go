package hubsig_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/internal/hubsig"
)

// sum is the HMAC by the standard library.
func sum(secret string, body []byte) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return mac.Sum(nil)
}

// FuzzKey checks that a signature is right exactly if it is that of the body.
func FuzzKey(f *testing.F) {
	f.Add("secret", []byte("body"), "sha256=00", false)
	f.Add("secret", []byte("{}"), "", true)
	f.Add("s", []byte{}, "sha256="+strings.Repeat("0", 64), false)
	f.Add("s", []byte{}, "sha256="+strings.Repeat("=", 44), false)
	f.Fuzz(func(t *testing.T, secret string, body []byte, header string, honest bool) {
		key, want := hubsig.NewKey(secret), sum(secret, body)
		hexed, coded := header, header
		if honest {
			hexed, coded = "sha256="+hex.EncodeToString(want), "sha256="+base64.StdEncoding.EncodeToString(want)
		}
		bare, code := hex.EncodeToString(want), base64.StdEncoding.EncodeToString(want)
		require.Equal(t, secret != "", key.Hex("", bare, body) == "" && key.Base64("", code, body) == "")
		for range 2 { // the second check works with a used signer
			head, digits, _ := strings.Cut(hexed, "=")
			right := secret != "" && head+"="+strings.ToLower(digits) == "sha256="+hex.EncodeToString(want)
			require.Equal(t, right, key.Hex(hubsig.Prefix, hexed, body) == "", hexed)
			right = secret != "" && coded == "sha256="+base64.StdEncoding.EncodeToString(want)
			require.Equal(t, right, key.Base64(hubsig.Prefix, coded, body) == "", coded)
		}
		if key != nil {
			got := key.Sum(body)
			require.Equal(t, want, got[:])
		}
	})
}

func TestKeySaysWhatIsWrong(t *testing.T) {
	key, body := hubsig.NewKey("fictional"), []byte(`{"a":1}`)
	right := "sha256=" + hex.EncodeToString(sum("fictional", body))
	coded := "sha256=" + base64.StdEncoding.EncodeToString(sum("fictional", body))
	tests := []struct{ name, got, want string }{
		{"right", key.Hex(hubsig.Prefix, right, body), ""},
		{"capitals", key.Hex(hubsig.Prefix, "sha256="+strings.ToUpper(right[7:]), body), ""},
		{"missing", key.Hex(hubsig.Prefix, "", body), "it is missing"},
		{"the old kind", key.Hex(hubsig.Prefix, "sha1="+right[7:], body), "it is not sha256= and 64 hex digits"},
		{"no hex", key.Hex(hubsig.Prefix, right[:70]+"g", body), "it is not sha256= and 64 hex digits"},
		{"another body", key.Hex(hubsig.Prefix, right, body[1:]), "it belongs to another secret or another body"},
		{"another secret", hubsig.NewKey("x").Hex(hubsig.Prefix, right, body), "it belongs to another secret or another body"},
		{"no secret", hubsig.NewKey("").Hex(hubsig.Prefix, right, body), "the secret to check it with is missing"},
		{"base64", key.Base64(hubsig.Prefix, coded, body), ""},
		{"base64, missing", key.Base64(hubsig.Prefix, "", body), "it is missing"},
		{"base64, another body", key.Base64(hubsig.Prefix, coded, body[1:]), "it belongs to another secret or another body"},
		{"base64, loose bits", key.Base64(hubsig.Prefix, coded[:len(coded)-2]+"9=", body), "it is not sha256= and 44 characters of base64"},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestKeyIsShared(t *testing.T) {
	key := hubsig.NewKey("fictional")
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			body := []byte(strings.Repeat("x", i))
			for range 200 {
				if key.Hex(hubsig.Prefix, "sha256="+hex.EncodeToString(sum("fictional", body)), body) != "" {
					t.Error("goroutines disturb each other")
				}
			}
		})
	}
	group.Wait()
}

func TestHandshake(t *testing.T) {
	query := func(mode, token string) url.Values {
		return url.Values{"hub.mode": {mode}, "hub.verify_token": {token}, "hub.challenge": {"1158201444"}}
	}
	tests := []struct {
		name             string
		q                url.Values
		token            string
		challenge, wrong string
	}{
		{"right", query("subscribe", "mine"), "mine", "1158201444", ""},
		{"another mode", query("unsubscribe", "mine"), "mine", "", "hub.mode is not subscribe"},
		{"another token", query("subscribe", "Mine"), "mine", "", "hub.verify_token is another one"},
		{"no token of ours", query("subscribe", ""), "", "", "no token to compare with"},
		{"nothing", url.Values{}, "mine", "", "hub.mode is not subscribe"},
	}
	for _, tt := range tests {
		challenge, wrong := hubsig.Handshake(tt.q, tt.token)
		if diff := cmp.Diff([]string{tt.challenge, tt.wrong}, []string{challenge, wrong}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func BenchmarkHex(b *testing.B) {
	key, body := hubsig.NewKey("fictional"), []byte(strings.Repeat("x", 600))
	header := "sha256=" + hex.EncodeToString(sum("fictional", body))
	b.ReportAllocs()
	for b.Loop() {
		if wrong := key.Hex(hubsig.Prefix, header, body); wrong != "" {
			b.Fatal(wrong)
		}
	}
}
