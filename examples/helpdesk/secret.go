package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// secretSize is how long the secret is, in bytes.
const secretSize = 32

// openSecret returns the secret that ids are made with, see [socialticket.Config]. It is
// kept in a file beside the database, in hexadecimal, and is made when there is none.
func openSecret(db string) ([]byte, error) {
	file := db + ".secret"
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		if err = makeSecret(file); err == nil {
			text, err = os.ReadFile(file)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("secret: %w", err)
	}
	secret, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(secret) != secretSize {
		return nil, fmt.Errorf("secret: %s does not hold %d bytes in hexadecimal", file, secretSize) // never what it holds
	}
	return secret, nil
}

// makeSecret makes the file, whole or not at all, unless another process is faster.
func makeSecret(file string) error {
	var secret [secretSize]byte
	_, _ = rand.Read(secret[:]) // it never fails
	part := file + "." + rand.Text()
	defer func() { _ = os.Remove(part) }()
	if err := writeSecret(part, hex.EncodeToString(secret[:])+"\n"); err != nil {
		return err
	}
	if err := os.Link(part, file); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

func writeSecret(file, text string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
