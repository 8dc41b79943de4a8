// Package socialtickettest answers whether what a host implements keeps the
// promises that this module relies on.
//
// Hand [TestStore] a way to get a store, in a test of your own:
//
//	func TestStore(t *testing.T) {
//		socialtickettest.TestStore(t, socialtickettest.Config{
//			New: func(t *testing.T) socialticket.Store { return open(t, t.TempDir()) },
//		})
//	}
//
// [TestClock] does the same for a clock, and [TestSettings] for where the settings of a desk
// come from: agents, groups, rules and the choices of the business. Package channeltest has
// the suite of a transport.
//
// There is one subtest for each promise, and a failure cites the sentence of the
// documentation that was broken.
package socialtickettest
