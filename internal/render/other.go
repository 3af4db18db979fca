package render

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

// Other is an entry of a log as the record of another one names it.
func Other(log *ledger.Log, from, to *ledger.Entry) record.Other {
	target := RecordPath(to)
	return record.Other{Href: Href(from.Path, target), Stem: path.Base(ledger.Stem(target)), ID: to.ID, Number: to.Number, Title: to.Title,
		Taken: to.Number >= 0 && len(log.Candidates(from, to.ID)) > 1}
}

// Href is the relative address of one file of the project, seen from another. Letters
// of any script stay as they are, since people read it and other tools look for the
// file's name; only what would end the address is escaped.
func Href(from, to string) string {
	rel, err := filepath.Rel(filepath.FromSlash(path.Dir(from)), filepath.FromSlash(to))
	if err != nil {
		rel = to
	}
	var b strings.Builder
	for _, r := range filepath.ToSlash(rel) {
		if r <= ' ' || strings.ContainsRune(`()<>%#?"\`, r) {
			fmt.Fprintf(&b, "%%%02X", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
