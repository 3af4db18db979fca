package cli

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"tradeoff/internal/config"
	"tradeoff/internal/diag"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

// foundLogs are the folders of records that a project has already.
type foundLogs struct {
	dirs  []string
	there bool   // whether there is anything in them to take over
	by    string // the file that names them, "" where their own names do
	title string // of the project, where such a file has it
}

// findLogs looks for folders of records: what another tool's settings name, then
// the usual folders, then folders with these names anywhere below.
func (p *project) findLogs() (foundLogs, diag.List) {
	var findings diag.List
	for _, from := range []func(*diag.List) foundLogs{p.fromLog4brains, p.fromADRDir, p.fromDotnetADR} {
		if found := from(&findings); len(found.dirs) > 0 {
			found.there = true
			return found, findings
		}
	}
	var found foundLogs
	for _, dir := range config.UsualFolders() {
		if p.holdsRecords(dir) {
			found.dirs = append(found.dirs, dir)
			break
		}
	}
	for _, dir := range p.packageLogs() {
		inside := slices.ContainsFunc(found.dirs, func(d string) bool { return dir == d || strings.HasPrefix(dir, d+"/") })
		if !inside {
			found.dirs = append(found.dirs, dir)
		}
	}
	found.there = len(found.dirs) > 0
	return found, findings
}

// holdsRecords tells whether a folder holds a record, or a template for records.
func (p *project) holdsRecords(dir string) bool {
	entries, err := fs.ReadDir(p.files, dir)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		return !e.IsDir() && (record.IsRecord(e.Name()) || strings.HasSuffix(e.Name(), ".md"))
	})
}

// maxDepth bounds how deep the folders of a project are looked through.
const maxDepth = 8

// packageLogs are folders named adr, adrs or decisions anywhere in the project that
// hold a record with a number or a date in its name, or a decision's sections.
func (p *project) packageLogs() []string {
	var dirs []string
	fs.WalkDir(p.files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() || name == "." {
			if err != nil && d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		switch base := path.Base(name); {
		case strings.HasPrefix(base, ".") && base != ".adr", base == "node_modules", base == "vendor", base == "testdata", base == "target", base == "dist", base == "build",
			strings.Count(name, "/") >= maxDepth:
			return fs.SkipDir
		case base == "adr" || base == "adrs" || base == "decisions" || base == ".adr":
			if p.holdsNumbered(name) {
				dirs = append(dirs, name)
				return fs.SkipDir
			}
		}
		return nil
	})
	return dirs
}

// holdsNumbered tells whether a folder holds a record whose name begins with a
// number or a date.
func (p *project) holdsNumbered(dir string) bool {
	entries, err := fs.ReadDir(p.files, dir)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		id, number, slug := record.Names(e.Name())
		return !e.IsDir() && record.IsRecord(e.Name()) && (number >= 0 || slug != "" && slug != id)
	})
}

// fromADRDir reads adr-tools' .adr-dir: one line, the folder.
func (p *project) fromADRDir(findings *diag.List) foundLogs {
	data, err := fs.ReadFile(p.files, ".adr-dir")
	if err != nil {
		return foundLogs{}
	}
	line, _, _ := strings.Cut(string(data), "\n")
	dir, ok := p.named(strings.TrimSpace(line), ".adr-dir", findings)
	if !ok {
		return foundLogs{}
	}
	return foundLogs{dirs: []string{dir}, by: ".adr-dir"}
}

// log4brainsFile is where log4brains has its settings.
const log4brainsFile = ".log4brains.yml"

// fromLog4brains reads .log4brains.yml: the project's folder and its packages'.
func (p *project) fromLog4brains(findings *diag.List) foundLogs {
	const file = log4brainsFile
	if _, err := fs.Stat(p.files, file); err != nil {
		return foundLogs{}
	}
	data, bad := source.ReadFile(p.files, file)
	root, more := source.Parse(file, data, source.YAML)
	for _, f := range append(bad, more...) {
		f.Severity, f.Hint = diag.Warning, "the folders are looked for by their usual names"
		*findings = append(*findings, f)
	}
	project := root.Get("project")
	if project == nil {
		return foundLogs{}
	}
	found := foundLogs{by: file}
	if name := project.Get("name"); name != nil {
		found.title = name.Text
	}
	if folder := project.Get("adrFolder"); folder != nil {
		if dir, ok := p.named(folder.Text, file, findings); ok {
			found.dirs = append(found.dirs, dir)
		}
	}
	if packages := project.Get("packages"); packages != nil {
		for _, item := range packages.Items {
			if folder := item.Get("adrFolder"); folder != nil {
				if dir, ok := p.named(folder.Text, file, findings); ok && !slices.Contains(found.dirs, dir) {
					found.dirs = append(found.dirs, dir)
				}
			}
		}
	}
	return found
}

// fromDotnetADR reads dotnet-adr's adr.config.json.
func (p *project) fromDotnetADR(findings *diag.List) foundLogs {
	const file = "adr.config.json"
	data, err := fs.ReadFile(p.files, file)
	if err != nil {
		return foundLogs{}
	}
	root, _ := source.Parse(file, data, source.JSON)
	folder := root.Get("path")
	if folder == nil {
		return foundLogs{}
	}
	dir, ok := p.named(folder.Text, file, findings)
	if !ok {
		return foundLogs{}
	}
	return foundLogs{dirs: []string{dir}, by: file}
}

// named checks a folder that another tool's settings name.
func (p *project) named(text, file string, findings *diag.List) (string, bool) {
	dir := path.Clean(strings.ReplaceAll(text, `\`, "/"))
	if text == "" || !fs.ValidPath(dir) {
		findings.Warnf(diag.Pos{File: file}, "init", "name a folder inside this one, or run tradeoff init where it lies", "%q is no folder inside of the project", text)
		return "", false
	}
	if info, err := fs.Stat(p.files, dir); err != nil || !info.IsDir() {
		findings.Warnf(diag.Pos{File: file}, "init", "", "there is no folder %s; it is made when the first decision is written", dir)
	}
	return dir, true
}
