package check

import (
	"bytes"
	"strings"

	"tradeoff/internal/lazyregexp"
	"tradeoff/internal/record"
)

// amendmentWord matches the words that open what is appended to a decision, in some of
// the languages that records are written in.
const amendmentWord = `amendments?|addend(?:um|a)|updates?|edit|history|change ?log|revisions?|revision history|errat(?:um|a)|postscript|retrospective|what happened(?: since)?|` +
	`nachtr(?:ag|äge)|ergänzung(?:en)?|änderungen|historie|amendements?|mises? à jour|historique|enmiendas?|actualizaci(?:ón|ones)|historial|adendos?|atualizaç(?:ão|ões)|histórico|` +
	`補足|追記|変更履歴|更新|修订|修订记录|变更记录|추가|변경 이력`

const aDay = `\[?(?:19|20)\d\d-\d\d-\d\d\b`

var (
	// amendment matches the headings under which an accepted decision may go on: one of
	// the words, by itself or with a day or a number, or a day.
	amendment = lazyregexp.New(`(?i)^\W*(?:(?:` + amendmentWord + `)(?:\W*|\W+(?:(?:of|on|from|to|vom|du|de|del)\W+)?\d.*|\s*[:–—-].*)|` + aDay + `.*)$`)
	// amended matches how a paragraph begins that is appended with its day.
	amended = lazyregexp.New(`(?i)^[^\pL\pN]*(?:(?:` + amendmentWord + `|note)[^\pL\pN]+(?:(?:of|on|from|vom|du|de|del)\W+)?)?` + aDay)
)

// appended is a section of a record that was added to it: an amendment.
type appended struct {
	heading    string
	start, end int
	text       string // settled, with its heading
}

// amendments are those of a record, without those that lie in another.
func amendments(r *record.Record) []appended {
	if r == nil {
		return nil
	}
	var out []appended
	reach := 0
	for i, s := range r.Sections {
		if i == 0 && s.Level == 1 || s.Start < reach || !amendment.MatchString(s.Heading) {
			continue
		}
		end := s.End
		if r.Mark != nil && s.Start < r.Mark.Start {
			end = min(end, r.Mark.Start)
		}
		reach = end
		out = append(out, appended{s.Heading, s.Start, end, settledText(string(r.Data[s.Start:end]))})
	}
	return out
}

// without is a record with blanks in the places of its amendments, so that every line
// keeps its number.
func without(r *record.Record, list []appended) *record.Record {
	if len(list) == 0 {
		return r
	}
	data := bytes.Clone(r.Data)
	for _, a := range list {
		for i := a.start; i < a.end; i++ {
			if data[i] != '\n' && data[i] != '\r' {
				data[i] = ' '
			}
		}
	}
	return record.Parse(r.File, data)
}

// isAmendment tells whether a section says what it said, with a paragraph before or
// behind it that begins as an amendment does, with its day.
func isAmendment(was, now string) bool {
	if rest, ok := strings.CutPrefix(now, was); ok && amended.MatchString(rest) {
		return true
	}
	rest, ok := strings.CutSuffix(now, was)
	return ok && amended.MatchString(rest)
}
