package main

import (
	"context"
	"os"
)

func Example() {
	if err := play(context.Background(), os.Stdout); err != nil {
		panic(err)
	}
	// Output:
	// to sales: "Do you have it in green?"
	// to support: "My order has not come"
	// perhaps the same, 90%: [{phone +5511987654321}]
	// plan: 1 contact, 1 ticket, tags [gold], lost []
	//   name: "Ana Souza" of the winner
	//   email: "ana@example.com" of the loser
	//   phone: "+5511987654321" of the winner
	// merged, the ticket to sales: 1 messages of Ana Souza, +5511987654321 ana@example.com, tags [gold]; its last event: merge
	// merged, the ticket to support: 1 messages of Ana Souza, +5511987654321 ana@example.com, tags [gold]; its last event: merge
	// to support: "It is here now, thank you"
	// parted, the ticket to sales: 1 messages of Ana Souza, +5511987654321 , tags []; its last event: merge
	// parted, the ticket to support: 2 messages of Ana, +551187654321 ana@example.com, tags [gold]; its last event: merge
}
