package main

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/examples/helpdesk/words"
	"github.com/socialticket/socialticket/ticket"
)

// fileView is a file of a comment.
type fileView struct {
	Kind, Name, URL string // Kind: image, audio, video, file, or gone
	Gone            string // why it is
}

// filesOf returns the files of a comment as the page shows them.
func (s *server) filesOf(ctx context.Context, on channel.Account, c ticket.Comment, w *words.Words) (list []fileView) {
	from := s.fetcher(on)
	for n, a := range c.Content.Attachments {
		v := fileView{Kind: "file", Name: w.File(a), URL: fmt.Sprintf("/media/%s/%s/%d", c.Ticket, c.ID, n)}
		switch a.Type {
		case channel.Image, channel.Sticker:
			v.Kind = "image"
		case channel.Audio:
			v.Kind = "audio"
		case channel.Video:
			v.Kind = "video"
		default:
		}
		if from == nil { // what is not here cannot be had
			if _, err := s.media.of(ctx, nil, c, n); err != nil {
				v.Kind, v.Gone = "gone", w.T("ticket.file_gone")
			}
		}
		list = append(list, v)
	}
	return list
}

// file serves a file of a comment to who is logged in: the address names the comment, never
// a path. What is no picture, sound or film is for saving.
func (s *server) file(w http.ResponseWriter, r *http.Request) {
	k, err := s.fileOf(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	file, err := os.Open(s.media.path(k.Digest))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	defer func() { _ = file.Close() }()
	how := "attachment"
	if shown(k.MIME) {
		how = "inline"
	}
	h := w.Header()
	h.Set("Content-Type", k.MIME)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": fileName(k.Name)}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, max-age=600")
	http.ServeContent(w, r, "", time.Time{}, file)
}

func (s *server) fileOf(r *http.Request) (kept, error) {
	gone := httpError{http.StatusNotFound, "there is no such file"}
	head, err := s.store.Load(r.Context(), socialticket.Ref{Ticket: idOf(r), Comment: r.PathValue("comment")})
	if err != nil {
		return kept{}, err
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	c := head.Comment
	if err != nil || n < 0 || n >= len(c.Content.Attachments) || c.Ticket != idOf(r) || !c.RevokedAt.IsZero() {
		return kept{}, gone
	}
	k, err := s.media.of(r.Context(), s.fetcher(head.Ticket.Address.Account), c, n)
	if err != nil {
		s.log.Warn("file not served", "ticket", c.Ticket, "comment", c.ID, "error", err)
		return kept{}, gone
	}
	k.Name = c.Content.Attachments[n].Name
	return k, nil
}

// fetcher returns what fetches the files of an account; nil: nothing does.
func (s *server) fetcher(a channel.Account) channel.MediaFetcher {
	if c, ok := s.transport.(carrier); ok && c.numbers[a.ID] != nil {
		return c.numbers[a.ID]
	}
	return nil
}

// carrier is the transport of all numbers, which hands WhatsApp the files of a message
// before it.
type carrier struct {
	numbers numbers
	media   *media
}

// Send implements [channel.Transport].
func (c carrier) Send(ctx context.Context, o channel.Outbound) (channel.Accepted, error) {
	client := c.numbers[o.To.Account.ID]
	if client == nil {
		return c.numbers.Send(ctx, o) // which tells why not
	}
	o.Attachments = slices.Clone(o.Attachments)
	for i, a := range o.Attachments {
		k, found, err := c.media.find(ctx, a.SHA256)
		if err != nil {
			return channel.Accepted{}, err
		}
		if a.ID != "" || a.URL != "" || !found {
			continue
		}
		file, err := os.Open(c.media.path(k.Digest))
		if err != nil {
			return channel.Accepted{}, err
		}
		o.Attachments[i], err = client.Upload(ctx, a, file)
		_ = file.Close() // it was only read
		if err != nil {
			return channel.Accepted{}, err
		}
	}
	return client.Send(ctx, o)
}

// attachment returns a kept file as what a channel sends. The channel takes it: see sendable.
func (k kept) attachment(on channel.Kind) channel.Attachment {
	rule, _ := sendable(on, k.Name, k.MIME)
	kind, _, _ := strings.Cut(k.MIME, ";")
	return channel.Attachment{Type: rule.Type, MIME: kind, Name: k.Name, Size: k.Size, SHA256: k.Digest}
}
