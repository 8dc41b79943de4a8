package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
)

// media keeps the files of messages, each under the digest of what is in it, so that no name
// that somebody chose is ever a path.
type media struct {
	folder   string
	db       *sql.DB
	log      *slog.Logger
	fetching sync.WaitGroup
	turn     chan struct{} // bounds how many are fetched at once
}

// kept is a file that is here.
type kept struct {
	Digest string `json:"digest"`
	MIME   string `json:"mime"` // what its bytes say
	Size   int64  `json:"size"`
	Name   string `json:"name,omitzero"` // for people
}

// maxFetched is the largest file that is taken from a channel.
const maxFetched = 100 << 20

// errTooLarge tells that a file is larger than allowed.
var errTooLarge = errors.New("the file is larger than allowed")

func newMedia(folder string, db *sql.DB, log *slog.Logger) *media {
	return &media{folder: filepath.Join(folder, "media"), db: db, log: log, turn: make(chan struct{}, 2)}
}

// path returns where a file lies. The digest is one that this type made or has checked.
func (m *media) path(digest string) string { return filepath.Join(m.folder, digest[:2], digest) }

// digestOf returns a text if it is a digest, else "".
func digestOf(text string) string {
	if raw, err := hex.DecodeString(text); err != nil || len(raw) != sha256.Size || strings.ToLower(text) != text {
		return ""
	}
	return text
}

// keep stores what r gives, if that is not more than most bytes. Storing it again is no
// second file.
func (m *media) keep(ctx context.Context, r io.Reader, most int64) (k kept, err error) {
	if err := os.MkdirAll(m.folder, 0o700); err != nil {
		return k, err
	}
	file, err := os.CreateTemp(m.folder, "new-*")
	if err != nil {
		return k, err
	}
	defer func() {
		err = errors.Join(err, file.Close())
		if gone := os.Remove(file.Name()); !errors.Is(gone, os.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}()
	digest, head := sha256.New(), &head{}
	if k.Size, err = io.Copy(io.MultiWriter(file, digest, head), io.LimitReader(r, most+1)); err != nil {
		return k, err
	}
	if k.Size > most {
		return k, errTooLarge
	}
	k.Digest, k.MIME = hex.EncodeToString(digest.Sum(nil)), sniff(head.bytes)
	if err := os.MkdirAll(filepath.Dir(m.path(k.Digest)), 0o700); err != nil {
		return k, err
	}
	if err := errors.Join(file.Sync(), os.Rename(file.Name(), m.path(k.Digest))); err != nil {
		return k, err
	}
	_, err = m.db.ExecContext(ctx, "INSERT OR IGNORE INTO helpdesk_media (digest, mime, size) VALUES (?, ?, ?)", k.Digest, k.MIME, k.Size)
	return k, err
}

// find returns a file by its digest.
func (m *media) find(ctx context.Context, digest string) (k kept, found bool, err error) {
	if digest = digestOf(digest); digest == "" {
		return k, false, nil
	}
	k.Digest = digest
	err = m.db.QueryRowContext(ctx, "SELECT mime, size FROM helpdesk_media WHERE digest = ?", digest).Scan(&k.MIME, &k.Size)
	if errors.Is(err, sql.ErrNoRows) {
		return k, false, nil
	}
	return k, err == nil, err
}

// of returns the file of an attachment: one that this helpdesk keeps, else one that was
// fetched, else it is fetched now.
func (m *media) of(ctx context.Context, from channel.MediaFetcher, c ticket.Comment, n int) (kept, error) {
	a := c.Content.Attachments[n]
	if c.Author.Kind != ticket.EndUser || from == nil {
		// Its digest is ours: agents send what is kept, and so do the phones of the demo.
		if k, found, err := m.find(ctx, cmp.Or(digestOf(a.ID), a.SHA256)); found || err != nil {
			return k, err
		}
	}
	place := c.ID + "/" + strconv.Itoa(n)
	digest, found, err := value[string](ctx, m.db, "SELECT digest FROM helpdesk_files WHERE place = ?", place)
	if err != nil {
		return kept{}, err
	}
	if found {
		k, _, err := m.find(ctx, digest)
		return k, err
	}
	if from == nil {
		return kept{}, fmt.Errorf("file %s: nothing can fetch it", place)
	}
	return m.fetch(ctx, from, a, place)
}

// fetch takes a file from the channel. The fetcher refuses addresses of private networks.
func (m *media) fetch(ctx context.Context, from channel.MediaFetcher, a channel.Attachment, place string) (kept, error) {
	body, _, err := from.Open(ctx, a)
	if err != nil {
		return kept{}, err
	}
	k, err := m.keep(ctx, body, maxFetched)
	if err = errors.Join(err, body.Close()); err != nil {
		return kept{}, err
	}
	_, err = m.db.ExecContext(ctx, "INSERT OR REPLACE INTO helpdesk_files (place, digest) VALUES (?, ?)", place, k.Digest)
	return k, err
}

// collect fetches the files of a message in the background, for channels keep them for days
// only. What fails is tried again when somebody looks at it.
func (m *media) collect(ctx context.Context, from channel.MediaFetcher, c ticket.Comment) {
	if from == nil || len(c.Content.Attachments) == 0 {
		return
	}
	m.fetching.Go(func() {
		m.turn <- struct{}{}
		defer func() { <-m.turn }()
		for n := range c.Content.Attachments {
			if _, err := m.of(ctx, from, c, n); err != nil {
				m.log.Warn("file not fetched yet", "ticket", c.Ticket, "comment", c.ID, "error", err)
			}
		}
	})
}
