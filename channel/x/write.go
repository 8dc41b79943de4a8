package x

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
)

// Call implements [platform.Platform]: a message to a user, or to a conversation of
// several that [Platform.Events] named. A file goes by the ID that X gave when the same
// account uploaded it, less than 24 hours before. X hands no reference back and has no
// quotes: the ID of o and ReplyTo stay behind. Source:
// https://docs.x.com/x-api/direct-messages/manage/integrate (read 2026-11).
func (p *Platform) Call(o channel.Outbound) (platform.Call, error) {
	if err := platform.Fit(&p.ability, o); err != nil {
		return platform.Call{}, err
	}
	message := map[string]any{}
	if o.Text != "" {
		message["text"] = o.Text
	}
	var files []map[string]string
	for _, a := range o.Attachments {
		if a.ID == "" {
			return platform.Call{}, channel.Unsendable(channel.X, "an attachment that was not uploaded")
		}
		files = append(files, map[string]string{"media_id": a.ID})
	}
	if files != nil {
		message["attachments"] = files
	}
	to, group := strings.CutPrefix(o.To.Handle, groupPrefix)
	switch {
	case to == "":
		return platform.Call{}, channel.Unsendable(channel.X, "no user to send to")
	case o.Via != channel.RouteDirect:
		return platform.Call{}, channel.Unsendable(channel.X, fmt.Sprintf("no way of sending called %q", o.Via))
	}
	path := "/2/dm_conversations/with/"
	if group {
		path = "/2/dm_conversations/"
	}
	body, err := json.Marshal(message)
	if err != nil {
		return platform.Call{}, fmt.Errorf("x: call: %w", err)
	}
	return platform.JSON(p.cfg.BaseURL+path+url.PathEscape(to)+"/messages", body, "Authorization", platform.Bearer), nil
}
