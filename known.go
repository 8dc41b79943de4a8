package socialticket

import (
	"slices"

	"github.com/socialticket/socialticket/rules"
)

// known returns what a desk knows for rules beside the ticket. Of the first message it
// knows the words while it makes the ticket: a decision never loads a thread.
func (dr *draft) known() rules.Known {
	t := &dr.ticket
	k := rules.Known{
		Private: t.Private(), DueAt: t.DueAt,
		Recipient: t.Address.Account.ID, ViaSubtype: string(t.Address.Account.Kind) + ":" + t.Address.Account.ID,
		RequesterRole: "end_user", AgentStations: len(t.AgentStations), GroupStations: len(t.GroupStations),
		Satisfaction: string(t.Survey.Score),
	}
	if slices.ContainsFunc(dr.settings.Agents, func(a Agent) bool { return a.ID == t.Requester }) {
		k.RequesterRole = "agent"
	}
	if dr.created && len(dr.comments) > 0 {
		k.Description = dr.comments[0].Content.Text
	}
	return k
}
