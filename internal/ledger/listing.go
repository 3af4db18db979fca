package ledger

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

// folder is what a folder of the log holds.
type folder struct {
	groups   []group
	skipped  []Skipped // by their names
	defaults *input.Defaults
}

// list adds one folder.
func (l *Log) list(fsys fs.FS, dir string) error {
	files, err := listing(fsys, dir)
	if err != nil {
		return err
	}
	files = slices.DeleteFunc(files, func(name string) bool {
		odd := strings.ContainsFunc(name, unicode.IsControl) || !utf8.ValidString(name)
		if _, isInput := source.FormatOf(name); odd && (isInput || record.IsRecord(name)) {
			l.Findings.Errorf(diag.Pos{File: strconv.Quote(name)}, "unreadable-file", "rename it", "the file's name holds a line break or another control character")
		}
		return odd
	})
	var f folder
	for _, name := range files {
		switch why := record.NotRecord(name); why {
		case "", "hidden file", "other file":
		default:
			f.skipped = append(f.skipped, Skipped{Path: name, Why: why})
		}
	}
	var findings diag.List
	f.defaults, findings = input.LoadDefaults(fsys, dir)
	l.Findings = append(l.Findings, findings...)
	f.groups = groupUp(files)
	l.folders = append(l.folders, f)
	return nil
}

// listing gives the files of a folder and those below it, in order. Folders that
// begin with a dot or hold parts of other tools are passed over.
func listing(fsys fs.FS, dir string) ([]string, error) {
	if _, err := fs.Stat(fsys, dir); err != nil {
		return nil, nil
	}
	var files []string
	err := fs.WalkDir(fsys, dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("list %s: %w", name, err)
		}
		base := path.Base(name)
		if entry.IsDir() && name != dir {
			if strings.HasPrefix(base, ".") || base == "templates" || base == "node_modules" {
				return fs.SkipDir
			}
			if isFileName(base) {
				// A folder where a file is meant: reading it says so.
				files = append(files, name)
				return fs.SkipDir
			}
		}
		if entry.IsDir() {
			return nil
		}
		files = append(files, name)
		return nil
	})
	return files, err
}

// isFileName tells whether a name can only be that of a record or of an input: it
// has a number or a date, and the suffix.
func isFileName(base string) bool {
	if path.Ext(base) == "" {
		return false
	}
	id, number, slug := record.Names(base)
	_, isInput := source.FormatOf(base)
	return (isInput || record.IsRecord(base)) && (number >= 0 || slug != "" && slug != id && len(id) >= 8)
}

// group is the files of one stem: a record, files that may be its input, or both.
type group struct {
	record string
	inputs []string
}

// groupUp joins the record and the inputs of one stem. Two records of one stem,
// in two kinds of text, are two groups; the first has the inputs.
func groupUp(files []string) []group {
	var groups []group
	at := map[string]int{} // of a stem with its folder
	for _, name := range files {
		if record.IsRecord(name) {
			stem := Stem(name)
			if _, taken := at[stem]; !taken {
				at[stem] = len(groups)
			}
			groups = append(groups, group{record: name})
		}
	}
	for _, name := range files {
		if _, ok := source.FormatOf(name); !ok || input.IsDefaults(name) || strings.HasPrefix(path.Base(name), ".") {
			continue
		}
		i, ok := at[Stem(name)]
		if !ok {
			i = len(groups)
			at[Stem(name)] = i
			groups = append(groups, group{})
		}
		groups[i].inputs = append(groups[i].inputs, name)
	}
	return groups
}

// Stem is a path without its suffix.
func Stem(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }
