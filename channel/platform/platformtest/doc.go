// Package platformtest checks a [platform.Platform]: [TestPlatform] has a subtest for each
// promise, with the sentence that is broken in the failure.
//
// Nothing here leaves the machine: calls go to a scripted server that speaks as the
// platform does.
package platformtest
