package cloudapi

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"
	"mime"
	"slices"
	"sync"

	"github.com/socialticket/socialticket/channel"
)

// check tells whether the platform takes a file, by what is said of it, and how
// large it may be. It looks at the first bytes of a sticker.
func (c *Client) check(a channel.Attachment, file *bufio.Reader) (kind string, most int64, err error) {
	i := slices.IndexFunc(c.files, func(f channel.FileRule) bool { return f.Type == a.Type })
	if i < 0 {
		return "", 0, refuse(part(a), "this is no type of file")
	}
	rule := c.files[i]
	base, params, err := mime.ParseMediaType(a.MIME)
	switch {
	case err != nil || rule.MIME != nil && !slices.Contains(rule.MIME, base):
		return "", 0, refuse(part(a), "the type %q is not allowed, only %q", a.MIME, rule.MIME)
	case a.Type == channel.Sticker && !animated(file):
		rule.Size = maxStill
	}
	most = cmp.Or(rule.Size, math.MaxInt64)
	if a.Size > most {
		return "", 0, refuse(part(a), "%d bytes, %d are allowed", a.Size, most)
	}
	return mime.FormatMediaType(base, params), most, nil
}

// maxStill is how large a sticker may be that does not move, in bytes. Source:
// Meta, media, read 2026-09.
const maxStill = 100 << 10

// animated reports whether a WebP file moves: its extended header says so.
// Source: https://developers.google.com/speed/webp/docs/riff_container, read
// 2026-11.
func animated(file *bufio.Reader) bool {
	const name, flags, moves = 12, 20, 0x02
	start, err := file.Peek(flags + 1)
	return err == nil && string(start[name:name+4]) == "VP8X" && start[flags]&moves != 0
}

// part names a file in what is told of it.
func part(a channel.Attachment) string { return cmp.Or(string(a.Type), "attachment") }

// refuse tells what the platform would refuse.
func refuse(part, format string, args ...any) error {
	return channel.Unsendable(channel.WhatsApp, part+": "+fmt.Sprintf(format, args...))
}

// measured is a file that is counted and digested while it is read, and ends with
// an error if it is not as was said. A transport may read it in a goroutine of
// its own.
type measured struct {
	file io.Reader
	part string
	want int64 // bytes; 0: not told
	most int64

	mu     sync.Mutex
	size   int64
	digest hash.Hash
	ended  bool
	wrong  error
}

func newMeasured(file io.Reader, part string, want, most int64) *measured {
	return &measured{file: file, part: part, want: want, most: most, digest: sha256.New()}
}

// Read reads the file.
func (f *measured) Read(p []byte) (int, error) {
	n, err := f.file.Read(p)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.size += int64(n)
	f.digest.Write(p[:n])
	f.ended = f.ended || errors.Is(err, io.EOF)
	switch {
	case f.size > f.most:
		f.wrong = refuse(f.part, "more than %d bytes", f.most)
	case f.want > 0 && (f.size > f.want || f.ended && f.size < f.want):
		f.wrong = refuse(f.part, "not the %d bytes that were told", f.want)
	case f.ended && f.size == 0:
		f.wrong = refuse(f.part, "it is empty")
	case err != nil && !f.ended:
		f.wrong = err
	default:
		return n, err
	}
	return 0, f.wrong
}

// fault returns what was wrong with the file so far.
func (f *measured) fault() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.wrong
}

// done reports whether the file was read to its end.
func (f *measured) done() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.ended
}

// end returns the size and the digest of a file that was read to its end.
func (f *measured) end() (size int64, digest string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.size, hex.EncodeToString(f.digest.Sum(nil))
}
