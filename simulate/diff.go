package simulate

import "strings"

// Diff returns the lines in which two texts differ, "" if they are the same: those of want
// alone begin with "-", those of got alone with "+", and two lines before and after each
// place stand beside them.
func Diff(want, got string) string {
	if want == got {
		return ""
	}
	return around(edits(want, got))
}

// edits returns all lines of two texts in their order, each once with what becomes of it.
func edits(want, got string) (lines []string) {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		lines = append(lines, "  "+a[head])
		head++
	}
	a, b = a[head:], b[head:]
	tail := 0
	for tail < min(len(a), len(b)) && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	end := a[len(a)-tail:]
	lines = append(lines, changes(a[:len(a)-tail], b[:len(b)-tail])...)
	for _, line := range end {
		lines = append(lines, "  "+line)
	}
	return lines
}

// mostPairs bounds how many pairs of lines are looked at. Of texts that differ in more,
// all lines of the one go and all of the other come.
const mostPairs = 4_000_000

// changes returns the shortest way from the lines of a to those of b.
func changes(a, b []string) (lines []string) {
	common := make([][]int32, 0)
	if len(a)*len(b) <= mostPairs {
		common = commonTails(a, b)
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case len(common) > 0 && i < len(a) && j < len(b) && a[i] == b[j]:
			lines = append(lines, "  "+a[i])
			i, j = i+1, j+1
		case j == len(b), i < len(a) && (len(common) == 0 || common[i+1][j] >= common[i][j+1]):
			lines = append(lines, "- "+a[i])
			i++
		default:
			lines = append(lines, "+ "+b[j])
			j++
		}
	}
	return lines
}

// commonTails returns how many lines the rest of a from i and the rest of b from j have in
// common, in their order.
func commonTails(a, b []string) [][]int32 {
	common := make([][]int32, len(a)+1)
	for i := range common {
		common[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			common[i][j] = max(common[i+1][j], common[i][j+1])
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			}
		}
	}
	return common
}

// beside is how many lines stand beside a difference.
const beside = 2

// around returns the lines that differ, and those beside them.
func around(lines []string) string {
	var b strings.Builder
	shown := 0 // the lines before it are told, or left out
	for i, line := range lines {
		if !near(lines, i) {
			continue
		}
		if i > shown && shown > 0 {
			b.WriteString("  …\n")
		}
		b.WriteString(line + "\n")
		shown = i + 1
	}
	return b.String()
}

// near reports whether a line differs, or stands beside one that does.
func near(lines []string, i int) bool {
	for k := max(0, i-beside); k <= min(len(lines)-1, i+beside); k++ {
		if lines[k][0] != ' ' {
			return true
		}
	}
	return false
}
