package quota

// Users returns how many users a pace remembers.
func Users(p *Pairs) int { return len(p.users) }
