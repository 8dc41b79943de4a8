package simulate

import (
	"fmt"
	"strings"
	"time"
)

// The sizes of a chart, in its units.
const (
	chartWidth  = 720
	panelHeight = 120
	panelLeft   = 70
	panelRight  = 20
	panelTop    = 46
	panelGap    = 62
	dateWidth   = 76
)

// chartStyle makes a chart readable on light and on dark pages.
const chartStyle = `<style>
svg { background: #ffffff; --ink: #1f2328; --faint: #d0d7de; --bar: #54aeff; --half: #1a7f37; --most: #bc4c00 }
@media (prefers-color-scheme: dark) { svg { background: #0d1117; --ink: #e6edf3; --faint: #30363d; --bar: #388bfd; --half: #3fb950; --most: #f0883e } }
text { font: 12px system-ui, sans-serif; fill: var(--ink) }
.head { font-weight: bold }
.grid { stroke: var(--faint) }
.bar { fill: var(--bar) }
.half { stroke: var(--half); fill: none; stroke-width: 2 }
.most { stroke: var(--most); fill: none; stroke-width: 2; stroke-dasharray: 6 3 }
</style>
`

// SVG returns the summary as a chart: the tickets made on each day, and below them how long
// the first reply took, half of them and nine of ten. It is readable on light and dark pages
// and holds no script; each bar tells its day when it is pointed at.
func (s *Summary) SVG() []byte {
	var b strings.Builder
	height := panelTop + 2*panelHeight + panelGap + 34
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="title">`+"\n", chartWidth, height)
	fmt.Fprintf(&b, "<title id=\"title\">%d days from %s: tickets a day and first replies</title>\n%s", len(s.Days), s.Start.Format(time.DateOnly), chartStyle)
	s.bars(&b, panelTop)
	s.lines(&b, panelTop+panelHeight+panelGap)
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

// bars draws the tickets made on each day.
func (s *Summary) bars(b *strings.Builder, top int) {
	most := 1
	for _, d := range s.Days {
		most = max(most, d.Made)
	}
	fmt.Fprintf(b, "<text class=\"head\" x=\"%d\" y=\"%d\">Tickets a day</text>\n", panelLeft, top-14)
	grid(b, top, fmt.Sprint(most), fmt.Sprint(most/2))
	for i, d := range s.Days {
		x, next := s.x(i), s.x(i+1)
		h := d.Made * panelHeight / most
		fmt.Fprintf(b, "<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"><title>%s: %d tickets, %d solved, %d reopened, %d messages failed</title></rect>\n",
			x, top+panelHeight-h, max(1, next-x-2), h, d.Date, d.Made, d.Solved, d.Reopened, d.Failed)
	}
	s.dates(b, top)
}

// lines draws how long first replies took.
func (s *Summary) lines(b *strings.Builder, top int) {
	most := Seconds(1)
	for _, d := range s.Days {
		most = max(most, d.FirstReply.P90)
	}
	fmt.Fprintf(b, "<text class=\"head\" x=\"%d\" y=\"%d\">First reply</text>\n", panelLeft, top-14)
	for i, l := range [...]struct{ class, text string }{{"half", "half of them"}, {"most", "nine of ten"}} {
		x := panelLeft + 110 + i*150
		fmt.Fprintf(b, "<path class=\"%s\" d=\"M%d %dh24\"/><text x=\"%d\" y=\"%d\">%s</text>\n", l.class, x, top-18, x+30, top-14, l.text)
	}
	grid(b, top, rough(most), rough(most/2))
	s.line(b, top, most, "half", func(sp Spread) Seconds { return sp.Median })
	s.line(b, top, most, "most", func(sp Spread) Seconds { return sp.P90 })
	s.dates(b, top)
}

// line draws one line, broken at days without a reply.
func (s *Summary) line(b *strings.Builder, top int, most Seconds, class string, of func(Spread) Seconds) {
	var path strings.Builder
	pen := 'M'
	for i, d := range s.Days {
		if d.FirstReply.Count == 0 {
			pen = 'M'
			continue
		}
		y := top + panelHeight - int(of(d.FirstReply)*panelHeight/most)
		fmt.Fprintf(&path, "%c%d %d", pen, (s.x(i)+s.x(i+1))/2, y)
		if pen == 'M' {
			path.WriteString("h0") // a day alone is a dot
		}
		pen = 'L'
	}
	fmt.Fprintf(b, "<path class=\"%s\" stroke-linecap=\"round\" d=\"%s\"/>\n", class, path.String())
}

// grid draws the lines of a panel, and what the upper two of them stand for.
func grid(b *strings.Builder, top int, most, half string) {
	for i, text := range [...]string{most, half, "0"} {
		y := top + i*panelHeight/2
		fmt.Fprintf(b, "<path class=\"grid\" d=\"M%d %dH%d\"/><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n",
			panelLeft, y, chartWidth-panelRight, panelLeft-8, y+4, text)
	}
}

// dates writes the first day, and each seventh after it, below a panel.
func (s *Summary) dates(b *strings.Builder, top int) {
	every := max(1, (len(s.Days)+49)/50) * 7
	for i := 0; i < len(s.Days) && (i == 0 || s.x(i)+dateWidth <= chartWidth); i += every {
		fmt.Fprintf(b, "<text x=\"%d\" y=\"%d\">%s</text>\n", s.x(i), top+panelHeight+18, s.Days[i].Date)
	}
}

// x returns where a day begins.
func (s *Summary) x(day int) int {
	return panelLeft + day*(chartWidth-panelLeft-panelRight)/max(1, len(s.Days))
}

// rough returns a time with one unit.
func rough(s Seconds) string {
	switch {
	case s >= 2*3600:
		return fmt.Sprintf("%d h", s/3600)
	case s >= 120:
		return fmt.Sprintf("%d min", s/60)
	}
	return fmt.Sprintf("%d s", s)
}
