package platform

import (
	"fmt"

	"github.com/socialticket/socialticket/channel"
)

// Fit returns why a message is not one call of a channel of that ability, as a
// *[channel.SendError] of the class never, or nil. [Platform.Call] asks it first, so that
// a limit stands in one place.
func Fit(a *channel.Ability, o channel.Outbound) error {
	kind := o.To.Account.Kind
	if a.Channel != "" && kind != a.Channel {
		return channel.Unsendable(a.Channel, "a message for "+name(o.To.Account))
	}
	if misfit, fits := a.Fit(o); !fits {
		return channel.Unsendable(kind, misfit.Field+": "+misfit.Problem)
	}
	if n := len(a.Split(o)); n > 1 {
		return channel.Unsendable(kind, fmt.Sprintf("it needs %d calls: see Ability.Split", n))
	}
	return nil
}
