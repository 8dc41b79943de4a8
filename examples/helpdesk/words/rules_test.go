package words

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket/rules"
)

func said(t *testing.T, lang string) Rules {
	t.Helper()
	book, err := Open()
	require.NoError(t, err)
	names := map[string]string{"ada": "Ada", "360": "Size"}
	return book.For(lang, "").Rules(func(_, id string) string { return names[id] }, func(at time.Time) string { return at.Format(time.DateOnly) })
}

func TestConditionSays(t *testing.T) {
	tests := []struct {
		c      rules.Condition
		en, fr string
	}{
		{rules.Created(), "the ticket is being created", "le ticket vient d’être créé"},
		{rules.Status().Is("open", "pending"), "the status is Open or Pending", "le statut est Ouvert ou En attente"},
		{rules.Status().LessThan("solved"), "the status is before Solved", "le statut précède Résolu"},
		{rules.Assignee().Is(""), "the assignee is empty", "l’assigné est vide"},
		{rules.Assignee().IsNot("ada"), "the assignee is not Ada", "l’assigné n’est pas Ada"},
		{rules.Assignee().IsNot("current_user"), "the assignee is not whoever updates it", "l’assigné n’est pas l’auteur de la mise à jour"},
		{rules.Group().Changed(), "the group has changed", "le groupe a changé"},
		{rules.Hours("SOLVED").GreaterThan(96), "the time since it was solved is more than 96 hours", "la durée depuis la résolution est supérieure à 96 heures"},
		{rules.Hours("PENDING").Business().LessThan(1), "the time as Pending is less than 1 business hour", "la durée au statut En attente est inférieure à 1 heure d’ouverture"},
		{rules.On("via_id").Is("4"), "the channel of the ticket is e-mail", "le canal du ticket est l’e-mail"},
		{rules.Condition{Field: "in_business_hours", Op: rules.IsNot, Value: rules.Value{"true"}}, "the team is not at work", "l’équipe est fermée"},
		{rules.Tags().Includes("vip", "gold"), "the tags include vip or gold", "les étiquettes comprennent vip ou gold"},
		{rules.Custom("360").Is("red"), "the field “Size” is red", "le champ « Size » est red"},
		{rules.Comment().Includes("100%[1]s"), "the comment has one of the words 100%[1]s", "le commentaire contient l’un des mots 100%[1]s"},
		{rules.Any(rules.Status().Is("new"), rules.Priority().Is("urgent")), "(the status is New or the priority is Urgent)", "(le statut est Nouveau ou la priorité est Urgente)"},
		{rules.All(), "always", "toujours"},
	}
	en, fr := said(t, "en"), said(t, "fr")
	for _, tt := range tests {
		if diff := cmp.Diff([]string{tt.en, tt.fr}, []string{en.Condition(tt.c), fr.Condition(tt.c)}); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt.c, diff)
		}
	}
}

func TestActionSays(t *testing.T) {
	tests := []struct {
		a    rules.Action
		want string
	}{
		{rules.SetStatus("closed"), "set the status to Closed"},
		{rules.Assign("ada"), "assign it to Ada"},
		{rules.Assign(""), "take the assignee away"},
		{rules.AddTags("a", "b"), "add the tags a, b"},
		{rules.Notify("requester_id", "Hello", "Body"), "notify the requester: “Hello”"},
		{rules.Say("Thank  you"), "write the comment “Thank you”"},
		{rules.Action{Field: "end_session"}, "end the session"},
		{rules.SetField("custom_fields_360", ""), "empty the field “Size”"},
	}
	en := said(t, "en")
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, en.Action(tt.a)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt.a, diff)
		}
	}
}

// Every field of the standard table, with every operator that it takes, is said in words.
func TestConditionSaysAll(t *testing.T) {
	for _, lang := range []string{"en", "fr"} {
		r := said(t, lang)
		for _, name := range rules.Standard().Names() {
			for _, op := range operators() {
				rule := rules.Rule{ID: "r", When: rules.Conditions{All: []rules.Condition{{Field: name, Op: op, Value: rules.Value{"1"}}}}}
				if _, err := rules.CompileTriggers(rules.Standard(), []rules.Rule{rule}); err != nil {
					continue
				}
				text := r.Condition(rule.When.All[0])
				require.NotContains(t, text, "op.", "%s %s", name, op)
				require.NotContains(t, text, "_", "%s %s", name, op)
			}
			require.NotEmpty(t, r.words.texts["rule.field."+name], name)
		}
		for _, list := range [][]rules.Rule{rules.StandardTriggers(), rules.StandardAutomations()} {
			for _, one := range list {
				for _, c := range slices.Concat(one.When.All, one.When.Any) {
					require.NotContains(t, r.Condition(c), "_", one.ID)
				}
				for _, a := range one.Do {
					require.False(t, strings.Contains(strings.ReplaceAll(r.Action(a), "{{", ""), "act."), one.ID)
				}
			}
		}
	}
}

func operators() []rules.Op {
	return []rules.Op{
		rules.Is, rules.IsNot, rules.LessThan, rules.LessThanEqual, rules.GreaterThan, rules.GreaterThanEqual, rules.Includes, rules.NotIncludes,
		rules.Present, rules.NotPresent, rules.IncludesWords, rules.NotIncludesWords, rules.IncludesString, rules.NotIncludesString,
		rules.StartsWith, rules.EndsWith, rules.Changed, rules.NotChanged, rules.ChangedTo, rules.NotChangedTo, rules.ChangedFrom,
		rules.NotChangedFrom, rules.IsBusiness, rules.LessThanBusiness, rules.GreaterThanBusiness, rules.WithinPreviousDays,
		rules.WithinNextDays, rules.DaysBefore, rules.IncludesAll,
	}
}
