package main

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/worker"
)

// metrics count what the helpdesk does, by Prometheus' own library. No label holds an id or a
// word of anybody: their values are few.
type metrics struct {
	registry *prometheus.Registry
	webhooks *prometheus.CounterVec   // by outcome
	events   *prometheus.CounterVec   // of webhooks, by type and outcome
	commands *prometheus.CounterVec   // by kind and outcome
	sends    *prometheus.CounterVec   // by state
	logins   *prometheus.CounterVec   // by outcome
	requests *prometheus.HistogramVec // by route and class of status
}

func newMetrics(s *server) *metrics {
	m := &metrics{registry: prometheus.NewRegistry()}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "helpdesk_" + name, Help: help}, labels)
		m.registry.MustRegister(c)
		return c
	}
	gauge := func(name, help string, value func() float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "helpdesk_" + name, Help: help}, value))
	}
	m.webhooks = counter("webhooks_total", "Webhooks by what became of them.", "outcome")
	m.events = counter("events_total", "Events in webhooks by what became of them.", "type", "outcome")
	m.commands = counter("commands_total", "Commands to the desk by what became of them.", "command", "outcome")
	m.sends = counter("sends_total", "Messages handed to the platform by how that ended.", "state")
	m.logins = counter("logins_total", "Passwords that were looked at.", "outcome")
	m.requests = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "helpdesk_request_seconds", Help: "How long requests took, by the pattern of their route.",
		Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5},
	}, []string{"route", "status"})
	m.registry.MustRegister(m.requests, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	gauge("open_pages", "Pages that hear the news.", func() float64 { return float64(s.hub.listening()) })
	gauge("queue_age_seconds", "How long the oldest effect has waited, such as a reply to be sent.", func() float64 { return s.queueAge().Seconds() })
	return m
}

// listening returns how many pages are open.
func (h *hub) listening() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.pages)
}

// queueAge returns how long the oldest effect has waited, 0 if none does.
func (s *server) queueAge() time.Duration {
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	at, err := s.store.Oldest(ctx, socialticket.EffectMessage, socialticket.EffectDecide)
	if err != nil {
		s.log.Error("the queue's age is not known", "error", err)
	}
	if err != nil || at.IsZero() {
		return 0
	}
	return max(0, s.clock.Since(at))
}

// watch counts a command, and which rules fired, and tells the pages of it.
func (s *server) watch(ctx context.Context, done socialticket.Handled) {
	outcome := string(done.Receipt.Outcome)
	if done.Err != nil {
		outcome = "refused"
	}
	s.metrics.commands.WithLabelValues(done.Command.Kind(), outcome).Inc()
	if err := s.firings.watch(done); err != nil {
		s.log.ErrorContext(ctx, "the count of rules is not kept", "error", err)
	}
	s.hub.watch(ctx, done)
}

// hooks count what the worker did.
func (m *metrics) hooks() worker.Hooks {
	count := func(state string) { m.sends.WithLabelValues(state).Inc() }
	return worker.Hooks{
		Sent: func(socialticket.Claimed, channel.Accepted) { count("accepted") },
		Failed: func(c socialticket.Claimed, _ channel.Error) {
			if c.Kind == socialticket.EffectMessage {
				count("failed")
			}
		},
		Doubt: func(_ socialticket.Claimed, final bool) {
			if final {
				count("doubt")
			}
		},
	}
}

// showMetrics answers to this machine, and to who is logged in.
func (s *server) showMetrics() http.Handler {
	show := promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{})
	inside := s.withSession(s.login(show))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.local(r) {
			show.ServeHTTP(w, r)
			return
		}
		inside.ServeHTTP(w, r)
	})
}
