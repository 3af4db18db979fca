package cli

import (
	"os"
	"path/filepath"
	"strings"
)

// outputFolder is the absolute path of the folder that a site is written to, and that
// path as the user said it. flag is that of --output, "" for the settings' folder.
func (p *project) outputFolder(flag string) (folder, shown string, err error) {
	switch {
	case flag == "":
		folder, shown = filepath.Join(p.rootDir, filepath.FromSlash(p.settings.Output)), p.show(p.settings.Output)
	case filepath.IsAbs(flag):
		folder, shown = filepath.Clean(flag), filepath.Clean(flag)
	default:
		folder, shown = filepath.Join(p.dir, flag), filepath.Clean(flag)
	}
	shown = filepath.ToSlash(shown)
	if fault := p.outputFault(folder); fault != "" {
		return "", "", usagef("write the site to %q: %s; name another folder with --output", shown, fault)
	}
	return folder, shown, nil
}

// outputFault says why a site must not be written into a folder: it is the project
// itself, or lies in one that the site is made of, or in git's own. "" means that it may.
// A folder is where its links lead to, whatever it is called.
func (p *project) outputFault(folder string) string {
	real := resolved(folder)
	if within(real, p.rootDir) && within(resolved(p.rootDir), real) {
		return "it is the project itself"
	}
	for at := real; at != filepath.Dir(at); at = filepath.Dir(at) {
		if strings.EqualFold(filepath.Base(at), ".git") && !within(resolved(p.rootDir), at) {
			return "it lies in " + p.showAbsolute(at) + ", which is git's own"
		}
	}
	s := p.settings
	sources := append([]string{s.Content, s.Static, s.Templates, s.Themes, s.Layouts}, s.Decisions...)
	for _, source := range append(sources, s.Catalogs...) {
		if source == "" || source == "." {
			continue
		}
		if within(real, filepath.Join(p.rootDir, filepath.FromSlash(source))) {
			return "it lies in " + p.show(source) + ", where the next build would read it"
		}
	}
	return ""
}

// showAbsolute is a path as the user sees it: relative to -C where it lies below that.
func (p *project) showAbsolute(name string) string {
	if rel, err := filepath.Rel(resolved(p.dir), name); err == nil && filepath.IsLocal(rel) {
		name = rel
	}
	return filepath.ToSlash(name)
}

// within tells whether a path without links is a folder, or lies in it. Folders are
// compared as the system does it, so that neither a link nor another case of letters,
// where the file system knows none, makes two of one.
func within(name, folder string) bool {
	info, err := os.Stat(folder)
	real := resolved(folder)
	for {
		if name == real {
			return true
		}
		if at, atErr := os.Stat(name); err == nil && atErr == nil && os.SameFile(info, at) {
			return true
		}
		up := filepath.Dir(name)
		if up == name {
			return false
		}
		name = up
	}
}

// mostLinks is how many links are followed to where a path leads, as many as systems do.
const mostLinks = 40

// resolved is the path that an absolute one leads to through its links, also where no
// file has that name yet.
func resolved(name string) string {
	name = filepath.Clean(name)
	tail := ""
	for links := 0; links < mostLinks; {
		real, err := filepath.EvalSymlinks(name)
		if err == nil {
			return filepath.Join(real, tail)
		}
		if to, err := os.Readlink(name); err == nil { // a link that leads to nothing yet
			links++
			if !filepath.IsAbs(to) {
				to = filepath.Join(resolved(filepath.Dir(name)), to)
			}
			name = filepath.Clean(to)
			continue
		}
		up := filepath.Dir(name)
		if up == name {
			break
		}
		name, tail = up, filepath.Join(filepath.Base(name), tail)
	}
	return filepath.Join(name, tail)
}
