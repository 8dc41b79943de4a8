package identity_test

import (
	"time"

	"github.com/socialticket/socialticket/channel"
)

var (
	shop   = channel.Account{Kind: channel.WhatsApp, ID: "100000000000001"}
	office = channel.Account{Kind: channel.WhatsApp, ID: "100000000000002"}
	noon   = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
)
