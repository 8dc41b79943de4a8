// Package socialticket puts the parts of the ticket logic behind social-messaging support together.
package socialticket
