package simulate

// Count tells how often something happened.
type Count struct {
	What string `json:"what"` // as "automation close-solved"
	N    int    `json:"n"`
}
