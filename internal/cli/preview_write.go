package cli

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"tradeoff/internal/render"
)

// unwritten is what could not be written of one record, and why.
type unwritten struct {
	why  string
	data [sha256.Size]byte // of what was to be written
}

// write writes the records that are out of date, as render does, and names each. One
// that cannot be written keeps no site back: the site shows it as it would be, as a
// preview does that writes nothing. It is tried again in the next build, and told again
// only where it would be another or fails in another way, since what was written of the
// others brings that build by itself.
func (v *preview) write(p *project, results []render.Result) {
	failed := map[string]unwritten{}
	for _, res := range results {
		if len(res.Changed) == 0 && res.Input == nil {
			continue
		}
		err := p.apply(res)
		if err == nil {
			v.app.note("wrote %s", p.show(res.Record))
			continue
		}
		sum := sha256.New()
		sum.Write(res.Input)
		sum.Write(res.Data)
		failed[res.Record] = unwritten{err.Error(), [sha256.Size]byte(sum.Sum(nil))}
	}
	told := 0
	var first string
	for _, record := range slices.Sorted(maps.Keys(failed)) {
		if failed[record] == v.unwritten[record] {
			continue
		}
		if told++; told == 1 {
			first = failed[record].why
		}
	}
	v.unwritten = failed
	others := ""
	switch {
	case told == 0:
		return
	case told > 1: // of one cause, most likely: a disk that is full, a folder that is shut
		others = fmt.Sprintf(", nor could %s be written", count(told-1, "other record"))
	}
	fmt.Fprintf(v.app.Err, "tradeoff: %s%s; the site shows what would be written, and it is tried again when a file changes\n", first, others)
}
