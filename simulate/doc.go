// Package simulate plays a helpdesk on a clock that is set: weeks in milliseconds, the same
// on every run.
//
// Make a [World] with [New]. Let customers write with [World.Says], agents answer with
// [World.Reply], anybody do anything with [World.Do], and time pass with [World.Pass]: what
// is due in between is done at its instant, messages go to a [Network] and its reports come
// back. [World.Play] reads a story of such steps as text, and [World.Played] returns what was
// decided, sent and refused in it. [World.Transcript] tells what
// happened, for a file that [Golden] compares it with; [Diff] shows how two differ. Card
// numbers are masked there as the desk masks them.
//
// A world drives its desk and its worker itself. A program of yours that lets a worker run
// can be driven by a *clock.Mock or by testing/synctest: see the example "mock".
//
// [Random] makes a busy desk out of a seed, a month in seconds; its [Summary] tells how that
// went.
//
// [Ahead] tells what happens to a ticket if nobody answers. A [Recorder] keeps what a desk was
// asked to do, [RecordsOf] reads it from what was committed, [Replay] does it again under
// other settings, from the beginning or from a [Snapshot], and [Compare] tells in what two
// outcomes differ. A [Replayer] takes the records one by one, and [Random.Compare] needs to
// keep none.
//
// It needs no package of tests, so that it works in programs too. Nothing here reads the
// system's clock or waits. A World belongs to one goroutine.
package simulate
