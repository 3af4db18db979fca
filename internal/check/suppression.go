package check

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/lazyregexp"
	"tradeoff/internal/ledger"
)

var suppressionRule = Rule{
	ID: "suppression", Severity: diag.Warning,
	Summary: "a suppression gives no reason, or suppresses nothing",
	run: func(*Project, *reporter) {
		// What a suppression is worth is known when all rules have run: see suppress.
	},
}

// suppression is one note in a file that a finding is known and stays.
type suppression struct {
	rule   string
	reason string
	pos    diag.Pos
	line   int // that it holds for; 0 for the whole file
	used   bool
}

// ignore matches a suppression: in a comment of Markdown, or behind the # of YAML and
// TOML.
var ignore = lazyregexp.New(`tradeoff-ignore(-file)?[ \t]+([A-Za-z0-9_-]+)[ \t]*(?::[ \t]*(.*))?`)

// suppressionsIn are those of one file.
func suppressionsIn(file string, data []byte) []*suppression {
	if !bytes.Contains(data, []byte("tradeoff-ignore")) {
		return nil
	}
	comment := "#"
	switch path.Ext(file) {
	case ".yaml", ".yml", ".toml":
	case ".json":
		return nil
	default:
		comment = "<!--"
	}
	var out, waiting []*suppression // waiting for the next line with text
	fenced := ""
	n := 0
	for line := range bytes.Lines(data) {
		n++
		text := strings.TrimSpace(string(line))
		if comment == "<!--" {
			if fence := fenceOf(text); fence != "" && (fenced == "" || strings.HasPrefix(fence, fenced)) {
				if fenced == "" {
					fenced = fence
				} else {
					fenced = ""
				}
			}
		}
		at := strings.Index(text, comment)
		m := ignore.FindStringSubmatch(text)
		if fenced != "" || m == nil || at < 0 || strings.TrimSpace(text[at+len(comment):strings.Index(text, m[0])]) != "" {
			if text != "" {
				for _, s := range waiting {
					s.line = n
				}
				waiting = nil
			}
			continue
		}
		reason, rest := m[3], ""
		if comment == "<!--" {
			reason, rest, _ = strings.Cut(reason, "-->")
		}
		col := len([]rune(string(line[:bytes.Index(line, []byte(comment))]))) + 1
		s := &suppression{rule: m[2], reason: strings.TrimSpace(reason), pos: diag.Pos{File: file, Line: n, Col: col}}
		out = append(out, s)
		switch {
		case m[1] != "":
		case at > 0 || strings.TrimSpace(rest) != "":
			s.line = n
			for _, w := range waiting {
				w.line = n
			}
			waiting = nil
		default:
			s.line = -1 // until the next line with text
			waiting = append(waiting, s)
		}
	}
	return out
}

// fenceOf is the fence that a line of Markdown opens or closes code with, "" without one.
func fenceOf(text string) string {
	for _, sign := range []string{"`", "~"} {
		if n := len(text) - len(strings.TrimLeft(text, sign)); n >= 3 {
			return text[:n]
		}
	}
	return ""
}

// suppress takes out the findings that their files suppress, and adds what is wrong
// with the suppressions. Of a rule that did not run nobody can tell whether its
// suppression is needed.
func (p *Project) suppress(all []found, ran map[string]bool) []found {
	byFile := map[string][]*suppression{}
	entryOf := map[string]*ledger.Entry{}
	var files []string
	scan := func(e *ledger.Entry, file string, data []byte) {
		if list := suppressionsIn(file, data); len(list) > 0 {
			byFile[file], entryOf[file] = list, e
			files = append(files, file)
		}
	}
	for _, e := range p.entries() {
		if e.Record != nil {
			scan(e, e.Record.File, e.Record.Data)
		}
		if e.Input != nil {
			scan(e, e.Input.File, e.Input.Data)
		}
	}
	if len(files) == 0 {
		return all
	}
	kept := slices.DeleteFunc(all, func(f found) bool {
		hidden := false
		for _, s := range byFile[f.File] {
			if (s.rule == f.Rule || s.rule == f.rule.ID) && (s.line == 0 || s.line == f.Line) && s.reason != "" {
				s.used, hidden = true, true
			}
		}
		return hidden
	})
	ids := knownIDs()
	r := &reporter{rule: suppressionRule}
	for _, file := range files {
		for _, s := range byFile[file] {
			switch {
			case !slices.Contains(ids, s.rule):
				r.on(entryOf[file], s.pos, "there is no rule "+s.rule+" to suppress", diag.DidYouMean(s.rule, ids))
			case s.reason == "":
				r.on(entryOf[file], s.pos, "the suppression of "+s.rule+" gives no reason, and suppresses nothing", "write tradeoff-ignore "+s.rule+": and why it stays")
			case !s.used && p.needed(s.rule, ran):
				r.on(entryOf[file], s.pos, "nothing of "+s.rule+" is found here any more", "take the suppression away")
			}
		}
	}
	for _, f := range r.found {
		f.rule = &suppressionRule
		if f.Severity = p.weight(f); f.Severity != diag.Off {
			kept = append(kept, f)
		}
	}
	return kept
}

// needed tells whether a suppression of the rule would have been used, were it needed:
// the rule ran or, of an id that is no rule's, any did.
func (p *Project) needed(id string, ran map[string]bool) bool {
	for _, rule := range Rules() {
		if rule.ID == id {
			return ran[id]
		}
	}
	return true
}
