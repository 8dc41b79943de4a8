// Package words reads texts as people search them: [Split] makes words of a text, without
// regard to capitals and accents, and a [Phrase] is what somebody looks for in them.
//
// Both an index and a search that has none go by it, so that they find the same.
//
// Everything here is a value or a pure function; goroutines may share it.
package words
