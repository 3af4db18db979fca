package check

import (
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
)

var brokenLink = Rule{
	ID: "broken-link", Severity: diag.Error,
	Summary: "a link leads nowhere",
	Fixes:   "leads links to a decision that was renumbered to where it is now",
	fix:     fixLinks,
	run: func(p *Project, r *reporter) {
		l := linkChecker{p, r, map[string]map[string]bool{}}
		for _, e := range p.entries() {
			l.relations(e)
			if e.Record == nil {
				continue
			}
			stated := map[int]bool{} // lines whose links are relations, and told as such
			for _, rel := range e.Relations {
				if rel.Other == nil && rel.Pos.File == e.Record.File {
					stated[rel.Pos.Line] = true
				}
			}
			for _, link := range e.Record.Links() {
				if !stated[link.Pos.Line] {
					l.link(e.Record, link)
				}
			}
		}
	},
}

type linkChecker struct {
	*Project
	report  *reporter
	anchors map[string]map[string]bool // by path
}

// relations reports each stated relation whose other end does not exist.
func (l linkChecker) relations(e *ledger.Entry) {
	for _, rel := range e.Relations {
		if rel.Other != nil || rel.Pos.Line == 0 {
			continue
		}
		var names []string
		for _, other := range l.Log.Entries {
			names = append(names, strings.TrimSuffix(path.Base(other.Path), path.Ext(other.Path)))
		}
		hint := "name a file of the log, or a number that only one decision has"
		if near := diag.Suggest(strings.TrimSuffix(rel.Target, ".md"), names); near != "" {
			hint = "did you mean " + near + "?"
		}
		l.report.add(rel.Pos, fmt.Sprintf("%s %s: no one decision of this log is meant by that", rel.Words(), rel.Target), hint)
	}
}

// link reports a link into the project that leads nowhere. Addresses elsewhere
// are not looked at: nothing here reaches the network.
func (l linkChecker) link(from *record.Record, link record.Link) {
	target, fragment, _ := strings.Cut(link.Target, "#")
	if i := strings.IndexByte(target, '?'); i >= 0 {
		target = target[:i]
	}
	if u, err := url.Parse(link.Target); err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(target, "/") {
		return
	}
	file := from.File
	if target != "" {
		plain, err := url.PathUnescape(target)
		if err != nil {
			plain = target
		}
		file = path.Join(path.Dir(from.File), plain)
		if !fs.ValidPath(file) {
			return // outside the project, where nothing is looked at
		}
		if _, err := fs.Stat(l.Files, file); err != nil && l.Log.Entry(file) == nil {
			l.report.add(link.Pos, fmt.Sprintf("the link leads to %s, which does not exist", target), l.near(file))
			return
		}
	}
	if fragment == "" || path.Ext(file) != ".md" {
		return
	}
	if have := l.anchorsOf(file); have != nil && !have[anchor(fragment)] && !have[fragment] {
		l.report.add(link.Pos, fmt.Sprintf("%s has no heading #%s", path.Base(file), fragment),
			diag.DidYouMean(anchor(fragment), slices.Sorted(maps.Keys(have))))
	}
}

func anchor(fragment string) string {
	plain, err := url.PathUnescape(fragment)
	if err != nil {
		return strings.ToLower(fragment)
	}
	return strings.ToLower(plain)
}

// anchorsOf are the heading ids of a Markdown file, nil where it cannot be read.
func (l linkChecker) anchorsOf(file string) map[string]bool {
	if have, ok := l.anchors[file]; ok {
		return have
	}
	var have map[string]bool
	if e := l.Log.Entry(file); e != nil && e.Record != nil {
		have = e.Record.Anchors()
	} else if data, err := fs.ReadFile(l.Files, file); err == nil {
		have = record.Parse(file, data).Anchors()
	}
	l.anchors[file] = have
	return have
}

// near suggests what a file is called now, else a file of the same folder whose
// name is almost the same.
func (l linkChecker) near(file string) string {
	if now := l.Log.Now(file); now != file && l.Log.Entry(now) != nil && !l.Log.Entry(now).Restricted {
		return "it was renamed, and is " + path.Base(now) + " now"
	}
	entries, err := fs.ReadDir(l.Files, path.Dir(file))
	if err != nil {
		return ""
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if near := diag.Suggest(path.Base(file), names); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}

// fixLinks leads links to a record that was moved, as .tradeoff/moved.yaml has it, to
// where it is now. What stands in a block of an input is render's to write.
func fixLinks(p *Project, findings diag.List) (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, e := range p.entries() {
		if e.Record == nil {
			continue
		}
		broken := map[int]bool{} // by their lines
		for _, f := range findings {
			if f.File == e.Record.File {
				broken[f.Line] = true
			}
		}
		if len(broken) == 0 {
			continue
		}
		var edits []record.Edit
		for _, ref := range e.Record.References() {
			inBlock := slices.ContainsFunc(e.Record.Blocks, func(b record.Block) bool { return b.Start <= ref.Start && ref.Start < b.End })
			target, _, _ := strings.Cut(ref.Target, "#")
			was := path.Join(path.Dir(e.Record.File), target)
			if !ref.Link || !broken[ref.Pos.Line] || inBlock || target == "" || p.Log.Entry(was) != nil {
				continue
			}
			raw := string(e.Record.Data[ref.Start:ref.End])
			now := p.Log.Entry(p.Log.Now(was))
			end := strings.IndexAny(raw, "#?")
			if end < 0 {
				end = len(raw)
			}
			if now == nil || path.Dir(now.Path) != path.Dir(was) || now.Restricted {
				continue
			}
			// The folder is the same, and stays as it is written.
			folder := raw[:strings.LastIndexByte(raw[:end], '/')+1]
			edits = append(edits, record.Edit{Start: ref.Start, End: ref.Start + end, Text: folder + url.PathEscape(path.Base(now.Path))})
		}
		if len(edits) == 0 {
			continue
		}
		data, err := e.Record.Apply(edits)
		if err != nil {
			return nil, err
		}
		out[e.Record.File] = data
	}
	return out, nil
}
