package channeltest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// media is what a Graph keeps of one file.
type media struct {
	mime  string
	bytes []byte
}

// addressLife is how long the address of a file is good. Source: Meta, media,
// read 2026-09.
const addressLife = 5 * time.Minute

// maxMedia bounds one file, in bytes. Source: Meta, media, read 2026-09.
const maxMedia = 100 << 20

// Keep stores a file as if a user had sent it, and returns it as it stands in the
// user's message.
func (g *Graph) Keep(mime string, content []byte) channel.Attachment {
	g.lock.Lock()
	defer g.lock.Unlock()
	if g.media == nil {
		g.media = map[string]media{}
	}
	id := fmt.Sprintf("media.%d", len(g.media)+1)
	g.media[id] = media{mime: mime, bytes: content}
	return channel.Attachment{ID: id, MIME: mime, Size: int64(len(content)), SHA256: digest(content)}
}

// Media returns a file that was uploaded or kept, and whether there is one of
// that id.
func (g *Graph) Media(id string) (mime string, content []byte, found bool) {
	g.lock.Lock()
	defer g.lock.Unlock()
	m, found := g.media[id]
	return m.mime, m.bytes, found
}

func (g *Graph) upload(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxMedia+maxCall)
	file, header, err := r.FormFile("file")
	if err != nil {
		fail(w, http.StatusBadRequest, channel.Error{Code: "100", Title: "Invalid parameter", Detail: err.Error()})
		return
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(file)
	if err != nil || r.FormValue("messaging_product") != string(channel.WhatsApp) {
		fail(w, http.StatusBadRequest, channel.Error{Code: "131053", Title: "Media upload error"})
		return
	}
	reply(w, http.StatusOK, object{"id": g.Keep(header.Header.Get("Content-Type"), content).ID})
}

// describe tells of a file, with an address that is good for five minutes.
func (g *Graph) describe(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("media")
	mime, content, found := g.Media(id)
	if !found {
		fail(w, http.StatusBadRequest, channel.Error{Code: "100", Title: "Unsupported get request: no such object"})
		return
	}
	until := g.now().Add(addressLife).Unix()
	reply(w, http.StatusOK, object{
		"messaging_product": "whatsapp",
		"id":                id,
		"url":               fmt.Sprintf("http://%s/file/%s?until=%d", r.Host, id, until),
		"mime_type":         mime,
		"sha256":            digest(content),
		"file_size":         len(content),
	})
}

func (g *Graph) download(w http.ResponseWriter, r *http.Request) {
	mime, content, found := g.Media(r.PathValue("media"))
	until, err := strconv.ParseInt(r.FormValue("until"), 10, 64)
	if !found || err != nil || g.now().Unix() >= until {
		http.Error(w, "The address has expired", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", mime)
	_, _ = w.Write(content) // a client that went away reads nothing
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
