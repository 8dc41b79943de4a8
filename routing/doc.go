// Package routing says which agent gets a ticket: who is there, who knows enough, who has
// room, and whose turn it is.
//
// Build a [Team] with [NewTeam] from the agents, the [Loads] that their tickets make and the
// [Turn]; ask [Team.Pick] for a [Work], which [Config.WorkOf] reads from a ticket. [First]
// says which ticket of a queue is to be handed out before the others.
//
// Everything here is a value that anybody may share, and each function is pure: nothing that
// it was given is changed, and the same arguments give the same result.
package routing
