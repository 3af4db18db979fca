package ledger

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"tradeoff/internal/record"
)

// Habit is how the records of one folder are written and named, so that a new one
// can be like them. The zero value is a folder without records.
type Habit struct {
	Records int
	Dialect record.Dialect // most of them are of; "" where there is none to follow

	Naming    string // number, date or slug: what most names begin with; "" without records
	Prefix    string // before the number or date: "ADR-"
	Between   string // between the number or date and the words: "-"
	Width     int    // of the highest number, 0 where names have none
	DateForm  string // of the date, as package time has it
	Extension string // with its dot
	Word      string // between the words: "-" or "_"
}

// Habit tells how the records that lie directly in a folder are written.
func (l *Log) Habit(dir string) Habit {
	var h Habit
	dialects, extensions, words, forms := map[record.Dialect]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	highest := -1
	for _, e := range l.Entries {
		if e.Record == nil || e.Folder() != dir || e.Record.Dialect == record.NotMarkdown {
			continue
		}
		h.Records++
		if e.Record.Dialect != record.Plain {
			dialects[e.Record.Dialect]++
		}
		base := path.Base(e.Path)
		id, number, slug := record.Names(e.Path)
		stem := e.Name()
		for _, ext := range []string{".adr.md", path.Ext(base)} {
			if strings.HasSuffix(base, ext) && !record.InFolder(e.Path) {
				extensions[ext]++
				stem = strings.TrimSuffix(base, ext)
				break
			}
		}
		naming := "slug"
		if number >= 0 {
			naming = "number"
		} else if form := dateForm(id); form != "" && id != slug {
			naming = "date"
			forms[form]++
		}
		words[naming]++
		switch {
		case strings.Contains(slug, "-"):
			words["-"]++
		case strings.Contains(slug, "_"):
			words["_"]++
		}
		if at := strings.Index(stem, id); naming != "slug" && at >= 0 && (number > highest || naming == "date") {
			h.Prefix = stem[:at]
			rest := stem[at+len(id):]
			h.Between = rest[:len(rest)-len(strings.TrimLeftFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))]
			if number >= 0 {
				highest, h.Width = number, len(id)
			}
		}
	}
	if h.Records == 0 {
		return h
	}
	h.Dialect, h.Extension, h.DateForm = most(dialects), most(extensions), most(forms)
	h.Naming = most(map[string]int{"number": words["number"], "date": words["date"], "slug": words["slug"]})
	h.Word = "-"
	if words["_"] > words["-"] {
		h.Word = "_"
	}
	h.Between = cmp.Or(h.Between, "-")
	return h
}

// most is the key with the highest count; of several the first in order.
func most[K cmp.Ordered](counts map[K]int) K {
	var best K
	keys := make([]K, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		if counts[k] > counts[best] {
			best = k
		}
	}
	return best
}

// dateForm is the form of a date in a file's name, "" where id is none.
func dateForm(id string) string {
	for _, form := range []string{"20060102", "2006-01-02", "2006_01_02", "2006-01"} {
		if len(form) != len(id) {
			continue
		}
		same := true
		for i := range len(form) {
			if isDigit(form[i]) != isDigit(id[i]) || !isDigit(form[i]) && form[i] != id[i] {
				same = false
			}
		}
		if same && id[0] >= '1' && id[0] <= '2' {
			return form
		}
	}
	return ""
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// Describe says the habit in a few words: "nygard, named 0007-title.md".
func (h Habit) Describe() string {
	name := "title"
	switch h.Naming {
	case "number":
		name = h.Prefix + fmt.Sprintf("%0*d", max(h.Width, 1), 7) + h.Between + "title"
	case "date":
		name = h.Prefix + strings.NewReplacer("2006", "YYYY", "01", "MM", "02", "DD").Replace(h.DateForm) + h.Between + "title"
	}
	dialect := string(h.Dialect)
	if dialect == "" {
		dialect = string(record.MADR)
	}
	return dialect + ", named " + name + cmp.Or(h.Extension, ".md")
}
