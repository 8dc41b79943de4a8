package main

import (
	"os"
	"path/filepath"

	"github.com/socialticket/socialticket/rules/zendesk"
)

// importChoices returns the choices of a new helpdesk: the standard ones, and in place of a
// kind of rule what the files of the settings have of it. What cannot be read is left out, what
// cannot run is switched off, and the log tells both.
func (s *server) importChoices() (choices, error) {
	c, replaced := firstChoices(), map[zendesk.Kind]bool{}
	p := s.progress("import of rules", len(s.settings.config.Rules))
	for _, name := range s.settings.config.Rules {
		text, err := os.ReadFile(name)
		if err != nil {
			return c, s.settings.config.Errorf("rules", "%v", err)
		}
		in, err := readImport(text, "")
		if err != nil {
			return c, s.settings.config.Errorf("rules", "%s: %v", name, err)
		}
		for kind, places := range in.chosen(nil, true) {
			s.tellUnfit(filepath.Base(name), &in, kind)
			c.take(in, map[zendesk.Kind][]int{kind: places}, !replaced[kind])
			replaced[kind] = true
		}
		for _, unread := range in.Unread {
			s.log.Warn("left out of the import", "from", filepath.Base(name), "error", unread.Error())
		}
		p.step()
	}
	return c, nil
}

// tellUnfit logs the rules of a kind that cannot run.
func (s *server) tellUnfit(from string, in *imported, kind zendesk.Kind) {
	list, _ := in.list(kind)
	for i := range list.Len() {
		if problems := in.compileOne(kind, list, i); len(problems) > 0 {
			s.log.Warn("switched off in the import", "from", from, "rule", list.Head(i).ID, "place", problems[0].Place, "reason", problems[0].Reason)
		}
	}
}
