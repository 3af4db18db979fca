package ledger

import (
	"regexp"
	"strings"

	"tradeoff/internal/record"
)

// Redacted is the log as it may be shown: what others say of a restricted
// decision is its number alone. Links to it lose their address, its file's name
// becomes its number, and its title, where somebody wrote it out, is taken away.
// Without a restricted decision it is the log itself.
func (l *Log) Redacted() *Log {
	var links []*regexp.Regexp
	var names []string
	for _, e := range l.Entries {
		if !e.Restricted {
			continue
		}
		stem := e.Name()
		if stem != e.ID {
			links = append(links, regexp.MustCompile(`\[([^\][]*)\]\([^()]*`+regexp.QuoteMeta(stem)+`[^()]*\)`))
			names = append(names, stem, e.ID)
		}
		if title := strings.TrimSpace(e.Title); len([]rune(title)) >= 6 {
			names = append(names, title, "(restricted)")
		}
	}
	if len(names) == 0 {
		return l
	}
	replace := strings.NewReplacer(names...)
	entries := l.Fresh()
	for _, e := range entries {
		if e.Restricted || e.Record == nil {
			continue
		}
		text := string(e.Record.Data)
		for _, link := range links {
			text = link.ReplaceAllString(text, "$1")
		}
		if text = replace.Replace(text); text == string(e.Record.Data) {
			continue
		}
		e.Record = record.Parse(e.Record.File, []byte(text))
		e.Lead = e.Record.Lead
	}
	return l.With(entries)
}
