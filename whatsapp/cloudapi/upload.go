package cloudapi

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"

	"github.com/socialticket/socialticket/channel"
)

// Upload hands the platform a file to be sent as what a.Type and a.MIME say, and
// returns a with its ID, which is good for 30 days, its size and its digest. What
// the platform would refuse by [channel.Ability.Files] is refused here, before or
// while it is read. The file passes through and is never held whole. Tell its
// Size where it is known: a file of another size is refused as well. Source:
// https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
// (read 2026-09).
func (c *Client) Upload(ctx context.Context, a channel.Attachment, file io.Reader) (channel.Attachment, error) {
	id, f, err := c.upload(ctx, a, file)
	if err != nil {
		return channel.Attachment{}, fmt.Errorf("cloudapi: upload: %w", err)
	}
	a.ID, a.URL = id, ""
	a.Size, a.SHA256 = f.end()
	return a, nil
}

func (c *Client) upload(ctx context.Context, a channel.Attachment, file io.Reader) (string, *measured, error) {
	start := bufio.NewReader(file)
	kind, most, err := c.check(a, start)
	if err != nil {
		return "", nil, err
	}
	head, tail, boundary, err := frame(cmp.Or(a.Name, "file"), kind)
	if err != nil {
		return "", nil, err
	}
	f := newMeasured(start, part(a), a.Size, most)
	body := io.MultiReader(bytes.NewReader(head), f, bytes.NewReader(tail))
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.address(c.cfg.Number, "media"), body)
	if err != nil {
		return "", nil, err
	}
	r.Header.Set("Content-Type", boundary)
	if a.Size > 0 {
		r.ContentLength = int64(len(head)) + a.Size + int64(len(tail))
	}
	var answer struct {
		ID string `json:"id"`
	}
	err = c.call(r, &answer)
	switch wrong := f.fault(); {
	case wrong != nil:
		return "", nil, wrong
	case err != nil:
		return "", nil, err
	case answer.ID == "" || !f.done():
		return "", nil, errors.New("the platform gave no id, or gave it before it had the whole file")
	}
	return answer.ID, f, nil
}

// frame returns what stands before and after a file in the body of its upload,
// and the type of that body.
func frame(name, kind string) (head, tail []byte, boundary string, err error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_, err = w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition("file", name)},
		"Content-Type":        {kind},
	})
	n := b.Len()
	err = errors.Join(err,
		w.WriteField("messaging_product", string(channel.WhatsApp)), w.WriteField("type", kind), w.Close())
	return b.Bytes()[:n], b.Bytes()[n:], w.FormDataContentType(), err
}
