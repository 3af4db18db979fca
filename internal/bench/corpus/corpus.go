// Package corpus writes logs of made-up decision records, for benchmarks: as many as
// are asked for, the same on every machine.
//
// A record has about 400 words. They are drawn from 30,000 made-up ones, the few often and
// the many hardly ever, as in a natural language; a search index gets about as large from
// them as from real text. It has a table, two to four links to other records, three tags and
// two teams; every fifth has a block of code, every eighth is superseded by a later one.
package corpus

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Form is who is to read the records.
type Form int

// The forms. The records of both say the same.
const (
	MADR Form = iota // Markdown Any Decision Records 4, as tradeoff reads them
	Hugo             // the same text with what Hugo wants at its head, and links as it has them
)

// Corpus is a log of N records, numbered from 1.
type Corpus struct{ N int }

// Write writes the records into a folder, which it makes where there is none.
func (c Corpus) Write(dir string, form Form) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for i := 1; i <= c.N; i++ {
		if err := os.WriteFile(filepath.Join(dir, c.Name(i)+".md"), []byte(c.Record(i, form)), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// Name is that of a record's file, without what it ends in.
func (c Corpus) Name(i int) string {
	return fmt.Sprintf("%05d-%s", i, strings.ReplaceAll(strings.ToLower(c.title(i)), " ", "-"))
}

func (c Corpus) title(i int) string {
	r := rand.New(rand.NewPCG(uint64(i), 1))
	return fmt.Sprintf("%s the %s %s %d", pick(r, verbs), pick(r, nouns), pick(r, nouns), i)
}

func (c Corpus) link(i int, form Form) string {
	if form == Hugo {
		return fmt.Sprintf("[%s](../%s/)", c.title(i), c.Name(i))
	}
	return fmt.Sprintf("[%s](%s.md)", c.title(i), c.Name(i))
}

// Record is the text of a record.
func (c Corpus) Record(i int, form Form) string {
	w := &writer{Rand: rand.New(rand.NewPCG(uint64(i), 2))}
	status := statuses[i%len(statuses)]
	newer := i + 1 + w.IntN(40)
	for status == "superseded" && statuses[newer%len(statuses)] != "accepted" {
		newer++
	}
	switch {
	case status == "superseded" && newer > c.N:
		status = "accepted" // nothing came after it
	case status == "superseded" && form == MADR:
		status = "superseded by " + c.link(newer, form)
	}
	first := w.IntN(len(tags))
	w.line("---")
	if form == Hugo {
		w.line("title: %q", c.title(i))
	}
	w.line("status: %q", status)
	w.line("date: %s", time.Date(2014, 1, 1+4300*i/c.N, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	w.line("tags: [%s, %s, %s]", tags[first], tags[(first+1+w.IntN(6))%len(tags)], tags[(first+7+w.IntN(6))%len(tags)])
	w.line("decision-makers: [team-%d, team-%d]", i%19, 19+i%8)
	w.line("---\n")
	if form == MADR {
		w.line("# %s\n", c.title(i))
	}
	w.line("## Context and Problem Statement\n\n%s\n\n%s\n", w.paragraph(4), w.paragraph(3))
	w.line("## Decision Drivers\n\n* %s\n* %s\n* %s\n", w.sentence(), w.sentence(), w.sentence())
	w.line("## Considered Options\n\n* %s\n* %s\n* %s\n", options[0], options[1], options[2])
	w.line("## Decision Outcome\n\nChosen option: \"%s\", because %s\n", options[i%3], w.paragraph(2))
	w.line("### Consequences\n\n* Good, because %s\n* Good, because %s\n* Bad, because %s\n", w.sentence(), w.sentence(), w.sentence())
	w.line("## Pros and Cons of the Options\n\n| | %s |\n| --- | --- | --- | --- |", strings.Join(options, " | "))
	for _, factor := range factors {
		w.line("| %s | %s | %s | %s |", factor, w.word(), w.word(), w.word())
	}
	if i%5 == 0 {
		code := codes[i/5%len(codes)]
		w.line("\n```%s\n"+code.text+"\n```", code.language, i, 2+w.IntN(98))
	}
	w.line("\n## More Information\n\n%s\n", w.paragraph(2))
	for range 2 + w.IntN(3) {
		w.line("* See %s", c.link(1+w.IntN(c.N), form))
	}
	return w.String()
}
