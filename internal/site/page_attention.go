package site

// Strip is what needs attention, above the log.
type Strip struct {
	List []Attention
	More *Link // to all of it, where there is more
}

// Attention is one decision that waits for somebody.
type Attention struct {
	Row
	Why
	Says string // more of it, where the page has room
}

// AttentionPage is what attention.html is handed: all that needs attention, by
// reason.
type AttentionPage struct {
	Frame
	Count   int
	Reasons []Reason
	Pager   *Pager
}

// Reason is the decisions that need attention for the same reason.
type Reason struct {
	ID    string
	Title string
	Count int
	List  []Attention
}

// attentionStrip is what needs attention most; nil where nothing does.
func (b *build) attentionStrip(from string) *Strip {
	if len(b.concerns) == 0 {
		return nil
	}
	s, rows := &Strip{}, b.lister(from)
	for _, c := range b.concerns[:min(attentionMost, len(b.concerns))] {
		s.List = append(s.List, Attention{Row: rows.row(c.Entry), Why: c.first()})
	}
	if left := len(b.concerns) - attentionMost; left > 0 {
		s.More = &Link{Label: b.t("attention.more", left), Href: relative(from, concernsAddress), Count: left}
	}
	return s
}

// attentionPages are all that needs attention, by reason.
func attentionPages(b *build) []page {
	if len(b.concerns) == 0 {
		return nil
	}
	type line struct {
		reason string
		*concern
	}
	var lines []line
	count := map[string]int{}
	for _, reason := range reasons {
		for _, c := range b.concerns {
			if _, ok := c.why[reason]; ok {
				lines = append(lines, line{reason, c})
				count[reason]++
			}
		}
	}
	addresses := append([]string{concernsAddress}, b.waitPages...)
	var pages []page
	for n, here := range addresses {
		pages = append(pages, page{path: here, make: func() ([]byte, error) {
			p := AttentionPage{Frame: b.frame("list", here, b.t("attention.title"), logAddress), Count: len(b.concerns)}
			if p.Pager = pager(addresses, n); n > 0 {
				p.Title = b.t("list.page", p.Title, n+1)
			}
			rows := b.lister(here)
			for _, l := range portion(lines, n) {
				if k := len(p.Reasons); k == 0 || p.Reasons[k-1].ID != l.reason {
					p.Reasons = append(p.Reasons, Reason{ID: l.reason, Title: b.t("attention.by-" + l.reason), Count: count[l.reason]})
				}
				a := Attention{Row: rows.row(l.Entry), Why: l.why[l.reason]}
				if l.reason == "unanswered" {
					a.Says = l.behind
				}
				r := &p.Reasons[len(p.Reasons)-1]
				r.List = append(r.List, a)
			}
			return b.layouts.Execute("attention.html", p)
		}})
	}
	return pages
}
