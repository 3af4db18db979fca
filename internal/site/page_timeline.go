package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"tradeoff/internal/decision"
)

// timelineMost is about how many decisions one page of the timeline holds. With
// more in the log, each year has a page of its own, and the first page shows the
// newest.
const timelineMost = 200

// TimelinePage is what timeline.html is handed.
type TimelinePage struct {
	Frame
	Over   string // above the title, on the page of one year
	Count  int    // on this page, or in the log on the first one
	Strip  []TimelineYear
	Groups []TimelineGroup
	Older  *Link // on the page of one year
	Newer  *Link
	Whole  *Link // back to the first page
}

// TimelineYear is a year in the strip above the line.
type TimelineYear struct {
	Link
	Current bool
	Bars    string // a path: how many decisions each month had, "" of those without a date
}

// TimelineGroup is a year on the line.
type TimelineGroup struct {
	ID     string
	Label  string
	Count  int
	Months []TimelineMonth
	Rest   *Link // to the page of the year, where this one does not show all of it
}

// TimelineMonth is a month, or all that have no date.
type TimelineMonth struct {
	Label   string // "" of those without a date
	Entries []TimelineEntry
}

// TimelineEntry is a decision on the line.
type TimelineEntry struct {
	Row
	Replaced *Relations // what it took the place of
}

// year is decisions of one year, the newest first.
type year struct {
	name    string // four digits, "" of those without a date
	part    int    // of a year that is too much for one page, from 1; 0 for all of it
	at      int    // of the whole year in the order of years
	members []*placed
}

// yearMost is how many decisions of a year one page holds.
const yearMost = 1000

// address is the page of the year in a folder. That of a first part is that of
// the year.
func (y year) address(folder string) string {
	name := cmp.Or(y.name, "undated")
	if y.part > 1 {
		name += "-" + strconv.Itoa(y.part)
	}
	return folder + "/" + name + ".html"
}

// inParts parts the years that are too much for one page.
func inParts(years []year) []year {
	var parts []year
	for i, y := range years {
		y.at = i
		if len(y.members) <= yearMost {
			parts = append(parts, y)
			continue
		}
		for part := range slices.Chunk(y.members, yearMost) {
			y.part++
			parts = append(parts, year{y.name, y.part, i, part})
		}
	}
	return parts
}

// byYear parts decisions that are in order of time into years, the newest first;
// those without a date come last.
func byYear(inTime []*placed) []year {
	var years []year
	var rest year
	for _, d := range slices.Backward(inTime) {
		switch {
		case d.year == "":
			rest.members = append(rest.members, d)
		case len(years) > 0 && years[len(years)-1].name == d.year:
			years[len(years)-1].members = append(years[len(years)-1].members, d)
		default:
			years = append(years, year{name: d.year, members: []*placed{d}})
		}
	}
	if len(rest.members) > 0 {
		years = append(years, rest)
	}
	return years
}

// yearLabel is the heading of a year.
func (b *build) yearLabel(y year) string {
	label := cmp.Or(y.name, b.t("timeline.undated"))
	if y.part > 0 {
		return b.t("timeline.part", label, y.part)
	}
	return label
}

// yearLinks lead from a page to those of the years of the graph.
func (b *build) yearLinks(from string, years []year) []Link {
	links := make([]Link, len(years))
	for i, y := range years {
		links[i] = Link{Label: b.yearLabel(y), Href: relative(from, y.address("graph")), Count: len(y.members)}
	}
	return links
}

// placeTimeline parts the log into years, and claims their addresses.
func (b *build) placeTimeline() {
	b.timeline = byYear(b.inTime)
	b.countMonths()
	if len(b.inTime) > timelineMost {
		for _, y := range inParts(b.timeline) {
			b.claim(y.address("timeline"))
		}
	}
}

func timelinePages(b *build) []page {
	if len(b.decisions) == 0 {
		return nil
	}
	pages := []page{{path: timelineAddress, make: func() ([]byte, error) { return b.layouts.Execute("timeline.html", b.timelinePage()) }}}
	if len(b.inTime) <= timelineMost {
		return pages
	}
	years := inParts(b.timeline)
	for i, y := range years {
		address := y.address("timeline")
		pages = append(pages, page{path: address, make: func() ([]byte, error) {
			p := TimelinePage{
				Frame: b.frame("timeline", address, b.t("timeline.title-year", b.yearLabel(y)), timelineAddress), Over: b.t("timeline.title"),
				Count: len(y.members), Strip: b.strip(address, y.at),
				Groups: []TimelineGroup{b.timelineGroup(address, y, len(y.members))}, Whole: &Link{Label: b.t("timeline.newest"), Href: relative(address, timelineAddress)},
			}
			p.Description = b.t("list.description", p.Count, b.yearLabel(y))
			if i > 0 {
				p.Newer = &Link{Label: b.yearLabel(years[i-1]), Href: relative(address, years[i-1].address("timeline"))}
			}
			if i+1 < len(years) {
				p.Older = &Link{Label: b.yearLabel(years[i+1]), Href: relative(address, years[i+1].address("timeline"))}
			}
			return b.layouts.Execute("timeline.html", p)
		}})
	}
	return pages
}

// timelinePage is the first page: all of the log, or its newest years as far as
// they fit, and of the newest one as much as fits.
func (b *build) timelinePage() TimelinePage {
	p := TimelinePage{Frame: b.frame("timeline", timelineAddress, b.t("timeline.title"), ""), Count: len(b.decisions), Strip: b.strip(timelineAddress, -1)}
	p.Description = b.t("log.description", p.Count)
	paged, count := len(b.inTime) > timelineMost, 0
	for i, y := range b.timeline {
		most := len(y.members)
		if paged {
			if i == 0 {
				most = min(most, timelineMost)
			} else if count+most > timelineMost {
				next := inParts(b.timeline[i : i+1])[0]
				p.Older = &Link{Label: b.yearLabel(next), Href: relative(timelineAddress, y.address("timeline"))}
				break
			}
		}
		count += most
		p.Groups = append(p.Groups, b.timelineGroup(timelineAddress, y, most))
	}
	return p
}

// timelineGroup shows so many decisions of a year, by month.
func (b *build) timelineGroup(from string, y year, most int) TimelineGroup {
	g := TimelineGroup{ID: "year." + cmp.Or(y.name, "undated"), Label: b.yearLabel(y), Count: len(y.members)}
	month, rows := "", b.lister(from)
	for i, d := range y.members[:most] {
		if y.name != "" {
			if in := d.day[5:7]; in != month || i == 0 {
				month = in
				g.Months = append(g.Months, TimelineMonth{Label: b.t("month." + in)})
			}
		} else if i == 0 {
			g.Months = []TimelineMonth{{}}
		}
		m := &g.Months[len(g.Months)-1]
		e := TimelineEntry{Row: rows.row(d.Entry)}
		replaced := Relations{Words: decision.Supersedes.Words(), Kind: "supersedes"}
		for _, path := range d.Supersedes {
			if other := b.related(from, b.Log.Entry(path)); other != nil {
				replaced.Others = append(replaced.Others, *other)
			}
		}
		if len(replaced.Others) > 0 {
			e.Replaced = &replaced
		}
		m.Entries = append(m.Entries, e)
	}
	if most < len(y.members) {
		g.Rest = &Link{Label: b.t("timeline.rest", g.Label), Href: relative(from, y.address("timeline")), Count: len(y.members)}
	}
	return g
}

// The bars of a year in the strip, in pixels.
const (
	barWide = 3
	barStep = 4
	barHigh = 26
)

// countMonths counts the decisions of each month, which every page's strip shows.
func (b *build) countMonths() {
	b.months, b.monthMost = make([][12]int, len(b.timeline)), 1
	for i, y := range b.timeline {
		for _, d := range y.members {
			if y.name != "" {
				month, _ := strconv.Atoi(d.day[5:7]) // a date that was parsed
				b.months[i][month-1]++
				b.monthMost = max(b.monthMost, b.months[i][month-1])
			}
		}
	}
}

// strip tells how many decisions each year and month had. current is the year of
// the page, -1 for none.
func (b *build) strip(from string, current int) []TimelineYear {
	strip := make([]TimelineYear, len(b.timeline))
	for i, y := range b.timeline {
		group := "year." + cmp.Or(y.name, "undated")
		s := TimelineYear{Link: Link{Label: b.yearLabel(y), Href: "#" + group, Count: len(y.members)}, Current: i == current}
		if len(b.inTime) > timelineMost {
			s.Href = relative(from, y.address("timeline"))
		}
		if y.name != "" {
			s.Bars = barsOf(b.months[i], b.monthMost)
		}
		strip[i] = s
	}
	// Time runs from left to right; those without a date stay behind.
	dated := len(strip)
	if dated > 0 && b.timeline[dated-1].name == "" {
		dated--
	}
	slices.Reverse(strip[:dated])
	return strip
}

// barsOf is a path with a bar for each month that had decisions; the month with
// most of the log fills the height.
func barsOf(months [12]int, most int) string {
	var path strings.Builder
	for m, n := range months {
		if n == 0 {
			continue
		}
		height := max(2, (n*barHigh+most-1)/most)
		x := strconv.Itoa(m * barStep)
		path.WriteString("M" + x + " " + strconv.Itoa(barHigh) + "v-" + strconv.Itoa(height) + "h" + strconv.Itoa(barWide) + "v" + strconv.Itoa(height) + "z")
	}
	return path.String()
}
