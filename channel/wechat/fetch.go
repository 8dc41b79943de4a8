package wechat

import (
	"errors"
	"fmt"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// Page is what one call of [Platform.Fetch] brought.
type Page struct {
	Events []channel.Event
	// Next is the cursor of the next call. Keep it with the account once the events are
	// taken: the next news go on from there.
	Next string
	// More tells that there is more to fetch now, even where Events is empty.
	More bool
}

// Fetch returns the call that fetches the messages which an event of WeCom told of, from
// a cursor on: that of the last [Page], empty at the first time. Make it with
// [platform.Client.Do], and give its answer to [Platform.Fetched]. The token of the event
// is good for ten minutes.
func (p *Platform) Fetch(news channel.Event, cursor string) (platform.Call, error) {
	if p.cfg.Kind != channel.WeCom || news.Notice.Field != newsEvent {
		return platform.Call{}, errors.New("wechat: fetch: the event does not tell of messages in WeCom")
	}
	fields := map[string]any{"token": news.Notice.Detail, "open_kfid": news.Account.ID, "limit": 1000}
	if cursor != "" {
		fields["cursor"] = cursor
	}
	body, err := encode(fields)
	if err != nil {
		return platform.Call{}, err
	}
	return p.call("/cgi-bin/kf/sync_msg", body), nil
}

// Fetched reads the answer to a call of [Platform.Fetch]. A refusal is a
// *[channel.SendError] with its class; an answer that cannot be read is an error that
// matches [platform.ErrBody].
func (p *Platform) Fetched(r platform.Response) (Page, error) {
	root, err := loosejson.Object(r.Body)
	code := root.Get("errcode").Str()
	switch {
	case code != "" && code != "0":
		return Page{}, r.Refused(channel.Error{Code: code, Title: root.Get("errmsg").Str(), Class: classify(p.cfg.Kind, code)})
	case r.Status/100 != 2:
		return Page{}, r.Refused(channel.Error{})
	case err != nil:
		return Page{}, fmt.Errorf("wechat: fetched: %w: %w", platform.ErrBody, err)
	}
	return Page{
		Events: readMessages(root.Get("msg_list"), r.At), Next: root.Get("next_cursor").Str(), More: root.Get("has_more").Str() == "1",
	}, nil
}
