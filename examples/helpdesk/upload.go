package main

import (
	"bufio"
	"cmp"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
)

// maxFiles is how many files go with one message.
const maxFiles = 10

// upload reads a form that has files.
type upload struct {
	*server
	r       *http.Request
	files   []kept
	words   int   // bytes of the texts so far
	refusal error // the first file that is not taken; the rest is read all the same
}

func (u *upload) read(parts *multipart.Reader) error {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return u.unreadable(err, maxForm)
		}
		if part.FileName() == "" {
			err = u.text(part)
		} else {
			err = u.file(part)
		}
		if err != nil {
			return err
		}
	}
}

func (u *upload) text(part *multipart.Part) error {
	text, err := io.ReadAll(io.LimitReader(part, maxRequest+1))
	u.words += len(text)
	switch {
	case err != nil:
		return u.unreadable(err, maxForm)
	case u.words > maxRequest:
		return u.refuse(http.StatusRequestEntityTooLarge, "", "trouble.too_much", maxRequest>>20)
	case part.FormName() != "files":
		u.r.PostForm.Add(part.FormName(), string(text))
	}
	return nil
}

// file keeps a file if the ticket's channel takes such a one. What it is its bytes say, not
// its name and not the browser. What is refused is not stored.
func (u *upload) file(part *multipart.Part) error {
	one, err := u.store.Ticket(u.r.Context(), idOf(u.r))
	if err != nil {
		return err
	}
	name, content := fileName(part.FileName()), bufio.NewReaderSize(part, 4<<10)
	start, err := content.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return u.unreadable(err, maxForm)
	}
	rule, ok := sendable(one.Via, name, sniff(start))
	if err := u.check(name, len(start), ok); err != nil {
		u.refusal = cmp.Or(u.refusal, err)
		return nil
	}
	most := cmp.Or(rule.Size, maxForm)
	k, err := u.media.keep(u.r.Context(), content, most)
	k.Name = name
	_, large := errors.AsType[*http.MaxBytesError](err)
	switch {
	case large, errors.Is(err, io.ErrUnexpectedEOF):
		return u.unreadable(err, maxForm)
	case errors.Is(err, errTooLarge):
		u.refusal = cmp.Or(u.refusal, u.refuse(http.StatusUnprocessableEntity, "files", "trouble.file_size", name, most>>20))
		return nil
	case err != nil:
		return err
	}
	u.files = append(u.files, k)
	return nil
}

// check refuses a file by its name, its first bytes and what the channel takes.
func (u *upload) check(name string, size int, ok bool) error {
	switch {
	case size == 0:
		return u.refuse(http.StatusUnprocessableEntity, "files", "trouble.file_empty", name)
	case !ok:
		return u.refuse(http.StatusUnprocessableEntity, "files", "trouble.file_type", name)
	case len(u.files) == maxFiles:
		return u.refuse(http.StatusUnprocessableEntity, "files", "trouble.file_count", maxFiles)
	}
	return nil
}
