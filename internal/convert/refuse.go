package convert

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

// refused says why an entry has nothing to be converted, or cannot be read well
// enough for it.
func (c *Converter) refused(e *ledger.Entry) diag.List {
	var no diag.List
	refuse := func(rule, hint, format string, args ...any) diag.List {
		no.Errorf(diag.Pos{File: e.Path}, rule, hint, format, args...)
		return no
	}
	switch {
	case e.Input != nil:
		return refuse("not-converted", "edit the input; tradeoff render writes the record", "it has an input already, %s", path.Base(e.Input.File))
	case e.Record == nil || e.Record.Dialect == record.NotMarkdown:
		return refuse("not-converted", "write it as Markdown first", "it is no Markdown, and only Markdown is converted")
	case strings.EqualFold(path.Ext(e.Path), ".mdx"):
		return refuse("not-converted", "give it the suffix .md", "it is MDX, in which the marks of blocks would be an error")
	case e.Restricted:
		return refuse("not-converted", "write its input by hand, beginning with visibility: restricted", "it is restricted, and what it says would be printed and stand in a second file")
	case e.Findings.HasErrors():
		return append(e.Findings, refuse("not-converted", "mend it first; tradeoff check tells what is wrong", "it cannot be read without an error")...)
	case !utf8.Valid(e.Record.Data):
		return refuse("not-utf8", "save it as UTF-8", "is not UTF-8, which an input has to be")
	case e.Record.InTOML():
		return refuse("not-converted", "write it as YAML between lines of ---", "its front matter is TOML, which is read and not edited")
	case slices.ContainsFunc(e.Record.Findings, isFront):
		no = append(no, e.Record.Findings...)
		return refuse("front-matter", "mend it first; the warning says where", "its front matter cannot be read, so that its keys have nowhere to go")
	case len(e.Record.Blocks) > 0 || e.Record.Mark != nil:
		return refuse("not-converted", "bring its input back, or take the marks <!-- tradeoff:… --> out of the record", "it was rendered from an input, which is gone")
	}
	if at := opened(e.Record); at.Line > 0 {
		no.Errorf(at, "syntax", "close it with a line of the same marks", "a code fence or HTML is opened and never closed, and would swallow what is rendered behind it")
		return no
	}
	for _, other := range c.Log.Entries {
		if other != e && ledger.Stem(other.Path) == ledger.Stem(e.Path) {
			return refuse("not-converted", "give one of them another name", "%s has the same name, and one input cannot be that of both", path.Base(other.Path))
		}
	}
	if name := c.inputFile(e); c.Taken != nil && c.Taken(name) {
		return refuse("not-converted", "move it away, or choose another --format", "%s is there already, and is no input of tradeoff", path.Base(name))
	}
	return nil
}

// opened gives the last part of a record where what stands behind it would be a part
// of it, the zero place where nothing would.
func opened(r *record.Record) diag.Pos {
	more := "\n\n<!-- tradeoff:more -->\n<!-- /tradeoff:more -->\n"
	if record.Parse(r.File, append(slices.Clone(r.Data), more...)).Block("more") != nil {
		return diag.Pos{}
	}
	parts := r.Anatomy().Parts(r.FrontEnd, len(r.Data))
	if len(parts) == 0 {
		return diag.Pos{File: r.File, Line: 1}
	}
	return parts[len(parts)-1].Pos
}

func isFront(f diag.Finding) bool { return f.Rule == "front-matter" }

// status works out the status that the input states. One that is superseded says
// accepted: the rest follows from its successor.
func (p *plan) status() {
	e, r := p.e, p.r
	pos := r.StatusPos
	if pos.Line == 0 {
		pos = diag.Pos{File: e.Path}
	}
	switch {
	case e.Status == decision.Superseded:
		p.d.Status = decision.Accepted
	case e.Status != decision.Unknown:
		p.d.Status = e.Status
	case e.StatusRaw != "":
		p.findings.Errorf(pos, "status", fmt.Sprintf("run tradeoff status %s accepted, or say in the settings' status-words what it means", p.c.word(e)), "status %q is no status that is known", shorten(e.StatusRaw))
	case p.c.Status != "":
		p.d.Status = p.c.Status
		p.note(0, "", "status", "the record states none; --status says so")
	case e.Assumed:
		p.d.Status = e.Derived
		p.note(0, "", "status", "the record states none; assume-status in the settings says so")
	case e.Derived == decision.Superseded:
		p.d.Status = decision.Accepted
		p.note(0, "", "status", "the record states none; what its successor supersedes was accepted")
	default:
		p.findings.Errorf(pos, "status", fmt.Sprintf("convert it with --status accepted, or run tradeoff status %s accepted", p.c.word(e)), "it states no status, and an input needs one")
	}
}

// shorten cuts a text that is quoted in a message.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}
