package site

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTimelinePage(t *testing.T) {
	out, _ := buildInMemory(t, sample(t, relatedLog(map[string][3]string{
		"0001-use-redis":      {"accepted", "2023-05-01", ""},
		"0002-use-memcached":  {"accepted", "2023-05-20", "supersedes: 0001-use-redis.md\n"},
		"0003-drop-the-cache": {"proposed", "2024-01-10", ""},
		"0004-cache-pages":    {"rejected", "2023-12-31", ""},
		"0005-no-date":        {"accepted", "", ""},
		"0006-bad-date":       {"accepted", "soon", ""},
	})))
	page := pageOf(t, out, "timeline.html")
	for selector, want := range map[string][]string{
		"h1":                       {"Timeline"},
		".log-count":               {"6 decisions"},
		".strip a":                 {"2023 3", "2024 1", "Without a date 2"},
		".timeline-year h2":        {"2024 1", "2023 3", "Without a date 2"},
		".month h3":                {"January", "December", "May"},
		".moment .row-title":       {"drop the cache", "cache pages", "use memcached", "use redis", "bad date", "no date"},
		".moment-replaced":         {"supersedes 0001 use redis"},
		".row-faded .row-title":    {"cache pages", "use redis"},
		".site-nav [aria-current]": {"Timeline"},
		".timeline-on":             nil,
	} {
		if diff := cmp.Diff(want, page.texts(selector)); diff != "" {
			t.Errorf("%s:\n%s", selector, diff)
		}
	}
	bars := page.all(".strip-bars")
	if len(bars) != 2 || bars[0].attr["d"] != "M16 26v-26h3v26zM44 26v-13h3v13z" || bars[1].attr["d"] != "M0 26v-13h3v13z" {
		t.Errorf("the bars are %v", bars)
	}
	if href := page.all(".strip a")[0].attr["href"]; href != "#year.2023" {
		t.Errorf("the strip leads to %q", href)
	}
}

// TestTimelineByYear has more decisions than one page holds, and in one year more
// than a page of a year holds.
func TestTimelineByYear(t *testing.T) {
	decisions := map[string][3]string{}
	for i := range 1400 {
		year := 2022
		switch {
		case i < 150:
			year = 2024
		case i < 180:
			year = 2023
		}
		decisions[fmt.Sprintf("%04d-d", 2000-i)] = [3]string{"accepted", fmt.Sprintf("%d-03-0%d", year, 1+i%9), ""}
	}
	out := made(t, prepared(t, relatedLog(decisions)), timelinePages)
	page := pageOf(t, out, "timeline.html")
	if diff := cmp.Diff([]string{"2024 150", "2023 30"}, page.texts(".timeline-year h2")); diff != "" {
		t.Error(diff)
	}
	if got := len(page.all(".moment")); got != 180 {
		t.Errorf("%d on the first page", got)
	}
	if diff := cmp.Diff([]string{"Earlier: 2022, part 1"}, page.texts(".timeline-on a")); diff != "" {
		t.Error(diff)
	}
	total := 0
	for _, name := range []string{"timeline/2024.html", "timeline/2023.html", "timeline/2022.html", "timeline/2022-2.html"} {
		total += len(pageOf(t, out, name).all(".moment"))
	}
	if total != len(decisions) {
		t.Errorf("the years have %d decisions, want %d", total, len(decisions))
	}
	year := pageOf(t, out, "timeline/2022.html")
	for selector, want := range map[string][]string{
		".over":                      {"Timeline"},
		"h1":                         {"2022, part 1"},
		".strip [aria-current=page]": {"2022 1220"},
		".timeline-on a":             {"The newest", "Later: 2023", "Earlier: 2022, part 2"},
		".site-nav [aria-current]":   {"Timeline"},
	} {
		if diff := cmp.Diff(want, year.texts(selector)); diff != "" {
			t.Errorf("%s:\n%s", selector, diff)
		}
	}
	// A newest year that is too much for the first page is cut there.
	for i := range 300 {
		decisions[fmt.Sprintf("%04d-e", 3000+i)] = [3]string{"accepted", "2025-01-01", ""}
	}
	out = made(t, prepared(t, relatedLog(decisions)), timelinePages)
	page = pageOf(t, out, "timeline.html")
	if got := len(page.all(".moment")); got != timelineMost {
		t.Errorf("%d on the first page, want %d", got, timelineMost)
	}
	if diff := cmp.Diff([]string{"All of 2025"}, page.texts(".timeline-rest")); diff != "" {
		t.Error(diff)
	}
}
