// Package memory keeps what a desk decides in memory: for tests, simulations and bots
// without a database. It forgets everything with the process.
//
// The zero [Store] is empty and ready. It implements every contract of the root: Store,
// Reader, Selector, Queue, Pruner and Feed. Many goroutines may use it.
package memory
