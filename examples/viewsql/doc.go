// Package viewsql turns the conditions of a view into SQL for SQLite and PostgreSQL, so
// that a store finds the tickets of a view by a query: see [socialticket.Selector].
//
// Tell the columns of your table with a [Columns], such as a [Map], and ask [Where].
// Values never stand in the text of a query: they are its parameters.
package viewsql
