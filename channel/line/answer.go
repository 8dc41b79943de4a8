package line

import (
	"net/http"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Answer implements [platform.Platform]. A push that LINE has taken before, by its retry
// key, is taken. Of several messages it names the first. The code of a refusal is the
// HTTP status, for LINE has no other. Source: LINE, retry failed API requests, read
// 2026-11.
func (p *Platform) Answer(r platform.Response) (channel.Accepted, error) {
	root, err := loosejson.Object(r.Body) // a proxy on the way may answer in its own form
	taken := r.Status/100 == 2 || r.Status == http.StatusConflict
	switch {
	case !taken && err != nil:
		return channel.Accepted{}, r.Refused(channel.Error{})
	case !taken:
		return channel.Accepted{}, r.Refused(channel.Error{
			Title: root.Get("message").Str(), Detail: details(root), Class: classify(r.Status, root.Get("message").Str()),
		})
	}
	for sent := range root.Get("sentMessages").Items() {
		return channel.Accepted{MessageID: sent.Get("id").Str(), At: r.At}, nil
	}
	if err != nil {
		return channel.Accepted{}, r.Unread()
	}
	return channel.Accepted{At: r.At}, nil // by an API that named no ids yet
}

func details(root loosejson.Value) string {
	var list []string
	for d := range root.Get("details").Items() {
		list = append(list, d.Get("property").Str()+": "+d.Get("message").Str())
	}
	return strings.Join(list, "; ")
}

// classify returns what can be done about a refusal of that HTTP status and message;
// without an entry here it is that of the status. A reply whose token is used up or too old is refused
// for ever: push instead. Source: LINE, status codes and error messages, read 2026-11.
func classify(status int, message string) channel.Class {
	says := func(phrase string) bool { return strings.Contains(strings.ToLower(message), phrase) }
	switch status {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType:
		if says("failed to send") { // the user is no friend of the account
			return channel.ClassUser
		}
		return channel.ClassNever
	case http.StatusUnauthorized, http.StatusForbidden:
		return channel.ClassFix
	case http.StatusNotFound, http.StatusGone:
		return channel.ClassUser
	case http.StatusTooManyRequests:
		if says("monthly limit") {
			return channel.ClassFix
		}
		return channel.ClassRetry
	}
	return platform.ClassOf(status)
}
