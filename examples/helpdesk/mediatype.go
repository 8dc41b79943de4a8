package main

import (
	"bytes"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/socialticket/socialticket/channel"
)

// headSize is how much of a file tells what it is.
const headSize = 3 << 10

// head keeps the first bytes that are written to it.
type head struct{ bytes []byte }

func (h *head) Write(p []byte) (int, error) {
	h.bytes = append(h.bytes, p[:min(len(p), headSize-len(h.bytes))]...)
	return len(p), nil
}

// sniff returns what the first bytes of a file say that it is. What is not in the list of
// fileTypes is "application/octet-stream".
func sniff(b []byte) string {
	found, _, _ := mime.ParseMediaType(http.DetectContentType(b))
	brand := ""
	if len(b) > 12 && string(b[4:8]) == "ftyp" {
		brand = string(b[8:12])
	}
	switch {
	case found == "application/ogg":
		found = "audio/ogg"
	case strings.HasPrefix(brand, "M4A"):
		found = "audio/mp4"
	case strings.HasPrefix(brand, "3gp"):
		found = "video/3gpp"
	case bytes.HasPrefix(b, []byte("#!AMR")):
		found = "audio/amr"
	case len(b) > 1 && b[0] == 0xff && b[1]&0xf6 == 0xf0:
		found = "audio/aac"
	case len(b) > 1 && b[0] == 0xff && b[1]&0xe6 == 0xe2:
		found = "audio/mpeg"
	case found == "application/zip":
		found = office(b)
	case bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		found = "application/msword" // and its siblings, which differ deep inside
	}
	if _, known := fileTypes[found]; !known {
		return "application/octet-stream"
	}
	return found
}

// office tells the documents that are packed as zip from other zips.
func office(b []byte) string {
	const kind = "application/vnd.openxmlformats-officedocument."
	if !bytes.Contains(b, []byte("[Content_Types].xml")) {
		return "application/zip"
	}
	for folder, name := range map[string]string{"xl/": "spreadsheetml.sheet", "ppt/": "presentationml.presentation"} {
		if bytes.Contains(b, []byte(folder)) {
			return kind + name
		}
	}
	return kind + "wordprocessingml.document"
}

// fileTypes are the types of file that are taken and served, with the endings of their names.
var fileTypes = map[string][]string{ //nolint:gochecknoglobals // it is a constant
	"image/jpeg": {".jpg", ".jpeg"}, "image/png": {".png"}, "image/webp": {".webp"}, "image/gif": {".gif"},
	"audio/aac": {".aac"}, "audio/amr": {".amr"}, "audio/mpeg": {".mp3"}, "audio/mp4": {".m4a"}, "audio/ogg": {".ogg", ".oga", ".opus"},
	"video/mp4": {".mp4"}, "video/3gpp": {".3gp"}, "video/webm": {".webm"},
	"application/pdf": {".pdf"}, "text/plain": {".txt", ".csv", ".log", ".md"},
	"application/msword": {".doc", ".xls", ".ppt"},
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document":   {".docx"},
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":         {".xlsx"},
	"application/vnd.openxmlformats-officedocument.presentationml.presentation": {".pptx"},
}

// shown reports whether a browser shows or plays a type of file within a page. All else is
// for saving.
func shown(mime string) bool {
	kind, _, _ := strings.Cut(mime, "/")
	return kind == "image" || kind == "audio" || kind == "video"
}

// fileName returns the name of a file as it may be told to others: the last part of a path,
// without what is invisible, not too long.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf) || strings.ContainsRune(`<>:"|?*`, r) {
			return -1
		}
		return r
	}, name)
	name = strings.TrimLeft(name, ". ")
	if runes := []rune(name); len(runes) > 100 {
		ending := path.Ext(name)
		name = string(runes[:100-min(len([]rune(ending)), 10)]) + string([]rune(ending)[:min(len([]rune(ending)), 10)])
	}
	if name == "" || name == "/" {
		return "file"
	}
	return name
}

// sendable returns as what a channel takes a file, and how large it may be. The name must
// end as files of its type do: what is called a picture is one.
func sendable(on channel.Kind, name, kind string) (rule channel.FileRule, ok bool) {
	if !slices.Contains(fileTypes[kind], strings.ToLower(path.Ext(name))) {
		return rule, false
	}
	major := map[string]channel.MessageType{"image": channel.Image, "audio": channel.Audio, "video": channel.Video}
	of, _, _ := strings.Cut(kind, "/")
	list := channel.AbilityOf(on).Files
	for _, r := range list {
		if slices.Contains(r.MIME, kind) {
			return r, true
		}
	}
	for _, r := range list {
		want, media := major[of]
		if r.MIME == nil && (r.Type == want || !media && r.Type == channel.Document) {
			return r, true
		}
	}
	return rule, false
}
