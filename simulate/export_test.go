package simulate

// Edits returns all lines of [Diff], also those that stay.
func Edits(want, got string) []string { return edits(want, got) }
