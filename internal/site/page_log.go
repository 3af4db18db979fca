package site

import (
	"path"

	"tradeoff/internal/decision"
)

// The strip of what needs attention.
const (
	attentionMost = 4  // decisions in the strip; the rest is behind a link
	waitingLong   = 21 // days that a decision may be proposed
)

// LogPage is what index.html is handed.
type LogPage struct {
	Frame
	Count     int
	Attention []Attention
	More      *Link    // to the proposed decisions that the strip leaves out
	Statuses  []Filter // the words that filter the log
	Tags      []Link   // the most used
	AllTags   *Link    // where there are more
	Groups    []Group
}

// Attention is one decision that waits for somebody.
type Attention struct {
	Row
	Why     string
	Overdue bool
}

// Filter is a status with its count.
type Filter struct {
	Status
	Count   int
	Current bool
}

// Group is the decisions of one folder.
type Group struct {
	Name string // the folder, "" where the log has one alone
	Rows []Row
}

// filterTags is how many tags stand above the log.
const filterTags = 6

func logPages(b *build) []page {
	return []page{{path: logAddress, make: func() ([]byte, error) {
		p := LogPage{Frame: b.frame("log", logAddress, b.title(), ""), Count: len(b.rows)}
		p.Description = b.t("log.description", p.Count)
		p.Statuses = b.filters(logAddress, nil)
		p.Attention, p.More = b.attention(logAddress)
		p.Tags = termLinks(logAddress, mostUsed(b.tags, filterTags))
		if len(b.tags) > 0 {
			p.AllTags = &Link{Label: b.t("tags.all"), Href: relative(logAddress, tagsAddress), Count: len(b.tags)}
		}
		for _, e := range b.rows {
			folder := path.Dir(e.Path)
			if len(p.Groups) == 0 || p.Groups[len(p.Groups)-1].Name != folder {
				p.Groups = append(p.Groups, Group{Name: folder})
			}
			group := &p.Groups[len(p.Groups)-1]
			group.Rows = append(group.Rows, b.row(logAddress, e))
		}
		if len(p.Groups) == 1 {
			p.Groups[0].Name = ""
		}
		return b.layouts.Execute("index.html", p)
	}}}
}

// filters are the statuses in use, from the page from. current is the one that
// the page shows.
func (b *build) filters(from string, current *term) []Filter {
	filters := make([]Filter, len(b.statuses))
	for i, t := range b.statuses {
		s := b.status(t.status)
		s.Href = relative(from, t.address)
		filters[i] = Filter{Status: s, Count: len(t.members), Current: t == current}
	}
	return filters
}

// attention gathers what waits: decisions whose review is past, then those that
// are proposed, the longest waiting first as the log has them last.
func (b *build) attention(from string) (list []Attention, more *Link) {
	for _, d := range b.decisions {
		if d.Input == nil || d.Standing() != decision.Accepted {
			continue
		}
		if days, ok := b.daysSince(d.Input.Decision.ReviewBy); ok && days > 0 {
			list = append(list, Attention{Row: b.row(from, d.Entry), Why: b.t("attention.review", d.Input.Decision.ReviewBy), Overdue: true})
		}
	}
	for _, d := range b.decisions {
		if d.Standing() != decision.Proposed {
			continue
		}
		a := Attention{Row: b.row(from, d.Entry), Why: b.t("attention.proposed")}
		if days, ok := b.daysSince(d.Day()); ok && days > 0 {
			a.Why, a.Overdue = b.t("attention.waiting", days), days >= waitingLong
		}
		list = append(list, a)
	}
	if left := len(list) - attentionMost; left > 0 {
		list = list[:attentionMost]
		for _, t := range b.statuses {
			if t.status == decision.Proposed {
				more = &Link{Label: b.t("attention.more", left), Href: relative(from, t.address), Count: left}
			}
		}
	}
	return list, more
}
