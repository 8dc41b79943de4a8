package socialtickettest

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"testing"

	"github.com/socialticket/socialticket"
)

// SettingsConfig tells [TestSettings] how to get at a host's settings.
type SettingsConfig struct {
	// Settings is what the host gives as [socialticket.Config.Settings].
	Settings func() *socialticket.Settings
	// Change changes some of them, as people do while a desk runs. Nil: how they change is
	// not checked.
	Change func(t *testing.T)
	// Stall makes the place that the settings are read from answer late, until resume is
	// called. Nil: nothing is known of one that is slow.
	Stall func(t *testing.T) (resume func())
}

// TestSettings checks where a host keeps its agents, groups, rules and choices. It runs one
// subtest for each promise of [socialticket.Settings], one after another.
func TestSettings(t *testing.T, cfg SettingsConfig) {
	for _, pr := range settingsPromises() {
		t.Run(pr.name, func(t *testing.T) {
			if pr.changes && cfg.Change == nil {
				t.Skip("not checked: SettingsConfig.Change is nil")
			}
			if pr.slow {
				if cfg.Stall == nil {
					t.Skip("not checked: SettingsConfig.Stall is nil")
				}
				defer cfg.Stall(t)()
			}
			if broken := pr.broken(cfg.Settings, func() { cfg.Change(t) }); broken != "" {
				t.Errorf("broken promise: %q\n%s", pr.sentence, broken)
			}
		})
	}
}

// settingsPromise is a sentence of the documentation, and what tells how it is broken.
type settingsPromise struct {
	name, sentence string
	changes        bool // it needs a change
	slow           bool // it needs a source that is slow
	broken         func(present func() *socialticket.Settings, change func()) string
}

func settingsPromises() []settingsPromise {
	const seen = "nothing may be changed in a Settings that a desk has seen: make another, with another Version."
	return []settingsPromise{
		{"SettingsPass", "Settings returns the present settings, which pass Settings.Check;", false, false, settingsPass},
		{"SettingsShared", "it is called at each decision, from many goroutines.", false, false, settingsShared},
		{"SettingsSame", seen, false, false, settingsSame},
		{"SettingsAnother", seen, true, false, settingsAnother},
		{"SettingsKept", seen, true, false, settingsKept},
		{"SettingsPrompt", "It does not wait for a database: while others are being read, the ones of before hold.", false, true, settingsPrompt},
	}
}

// settingsPrompt asks while the source is slow.
func settingsPrompt(present func() *socialticket.Settings, _ func()) string {
	told := make(chan *socialticket.Settings, 1)
	go func() { told <- present() }()
	over, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	select {
	case s := <-told:
		if s == nil {
			return "there are no settings while their source is slow"
		}
		return ""
	case <-over.Done():
		return "Settings waits for its source"
	}
}

func settingsPass(present func() *socialticket.Settings, _ func()) string {
	s := present()
	if s == nil {
		return "there are no settings"
	}
	if err := s.Check(); err != nil {
		return err.Error()
	}
	return ""
}

// settingsShared asks from several goroutines. A test with -race sees more.
func settingsShared(present func() *socialticket.Settings, _ func()) string {
	want, told := present().Version, make(chan string, 8)
	var all sync.WaitGroup
	for range cap(told) {
		all.Go(func() {
			for range looks {
				if s := present(); s == nil || s.Version != want {
					told <- fmt.Sprintf("while others ask, version %d is not there any more", want)
					return
				}
			}
		})
	}
	all.Wait()
	close(told)
	return <-told
}

// settingsSame checks that settings of one version are the same, each time.
func settingsSame(present func() *socialticket.Settings, _ func()) string {
	one, two := present(), present()
	if one.Version != two.Version {
		return fmt.Sprintf("version %d became %d though nothing was changed", one.Version, two.Version)
	}
	if field := differing(one, two); field != "" {
		return fmt.Sprintf("two settings of version %d differ in %s", one.Version, field)
	}
	return ""
}

// settingsAnother checks that other settings have another version.
func settingsAnother(present func() *socialticket.Settings, change func()) string {
	before := present()
	version := before.Version
	change()
	after := present()
	if err := after.Check(); err != nil {
		return fmt.Sprintf("after a change: %v", err)
	}
	if after.Version == version {
		return fmt.Sprintf("after a change the version is %d still", version)
	}
	return ""
}

// settingsKept checks that a decision which holds the settings of before still can.
func settingsKept(present func() *socialticket.Settings, change func()) string {
	held := present()
	before, texts := *held, written(held)
	change()
	if field := differing(&before, held); field != "" {
		return fmt.Sprintf("a change reaches the settings that a desk has seen: %s", field)
	}
	for field, text := range written(held) {
		if text != texts[field] {
			return fmt.Sprintf("a change reaches the settings that a desk has seen: %s", field)
		}
	}
	return ""
}

// differing returns the first field in which two settings differ, "" if they do not. What was
// compiled is the same only if it is one.
func differing(a, b *socialticket.Settings) string {
	x, y := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range x.NumField() {
		f, g := x.Field(i), y.Field(i)
		if f.Kind() == reflect.Pointer {
			if f.Pointer() != g.Pointer() {
				return x.Type().Field(i).Name
			}
			continue
		}
		one := f.Interface()
		if !reflect.DeepEqual(one, g.Interface()) && reflect.DeepEqual(one, one) { // what has functions equals nothing
			return x.Type().Field(i).Name
		}
	}
	return ""
}

// written returns the values of the fields as text, deeply but for what stands behind pointers.
func written(s *socialticket.Settings) map[string]string {
	texts := map[string]string{}
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		texts[v.Type().Field(i).Name] = fmt.Sprintf("%+v", v.Field(i).Interface())
	}
	return texts
}
