package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSecret states that the secret is made once, kept, for its owner alone, and told in
// no log.
func TestSecret(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "helpdesk.db")
	var all sync.WaitGroup
	made := make([][]byte, 8)
	for i := range made {
		all.Go(func() { made[i], _ = openSecret(file) })
	}
	all.Wait()
	for _, secret := range made {
		require.Len(t, secret, secretSize)
		require.Equal(t, made[0], secret, "one of several processes makes it")
	}
	info, err := os.Stat(file + ".secret")
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	left, err := filepath.Glob(file + "*")
	require.NoError(t, err)
	require.Equal(t, []string{file + ".secret"}, left)

	s := openShop(t, folder)
	s.write("15550100", "Hello")
	text, err := os.ReadFile(file + ".secret")
	require.NoError(t, err)
	require.NotContains(t, s.log.String(), strings.TrimSpace(string(text)))
}

// TestIDsTellNothing states that ids cannot be made from a phone number: two helpdesks
// have different ones for the same customer.
func TestIDsTellNothing(t *testing.T) {
	ids := map[string]bool{}
	for range 2 {
		s := newShop(t)
		s.do("POST", hookPath, hook("77", s.clock.Now(), "15550100 wamid.1 hello"))
		ids[string(s.tickets("").Tickets[0].Ticket.ID)] = true
	}
	require.Len(t, ids, 2)
}

func TestSecretRefuses(t *testing.T) {
	for name, text := range map[string]string{"empty": "", "short": "00ff", "no hex": strings.Repeat("zz", secretSize)} {
		file := filepath.Join(t.TempDir(), "helpdesk.db")
		require.NoError(t, os.WriteFile(file+".secret", []byte(text), 0o600))
		_, err := openSecret(file)
		require.ErrorContains(t, err, "does not hold 32 bytes", name)
		if text != "" {
			require.NotContains(t, err.Error(), text, name)
		}
	}
	_, err := openSecret(filepath.Join(t.TempDir(), "none", "helpdesk.db"))
	require.Error(t, err)
}
