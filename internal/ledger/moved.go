package ledger

import (
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

// MovedFile is where a project keeps the old addresses of its records, from its
// root.
const MovedFile = ".tradeoff/moved.yaml"

// Move is a record that had another path once. Both are from the project's root,
// with forward slashes.
type Move struct{ From, To string }

var movedSchema = &source.Schema{Type: source.Object, Doc: "Records that have another address now.", Keys: []source.Key{
	source.Required("moved", &source.Schema{Type: source.ListOf, Doc: "The moves, the latest last.", Items: &source.Schema{Type: source.Object, Keys: []source.Key{
		source.Required("from", &source.Schema{Type: source.Text, NotEmpty: true, Doc: "The old path, from the project's root.", Example: "from: decisions/0007-use-redis.md"}),
		source.Required("to", &source.Schema{Type: source.Text, NotEmpty: true, Doc: "The new path.", Example: "to: decisions/0008-use-redis.md"}),
	}}}),
}}

// readMoved reads the old addresses. A project without any has none.
func (l *Log) readMoved(fsys fs.FS) {
	if _, err := fs.Stat(fsys, MovedFile); err != nil {
		return
	}
	data, findings := source.ReadFile(fsys, MovedFile)
	root, bad := source.Parse(MovedFile, data, source.YAML)
	findings = append(findings, bad...)
	if root != nil {
		findings = append(findings, movedSchema.Check(root)...)
	}
	for _, f := range findings {
		if f.Rule != "empty-file" {
			l.Findings = append(l.Findings, f)
		}
	}
	if findings.HasErrors() {
		return
	}
	for _, item := range root.Get("moved").Items {
		m := Move{From: path.Clean(item.Get("from").Text), To: path.Clean(item.Get("to").Text)}
		for i, p := range []string{m.From, m.To} {
			if !fs.ValidPath(p) || strings.HasPrefix(p, "../") {
				l.Findings = append(l.Findings, diag.Finding{Pos: item.PosOf([]any{"from", "to"}[i]), Rule: "moved", Severity: diag.Error,
					Message: p + " leaves the project", Hint: "write a path from the project's root"})
			}
		}
		l.Moved = append(l.Moved, m)
	}
}

// MovedFrom is the entry that a name or a number meant once, nil where no move is
// noted for it.
func (l *Log) MovedFrom(word string) *Entry {
	word = strings.TrimLeft(word, "#")
	for _, m := range slices.Backward(l.Moved) {
		base := path.Base(m.From)
		_, number, _ := record.Names(m.From)
		n, err := strconv.Atoi(word)
		if word != base && word != Stem(base) && (err != nil || n != number) {
			continue
		}
		if e := l.byPath[l.Now(m.From)]; e != nil && e.Path != m.From {
			return e
		}
	}
	return nil
}

// Now is the path that a file has now, which had name once: the moves are followed
// in their order. It is name itself where nothing moved it.
func (l *Log) Now(name string) string {
	for _, m := range l.Moved {
		if m.From == name && l.byPath[name] == nil {
			name = m.To
		}
	}
	return name
}
