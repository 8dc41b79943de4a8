// Package template keeps the templates that WhatsApp approved, and tells before a send
// what the platform would refuse after it.
//
// [Read] reads what the Graph API tells of templates, [Template.Apply] keeps one up to
// date from webhooks, and [Template.Check] checks its use. [Preferences] are the users'
// wishes for marketing.
//
// Values may be shared freely.
package template
