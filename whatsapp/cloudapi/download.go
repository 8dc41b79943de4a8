package cloudapi

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// ErrMedia says that a file is not what the platform said of it: another size,
// another digest, or larger than Config.MaxDownload.
var ErrMedia = errors.New("cloudapi: the file is not as told")

// Open returns the bytes of a user's file; see [channel.MediaFetcher]. It asks for
// a fresh address each time, for addresses are good for five minutes; a.URL is used
// only where a has no ID. The last Read fails with [ErrMedia] if size or digest
// are not as told. An address on this machine or on a private network is refused, unless
// the platform itself is there. The platform keeps users' files for seven days. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
// (read 2026-09).
func (c *Client) Open(ctx context.Context, a channel.Attachment) (io.ReadCloser, channel.Attachment, error) {
	a, err := c.locate(ctx, a)
	if err != nil {
		return nil, channel.Attachment{}, fmt.Errorf("cloudapi: open media: %w", err)
	}
	body, err := c.fetch(ctx, a)
	if err != nil {
		return nil, channel.Attachment{}, fmt.Errorf("cloudapi: open media: %w", err)
	}
	return body, a, nil
}

// locate asks where a file is.
func (c *Client) locate(ctx context.Context, a channel.Attachment) (channel.Attachment, error) {
	if a.ID == "" {
		return a, nil
	}
	ctx, stop := context.WithTimeout(ctx, c.cfg.Timeout)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.address(a.ID), nil)
	if err != nil {
		return a, err
	}
	var told struct {
		URL    string `json:"url"`
		MIME   string `json:"mime_type"`
		SHA256 string `json:"sha256"`
		Size   int64  `json:"file_size"`
	}
	if err := c.call(r, &told); err != nil {
		return a, err
	}
	a.URL = told.URL
	a.MIME, a.SHA256, a.Size = cmp.Or(told.MIME, a.MIME), cmp.Or(told.SHA256, a.SHA256), cmp.Or(told.Size, a.Size)
	return a, nil
}

// fetch begins to read the file at a.URL.
func (c *Client) fetch(ctx context.Context, a channel.Attachment) (io.ReadCloser, error) {
	if a.Size > c.cfg.MaxDownload {
		return nil, fmt.Errorf("%w: %d bytes, %d are allowed", ErrMedia, a.Size, c.cfg.MaxDownload)
	}
	at, err := url.Parse(a.URL)
	if err != nil || at.Host == "" {
		return nil, failed("no_address", "The file has no address to fetch it from", channel.ClassNever)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, a.URL, nil)
	if err != nil {
		return nil, err
	}
	if c.ours(at) {
		r.Header.Set("Authorization", platform.Bearer)
	}
	body, answer, err := c.Stream(r)
	switch {
	case err != nil:
		return nil, err
	case body != nil:
		return newChecked(body, a, c.cfg.MaxDownload), nil
	}
	_, err = c.platform.Answer(answer)
	return nil, err
}

// ours reports whether an address is the platform's, so that it may see the
// token.
func (c *Client) ours(at *url.URL) bool {
	if base, err := url.Parse(c.cfg.BaseURL); err == nil && base.Scheme == at.Scheme && base.Host == at.Host {
		return true
	}
	host := "." + at.Hostname()
	return at.Scheme == "https" && (strings.HasSuffix(host, ".fbsbx.com") || strings.HasSuffix(host, ".facebook.com") ||
		strings.HasSuffix(host, ".fbcdn.net") || strings.HasSuffix(host, ".whatsapp.net"))
}

// checked is a file that is checked against what was told of it while it is read.
type checked struct {
	io.Closer
	body   io.Reader
	told   channel.Attachment
	most   int64
	size   int64
	digest hash.Hash
}

func newChecked(body io.ReadCloser, told channel.Attachment, most int64) *checked {
	return &checked{Closer: body, body: body, told: told, most: most, digest: sha256.New()}
}

// Read reads the file; at its end it tells whether that was all of it.
func (f *checked) Read(p []byte) (int, error) {
	n, err := f.body.Read(p)
	f.size += int64(n)
	f.digest.Write(p[:n])
	switch {
	case f.size > f.most:
		err = fmt.Errorf("%w: more than %d bytes", ErrMedia, f.most)
	case errors.Is(err, io.EOF) && f.told.Size > 0 && f.size != f.told.Size:
		err = fmt.Errorf("%w: %d bytes, %d were told", ErrMedia, f.size, f.told.Size)
	case errors.Is(err, io.EOF) && !matches(f.told.SHA256, f.digest.Sum(nil)):
		err = fmt.Errorf("%w: its digest is another", ErrMedia)
	}
	return n, err
}

// matches reports whether a digest is the one that was told, in hex or in base64.
// One that was not told, or that cannot be read, matches.
func matches(told string, digest []byte) bool {
	if len(told) == hex.EncodedLen(len(digest)) {
		return strings.EqualFold(told, hex.EncodeToString(digest))
	}
	want, err := base64.StdEncoding.DecodeString(told)
	return err != nil || len(want) != len(digest) || string(want) == string(digest)
}
