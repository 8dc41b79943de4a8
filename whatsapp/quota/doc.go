// Package quota counts what WhatsApp limits beside the reply window: how many users a
// business may write to in a day ([Reach], [Tier]), how fast one user may be written to
// ([Pace], [Pairs]), what an account may still do after violations ([Standing]), and what
// a message costs ([PriceOf], [EntryPoint]).
//
// The values may be shared; [Reach] and [Pairs] are safe for concurrent use.
package quota
