// Package sqlitestore keeps conversations in one SQLite file, without cgo. A [Store]
// from [Open] is a [socialticket.Store], [socialticket.Reader] and
// [socialticket.Queue].
//
// What Commit has written survives kill -9 and the loss of power. Commits that come
// at once share one transaction and one flush of the disk; each is checked by
// itself, so that none fails for another's sake. Reading never waits for writing.
package sqlitestore
