package platformtest

import (
	"errors"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

func answerChecks() []check {
	return []check{
		{"AnswerTaken", "Answer returns the platform's id of a message that it took, and the instant", answerTaken},
		{"AnswerStatus", "an answer without the platform's words is refused by its HTTP status, with one class for one status", answerStatus},
		{"AnswerRetryAfter", "RetryAfter is what the header asks for, in seconds or as an instant", answerRetryAfter},
		{"AnswerUnread", "of a success that cannot be read it is not known whether the message went", answerUnread},
		{"AnswerRefused", "a refusal keeps the platform's code, with its class", answerRefused},
	}
}

// answer has an answer read.
func (s Subject) answer(t *testing.T, status int, body string, header ...string) (channel.Accepted, *channel.SendError, error) {
	t.Helper()
	r := platform.Response{Status: status, Header: http.Header{}, Body: []byte(body), At: start()}
	for i := 1; i < len(header); i += 2 {
		r.Header.Set(header[i-1], header[i])
	}
	accepted, err := s.platform(t, "").Answer(r)
	refusal, is := errors.AsType[*channel.SendError](err)
	if err != nil && !is {
		return accepted, nil, broken("no *SendError: %v", err)
	}
	return accepted, refusal, nil
}

func answerTaken(t *testing.T, s Subject) error {
	accepted, refusal, err := s.answer(t, 200, s.Taken(s.To.Handle, "100"))
	switch {
	case err != nil || refusal != nil:
		return broken("%v; refused: %v", err, refusal)
	case !accepted.At.Equal(start()) || accepted.Held:
		return broken("got %+v", accepted)
	case s.Numberless != (accepted.MessageID == ""):
		return broken("id %q", accepted.MessageID)
	}
	return nil
}

func answerStatus(t *testing.T, s Subject) error {
	for _, status := range []int{302, 400, 401, 403, 404, 408, 413, 418, 429, 500, 502, 503, 504} {
		for _, body := range []string{"", "<html>Bad Gateway</html>"} {
			_, refusal, err := s.answer(t, status, body)
			want, code := platform.ClassOf(status), "http_"+strconv.Itoa(status)
			if err != nil || refusal == nil {
				return broken("%d: %v, refusal %v", status, err, refusal)
			}
			if refusal.Reason.Code != code || refusal.Reason.Class != want || refusal.Reason.Title == "" {
				return broken("%d %q: got %+v, want %s of class %q", status, body, refusal.Reason, code, want)
			}
		}
	}
	return nil
}

func answerRetryAfter(t *testing.T, s Subject) error {
	for header, want := range map[string]time.Duration{
		"":                              0,
		"30":                            30 * time.Second,
		"-5":                            0,
		"soon":                          0,
		"Mon, 02 Mar 2026 09:01:00 GMT": time.Minute,
		"Mon, 02 Mar 2026 08:00:00 GMT": 0,
		"99999999999999999999":          0,
		"2000000000":                    30 * 24 * time.Hour,
	} {
		_, refusal, err := s.answer(t, 429, "", "Retry-After", header)
		if err != nil || refusal == nil || refusal.RetryAfter != want {
			return broken("%q: got %+v, error %v, want %v", header, refusal, err, want)
		}
	}
	return nil
}

func answerUnread(t *testing.T, s Subject) error {
	for _, body := range []string{"", "<html>", `{"message`, "[1]", "null"} {
		accepted, refusal, err := s.answer(t, 200, body)
		if err != nil || refusal == nil || refusal.Reason.Code != channel.CodeNoAnswer {
			return broken("%q: got %+v, refusal %v, error %v", body, accepted, refusal, err)
		}
	}
	return nil
}

func answerRefused(t *testing.T, s Subject) error {
	for _, want := range s.Refusals {
		status, body := s.Refused(want)
		_, refusal, err := s.answer(t, status, body)
		if err != nil || refusal == nil || refusal.Reason.Code != want.Code || refusal.Reason.Class != want.Class {
			return broken("%+v: got %+v, error %v", want, refusal, err)
		}
	}
	return nil
}
