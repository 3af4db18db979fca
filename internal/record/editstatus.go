package record

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tradeoff/internal/decision"
	"tradeoff/internal/source"
)

// SetStatus gives the record's bytes with its status changed, and with its date
// and decision makers where date is not "" and makers is not nil. Each is
// changed in the carrier that holds it; what the record does not hold yet goes
// to the carrier of the status, and front matter is made where there is no
// carrier at all. Only the lines in question change. It reports an error, and
// gives no bytes, where the result would not read back as asked.
func (r *Record) SetStatus(status decision.Status, date string, makers []string) ([]byte, error) {
	out, err := r.setStatus(status, date, makers)
	if err != nil {
		return nil, fmt.Errorf("set status of %s to %s: %w", r.File, status, err)
	}
	return out, nil
}

func (r *Record) setStatus(status decision.Status, date string, makers []string) ([]byte, error) {
	if r.Dialect == NotMarkdown {
		return nil, errors.New("the file is not Markdown")
	}
	if status != decision.Superseded && !slices.Contains(decision.Statuses(), status) {
		return nil, errors.New("this is no status to write")
	}
	if date != "" {
		if got, start, end := dateOf(date); got != date || start != 0 || end != len(date) {
			return nil, fmt.Errorf("date %q is not of the form YYYY-MM-DD", date)
		}
	}
	p := statusPlan{r: r, lines: scanLines(r.Data, r.FrontEnd), home: r.home(), when: date}
	if r.Status != status {
		if err := p.status(status); err != nil {
			return nil, err
		}
	}
	if date != "" && r.Date != date {
		p.date(date)
	}
	if makers != nil && !slices.Equal(makers, r.DecisionMakers) {
		p.makers(makers)
	}
	out, err := r.Apply(p.finish())
	if err != nil {
		return nil, err
	}
	if len(p.front) > 0 {
		if out, err = r.again(out).setFront(p.front); err != nil {
			return nil, err
		}
	}
	return out, r.checkStatus(r.again(out), status, date, makers)
}

// home is the carrier that takes what the record does not hold yet.
func (r *Record) home() Carrier {
	s := &r.spans
	switch {
	case r.at[MetaStatus].carrier != Nowhere:
		return r.at[MetaStatus].carrier
	case s.statusSection > 0:
		return InSection
	}
	for _, f := range []field{r.at[MetaDate], r.at[MetaMakers]} {
		if f.carrier != Nowhere {
			return f.carrier
		}
	}
	return InFront
}

// statusPlan collects the changes that make up one SetStatus.
type statusPlan struct {
	r     *Record
	lines []line
	home  Carrier
	edits []Edit
	front []FrontValue
	added []metaValue // lines that the body does not hold yet
	by    string      // what supersedes it, for the status superseded
	when  string      // the date of the new status, "" where it is not known
}

// metaValue is a key with its value, for a bullet or a line.
type metaValue struct{ key, value string }

func (p *statusPlan) status(status decision.Status) error {
	r, f := p.r, p.r.at[MetaStatus]
	switch {
	case f.ticked:
		return errors.New("its status is one of several that stand there, in a list with boxes or a table; change it by hand")
	case f.carrier != Nowhere && f.end > f.start && r.Status == decision.Unknown && r.isProse(string(r.Data[f.start:f.end])):
		return errors.New("what stands for its status is not understood; change it by hand")
	case f.carrier != Nowhere && f.end > f.start && p.when == "" && r.saysMoreOfDate(string(r.Data[f.start:f.end])):
		return errors.New("beside its status stands when and how it came to be; change it by hand")
	case f.history && p.when == "":
		return errors.New("its status is the last line of a history with dates; say the date of the new one")
	}
	phrase := string(status)
	if p.by != "" {
		phrase += " by " + p.by
	}
	switch {
	case f.carrier == InFront:
		old := r.Front.Get(f.key)
		p.setFront(f.key, &source.Node{Kind: source.String, Text: r.restated(scalar(old), phrase, false, p.when), Quoted: old != nil && old.Quoted})
	case f.history:
		line := string(r.Data[f.line:f.start]) + r.restated(string(r.Data[f.start:f.end]), phrase, true, p.when)
		next, _ := lineAt(r.Data, f.next)
		p.edits = append(p.edits, r.insertLines(f.next, []string{line}, f.next < len(r.Data) && len(bytes.TrimSpace(next)) == 0 && p.apart(f)))
	case f.carrier != Nowhere && f.end > f.start:
		p.replace(f, p.escape(f, r.restated(string(r.Data[f.start:f.end]), phrase, f.carrier == InSection, p.when)))
	case f.carrier == InList || f.carrier == InLine || f.carrier == InTable: // the key without a value
		p.fill(f, p.escape(f, phrase))
	case f.carrier == InSection: // a link line stands where the status should
		p.edits = append(p.edits, r.insertLines(f.line, []string{r.restated("", phrase, true, "")}, true))
	case p.home == InSection:
		p.edits = append(p.edits, r.insertLines(r.spans.statusSection, []string{r.restated("", phrase, true, "")}, true))
	case p.home == InFront:
		p.setFront("status", &source.Node{Kind: source.String, Text: phrase})
	default:
		p.added = append(p.added, metaValue{"Status", phrase})
	}
	return nil
}

// apart tells whether the lines of a history stand apart from each other.
func (p *statusPlan) apart(f field) bool {
	before := p.r.Data[:f.line]
	return bytes.HasSuffix(before, []byte("\n\n")) || bytes.HasSuffix(before, []byte("\n\r\n"))
}

func (p *statusPlan) date(date string) {
	r, f := p.r, p.r.at[MetaDate]
	switch {
	case f.carrier == InFront:
		old := r.Front.Get(f.key)
		p.setFront(f.key, &source.Node{Kind: source.String, Text: date, Quoted: old != nil && old.Quoted})
	case f.carrier != Nowhere && f.end > f.start:
		if _, start, end := dateOf(string(r.Data[f.start:f.end])); end > 0 {
			f.start, f.end = f.start+start, f.start+end
		}
		p.replace(f, date)
	case f.carrier != Nowhere:
		p.fill(f, date)
	case p.home == InFront:
		p.setFront("date", &source.Node{Kind: source.String, Text: date})
	default:
		p.added = append(p.added, metaValue{"Date", date})
	}
}

func (p *statusPlan) makers(makers []string) {
	r, f := p.r, p.r.at[MetaMakers]
	text := strings.Join(makers, ", ")
	list := &source.Node{Kind: source.List}
	for _, m := range makers {
		list.Items = append(list.Items, &source.Node{Kind: source.String, Text: m})
	}
	if len(makers) == 0 {
		list = nil
	}
	switch {
	case f.carrier == InFront:
		if old := r.Front.Get(f.key); list != nil && old != nil && old.Kind == source.String {
			list = &source.Node{Kind: source.String, Text: text, Quoted: old.Quoted}
		}
		p.setFront(f.key, list)
	case f.carrier != Nowhere && f.end > f.start:
		p.replace(f, p.escape(f, text))
	case f.carrier != Nowhere:
		p.fill(f, p.escape(f, text))
	case list == nil:
	case p.home == InFront:
		p.setFront("decision-makers", list)
	default:
		p.added = append(p.added, metaValue{"Deciders", text})
	}
}

func (p *statusPlan) setFront(key string, value *source.Node) {
	p.front = append(p.front, FrontValue{Key: key, Value: value})
}

func (p *statusPlan) replace(f field, text string) {
	if old := string(p.r.Data[f.start:f.end]); f.carrier == InList && isPlaceholder(old) {
		// A template's hint goes with the comment behind it, which log4brains would
		// take for a part of the value.
		rest, _ := lineAt(p.r.Data, f.end)
		if hint := strings.TrimSpace(string(rest)); strings.HasPrefix(hint, "<!--") && strings.HasSuffix(hint, "-->") {
			f.end += len(strings.TrimRight(string(rest), "\r"))
		}
	}
	p.edits = append(p.edits, Edit{Start: f.start, End: f.end, Text: text})
}

// checkStatus proves that again, the record as it would be, reads as asked and
// is otherwise the same.
func (r *Record) checkStatus(again *Record, status decision.Status, date string, makers []string) error {
	if date == "" {
		date = r.Date
	}
	if makers == nil {
		makers = r.DecisionMakers
	}
	switch {
	case again.Status != status:
		return fmt.Errorf("it would read back as %s", again.Status)
	case again.Date != date:
		return fmt.Errorf("the date %q would read back as %q", date, again.Date)
	case !slices.Equal(again.DecisionMakers, makers):
		return fmt.Errorf("the decision makers %q would read back as %q", makers, again.DecisionMakers)
	case again.Title != r.Title, len(again.Sections) != len(r.Sections), len(again.Blocks) != len(r.Blocks),
		!slices.Equal(again.Consulted, r.Consulted), !slices.Equal(again.Informed, r.Informed), !slices.Equal(again.Tags, r.Tags):
		return errors.New("other parts of the record would change")
	}
	return nil
}

// isProse tells whether a text that holds no status that is known is more than a
// few words or a template's choice, so that nothing may be put in its place.
func (r *Record) isProse(raw string) bool {
	if isPlaceholder(raw) {
		return false
	}
	parts := strings.Split(raw, "|")
	for _, part := range parts {
		if status, _, _ := r.reader.statusOf(part); len(parts) > 1 && status == decision.Unknown {
			return true
		}
	}
	return len(parts) == 1 && (len(strings.Fields(raw)) > 5 || strings.Contains(raw, ": "))
}

// saysMoreOfDate tells whether words follow the date beside a status, such as who
// set it.
func (r *Record) saysMoreOfDate(raw string) bool {
	_, _, end := dateOf(raw)
	if end == 0 {
		return false
	}
	_, _, status := r.reader.statusOf(raw)
	return len(strings.FieldsFunc(plain(raw[max(end, min(status, len(raw))):]), func(r rune) bool { return !unicode.IsLetter(r) })) > 0
}

// restated gives raw with its status exchanged for a phrase. Where raw says which
// record superseded this one, or no status that is known, all of it goes. A date
// beside the old status is not that of the new one: it becomes when or, where that
// is not known, goes with what follows it.
func (r *Record) restated(raw, phrase string, capital bool, when string) string {
	old, start, end := r.reader.statusOf(raw)
	if old == decision.Unknown || old == decision.Superseded {
		start, end = 0, len(raw)
	}
	word := phrase
	letters := strings.TrimLeftFunc(raw[start:end], func(r rune) bool { return !unicode.IsLetter(r) })
	first, _ := utf8.DecodeRuneInString(letters)
	caseless := letters == "" || !unicode.IsUpper(first) && !unicode.IsLower(first)
	if caseless && capital || !caseless && unicode.IsUpper(first) {
		word = strings.ToUpper(word[:1]) + word[1:]
	}
	before, after := raw[:start], raw[end:]
	if _, from, to := dateOf(before); to > 0 && when != "" {
		before = before[:from] + when + before[to:]
	} else if to > 0 {
		before = before[len(strings.TrimRight(before, "*_`")):]
	}
	if _, from, to := dateOf(after); to > 0 && when != "" {
		after = after[:from] + when + after[to:]
	} else if to > 0 {
		after = after[:len(after)-len(strings.TrimLeft(after, "*_`"))]
	}
	return before + word + after
}
