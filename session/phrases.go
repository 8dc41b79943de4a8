package session

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Phrases are the words of one language for when the hours begin again. In the texts
// {time}, {weekday}, {day}, {month} and {year} stand for parts of it. All are needed but
// First.
type Phrases struct {
	Language string // "de", or "de-AT" for those of Austria alone
	Clock    string // how {time} is written, as a layout of package time: "15:04", "3:04 PM"

	Today     string // "today at {time}"
	Tomorrow  string
	OnWeekday string // "on {weekday} at {time}"
	OnDate    string // "on {weekday}, {day} {month} at {time}"

	Weekdays [7]string // Sunday first
	Months   [12]string
	First    string // {day} of the first of a month, where it has a word of its own: "1er"
}

func (p Phrases) check() error {
	if slices.Contains([]string{p.Language, p.Clock, p.Today, p.Tomorrow, p.OnWeekday, p.OnDate}, "") ||
		slices.Contains(p.Weekdays[:], "") || slices.Contains(p.Months[:], "") {
		return fmt.Errorf("phrases %q: one is missing", p.Language)
	}
	return nil
}

// text tells of a time on a day that is called d.
func (p Phrases) text(d Day, local time.Time) string {
	text := map[Day]string{Today: p.Today, Tomorrow: p.Tomorrow, DayOfWeek: p.OnWeekday, DayOfMonth: p.OnDate}[d]
	day := strconv.Itoa(local.Day())
	if local.Day() == 1 && p.First != "" {
		day = p.First
	}
	return strings.NewReplacer(
		"{time}", local.Format(p.Clock), "{weekday}", p.Weekdays[local.Weekday()],
		"{day}", day, "{month}", p.Months[local.Month()-1], "{year}", strconv.Itoa(local.Year()),
	).Replace(text)
}

// phrases returns those of a language, else those of the language that it is a form of,
// else English. Those of the widget come before the built-in ones.
func (w *Widget) phrases(language string) Phrases {
	all := append(slices.Clip(w.Languages), english(), french())
	for tag := strings.ReplaceAll(language, "_", "-"); tag != ""; {
		if i := slices.IndexFunc(all, func(p Phrases) bool { return strings.EqualFold(p.Language, tag) }); i >= 0 {
			return all[i]
		}
		tag = tag[:max(strings.LastIndexByte(tag, '-'), 0)]
	}
	return english()
}

func english() Phrases {
	p := Phrases{
		Language: "en", Clock: "15:04", Today: "today at {time}", Tomorrow: "tomorrow at {time}",
		OnWeekday: "on {weekday} at {time}", OnDate: "on {weekday}, {day} {month} at {time}",
	}
	for d := range p.Weekdays {
		p.Weekdays[d] = time.Weekday(d).String()
	}
	for m := range p.Months {
		p.Months[m] = time.Month(m + 1).String()
	}
	return p
}

func french() Phrases {
	return Phrases{
		Language: "fr", Clock: "15:04", Today: "aujourd’hui à {time}", Tomorrow: "demain à {time}",
		OnWeekday: "{weekday} à {time}", OnDate: "le {weekday} {day} {month} à {time}",
		Weekdays: [7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
		Months: [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
			"octobre", "novembre", "décembre"},
		First: "1er",
	}
}
