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
// There is one subtest for each promise, and a failure cites the sentence of the
// documentation that was broken.
package socialtickettest
