package channel_test

import (
	"fmt"
	"strings"

	"github.com/socialticket/socialticket/channel"
)

// A reply is checked before it is sent, and the answer says where the problem is and
// what would work.
func ExampleAbility_Fit() {
	bill := channel.Outbound{
		Type: channel.Document, Text: "Your bill",
		Attachments: []channel.Attachment{{Type: channel.Document, MIME: "application/pdf", Name: "bill.pdf"}},
	}
	for _, kind := range []channel.Kind{channel.WhatsApp, channel.LINE} {
		if misfit, ok := channel.AbilityOf(kind).Fit(bill); !ok {
			fmt.Println(misfit.Reason())
			fmt.Println(misfit.Field, misfit.Instead)
			continue
		}
		fmt.Println(kind, "carries it")
	}
	// Output:
	// whatsapp carries it
	// not_carried: attachments[0]: line does not carry attachments of type document
	// attachments[0] send_a_link
}

// A message becomes the calls that the platform needs.
func ExampleAbility_Split() {
	o := channel.Outbound{
		ID: "comment-9", Type: channel.Image, Text: "Both sides of the label.", ReplyTo: "m-1",
		Attachments: []channel.Attachment{{Type: channel.Image, ID: "front"}, {Type: channel.Image, ID: "back"}},
	}
	for _, kind := range []channel.Kind{channel.WhatsApp, channel.Messenger, channel.Telegram} {
		fmt.Println(kind)
		for _, part := range channel.AbilityOf(kind).Split(o) {
			fmt.Printf("  %s, %d files, %q, quotes %q\n", part.Type, len(part.Attachments), part.Text, part.ReplyTo)
		}
	}
	// Output:
	// whatsapp
	//   image, 1 files, "Both sides of the label.", quotes "m-1"
	//   image, 1 files, "", quotes ""
	// messenger
	//   image, 1 files, "", quotes "m-1"
	//   image, 1 files, "", quotes ""
	//   text, 0 files, "Both sides of the label.", quotes ""
	// telegram
	//   image, 2 files, "Both sides of the label.", quotes "m-1"
}

// An ability is data. A provider that takes 1,600 characters and no more than one
// message is a built-in ability with two changes.
func ExampleAbility() {
	provider := channel.AbilityOf(channel.WhatsApp)
	provider.Text, provider.Single = channel.Limit{Most: 1600}, true
	misfit, _ := provider.Fit(channel.Outbound{Text: strings.Repeat("word ", 400)})
	fmt.Println(misfit.Reason(), misfit.Instead)
	// Output:
	// too_long: text: it has 2000 characters, 1600 are allowed send_in_parts
}
