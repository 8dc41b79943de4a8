package channel

import "fmt"

// fitQuestion checks the question of o, form by form, but not how long its text is.
func (a *Ability) fitQuestion(o *Outbound) Misfit {
	q := &o.Question
	if !a.carries(Interactive) {
		return a.uncarried("question", "questions", AdviseChange)
	}
	forms := q.forms()
	switch {
	case len(forms) == 0 && a.Types != nil:
		return missing("question", "it asks nothing")
	case len(forms) > 1 && a.Questions != nil && !a.Mixed:
		return Misfit{Code: MisfitTooMany, Field: "question", Instead: AdviseChange,
			Problem: fmt.Sprintf("one of choices, a menu, a link and a place is wanted, there are %d", len(forms))}
	}
	if q.Media != (Attachment{}) {
		if m := a.misfitFile(&q.Media, q.Media.Type); m.Code != "" {
			m.Field = "question.media"
			return m
		}
	}
	for _, f := range forms {
		if m := a.fitForm(f, q); m.Code != "" {
			return m
		}
	}
	if blank(o.Text) && a.Types != nil {
		return missing("text", "a question needs a text")
	}
	return Misfit{}
}

// forms returns the forms that q has.
func (q *Question) forms() []Form {
	forms := make([]Form, 0, 4)
	if len(q.Choices) > 0 {
		forms = append(forms, FormChoices)
	}
	if len(q.Menu.Sections) > 0 {
		forms = append(forms, FormMenu)
	}
	if q.Link != (Link{}) {
		forms = append(forms, FormLink)
	}
	if q.AskPlace {
		forms = append(forms, FormPlace)
	}
	return forms
}

// fitForm checks one form of a question.
func (a *Ability) fitForm(f Form, q *Question) Misfit {
	rule := a.form(f)
	if rule == nil {
		if a.Questions == nil {
			return Misfit{}
		}
		return a.unasked(f)
	}
	frame := first(rule.Header.check("question.header", q.Header), rule.Footer.check("question.footer", q.Footer))
	if frame.Code != "" {
		return frame
	}
	switch f {
	case FormChoices:
		return a.fitChoices(rule, q.Choices)
	case FormMenu:
		return rule.fitMenu(&q.Menu)
	case FormLink:
		return first(rule.Label.between("question.link.label", q.Link.Label), Limit{}.between("question.link.url", q.Link.URL))
	case FormPlace:
	}
	return Misfit{}
}

// unasked returns the misfit of a form of question that the channel does not know.
func (a *Ability) unasked(f Form) Misfit {
	switch f {
	case FormLink:
		return a.uncarried("question.link", "buttons that open a page", AdviseLink)
	case FormPlace:
		return a.uncarried("question.ask_place", "requests for a place", AdviseChange)
	case FormMenu:
		return a.uncarried("question.menu", "menus", AdviseChange)
	case FormChoices:
	}
	return a.uncarried("question.choices", "buttons", AdviseChange)
}

func (a *Ability) fitChoices(rule *QuestionRule, list []Choice) Misfit {
	const field = "question.choices"
	if n := len(list); rule.Most > 0 && n > rule.Most {
		m := tooMany(field, "choices", n, rule.Most)
		if menu := a.form(FormMenu); menu != nil && menu.Most >= n {
			m.Problem += fmt.Sprintf(", in a menu %d", menu.Most)
		}
		return m
	}
	for i := range list {
		if m := rule.fitChoice(&list[i]); m.Code != "" {
			m.Field = fmt.Sprintf("%s[%d]%s", field, i, m.Field)
			return m
		}
	}
	return rule.twice(list, func(i int) string { return fmt.Sprintf("%s[%d]", field, i) })
}

func (rule *QuestionRule) fitMenu(menu *Menu) Misfit {
	const field = "question.menu"
	if rule.Label != (Limit{}) {
		if m := rule.Label.between(field+".label", menu.Label); m.Code != "" {
			return m
		}
	}
	if n := len(menu.Sections); rule.Sections > 0 && n > rule.Sections {
		return tooMany(field+".sections", "sections", n, rule.Sections)
	}
	var all []Choice
	var places []string
	for i := range menu.Sections {
		s, place := &menu.Sections[i], fmt.Sprintf("%s.sections[%d]", field, i)
		if m := rule.fitSection(place, s, len(menu.Sections) > 1); m.Code != "" {
			return m
		}
		for j := range s.Choices {
			places = append(places, fmt.Sprintf("%s.choices[%d]", place, j))
		}
		all = append(all, s.Choices...)
	}
	if rule.Most > 0 && len(all) > rule.Most {
		return tooMany(field, "choices", len(all), rule.Most)
	}
	return rule.twice(all, func(i int) string { return places[i] })
}

// fitSection checks a section of a menu, which needs a title where several have one.
func (rule *QuestionRule) fitSection(place string, s *Section, several bool) Misfit {
	switch m := rule.Section.check(place+".title", s.Title); {
	case m.Code != "":
		return m
	case several && s.Title == "" && rule.Section != Limit{}:
		return missing(place+".title", "it is empty, and there are several sections")
	case len(s.Choices) == 0:
		return missing(place+".choices", "is missing")
	}
	for j := range s.Choices {
		if m := rule.fitChoice(&s.Choices[j]); m.Code != "" {
			m.Field = fmt.Sprintf("%s.choices[%d]%s", place, j, m.Field)
			return m
		}
	}
	return Misfit{}
}

// fitChoice checks a choice. The field of the misfit lacks the place of the choice.
func (rule *QuestionRule) fitChoice(c *Choice) Misfit {
	return first(rule.Title.between(".title", c.Title), rule.ID.between(".id", c.ID), rule.Info.check(".text", c.Text))
}

// twice finds a choice that an earlier one is taken for.
func (rule *QuestionRule) twice(list []Choice, place func(int) string) Misfit {
	titles, ids := make(map[string]bool, len(list)), make(map[string]bool, len(list))
	for i, c := range list {
		field, text := "", ""
		switch {
		case rule.Titles && titles[c.Title]:
			field, text = ".title", c.Title
		case rule.IDs && ids[c.ID]:
			field, text = ".id", c.ID
		}
		if field != "" {
			return Misfit{Code: MisfitTwice, Field: place(i) + field, Problem: fmt.Sprintf("%q is given twice", text), Instead: AdviseChange}
		}
		titles[c.Title], ids[c.ID] = true, true
	}
	return Misfit{}
}

func tooMany(field, what string, n, most int) Misfit {
	return Misfit{Code: MisfitTooMany, Field: field, Problem: fmt.Sprintf("there are %d %s, %d are allowed", n, what, most), Instead: AdviseChange}
}
