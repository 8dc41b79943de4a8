package wechat_test

import (
	"fmt"
	"time"

	"github.com/socialticket/socialticket/channel"
	"github.com/socialticket/socialticket/channel/platform"
	"github.com/socialticket/socialticket/channel/wechat"
)

// A host confirms its address once, and then checks and reads every push. Behind an HTTP
// server platform.NewHandler does both.
func ExamplePlatform_Events() {
	p, err := wechat.New(wechat.Config{Secret: token})
	if err != nil {
		return
	}
	query := sign("signature", token) // of a request
	query.Set("echostr", "42")
	echo, err := p.Greet(platform.Request{Query: query})
	fmt.Println(string(echo.Body), err)

	body := push("text", "<Content>Hello?</Content><MsgId>24000000000000001</MsgId>")
	events, err := p.Events(platform.Request{Query: query, Body: []byte(body), Received: time.Unix(1773050402, 0)})
	for _, e := range events {
		fmt.Println(e.Type, e.Address(), e.Sent.Format(time.TimeOnly), e.Message.Text)
	}
	fmt.Println(err)
	_, err = p.Events(platform.Request{Body: []byte(body)})
	fmt.Println(platform.StatusOf(err), err)
	// Output:
	// 42 <nil>
	// message wechat:gh_shop/oMira 10:00:00 Hello?
	// <nil>
	// 401 wechat: signature: query signature: it is missing or not hexadecimal
}

// With a key every push is opened before it is read.
func ExampleConfig() {
	p, err := wechat.New(wechat.Config{Secret: token, Key: key, App: app})
	if err != nil {
		return
	}
	encrypted := seal(push("event", "<Event>subscribe</Event>"), app)
	query, body := sign("msg_signature", token, encrypted), []byte("<xml><Encrypt>"+encrypted+"</Encrypt></xml>")
	events, err := p.Events(platform.Request{Query: query, Body: body})
	fmt.Println(events[0].Type, events[0].Opens, events[0].From, err)
	// Output:
	// open follow oMira <nil>
}

// The token goes into the query. WeChat tells refusals with the HTTP status 200.
func ExamplePlatform_Call() {
	p, err := wechat.New(wechat.Config{Secret: token})
	if err != nil {
		return
	}
	call, err := p.Call(channel.Outbound{
		To:   channel.Address{Account: channel.Account{Kind: channel.WeChat, ID: "gh_shop"}, Handle: "oMira"},
		Text: "Yes.",
	})
	fmt.Println(call.URL, string(call.Body), err)

	_, err = p.Answer(platform.Response{Status: 200, Body: []byte(`{"errcode":45015,"errmsg":"response out of time limit"}`)})
	fmt.Println(err)
	// Output:
	// https://api.weixin.qq.com/cgi-bin/message/custom/send?access_token={token} {"msgtype":"text","text":{"content":"Yes."},"touser":"oMira"} <nil>
	// channel: send refused: 45015: response out of time limit
}

// WeCom only tells that there are messages. The client makes the call that fetches them.
func ExamplePlatform_Fetch() {
	p, err := wechat.New(wechat.Config{Kind: channel.WeCom, Secret: token, Key: key, App: app})
	if err != nil {
		return
	}
	news, err := p.Events(sealed(token, `<xml><ToUserName>corp</ToUserName><CreateTime>1773050400</CreateTime><MsgType>event</MsgType>
		<Event>kf_msg_or_event</Event><Token>ten minutes</Token><OpenKfId>wk-1</OpenKfId></xml>`))
	if err != nil {
		return
	}
	call, err := p.Fetch(news[0], "")
	fmt.Println(call.URL, string(call.Body), err)

	page, err := p.Fetched(platform.Response{Status: 200, Body: []byte(`{"errcode":0,"next_cursor":"c-1","has_more":0,"msg_list":[
		{"msgid":"m-1","open_kfid":"wk-1","external_userid":"wmMira","send_time":1773050400,"origin":3,"msgtype":"text","text":{"content":"Hello?"}}]}`)})
	for _, e := range page.Events {
		fmt.Println(e.Type, e.Address(), e.Message.Text)
	}
	fmt.Println(page.Next, page.More, err)
	// Output:
	// https://qyapi.weixin.qq.com/cgi-bin/kf/sync_msg?access_token={token} {"limit":1000,"open_kfid":"wk-1","token":"ten minutes"} <nil>
	// message wecom:wk-1/wmMira Hello?
	// c-1 false <nil>
}
