// Package redact masks payment card numbers in text, before anything is stored or logged.
//
// Ask [Redactor.Text] for a text without card numbers; the zero [Redactor] works. Build
// another with [New]. [Part] masks by hand what a person chose.
//
// A Redactor never changes after New; goroutines may share it.
package redact
