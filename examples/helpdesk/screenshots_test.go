package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// TestScreenshots makes pictures of the main pages into the folder that HELPDESK_SCREENSHOTS
// names. Those of the README are made by it.
func TestScreenshots(t *testing.T) {
	folder := os.Getenv("HELPDESK_SCREENSHOTS")
	if folder == "" {
		t.Skip("HELPDESK_SCREENSHOTS names no folder for pictures")
	}
	browser := openBrowser(t)
	s := openHouse(t, true)
	ids := map[string]string{}
	for _, one := range s.tickets("?limit=100").Tickets {
		ids[one.Customer] = "/tickets/" + string(one.Ticket.ID)
	}
	wide, phone := look{width: 1440, height: 860}, look{width: 390, height: 844}
	dark := wide
	dark.dark = true
	french := wide
	french.lang = "fr"
	for name, picture := range map[string]struct {
		path string
		look look
	}{
		"ticket":       {ids["Tom Okafor"] + "?tab=yours", wide},
		"dark":         {ids["Amélie Laurent"] + "?tab=yours", dark},
		"window":       {ids["Omar Haddad"] + "?tab=unassigned", wide},
		"closed":       {ids["Kim Novak"] + "?view=pending", wide},
		"french":       {ids["Chen Wei"] + "?tab=yours", french},
		"small":        {ids["Chen Wei"] + "?tab=yours", phone},
		"small-list":   {"/?tab=unassigned", phone},
		"why":          {ids["Tom Okafor"] + "/why", wide},
		"phones":       {"/demo/phones", wide},
		"rules":        {"/admin/rules/triggers", wide},
		"schedules":    {"/admin/schedules", wide},
		"settings":     {"/admin/settings", wide},
		"search":       {"/search?q=bike", wide},
		"import":       {"/admin/import", dark},
		"small-french": {ids["Tom Okafor"] + "?tab=yours", look{width: 360, height: 740, lang: "fr", dark: true}},
	} {
		one := openTab(browser, t, s.url, picture.look)
		one.open(picture.path)
		png, err := chromedp.Run(one.ctx, chromedp.CaptureScreenshot())
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(folder, name+".png"), png, 0o600))
	}
}
