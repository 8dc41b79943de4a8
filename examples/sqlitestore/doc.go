// Package sqlitestore keeps conversations in one SQLite file, without cgo. A [Store]
// from [Open] is a [socialticket.Store], [socialticket.Reader], [socialticket.Selector],
// [socialticket.Queue], [socialticket.Pruner] and [socialticket.Feed].
//
// All that Commit and Claim have written survives kill -9 and the loss of power. What comes
// at once shares one transaction and one flush of the disk; each part is checked by
// itself, so that none fails for another's sake. Reading never waits for writing.
package sqlitestore
