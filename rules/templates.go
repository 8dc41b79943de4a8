package rules

// Templates fill the placeholders of texts, {{ticket.title}} for instance. Package
// examples/templates has one on a Liquid library, which who needs none does not pay for.
// Goroutines may share it.
type Templates interface {
	// Render returns a text with its placeholders filled from a subject, and the names of
	// those that have no value: they become nothing. In HTML the values are escaped.
	Render(text string, s *Subject, html bool) (made string, missing []string)
}
