package memory

import "github.com/socialticket/socialticket"

// paged is a list that grows without ever moving what it holds, so that adding to
// a long thread costs what adding to a short one does.
type paged[T any] struct {
	pages [][]T
	count int
}

// pageSize keeps what a short thread wastes small, and the growth of a page cheap.
const pageSize = 16

// add appends v.
func (p *paged[T]) add(v T) {
	if p.count%pageSize == 0 {
		var page []T
		if p.count > 0 {
			page = make([]T, 0, pageSize) // a long thread goes on
		}
		p.pages = append(p.pages, page)
	}
	last := &p.pages[len(p.pages)-1]
	*last = append(*last, v)
	p.count++
}

// at returns the place of an element, counted from 0.
func (p *paged[T]) at(i int) *T { return &p.pages[i/pageSize][i%pageSize] }

// newest returns a page of what is numbered from 1, newest first.
func (p *paged[T]) newest(page socialticket.Page) []T {
	end := p.count
	if page.Before > 0 {
		end = min(end, page.Before-1)
	}
	begin := max(0, end-page.Size())
	out := make([]T, 0, end-begin)
	for i := end - 1; i >= begin; i-- {
		out = append(out, *p.at(i))
	}
	return out
}
