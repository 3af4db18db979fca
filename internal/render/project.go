package render

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"tradeoff/internal/advisor"
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/parallel"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

// Options say how to render. The zero value is the usual way.
type Options struct {
	Template string            // of new records; "" for the folder's template.md, else what Follow says
	Follow   map[string]string // the template by folder, where nothing else names one; madr for the rest
	Force    bool              // take back what was edited by hand
	Again    bool              // assess a settled decision anew
	// Relations brings what others state of a settled decision into its record, even
	// where the record was settled before records told of that.
	Relations bool
	Today     string // YYYY-MM-DD, for a decision that is settled now and has no date
}

// Result is what rendering one decision came to.
type Result struct {
	Outcome
	Checked   diag.List // what Input.Check finds; Findings holds it too
	InputFile string
	Input     []byte // the input with decided-with written into it; nil where it stays as it is
}

// Render brings the record of one entry up to date in memory; nothing is
// written. An entry without an input has nothing to render, and an input with an
// error changes nothing; its findings are the entry's and are not repeated here.
func (t *Templates) Render(e *ledger.Entry, set catalog.Set, o Options) Result {
	if e.Input == nil {
		return Result{Outcome: Outcome{Record: e.Path}}
	}
	bad := e.Input.Check(set)
	if bad.HasErrors() || e.Input.Findings.HasErrors() {
		return Result{Outcome: Outcome{Record: RecordPath(e), Findings: bad}, Checked: bad, InputFile: e.Input.File}
	}
	res := t.render(e, set, o)
	res.Checked = bad
	res.Findings = append(bad, res.Findings...)
	return res
}

// render is Render of an input that nothing is wrong with.
func (t *Templates) render(e *ledger.Entry, set catalog.Set, o Options) Result {
	in := e.Input
	res := Result{Outcome: Outcome{Record: RecordPath(e)}, InputFile: in.File}
	d := in.Decision
	data := in.Data
	if d.Status.Settled() && (d.DecidedWith == nil || o.Again) {
		if d.Catalog != "" && set[d.Catalog] == nil {
			res.Findings.Errorf(in.Root.PosOf("tradeoffs"), "unknown-value", "bring the catalog back, or render without --again", "no catalog %q to assess the decision with anew", d.Catalog)
			return res
		}
		ground := Ground(&d, set, o.Today)
		written, err := settle(in.File, data, in.Format, ground)
		if err != nil {
			res.Findings.Errorf(diag.Pos{File: in.File}, "render", "", "%v", err)
			return res
		}
		d.DecidedWith = ground
		if !bytes.Equal(written, data) {
			data, res.Input = written, written
		}
	}
	if !d.Status.Settled() && d.DecidedWith != nil {
		// It was taken up again: what it was decided with holds no longer.
		without, err := source.Delete(in.File, data, in.Format, []string{"decided-with"})
		if err != nil {
			res.Findings.Errorf(diag.Pos{File: in.File}, "render", "", "%v", err)
			return res
		}
		d.DecidedWith, data, res.Input = nil, without, without
	}
	settled, seen := "", ""
	if d.Status.Settled() {
		settled, seen = record.Hash(string(data)), seenFromElsewhere(e)
	}
	same := settled != "" && e.Record != nil && e.Record.Mark != nil && e.Record.Mark.Input == settled
	told := same && titleNumberHolds(e) && (e.Record.Mark.Seen == seen || e.Record.Mark.Seen == "" && !o.Relations && !outOfForce(e))
	if told {
		res.Data = e.Record.Data
		if res.Edited = byHand(e.Record, in.File); len(res.Edited) == 0 || !o.Force {
			res.Findings = append(res.Findings, res.Edited...)
			return res
		}
		res.Edited = nil
	}
	number := max(e.Number, 0)
	view := newView(d, AssessmentOf(&d, set), res.Record, number, e)
	name := o.Template
	if e.Record != nil && e.Record.Mark != nil {
		// A record keeps the template it was made with, whatever the settings say now.
		name = cmp.Or(e.Record.Mark.Template, usualTemplate)
	}
	if dir := path.Dir(res.Record); name == "" && t.plainOf(dir) == "" {
		name = o.Follow[dir]
	}
	fresh, findings := t.fresh(Request{View: view, Template: name, Record: res.Record, Input: in.File, Settled: settled, Seen: seen})
	if fresh == nil {
		res.Findings = append(res.Findings, findings...)
		return res
	}
	if e.Unread() {
		res.Data, res.Changed, res.Unread, res.Findings = fresh.Data, []string{"record"}, true, append(res.Findings, e.Record.Findings...)
		return res
	}
	if e.Record != nil && len(bytes.TrimSpace(e.Record.Data)) == 0 && len(e.Record.Findings) == 0 {
		res.Data, res.Changed = fresh.Data, []string{"record"}
		return res
	}
	if e.Record == nil {
		res.Data, res.New, res.Changed = fresh.Data, true, []string{"record"}
		return res
	}
	var only []string
	if same && !told && !o.Force {
		// All that is new is what others state: the rest stays as it was decided,
		// whatever the templates and the program have become since.
		only = relationBlocks
	}
	res.Outcome = update(e.Record, fresh, in.File, o.Force, only, t.placeholder)
	return res
}

// titleNumberHolds tells whether a number before the record's title is still that of
// its file's name.
func titleNumberHolds(e *ledger.Entry) bool {
	n, ok := e.Record.TitleNumber()
	return !ok || n == e.Number
}

// relationBlocks are the blocks that tell of other decisions.
var relationBlocks = []string{"head", "status", "information"}

// outOfForce tells whether others state that a decision holds no longer: what a
// record has to say even if it was settled before records told of such things.
func outOfForce(e *ledger.Entry) bool {
	return slices.ContainsFunc(e.Relations, func(r ledger.Relation) bool { return r.Ends() })
}

// seenFromElsewhere is the hash of what others state of a settled decision, "" where
// they state nothing.
func seenFromElsewhere(e *ledger.Entry) string {
	var b strings.Builder
	for _, r := range e.Relations {
		if r.Reverse && r.Pos.Line == 0 && r.Other != nil {
			fmt.Fprintf(&b, "\n%s %s#%s %v", r.Words(), path.Base(r.Other.Path), r.Part, r.Ends())
			if r.Standing() == "" {
				b.WriteString(" rejected")
			}
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return record.Hash(b.String())
}

// RenderAll is Render of each entry, as many at a time as there are processors.
// The results stand in the order of the entries.
func (t *Templates) RenderAll(entries []*ledger.Entry, set catalog.Set, o Options) []Result {
	results := make([]Result, len(entries))
	_ = parallel.Each(context.Background(), len(entries), func(i int) error {
		results[i] = t.Render(entries[i], set, o)
		return nil
	})
	return results
}

// RecordPath is where the record of an entry lies, or will.
func RecordPath(e *ledger.Entry) string {
	if e.Record != nil {
		return e.Path
	}
	return strings.TrimSuffix(e.Input.File, path.Ext(e.Input.File)) + ".md"
}

// AssessmentOf is the assessment that counts for a decision: the one that a
// settled decision keeps, else a new one.
func AssessmentOf(d *decision.Decision, set catalog.Set) decision.Assessment {
	if d.Status.Settled() && d.DecidedWith != nil && d.DecidedWith.Assessment != nil {
		return *d.DecidedWith.Assessment
	}
	return advisor.Advise(d, set[d.Catalog])
}

// Ground is what a decision stands on when it is settled today.
func Ground(d *decision.Decision, set catalog.Set, today string) *decision.DecidedWith {
	ground := &decision.DecidedWith{Date: cmp.Or(d.Date, today), Profile: d.Profile}
	if c := set[d.Catalog]; c != nil {
		assessment := advisor.Advise(d, c)
		ground.Assessment = &assessment
	}
	return ground
}

// settle writes the ground into the input.
func settle(file string, data []byte, format source.Format, ground *decision.DecidedWith) ([]byte, error) {
	node, err := source.FromGo(ground)
	if err != nil {
		return nil, err
	}
	return source.Set(file, data, format, []string{"decided-with"}, withoutNulls(node))
}

// withoutNulls drops keys that hold nothing, which TOML cannot say and nobody
// needs to read.
func withoutNulls(n *source.Node) *source.Node {
	n.Entries = slices.DeleteFunc(n.Entries, func(e source.Entry) bool { return e.Value.Kind == source.Null })
	for _, e := range n.Entries {
		withoutNulls(e.Value)
	}
	for _, item := range n.Items {
		withoutNulls(item)
	}
	return n
}

// byHand finds the parts of a record that are not as they were rendered.
func byHand(r *record.Record, inputFile string) diag.List {
	var found diag.List
	hint := "move your words outside the block or into the input, or run tradeoff render --force to take it back"
	for _, b := range r.Blocks {
		if b.Hash != "" && record.Hash(r.BlockBody(b)) != b.Hash {
			found.Errorf(b.Pos, "block-edited", hint, "the block %s was edited by hand, and belongs to %s", b.Name, path.Base(inputFile))
		}
	}
	if r.Mark != nil && r.Mark.Head != "" && headHash(r) != r.Mark.Head {
		found.Errorf(r.TitlePos, "block-edited", "write it in the input, or run tradeoff render --force to take it back",
			"the title or the front matter was edited by hand, and belongs to %s", path.Base(inputFile))
	}
	return found
}

// New renders a record that has no input, all of it prose to be written.
func (t *Templates) New(d decision.Decision, recordPath string, number int, template string) ([]byte, diag.List) {
	view := newView(d, decision.Assessment{}, recordPath, number, nil)
	view.HasInput = false
	view.Lead = record.UnwrittenLead + ", because …; it accepts that …."
	r, findings := t.fresh(Request{View: view, Template: template, Record: recordPath, Input: recordPath})
	if r == nil {
		return nil, findings
	}
	return r.Data, findings
}
