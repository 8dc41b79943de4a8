package socialticket_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/identity"
)

// A person who is parted from one winner, and later from another, is parted twice: the
// versions of the two winners do not make one key of two commands.
func TestUnmergeFromAnotherWinner(t *testing.T) {
	o, ctx := newOffice(t), t.Context()
	ids := map[string]string{}
	for _, who := range []string{"4915001", "4915002", "4915003"} {
		ids[who] = o.receive(t, says(who, "m"+who, "Hello", start())).Commit.Conversation.User.ID
	}
	loser, known, unknown := ids["4915001"], ids["4915002"], ids["4915003"]
	for _, name := range []string{"Ana", "Ann"} {
		_, err := o.Do(ctx, socialticket.UpdatePerson{Person: known, By: agent(), Changes: []identity.Change{{Field: identity.FieldFullName, Value: name}}})
		require.NoError(t, err)
	}
	for _, winner := range []string{known, unknown} {
		_, err := o.Merge(ctx, socialticket.Merge{Person: loser, Into: winner, By: agent()})
		require.NoError(t, err)
		r, err := o.Unmerge(ctx, socialticket.Unmerge{Person: loser, By: agent()})
		require.NoError(t, err)
		require.Equal(t, socialticket.Applied, r.Outcome, "parted from %s", winner)
		require.Empty(t, r.Person.Into)
	}
}
