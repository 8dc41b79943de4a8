package x

import (
	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/internal/loosejson"
)

// includes is what a webhook tells beside its items, by id. Each part is read once,
// however many items ask for it.
type includes struct {
	people map[string]channel.Profile
	media  map[string]channel.Attachment
	posts  map[string]post
}

// post is what is told of a post that another one names.
type post struct{ author, text string }

func readIncludes(v loosejson.Value) includes {
	in := includes{people: readPeople(v.Get("users"))}
	for each := range v.Get("media").Items() {
		if in.media == nil {
			in.media = map[string]channel.Attachment{}
		}
		in.media[each.Get("media_key").Str()] = readMedia(each)
	}
	for each := range v.Get("tweets").Items() {
		if in.posts == nil {
			in.posts = map[string]post{}
		}
		in.posts[each.Get("id").Str()] = post{each.Get("author_id").Str(), postText(each)}
	}
	return in
}

// readPeople reads users, in a list or by their ids.
func readPeople(v loosejson.Value) map[string]channel.Profile {
	n := v.Len()
	if n == 0 {
		return nil
	}
	people := make(map[string]channel.Profile, n)
	for id, each := range v.Members() {
		people[id] = readProfile(each)
	}
	for each := range v.Items() {
		each = inner(each)
		people[each.First("id_str", "id")] = readProfile(each)
	}
	return people
}

func readProfile(v loosejson.Value) channel.Profile {
	v = inner(v)
	p := channel.Profile{
		Name: short(plain(v.Get("name"))), Username: short(v.First("screen_name", "username")),
		Picture: v.First("profile_image_url_https", "profile_image_url"),
	}
	if len(p.Picture) > 8*longest { // half an address is none
		p.Picture = ""
	}
	return p
}

// inner returns the user in a member called data, which the newer API puts around
// it, else v.
func inner(v loosejson.Value) loosejson.Value {
	if data := v.Get("data"); data.Kind() == '{' {
		return data
	}
	return v
}

// person names the user of e, by what v or the rest of the body tells.
func (r *reader) person(e *channel.Event, id string, v loosejson.Value) {
	e.From = id
	if v.Kind() == '{' {
		e.Profile = readProfile(v)
		return
	}
	e.Profile = r.beside.people[id]
}

// stranger returns the id of the one user beside the account of whom the webhook tells,
// "" if there are several.
func (r *reader) stranger() (only string) {
	if len(r.beside.people) > 2 {
		return ""
	}
	for id := range r.beside.people {
		switch {
		case id == r.account:
		case only != "":
			return ""
		default:
			only = id
		}
	}
	return only
}

// files returns the files that an item names by their keys, each once. Of one that is not
// included the key is all that is known.
func (r *reader) files(v loosejson.Value) (list []channel.Attachment) {
	seen := map[string]bool{}
	for each := range v.Get("attachments", "media_keys").Items() {
		key := each.Str()
		if seen[key] {
			continue
		}
		seen[key] = true
		file, known := r.beside.media[key]
		if !known {
			file = channel.Attachment{Type: channel.Unsupported, ID: key}
		}
		list = append(list, file)
	}
	return list
}
