// Package platform is the shape that every platform's package has, and what serves them
// all: a [Handler] for webhooks, a [Client] that sends, a [Mux] of several accounts.
//
//	p, err := line.New(line.Config{Secret: secret})
//	…
//	handler, err := platform.NewHandler(p, platform.HandlerConfig{Take: take})
//	client, err := platform.NewClient(p, platform.ClientConfig{Token: token})
//
// A [Platform] opens no connection and reads no clock. What it returns depends on what
// it is given alone.
package platform
