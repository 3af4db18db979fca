package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"sync"
	"unicode/utf8"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
)

// file is one file of the site as it will be written.
type file struct {
	path string
	data []byte
}

// madeRows holds the file of the log's rows.
type madeRows struct {
	once sync.Once
	file file
}

// rowsAddress is where the file of the log's rows lies. Its name tells its content, so
// that a browser may keep it, but in a preview.
func (b *build) rowsAddress() string {
	if b.preview() {
		return "search/log-preview.js"
	}
	return b.rowsFile().path
}

// rowsFile is the file of the log's rows, made once.
func (b *build) rowsFile() file {
	b.rowsMade.once.Do(func() {
		data := slices.Concat([]byte("self.tradeoffLog="), b.logRows(), []byte(";\n"))
		sum := sha256.Sum256(data)
		b.rowsMade.file = file{path: "search/log-" + hex.EncodeToString(sum[:6]) + ".js", data: data}
	})
	return b.rowsMade.file
}

// beginRows makes that file while others prepare the pages, whose list wants its name. It
// reads what the steps before it have found.
func (b *build) beginRows() error {
	if !b.preview() && len(b.rows) > 0 {
		go b.rowsFile()
	}
	return nil
}

// logRows is the whole log, for the script that filters and sorts it. It stands
// in a script file of its own, since a page that was opened from a disk may load
// no other, and most readers never filter. It is an object of
//
//	terms   the terms of all facets: what the address calls it, as in tag/cost, its
//	        label, its page and, of a status, its sign and whether it fades
//	rows    the decisions in the order of the log: number, title, page, date and
//	        lead, then the places of its terms, the status first. A restricted one has
//	        its number alone
func (b *build) logRows() []byte {
	terms, places := [][]any{}, map[*term]int{}
	for _, f := range b.facets {
		for _, t := range f.terms {
			one := []any{f.key + "/" + t.slug(), t.label, relative(logAddress, t.address)}
			if f == b.statuses {
				one = append(one, b.status(t.status).Sign)
				if faded(t.status) {
					one = append(one, true)
				}
			}
			places[t] = len(terms)
			terms = append(terms, one)
		}
	}
	rows := make([][]byte, len(b.rows))
	forEach(b.rows, func(i int, e *ledger.Entry) {
		d, shown := b.byEntry[e]
		if !shown {
			rows[i] = append(appendText([]byte{'['}, numberOf(e)), ']')
			return
		}
		row := append(make([]byte, 0, 400), '[')
		for _, text := range [...]string{numberOf(e), titleOf(e), relative(logAddress, d.page), d.Day(), d.glance} {
			row = append(appendText(row, text), ',')
		}
		for _, t := range b.termsOf(d) {
			row = append(strconv.AppendInt(row, int64(places[t]), 10), ',')
		}
		row[len(row)-1] = ']'
		rows[i] = row
	})
	return slices.Concat([]byte(`{"terms":`), marshal(terms), []byte(`,"rows":[`), bytes.Join(rows, []byte(",")), []byte("]}"))
}

// appendText appends a text as JSON has it.
func appendText(out []byte, text string) []byte {
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ', c >= utf8.RuneSelf, c == '"', c == '\\', c == '<', c == '>', c == '&':
			return append(out, marshal(text)...)
		}
	}
	return append(append(append(out, '"'), text...), '"')
}

// marshal is JSON of texts, numbers and lists of them, which it always can be.
func marshal(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}

// sampleRows are the forms of the rows that the script makes: one with all that a
// row can hold, and a restricted one.
func (b *build) sampleRows() []Row {
	some := []Link{{Label: "…", Href: logAddress}}
	row := Row{Number: "…", Title: "…", Href: logAddress, Lead: "…", Status: b.status(decision.Unknown), Date: undated, Tags: some}
	if len(b.people.terms) > 0 {
		row.People = some
	}
	return []Row{row, {Number: "…", Restricted: true}}
}
