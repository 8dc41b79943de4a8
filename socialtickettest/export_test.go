package socialtickettest

// Sentences returns what every promise cites, by the names of the subtests.
func Sentences() map[string]string {
	all := map[string]string{}
	for _, p := range promises() {
		all[p.name] = p.sentence
	}
	return all
}
