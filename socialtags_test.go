package socialticket_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/socialticket/socialticket"
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/rules"
)

// TestSocialTags states that a rule that takes one of the desk's own tags away is found.
func TestSocialTags(t *testing.T) {
	tags := []string{socialticket.TagSocial}
	for _, p := range channel.Policies() {
		tags = append(tags, socialticket.ChannelTag(p.Channel))
	}
	for _, tag := range tags {
		m := rules.Macro{Rule: rules.Rule{ID: "m", Do: []rules.Action{{Field: "remove_tags", Value: rules.Value{tag}}}}}
		found := rules.Check(rules.CheckConfig{Macros: []rules.Macro{m}})
		require.Len(t, found, 1, tag)
		require.Equal(t, rules.FindSocialTag, found[0].Kind)
	}
}
