package channeltest

import (
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/socialticket/socialticket/channel"
)

// Graph plays WhatsApp's Cloud API over HTTP: messages, read marks and media. It
// is an [http.Handler] for httptest.NewServer and does with messages what its
// Platform's script says. The zero Graph lets everybody in who shows a token.
//
// Source: Meta, send messages; media; mark messages as read; error codes, read
// 2026-09.
type Graph struct {
	Platform
	// Token is the only one that is let in. Empty: any.
	Token string
	// Secret signs the webhooks; tests choose one.
	Secret string

	once  sync.Once
	mux   *http.ServeMux
	lock  sync.Mutex
	marks []Mark
	media map[string]media
}

// Mark is a message of a user that was marked as read.
type Mark struct {
	MessageID string
	Typing    bool // a typing indicator was asked for with it
}

// Marks returns what was marked as read, in its order.
func (g *Graph) Marks() []Mark {
	g.lock.Lock()
	defer g.lock.Unlock()
	return append([]Mark(nil), g.marks...)
}

// ServeHTTP answers one call.
func (g *Graph) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.once.Do(g.route)
	token, shown := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !shown || g.Token != "" && token != g.Token {
		fail(w, http.StatusUnauthorized, channel.Error{Code: "190", Title: "Error validating access token"})
		return
	}
	g.mux.ServeHTTP(w, r)
}

func (g *Graph) route() {
	g.mux = http.NewServeMux()
	g.mux.HandleFunc("POST /{version}/{number}/messages", g.messages)
	g.mux.HandleFunc("POST /{version}/{number}/media", g.upload)
	g.mux.HandleFunc("GET /{version}/{media}", g.describe)
	g.mux.HandleFunc("GET /file/{media}", g.download)
}

// maxCall bounds what one call for a message may say, in bytes.
const maxCall = 1 << 20

// call is what is read of the body of a message.
type call struct {
	Product   string          `json:"messaging_product"`
	To        string          `json:"to"`
	Recipient string          `json:"recipient"`
	Reference string          `json:"biz_opaque_callback_data"`
	Status    string          `json:"status"` // "read"
	MessageID string          `json:"message_id"`
	Typing    json.RawMessage `json:"typing_indicator"`
}

func (g *Graph) messages(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxCall))
	var c call
	if err == nil {
		err = json.Unmarshal(body, &c)
	}
	user := strings.TrimPrefix(cmp.Or(c.To, c.Recipient), "+") // as webhooks name users
	switch {
	case err != nil:
		fail(w, http.StatusBadRequest, channel.Error{Code: "100", Title: "Invalid parameter", Detail: err.Error()})
	case c.Product != string(channel.WhatsApp):
		fail(w, http.StatusBadRequest, channel.Error{Code: "100", Title: "The parameter messaging_product is required."})
	case c.Status == "read":
		g.mark(w, Mark{MessageID: c.MessageID, Typing: c.Typing != nil})
	case user == "":
		fail(w, http.StatusBadRequest, channel.Error{Code: "131008", Title: "Required parameter is missing"})
	default:
		account := channel.Account{Kind: channel.WhatsApp, ID: r.PathValue("number")}
		to := channel.Address{Account: account, Handle: user}
		step, accepted := g.arrive(Arrival{Reference: c.Reference, To: to, Body: body})
		answer(w, r, step, to, accepted)
	}
}

func (g *Graph) mark(w http.ResponseWriter, m Mark) {
	g.lock.Lock()
	defer g.lock.Unlock()
	g.marks = append(g.marks, m)
	reply(w, http.StatusOK, object{"success": true})
}

// answer does what the step says.
func answer(w http.ResponseWriter, r *http.Request, step Step, to channel.Address, accepted channel.Accepted) {
	if seconds := int(step.After / time.Second); seconds > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
	}
	switch step.Act {
	case Take, Hold:
		reply(w, http.StatusOK, taken(to, accepted))
	case Refuse:
		status := http.StatusBadRequest
		if step.After > 0 {
			status = http.StatusTooManyRequests
		}
		fail(w, status, step.Error)
	case Down:
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, "<html><title>503 Service Unavailable</title></html>")
	case Hang:
		<-r.Context().Done()
	case Reset:
		panic(http.ErrAbortHandler) // the documented way to cut a connection
	case Garble:
		_, _ = io.WriteString(w, `{"messaging_product":"whatsapp","messages":[{"id":`)
	}
}

// object is a JSON object.
type object = map[string]any

func taken(to channel.Address, accepted channel.Accepted) object {
	status := "accepted"
	if accepted.Held {
		status = "held_for_quality_assessment"
	}
	return object{
		"messaging_product": "whatsapp",
		"contacts":          []object{{"input": to.Handle, "wa_id": to.Handle}},
		"messages":          []object{{"id": accepted.MessageID, "message_status": status}},
	}
}

// fail answers with an error as the Graph API writes it.
func fail(w http.ResponseWriter, status int, e channel.Error) {
	reply(w, status, object{"error": object{
		"message":    "(#" + e.Code + ") " + e.Title,
		"type":       "OAuthException",
		"code":       number(e.Code),
		"error_data": object{"messaging_product": "whatsapp", "details": e.Detail},
		"fbtrace_id": "fake",
	}})
}

// number returns a code as Meta writes it, a number where it is one.
func number(code string) any {
	if n, err := strconv.Atoi(code); err == nil {
		return n
	}
	return code
}

func reply(w http.ResponseWriter, status int, body object) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // a client that went away reads nothing
}
