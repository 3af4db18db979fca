package ledger

import (
	"fmt"
	"io/fs"
	"path"
	"strings"

	"tradeoff/internal/input"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

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
