package x

import (
	"cmp"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// readMedia reads a photo, video or animation in the form of API v1.1 or of v2. Of a
// video the sharpest file counts. It takes the account's own access to fetch what came in
// a direct message. Name is the description that its author gave.
func readMedia(v loosejson.Value) channel.Attachment {
	a := channel.Attachment{
		Type: channel.Image, ID: v.First("id_str", "id", "media_key"), URL: v.First("media_url_https", "media_url"),
		Name: v.First("alt_text", "ext_alt_text"),
	}
	if v.Get("media_key").Kind() != 0 {
		a.URL = cmp.Or(a.URL, v.Get("url").Str())
	}
	switch v.Get("type").Str() {
	case "photo", "":
		return a
	case "video", "animated_gif":
		a.Type = channel.Video
	default:
		a.Type = channel.Unsupported
	}
	info := v.Get("video_info")
	a.Preview = cmp.Or(v.Get("preview_image_url").Str(), a.URL)
	a.Millis = max(info.Get("duration_millis").Whole(), v.Get("duration_ms").Whole())
	best := int64(-1)
	for _, list := range []loosejson.Value{info.Get("variants"), v.Get("variants")} {
		for file := range list.Items() {
			rate := max(file.Get("bitrate").Whole(), file.Get("bit_rate").Whole())
			if rate > best && file.Get("content_type").Str() == "video/mp4" {
				best, a.URL, a.MIME = rate, file.Get("url").Str(), "video/mp4"
			}
		}
	}
	return a
}

// readPlace reads a shared point, or a place of X with the middle of its bounds.
func readPlace(v loosejson.Value) channel.Place {
	shared := v.Get("shared_place", "place")
	p := channel.Place{Name: plain(shared.Get("full_name")), Address: plain(shared.Get("country")), URL: shared.Get("url").Str()}
	p.Name = cmp.Or(p.Name, plain(shared.Get("name")))
	point := v.Get("shared_coordinate", "coordinates", "coordinates")
	if point.Kind() != '[' {
		point = shared.Get("centroid")
	}
	n := 0
	for number := range point.Items() { // longitude first
		switch n {
		case 0:
			p.Longitude = number.Num()
		case 1:
			p.Latitude = number.Num()
		}
		n++
	}
	return p
}
