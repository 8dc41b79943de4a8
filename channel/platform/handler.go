package platform

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"github.com/socialticket/socialticket/channel"
)

// HandlerConfig says what becomes of webhooks. Take is needed; everything else may be
// zero.
type HandlerConfig struct {
	// Take takes the events of a webhook, in their order. The platform is told 200 only
	// when it returns nil, and sends the webhook again after an error: so it may get an
	// event twice, which a desk knows by its ID.
	Take func(context.Context, []channel.Event) error
	// Reply returns a message to send as the answer to a webhook, after Take, and
	// whether there is one. Only a [Replier] is asked. Nil: never.
	Reply func(context.Context, []channel.Event) (channel.Outbound, bool)

	MaxBody int64        // in bytes; 0: [MaxBody]
	Clock   Clock        // nil: the system's
	Log     *slog.Logger // of what was refused and why; nil: nothing is logged
}

// MaxBody is how large a webhook may be, in bytes, if a host does not say. Those of the
// platforms are far smaller: Meta's are the largest, with 1,000 changes at most.
const MaxBody = 4 << 20

// NewHandler returns the HTTP handler of a platform's webhooks: it answers the
// confirmation of the address, limits the body, verifies, parses and hands over. The
// statuses are those of [StatusOf]; 405 for any other method.
func NewHandler(p Platform, cfg HandlerConfig) (http.Handler, error) {
	switch {
	case p == nil:
		return nil, errors.New("platform: handler: the platform is missing")
	case cfg.Take == nil:
		return nil, errors.New("platform: handler: Take is missing")
	case cfg.MaxBody < 0:
		return nil, fmt.Errorf("platform: handler: MaxBody %d is negative", cfg.MaxBody)
	}
	cfg.MaxBody = cmp.Or(cfg.MaxBody, MaxBody)
	if cfg.Clock == nil {
		cfg.Clock = systemClock{}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &handler{p, cfg}, nil
}

type handler struct {
	platform Platform
	cfg      HandlerConfig
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	serve := h.hook
	if greeter, greets := h.platform.(Greeter); greets && r.Method == http.MethodGet {
		serve = func(r *http.Request) (Reply, error) { return greeter.Greet(h.request(r, nil)) }
	} else if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	reply, err := serve(r)
	if err != nil {
		status := StatusOf(err)
		h.cfg.Log.WarnContext(r.Context(), "webhook refused", "status", status, "error", err)
		http.Error(w, http.StatusText(status), status)
		return
	}
	if reply.Type != "" {
		w.Header().Set("Content-Type", reply.Type)
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(reply.Body) // a platform that went away asks again
}

func (h *handler) request(r *http.Request, body []byte) Request {
	return Request{Header: r.Header, Query: r.URL.Query(), Body: body, Received: h.cfg.Clock.Now().UTC()}
}

// hook takes a webhook.
func (h *handler) hook(r *http.Request) (Reply, error) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, h.cfg.MaxBody))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return Reply{}, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, h.cfg.MaxBody)
	}
	if err != nil {
		return Reply{}, fmt.Errorf("%w: %w", ErrBody, err)
	}
	request := h.request(r, body)
	events, err := h.platform.Events(request)
	if err != nil {
		return Reply{}, err
	}
	if err := h.cfg.Take(r.Context(), events); err != nil {
		return Reply{}, fmt.Errorf("taking %d events: %w", len(events), err)
	}
	replier, replies := h.platform.(Replier)
	if !replies || h.cfg.Reply == nil {
		return Reply{}, nil
	}
	o, wanted := h.cfg.Reply(r.Context(), events)
	if !wanted {
		return Reply{}, nil
	}
	reply, err := replier.Reply(request, o)
	if err != nil { // the events are taken: the platform must not send them again
		h.cfg.Log.WarnContext(r.Context(), "reply to a webhook refused", "message", o.ID, "error", err)
		return Reply{}, nil
	}
	return reply, nil
}
