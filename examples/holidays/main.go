// Command holidays reads the public holidays of a country from an iCalendar
// feed, as calendar services publish them, and counts what is left of a year:
//
//	go run ./examples/holidays -zone Europe/Paris -year 2026 feed.ics
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"time"
	_ "time/tzdata" // a program decides where the zones come from

	"github.com/socialticket/socialticket/schedule"
)

func main() {
	zone := flag.String("zone", "UTC", "IANA name of the office's time `zone`")
	year := flag.Int("year", 2026, "the `year` to count")
	flag.Parse()
	feed, err := os.ReadFile(flag.Arg(0))
	if err != nil {
		log.Fatal(err)
	}
	if err := report(os.Stdout, bytes.NewReader(feed), *zone, *year); err != nil {
		log.Fatal(err)
	}
}

// report lists the holidays of a year and the time that an office which works
// from Monday to Friday, 9 to 12 and 13 to 18, has besides them.
func report(w io.Writer, feed io.Reader, zone string, year int) error {
	first, end := schedule.Date{Year: year, Month: 1, Day: 1}, schedule.Date{Year: year + 1, Month: 1, Day: 1}
	holidays, err := Read(feed, first, end.AddDays(-1))
	if err != nil {
		return err
	}
	s, err := office(zone, holidays)
	if err != nil {
		return err
	}
	for _, h := range holidays {
		fmt.Fprintf(w, "%s to %s  %s\n", h.First, h.Last, h.Name)
	}
	open := s.Between(first.In(s.Zone(), 0, schedule.FoldEarlier), end.In(s.Zone(), 0, schedule.FoldEarlier))
	fmt.Fprintf(w, "%d business days, %v hours\n", s.CountDays(first, end), open.Hours())
	return nil
}

func office(zone string, holidays []schedule.Holiday) (*schedule.Schedule, error) {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return nil, err
	}
	hours := []schedule.Range{{From: 9 * time.Hour, To: 12 * time.Hour}, {From: 13 * time.Hour, To: 18 * time.Hour}}
	return schedule.New(schedule.Config{
		Zone: loc,
		Weekly: schedule.Week{
			time.Monday: hours, time.Tuesday: hours, time.Wednesday: hours, time.Thursday: hours, time.Friday: hours,
		},
		Holidays: holidays,
	})
}
