package memory

import "github.com/socialticket/socialticket/channel"

// Owner returns the id of the user who has an address, as Load finds it.
func Owner(s *Store, a channel.Address) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if t := s.holder(a); t != nil {
		return t.User.ID
	}
	return ""
}
