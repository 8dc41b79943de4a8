package cloudapi

// Pairs returns how many users a client remembers.
func Pairs(c *Client) int { return len(c.pace.users) }
