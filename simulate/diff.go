package simulate

import "strings"

// Diff returns the lines in which two texts differ, "" if they are the same: those of want
// alone begin with "-", those of got alone with "+", and two lines before and after each
// place stand beside them.
func Diff(want, got string) string {
	if want == got {
		return ""
	}
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	common := commonTails(a, b)
	var lines []string
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			lines = append(lines, "  "+a[i])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			lines = append(lines, "- "+a[i])
			i++
		default:
			lines = append(lines, "+ "+b[j])
			j++
		}
	}
	return around(lines)
}

// commonTails returns how many lines the rest of a from i and the rest of b from j have in
// common, in their order.
func commonTails(a, b []string) [][]int {
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
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
	last := -1
	for i, line := range lines {
		near := false
		for k := max(0, i-beside); k <= min(len(lines)-1, i+beside); k++ {
			near = near || lines[k][0] != ' '
		}
		if !near {
			continue
		}
		if last >= 0 && i > last+1 {
			b.WriteString("  …\n")
		}
		b.WriteString(line + "\n")
		last = i
	}
	return b.String()
}
