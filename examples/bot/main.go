// Command bot answers every message on WhatsApp and on Telegram once:
//
//	WHATSAPP_PHONE_NUMBER_ID=… WHATSAPP_TOKEN=… WHATSAPP_APP_SECRET=… WHATSAPP_VERIFY_TOKEN=… \
//	TELEGRAM_TOKEN=… TELEGRAM_SECRET=… go run ./examples/bot
//
// It listens at localhost:8080, at /whatsapp and /telegram. What is answered is in memory
// and forgotten at the end: a bot that must not forget takes a store that keeps it, such as
// examples/sqlitestore.
package main

import (
	"cmp"
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"strings"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/telegram"
	"github.com/socialticket/socialticket/memory"
	"github.com/socialticket/socialticket/ticket"
	"github.com/socialticket/socialticket/whatsapp"
	"github.com/socialticket/socialticket/worker"
)

// bot answers with a desk.
type bot struct {
	desk   *socialticket.Desk
	worker *worker.Worker
}

// take takes the events of a webhook in and answers the messages among them.
func (b *bot) take(ctx context.Context, events []channel.Event) error {
	defer b.worker.Nudge()
	for _, e := range events {
		got, err := b.desk.Receive(ctx, e)
		if err != nil {
			return err
		}
		// A message that comes again is answered again under the same key, for the
		// process may have died before the answer: it goes out once.
		if e.Type != channel.EventMessage || e.Message.Type == channel.Reaction || got.Ticket.ID == "" {
			continue
		}
		_, err = b.desk.Reply(ctx, socialticket.Reply{
			Ticket: got.Ticket.ID, IdempotencyKey: e.ID, By: ticket.Actor{Kind: ticket.Bot, ID: "bot"}, Text: "We got your message.",
		})
		if err != nil && !errors.Is(err, socialticket.ErrClosed) {
			return err
		}
	}
	return nil
}

// newBot connects two platforms with a desk. It returns what serves their webhooks, and
// what sends.
func newBot(env func(string) string) (http.Handler, *worker.Worker, error) {
	botID, _, _ := strings.Cut(env("TELEGRAM_TOKEN"), ":")
	wa, err1 := whatsapp.New(whatsapp.Config{Secret: env("WHATSAPP_APP_SECRET"), VerifyToken: env("WHATSAPP_VERIFY_TOKEN"), BaseURL: env("WHATSAPP_API_URL")})
	tg, err2 := telegram.New(telegram.Config{Bot: botID, Secret: env("TELEGRAM_SECRET"), BaseURL: env("TELEGRAM_API_URL")})
	waClient, err3 := platform.NewClient(wa, platform.ClientConfig{Token: env("WHATSAPP_TOKEN")})
	tgClient, err4 := platform.NewClient(tg, platform.ClientConfig{Token: env("TELEGRAM_TOKEN")})
	store := &memory.Store{}
	desk, err5 := socialticket.New(socialticket.Config{Store: store})
	if err := cmp.Or(err1, err2, err3, err4, err5); err != nil {
		return nil, nil, err
	}
	w, err := worker.New(worker.Config{Desk: desk, Queue: store, Transport: platform.Mux{
		{Kind: channel.WhatsApp, ID: env("WHATSAPP_PHONE_NUMBER_ID")}: waClient,
		{Kind: channel.Telegram, ID: botID}:                           tgClient,
	}})
	b := &bot{desk, w}
	waHooks, err6 := platform.NewHandler(wa, platform.HandlerConfig{Take: b.take})
	tgHooks, err7 := platform.NewHandler(tg, platform.HandlerConfig{Take: b.take})
	mux := http.NewServeMux()
	mux.Handle("/whatsapp", waHooks)
	mux.Handle("/telegram", tgHooks)
	return mux, w, cmp.Or(err, err6, err7)
}

func main() {
	handler, w, err := newBot(os.Getenv)
	if err != nil {
		log.Fatal(err)
	}
	go func() { log.Fatal(w.Run(context.Background())) }()
	log.Fatal(http.ListenAndServe("localhost:8080", handler))
}
