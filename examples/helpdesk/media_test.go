package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/whatsapp/cloudapi"
)

// upfile is a file of a form.
type upfile struct{ name, content string }

// attach sends a form with files.
func (s *shop) attach(path string, values map[string]string, files ...upfile) (int, string) {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range values {
		require.NoError(s.t, form.WriteField(name, value))
	}
	for _, f := range files {
		part, err := form.CreateFormFile("files", f.name)
		require.NoError(s.t, err)
		_, err = io.WriteString(part, f.content)
		require.NoError(s.t, err)
	}
	require.NoError(s.t, form.Close())
	return s.do("POST", path, body.String(), "Accept", "text/html", "Content-Type", form.FormDataContentType())
}

// fetch returns a file as a browser gets it.
func (s *shop) fetch(path string) (*http.Response, string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), "GET", s.url+path, nil)
	require.NoError(s.t, err)
	answer, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(s.t, err)
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	require.NoError(s.t, err)
	return answer, string(text)
}

const (
	png  = "\x89PNG\r\n\x1a\n and so on"
	pdf  = "%PDF-1.7 and so on"
	ogg  = "OggS\x00 and so on"
	page = "<!doctype html><script>alert(1)</script>"
)

// TestAttach states that files go with a reply, that what was not sent stays with the draft,
// and how files are served.
func TestAttach(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	path := "/tickets/" + id
	status, text := s.attach(path+"/keep", map[string]string{"text": "See here", "mode": "reply", "back": path}, upfile{"a.png", png}, upfile{`..\..\my <b>file</b>.pdf`, pdf})
	require.Equal(t, http.StatusSeeOther, status, text)
	page := s.page(path)
	require.Equal(t, "See here", typed(page))
	require.Contains(t, page, "<bdi>a.png</bdi>")
	d, err := s.draft(t.Context(), agentID, ticket.ID(id))
	require.NoError(t, err)
	require.Len(t, d.Files, 2)

	status, text = s.attach(path+"/reply", map[string]string{"text": "See here", "mode": "reply", "back": path, "remove_file": d.Files[0].Digest}, upfile{"b.png", png + "!"})
	require.Equal(t, http.StatusSeeOther, status, text)
	s.send()
	c := s.newest(id)
	require.Equal(t, channel.StateRead, c.Delivery.State)
	require.Len(t, c.Content.Attachments, 2)
	require.Equal(t, channel.Document, c.Content.Attachments[0].Type)
	require.Equal(t, channel.Image, c.Content.Attachments[1].Type)

	at := "/media/" + id + "/" + c.ID
	file, got := s.fetch(at + "/1")
	require.Equal(t, png+"!", got)
	require.Equal(t, "image/png", file.Header.Get("Content-Type"))
	require.Equal(t, "inline; filename=b.png", file.Header.Get("Content-Disposition"))
	require.Equal(t, "nosniff", file.Header.Get("X-Content-Type-Options"))
	require.Contains(t, file.Header.Get("Content-Security-Policy"), "sandbox")
	file, got = s.fetch(at + "/0")
	require.Equal(t, pdf, got)
	require.True(t, strings.HasPrefix(file.Header.Get("Content-Disposition"), "attachment;"), file.Header)
	require.NotContains(t, file.Header.Get("Content-Disposition"), "..")
	require.Contains(t, s.page(path), `<img src="`+at+`/1"`)
	for _, wrong := range []string{at + "/2", at + "/-1", at + "/x", "/media/none/" + c.ID + "/0", "/media/" + id + "/none/0", "/media/" + id + "/..%2f..%2fhelpdesk.db/0", "/media/../helpdesk.db", "/media/"} {
		file, _ := s.fetch(wrong)
		require.Contains(t, []int{http.StatusNotFound, http.StatusTemporaryRedirect, http.StatusMovedPermanently}, file.StatusCode, wrong)
	}
}

// TestMediaNeedsLogin states that files are for who is logged in.
func TestMediaNeedsLogin(t *testing.T) {
	s := newShop(t, func(cfg *settings) { cfg.password = "secret" })
	file, text := s.fetch("/media/a/b/0")
	require.Equal(t, http.StatusUnauthorized, file.StatusCode, text)
}

// TestFalseFiles states that the bytes of a file say what it is, that its name must fit, and
// that the words of a refused form come back with the reason beside the files.
func TestFalseFiles(t *testing.T) {
	s := newShop(t)
	id := s.write("15550100", "Hello")
	path := "/tickets/" + id
	for _, tt := range []struct {
		file upfile
		want string // beside the files; "": it is taken
	}{
		{upfile{"page.png", page}, "is a kind of file"},
		{upfile{"page.html", page}, "is a kind of file"},
		{upfile{"page.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"}, "is a kind of file"},
		{upfile{"a.exe", "MZ\x90\x00"}, "is a kind of file"},
		{upfile{"a.pdf", png}, "is a kind of file"},
		{upfile{"a.png.exe", png}, "is a kind of file"},
		{upfile{"a.gif", "GIF89a..."}, "is a kind of file"},
		{upfile{"empty.txt", ""}, "is empty"},
		{upfile{"large.png", png + strings.Repeat("x", 5<<20)}, "is larger than the 5 MB"},
		{upfile{"voice.ogg", ogg}, ""},
		{upfile{"NOTES.TXT", "words"}, ""},
	} {
		status, text := s.attach(path+"/reply", map[string]string{"text": "See " + tt.file.name, "mode": "reply", "back": path}, tt.file)
		if tt.want == "" {
			require.Equal(t, http.StatusSeeOther, status, "%s: %s", tt.file.name, text)
			continue
		}
		require.Equal(t, http.StatusUnprocessableEntity, status, tt.file.name)
		require.Contains(t, text, tt.want, tt.file.name)
		require.Equal(t, "See "+tt.file.name, typed(text))
		d, err := s.draft(t.Context(), agentID, ticket.ID(id))
		require.NoError(t, err)
		require.Empty(t, d.Files)
	}
	status, _ := s.attach(path+"/reply", map[string]string{"text": "x", "mode": "reply"}, upfile{"film.mp4", "\x00\x00\x00\x18ftypmp42" + strings.Repeat("x", 18<<20)})
	require.Equal(t, http.StatusRequestEntityTooLarge, status)
	var left []string
	require.NoError(t, filepath.WalkDir(filepath.Join(s.settings.data, "media"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			left = append(left, path)
		}
		return err
	}))
	require.Len(t, left, 2, "what was refused is not stored")
}

// TestTogether states that a draft holds each content once, and not what was taken out.
func TestTogether(t *testing.T) {
	a, b, c := kept{Digest: "a", Name: "1"}, kept{Digest: "b"}, kept{Digest: "a", Name: "2"}
	require.Equal(t, []kept{a, b}, together([]kept{a}, []kept{b, c}, nil))
	require.Equal(t, []kept{b}, together([]kept{a}, []kept{b, c}, []string{"a"}))
	s := newShop(t)
	id := s.write("15550100", "Hello")
	for i := range maxFiles + 1 {
		status, text := s.attach("/tickets/"+id+"/keep", map[string]string{"text": "many"}, upfile{"a.txt", strings.Repeat("x", i+1)})
		if i < maxFiles {
			require.Equal(t, http.StatusSeeOther, status, text)
		} else {
			require.Equal(t, http.StatusUnprocessableEntity, status)
			require.Contains(t, text, "At most 10 files")
			require.Equal(t, "many", typed(text))
		}
	}
}

// TestFileName states what names of files become.
func TestFileName(t *testing.T) {
	for name, want := range map[string]string{
		"a.png": "a.png", "../../etc/passwd": "passwd", `C:\temp\a.txt`: "a.txt", "": "file", "..": "file", "/": "file", ".htaccess": "htaccess",
		"a\x00b\r\nc.png": "abc.png", "a\u202egnp.exe": "agnp.exe", `<b>"x"</b>.pdf`: "b.pdf", "\xff.txt": "txt",
	} {
		require.Equal(t, want, fileName(name), "%q", name)
	}
	require.Len(t, []rune(fileName(strings.Repeat("é", 300)+".pdf")), 100)
	require.True(t, strings.HasSuffix(fileName(strings.Repeat("é", 300)+".pdf"), ".pdf"))
}

// fetches plays what fetches the files of a channel.
type fetches struct {
	channel.Transport
	content string
	calls   int
	fail    error
}

func (f *fetches) Open(_ context.Context, a channel.Attachment) (io.ReadCloser, channel.Attachment, error) {
	f.calls++
	if f.fail != nil {
		return nil, a, f.fail
	}
	return io.NopCloser(strings.NewReader(f.content)), a, nil
}

// TestReceivedFile states that a customer's file is fetched once and kept, that a failure is
// tried again, and that its name never is a path and its digest never another file.
func TestReceivedFile(t *testing.T) {
	s := newShop(t)
	secret, err := s.media.keep(t.Context(), strings.NewReader("another customer's file"), 100)
	require.NoError(t, err)
	from := &fetches{content: png, fail: errors.New("not now")}
	c := ticket.Comment{ID: "c1", Author: ticket.Actor{Kind: ticket.EndUser}, Content: channel.Message{Attachments: []channel.Attachment{
		{Type: channel.Image, ID: "../../helpdesk.db", Name: "../../helpdesk.db", SHA256: secret.Digest},
	}}}
	_, err = s.media.of(t.Context(), from, c, 0)
	require.ErrorContains(t, err, "not now")
	from.fail = nil
	for range 2 {
		k, err := s.media.of(t.Context(), from, c, 0)
		require.NoError(t, err)
		require.NotEqual(t, secret.Digest, k.Digest)
		require.Equal(t, "image/png", k.MIME)
		text, err := os.ReadFile(s.media.path(k.Digest))
		require.NoError(t, err)
		require.Equal(t, png, string(text))
	}
	require.Equal(t, 2, from.calls)
}

// TestPrivateAddress states that a file is not fetched from this machine or a private
// network, wherever the platform says that it is (row P5).
func TestPrivateAddress(t *testing.T) {
	s := newShop(t)
	client, err := cloudapi.New(cloudapi.Config{Number: "1", Token: "t", BaseURL: "https://graph.example"})
	require.NoError(t, err)
	for _, at := range []string{s.url + "/healthz", "http://169.254.169.254/latest", "http://10.0.0.1/", "http://[::1]/"} {
		c := ticket.Comment{ID: at, Author: ticket.Actor{Kind: ticket.EndUser}, Content: channel.Message{Attachments: []channel.Attachment{{Type: channel.Image, URL: at}}}}
		_, err := s.media.of(t.Context(), client, c, 0)
		require.Error(t, err, at)
	}
	require.NotContains(t, s.log.String(), "/healthz")
}

// TestCarrier states that the files of a reply are handed to WhatsApp before it.
func TestCarrier(t *testing.T) {
	p := newPlatform(t)
	s := newShop(t, func(cfg *settings) {
		cfg.secret, cfg.token, cfg.api, cfg.numbers = p.Secret, p.Token, p.url, []string{"77"}
	})
	k, err := s.media.keep(t.Context(), strings.NewReader(pdf), 1000)
	require.NoError(t, err)
	k.Name = "invoice.pdf"
	o := channel.Outbound{ID: "o1", To: channel.Address{Account: channel.Account{Kind: channel.WhatsApp, ID: "77"}, Handle: "15550100"}, Type: channel.Document, Attachments: []channel.Attachment{k.attachment(channel.WhatsApp)}}
	_, err = s.transport.Send(t.Context(), o)
	require.NoError(t, err)
	kind, content, found := p.Media("media.1")
	require.True(t, found)
	require.Equal(t, "application/pdf", kind)
	require.Equal(t, pdf, string(content))
	require.Empty(t, o.Attachments[0].ID, "the message itself stays as it is")

	kept := p.Keep("image/png", []byte(png)) // what a customer sent
	c := ticket.Comment{ID: "c1", Author: ticket.Actor{Kind: ticket.EndUser}, Content: channel.Message{Attachments: []channel.Attachment{{Type: channel.Image, ID: kept.ID}}}}
	s.media.collect(t.Context(), s.fetcher(o.To.Account), c)
	s.media.fetching.Wait()
	got, err := s.media.of(t.Context(), nil, c, 0)
	require.NoError(t, err)
	require.Equal(t, "image/png", got.MIME)
}
