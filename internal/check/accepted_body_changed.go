package check

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
)

var acceptedBodyChanged = Rule{
	ID: "accepted-body-changed", Severity: diag.Error, NeedsBase: true,
	Summary: "an accepted decision says something else than it did",
	run: func(p *Project, r *reporter) {
		for _, e := range p.entries() {
			b := p.baseOf(e)
			if b == nil || b.Status != decision.Accepted || open(e) || sameFiles(b, e) || e.Findings.HasErrors() || b.Findings.HasErrors() {
				continue
			}
			say := func(pos diag.Pos, what string) {
				r.on(e, pos, what, "decide anew and supersede it, or add a section Amendment with the day; status, relations, dates and link targets may change")
			}
			if b.Title != e.Title {
				pos := diag.Pos{File: e.Path}
				if e.Record != nil && e.Record.TitlePos.Line > 0 {
					pos = e.Record.TitlePos
				}
				say(pos, "the title of an accepted decision is another: it was “"+b.Title+"”")
			}
			if b.Input != nil && e.Input != nil {
				for _, d := range inputDifferences(&b.Input.Decision, &e.Input.Decision) {
					pos := diag.Pos{File: e.Input.File}
					if e.Input.Root != nil {
						pos = e.Input.Root.PosOf(d.at...)
					}
					say(pos, "an accepted decision says something else: "+d.what)
				}
			}
			was, now := ledger.Prose(b), ledger.Prose(e)
			if (b.Input == nil) != (e.Input == nil) { // it was converted: the record says all of it at both ends
				was, now = ledger.RecordProse(b.Record), ledger.RecordProse(e.Record)
			}
			for _, q := range now {
				old := passageOf(was, q.Heading)
				if settledText(old) == settledText(q.Text) || amendment.MatchString(q.Heading) && strings.HasPrefix(settledText(q.Text), settledText(old)) {
					continue
				}
				if old == "" {
					say(q.Pos, "a section came to an accepted decision: "+sectionName(q.Heading))
					continue
				}
				say(q.Pos, "an accepted decision says something else in "+sectionName(q.Heading))
			}
			for _, q := range was {
				if settledText(q.Text) != "" && passageOf(now, q.Heading) == "" {
					say(diag.Pos{File: e.Path}, "a section of an accepted decision is gone: "+sectionName(q.Heading))
				}
			}
		}
	},
}

// baseOf is what the entry was in the base, nil where it was not there.
func (p *Project) baseOf(e *ledger.Entry) *ledger.Entry {
	if b := p.Base.Entry(e.Path); b != nil {
		return b
	}
	if from := p.Renamed[e.Path]; from != "" {
		return p.Base.Entry(from)
	}
	return nil
}

// sameFiles tells whether the files of an entry hold the same bytes.
func sameFiles(b, e *ledger.Entry) bool {
	if (b.Record == nil) != (e.Record == nil) || (b.Input == nil) != (e.Input == nil) {
		return false
	}
	return (b.Record == nil || bytes.Equal(b.Record.Data, e.Record.Data)) && (b.Input == nil || bytes.Equal(b.Input.Data, e.Input.Data))
}

// amendment matches the headings under which an accepted decision may go on: they are
// appended to, and what stands there stays.
var amendment = regexp.MustCompile(`(?i)^(amendments?|addend(um|a)|updates?|history|change ?log|revisions?|errat(um|a)|postscript|retrospective|what happened)\b|^\[?(19|20)\d\d-\d\d-\d\d\b`)

// What may change without another word being said: where links lead.
var (
	linkTarget = regexp.MustCompile(`\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"]*")?\)|\]\[[^\]]*\]`)
	definition = regexp.MustCompile(`(?m)^ {0,3}\[[^\]]+\]:.*$`)
	address    = regexp.MustCompile(`<?https?://[^\s<>)]+>?`)
)

// settledText is a text as far as it may not change: without link targets, with single
// blanks.
func settledText(text string) string {
	text = definition.ReplaceAllString(text, "")
	text = linkTarget.ReplaceAllString(text, "]")
	text = address.ReplaceAllString(text, "")
	return strings.Join(strings.Fields(text), " ")
}

func passageOf(list []ledger.Passage, heading string) string {
	for _, q := range list {
		if q.Heading == heading {
			return q.Text
		}
	}
	return ""
}

func sectionName(heading string) string {
	if heading == "" {
		return "what stands before the first section"
	}
	return heading
}

// difference is one key of an input that may not change any more.
type difference struct {
	what string
	at   []any
}

// inputDifferences are the values that an accepted decision stood on and that are others.
// Answers may be watched, and may happen; people, tags, links, and the next review may
// change.
func inputDifferences(b, e *decision.Decision) []difference {
	var out []difference
	add := func(was, now string, at ...any) {
		if was == now {
			return
		}
		var keys []string
		for _, key := range at {
			keys = append(keys, fmt.Sprint(key))
		}
		none := func(text string) string {
			if text == "" {
				return "nothing"
			}
			return text
		}
		out = append(out, difference{strings.Join(keys, ".") + " was " + none(was) + " and is " + none(now), at})
	}
	add(b.Outcome.Option, e.Outcome.Option, "outcome", "option")
	add(strings.Join(strings.Fields(b.Outcome.Because), " "), strings.Join(strings.Fields(e.Outcome.Because), " "), "outcome", "because")
	add(b.Catalog, e.Catalog, "tradeoffs")
	add(b.Decides, e.Decides, "decides")
	add(strings.Join(b.Drivers, "; "), strings.Join(e.Drivers, "; "), "drivers")
	for _, field := range slices.Sorted(maps.Keys(b.Profile)) {
		add(b.Profile[field].String(), e.Profile[field].String(), "profile", field)
	}
	for _, field := range slices.Sorted(maps.Keys(e.Profile)) {
		if _, there := b.Profile[field]; !there {
			add("", e.Profile[field].String(), "profile", field)
		}
	}
	titles := func(d *decision.Decision) string {
		var list []string
		for _, o := range d.Options {
			list = append(list, o.ID)
			for _, w := range o.WorstCases {
				list = append(list, o.ID+"."+w.ID+" ("+w.What+")")
			}
			for _, m := range o.Measured {
				list = append(list, o.ID+" measured "+m.Factor+" "+m.Value+" "+string(m.Verdict))
			}
			for _, j := range o.Judged {
				list = append(list, o.ID+" judged "+j.Driver+" "+string(j.Verdict))
			}
		}
		return strings.Join(list, ", ")
	}
	add(titles(b), titles(e), "options")
	for i, a := range b.Outcome.Answers {
		now := e.Answer(a.WorstCase)
		if now == nil {
			add(a.WorstCase+" "+a.Answer, "", "outcome", "answers")
			continue
		}
		add(a.Answer+" by "+a.By+" because "+a.Because, now.Answer+" by "+now.By+" because "+now.Because, "outcome", "answers", i)
	}
	return out
}
