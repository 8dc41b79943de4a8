package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// TestBrowser is the work of an agent in a real browser: what is told without reloading, what
// the composer becomes, and what an administrator changes. Each part is a house of its own.
func TestBrowser(t *testing.T) {
	t.Parallel()
	browser := openBrowser(t)
	for name, flow := range map[string]func(*testing.T, *shop, *tab){
		"a customer writes and is answered":      answered,
		"the window closes":                      windowCloses,
		"words stay":                             wordsStay,
		"a reply fails and goes again":           failsAndGoes,
		"the keyboard alone":                     keyboardAlone,
		"an imported rule fires":                 ruleFires,
		"two numbers of a person, and undo":      mergedAndParted,
		"in French":                              inFrench,
		"the connection is lost":                 connectionLost,
		"a colleague was faster":                 colleagueFaster,
		"reading is not disturbed while it goes": undisturbed,
	} {
		t.Run(name, func(t *testing.T) {
			s := openHouse(t, false)
			agent := openTab(browser, t, s.url, look{})
			flow(t, s, agent)
			agent.quiet()
		})
	}
}

func answered(t *testing.T, s *shop, agent *tab) {
	agent.open("/?tab=unassigned")
	s.write("15550100", "Is my bike ready?")
	agent.sees("#rows", "Kim") // without reloading
	agent.until(`document.title.startsWith("(1)")`)
	agent.click("#rows li a")
	agent.sees("#thread", "Is my bike ready?")
	agent.fill("#text", "It is, come by.")
	agent.click("#work button.main")
	agent.sees("#thread", "It is, come by.")
	agent.sees("#thread", "✓✓")
	agent.sees(".screen", "It is, come by.")
	require.True(t, strings.HasPrefix(is[string](agent, "location.pathname"), "/tickets/"))
}

func windowCloses(_ *testing.T, s *shop, agent *tab) {
	id := s.write("15550100", "Is my bike ready?")
	agent.open("/tickets/" + id)
	agent.sees("#window", "You can reply for another 23 h")
	agent.fill("#text", "It is ready since")
	agent.click(`.time button[value="24"]`)
	agent.until(`document.querySelector("#window.shut")`)
	agent.until(`document.querySelector("input[name=template]").checkVisibility()`)
	agent.until(`!document.querySelector("input[name=mode][value=reply]") || document.querySelector("input[name=mode][value=reply]").disabled`)
	agent.click(`input[name=template][value="follow_up/en_US"]`)
	agent.click("#work button.main")
	agent.sees("#thread", "We have news about your question")
	agent.until(`document.querySelector("#text").value.includes("It is ready since")`) // it was not sent, and not lost
}

func wordsStay(_ *testing.T, s *shop, agent *tab) {
	first, second := s.write("15550100", "Is my bike ready?"), s.write("15550101", "Hello")
	agent.open("/tickets/" + first)
	agent.fill("#text", "Half a sentence")
	agent.until(`document.querySelector("#drafted").textContent === document.querySelector("#drafted").dataset.saved`)
	agent.open("/tickets/" + second)
	agent.sees("#thread", "Hello")
	agent.open("/tickets/" + first)
	agent.until(`document.querySelector("#text").value === "Half a sentence"`)
	agent.click(`.time button[value="1"]`)
	agent.until(`document.querySelector("#text").value === "Half a sentence"`)
}

func failsAndGoes(_ *testing.T, s *shop, agent *tab) {
	id := s.write("15550100", "Is my bike ready?")
	s.post("/demo/reach", "phone", "1", "off", "1")
	agent.open("/tickets/" + id)
	agent.fill("#text", "It is.")
	agent.click("#work button.main")
	agent.sees(".failures", "The message could not be delivered")
	s.post("/demo/reach", "phone", "1")
	agent.click(".failures button")
	agent.sees("#thread", "✓✓")
	agent.until(`!document.querySelector(".failures")`)
}

func keyboardAlone(_ *testing.T, s *shop, agent *tab) {
	s.write("15550100", "Is my bike ready?")
	agent.open("/?tab=unassigned")
	agent.sees("#rows", "Kim")
	agent.keys("?")
	agent.until(`document.querySelector("#keys").open`)
	agent.keys(kb.Escape)
	agent.until(`!document.querySelector("#keys").open`)
	agent.keys("j")
	agent.keys(kb.Enter)
	agent.sees("#thread", "Is my bike ready?")
	agent.keys("r")
	agent.until(`document.activeElement.id === "text"`)
	agent.keys("It is.")
	agent.keys(kb.Tab) // out of the text, on to the button that sends
	agent.until(`document.activeElement.form?.id === "work"`)
	for range 12 {
		if is[bool](agent, `document.activeElement.matches("#work button.main")`) {
			break
		}
		agent.keys(kb.Tab)
	}
	agent.until(`document.activeElement.matches("#work button.main")`)
	agent.keys(kb.Enter)
	agent.sees("#thread", "It is.")
}

func ruleFires(_ *testing.T, s *shop, agent *tab) {
	agent.open("/admin/import")
	agent.fill("textarea", `{"triggers": [{"id": 1, "title": "Brakes are urgent", "active": true, "position": 1, `+
		`"conditions": {"all": [{"field": "comment_includes_word", "operator": "includes", "value": "brakes"}], "any": []}, `+
		`"actions": [{"field": "priority", "value": "urgent"}]}]}`)
	agent.click("main form button.main")
	agent.sees("main", "Brakes are urgent")
	agent.click("main form button.main")
	agent.until(`location.pathname.startsWith("/admin")  && !location.pathname.includes("import")`)
	id := s.write("15550100", "My brakes are gone")
	agent.open("/tickets/" + id)
	agent.until(`document.querySelector("select[name=priority]").value === "urgent"`)
	agent.open("/tickets/" + id + "/why")
	agent.sees("main", "Brakes are urgent")
}

func mergedAndParted(_ *testing.T, s *shop, agent *tab) {
	s.post("/demo/message", "name", "Kim Novak", "from", "15550100", "text", "Is my bike ready?")
	id := s.post("/demo/message", "name", "K. Novak", "from", "15550199", "text", "From my other phone")
	agent.open(id)
	agent.click(`#person .links a[href*="/merge"]`)
	agent.fill("#q", "15550100")
	agent.click("main form button.main")
	agent.click(".found a")
	agent.sees("main", "Kim Novak")
	agent.click("main form[method=post] button.main")
	agent.until(`!location.pathname.endsWith("/merge")`)
	agent.open(id)
	agent.sees("#person", "15550100")
	agent.click("#person-name a")
	agent.click(`a[href*="/unmerge"]`)
	agent.click("main form[method=post] button.main")
	agent.until(`!location.pathname.endsWith("/unmerge")`)
	agent.open(id)
	agent.until(`!document.querySelector("#person").innerText.includes("15550100")`)
}

func inFrench(t *testing.T, s *shop, english *tab) {
	id := s.write("15550100", "Mon vélo est-il prêt ?")
	agent := openTab(english.browser, t, s.url, look{lang: "fr-CA,fr;q=0.9,en;q=0.5"})
	agent.open("/tickets/" + id)
	require.Equal(t, "fr", is[string](agent, "document.documentElement.lang"))
	agent.sees("#window", "Vous pouvez répondre")
	agent.sees("#work", "Envoyer")
	agent.click(`.time button[value="24"]`)
	agent.until(`document.querySelector("#window.shut")`)
	agent.sees("#work", "Note interne")
	agent.quiet()
}

func connectionLost(_ *testing.T, s *shop, agent *tab) {
	id := s.write("15550100", "Is my bike ready?")
	agent.open("/tickets/" + id)
	agent.until(`document.querySelector("#lost").hidden`)
	s.away.Store(true)
	s.cut()
	agent.until(`!document.querySelector("#lost").hidden`)
	agent.mu.Lock()
	agent.troubles = nil // the browser tells of the connections that it lost
	agent.mu.Unlock()
	s.away.Store(false)
	s.write("15550100", "Are you there?")
	agent.sees("#thread", "Are you there?")
	agent.until(`document.querySelector("#lost").hidden`)
	agent.mu.Lock()
	agent.troubles = nil
	agent.mu.Unlock()
}

func colleagueFaster(_ *testing.T, s *shop, agent *tab) {
	id := s.write("15550100", "Is my bike ready?")
	agent.open("/tickets/" + id)
	agent.fill("#text", "I look after it")
	is[bool](agent, `(document.querySelector("select[name=status]").value = "pending") !== ""`)
	s.do("PATCH", "/api/tickets/"+id, `{"status": "solved", "agent_id": "ben"}`)
	agent.click(`button[formaction$="/status"]`)
	agent.sees("main", "Ben")
	agent.until(`document.querySelector("#text").value === "I look after it"`)
	agent.mu.Lock()
	agent.troubles = nil // it tells that the form was answered with 409
	agent.mu.Unlock()
}

func undisturbed(t *testing.T, s *shop, agent *tab) {
	id := s.write("15550100", "The first line that somebody marks")
	for range 30 {
		s.write("15550100", strings.Repeat("words and more words ", 12))
	}
	agent.open("/tickets/" + id)
	agent.sees("#thread", "The first line")
	is[bool](agent, `(() => {
		const box = document.querySelector("#thread"), text = document.querySelector("#comment-1 .text");
		box.scrollTop = 0; getSelection().selectAllChildren(text); document.querySelector("#text").focus({preventScroll: true});
		getSelection().selectAllChildren(text); window.node = text; return true; })()`)
	before := is[string](agent, "getSelection().toString()")
	require.Contains(t, before, "somebody marks")
	s.write("15550100", "And another one")
	agent.sees("#thread", "And another one")
	require.Equal(t, before, is[string](agent, "getSelection().toString()"))
	require.Zero(t, is[int](agent, `document.querySelector("#thread").scrollTop`))
	require.True(t, is[bool](agent, `window.node === document.querySelector("#comment-1 .text")`), "what has not changed is not replaced")
}
