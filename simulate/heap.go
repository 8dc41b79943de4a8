package simulate

// pile is a heap: the first element is before all others. The zero pile is empty.
type pile[T interface{ Before(T) bool }] struct{ list []T }

func (p *pile[T]) push(v T) {
	p.list = append(p.list, v)
	i := len(p.list) - 1
	for i > 0 {
		parent := (i - 1) / 2
		if !v.Before(p.list[parent]) {
			break
		}
		p.list[i] = p.list[parent]
		i = parent
	}
	p.list[i] = v
}

// pop takes the first element out of a pile that is not empty.
func (p *pile[T]) pop() T {
	var none T
	first, last := p.list[0], len(p.list)-1
	v := p.list[last]
	p.list[last] = none
	p.list = p.list[:last]
	if last == 0 {
		return first
	}
	i := 0
	for {
		child := 2*i + 1
		if child >= last {
			break
		}
		if child+1 < last && p.list[child+1].Before(p.list[child]) {
			child++
		}
		if !p.list[child].Before(v) {
			break
		}
		p.list[i] = p.list[child]
		i = child
	}
	p.list[i] = v
	return first
}
