// Package templates fills the placeholders of rules with a Liquid library: it is a
// [rules.Templates] for the settings of a desk.
//
//	settings.Templates = templates.New(templates.Config{Account: "Bike shop"})
//
// It knows the placeholders of Zendesk's rules: {{ticket.title}}, {{ticket.requester.name}},
// {{ticket.ticket_field_360001}}, {{dc.greeting}}, loops over {{ticket.comments}}. What a
// subject does not hold, such as the thread, the functions of [Config] tell.
//
// A text is a program that somebody else wrote, so all that it may do is bounded: how long
// it is, how much it does and how much it says. It reads no files. The bounds count steps
// and not seconds, so that the same text always has the same result.
//
// A [Liquid] never changes after New; goroutines may share it.
package templates
