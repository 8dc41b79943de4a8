package identity

// Merging says which persons may be merged, and what is seen of one that was. The zero
// Merging refuses agents alone and loses nothing: a merge is a link, which moves nothing.
type Merging struct {
	// Lossy hides the tags, custom fields, notes and external id of a merged person, as
	// Zendesk loses them. They are seen again once the two are parted. False: nothing is lost.
	Lossy bool `json:"lossy,omitzero"`
	// MaxTickets is of how many tickets a person that is merged may be the requester. 0: any
	// number.
	MaxTickets int `json:"max_tickets,omitzero"`
	// NeedsVerified refuses to merge a person without a verified e-mail or phone who has
	// neither an e-mail nor an address on X.
	NeedsVerified bool `json:"needs_verified,omitzero"`
	// RefuseExternal refuses to merge where a person has an external id.
	RefuseExternal bool `json:"refuse_external,omitzero"`
}

// ZendeskMerging returns Zendesk's rules, but for the one of external ids: that is for
// accounts whose users sign on elsewhere.
//
// Source: https://support.zendesk.com/hc/en-us/articles/4408887695898 (read autumn 2026).
func ZendeskMerging() Merging {
	return Merging{Lossy: true, MaxTickets: 10_000, NeedsVerified: true}
}
