package site

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
)

// contentFile is one page of the project's own, as read.
type contentFile struct {
	name        string // in Content
	file        string // in the project
	data        []byte
	start       int // where the Markdown begins in data
	title       string
	label       string // its title in lists and navigation
	description string
	date        string // YYYY-MM-DD, "" for none
	lastMod     string
	slug        string // of the last part of its address, "" for the file's name
	url         string // the address that front matter asks for, "" for none
	weight      int    // 0 for none: those come last
	aliases     []alias
	page        string
	twin        string // its text as Markdown, "" where that has no place
	section     *section
}

// section is a folder of content.
type section struct {
	name     string // path in Content, "." of the root
	index    *contentFile
	pages    []*contentFile
	sections []*section
	parent   *section
	page     string
}

// readContent reads every Markdown file of Content. A draft is left out.
func (b *build) readContent() error {
	if b.Content == nil {
		return nil
	}
	sections := map[string]*section{}
	err := fs.WalkDir(b.Content, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			if name == "." && errors.Is(err, fs.ErrNotExist) {
				return nil // a folder that is not there holds none
			}
			return err
		}
		if name != "." && strings.HasPrefix(entry.Name(), ".") {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() || !entry.Type().IsRegular() || strings.ToLower(path.Ext(name)) != ".md" {
			return nil
		}
		return b.readContentFile(name, sections)
	})
	if err != nil {
		return err
	}
	b.content = sections["."]
	if b.content == nil && len(sections) > 0 {
		b.content = sectionOf(".", sections)
	}
	return nil
}

// readContentFile adds one file to its section.
func (b *build) readContentFile(name string, sections map[string]*section) error {
	if b.ofTheLog(b.contentFolder() + "/" + name) {
		return nil // the log shows it, or does not
	}
	data, err := fs.ReadFile(b.Content, name)
	if err != nil {
		return err
	}
	if b.secrets.Any() {
		data = []byte(b.secrets.Markdown(string(data)))
	}
	c := &contentFile{name: name, file: b.contentFolder() + "/" + name, data: data}
	if draft := b.readFront(c); draft {
		return nil
	}
	if c.title == "" {
		c.title = firstHeading(data[c.start:])
	}
	b.remarkShortcodes(c)
	c.section = sectionOf(path.Dir(name), sections)
	stem := strings.TrimSuffix(path.Base(name), path.Ext(name))
	switch {
	case (stem == "_index" || stem == "index") && c.section.index == nil:
		c.section.index = c
	default:
		c.section.pages = append(c.section.pages, c)
	}
	if c.title == "" {
		if stem == "_index" || stem == "index" {
			stem = path.Base(path.Dir(name))
		}
		c.title = humanised(stem)
	}
	c.label = cmp.Or(c.label, c.title)
	return nil
}

// placeContent gives the content its addresses, sections before their pages.
func (b *build) placeContent() {
	if b.content == nil {
		return
	}
	b.placeSection(b.content)
}

func (b *build) placeSection(s *section) {
	s.page = s.name + "/index.html"
	if s.name == "." {
		s.page = docsAddress
	}
	if wanted := s.page; !b.claim(wanted) {
		s.page = b.claimFree("section-" + cmp.Or(decision.Slug(s.name), "of-content"))
		b.findings.Warnf(diag.Pos{File: path.Join(b.contentFolder(), s.name)}, "page-address", "give the folder another name", "the address %s is another one's, so the folder's page is %s", wanted, s.page)
	}
	folder := path.Join(b.contentFolder(), s.name)
	b.targets[folder] = s.page
	if s.index != nil {
		s.index.page = s.page
		b.twinOf(s.index)
		b.targets[s.index.file] = s.page
	}
	slices.SortStableFunc(s.pages, func(x, y *contentFile) int { // as Hugo orders them
		return cmp.Or(byWeight(x.weight, y.weight), cmp.Compare(y.date, x.date), cmp.Compare(x.label, y.label), cmp.Compare(x.name, y.name))
	})
	s.pages = slices.DeleteFunc(s.pages, func(c *contentFile) bool {
		c.page = contentAddress(c)
		if !b.claim(c.page) {
			b.findings.Warnf(diag.Pos{File: c.file}, "page-address", "give the file another name", "the page %s is another one's, so this text has none", c.page)
			return true
		}
		b.twinOf(c)
		b.targets[c.file] = c.page
		b.contents = append(b.contents, c)
		return false
	})
	slices.SortStableFunc(s.sections, func(x, y *section) int {
		return cmp.Or(byWeight(x.weight(), y.weight()), cmp.Compare(x.label(), y.label()), cmp.Compare(x.name, y.name))
	})
	for _, below := range s.sections {
		b.placeSection(below)
	}
}

// eachSection visits the sections of the content, each before those below it.
func (b *build) eachSection(visit func(*section)) {
	var down func(*section)
	down = func(s *section) {
		visit(s)
		for _, below := range s.sections {
			down(below)
		}
	}
	if b.content != nil {
		down(b.content)
	}
}

// contentAddress is the address of a page: its file's, unless its front matter
// says otherwise.
func contentAddress(c *contentFile) string {
	switch {
	case c.url != "":
		return c.url
	case c.slug != "":
		return path.Join(path.Dir(c.name), c.slug+".html")
	}
	return strings.TrimSuffix(c.name, path.Ext(c.name)) + ".html"
}

// contentFolder is the folder of content in the project.
func (b *build) contentFolder() string {
	if b.Settings.Content == "" {
		return "content"
	}
	return path.Clean(b.Settings.Content)
}

// docsHome is the address of the content's first page, "" without content.
func (b *build) docsHome() string {
	if b.content == nil {
		return ""
	}
	return b.content.page
}

// weight is the section's own, as its _index.md gives it.
func (s *section) weight() int {
	if s.index == nil {
		return 0
	}
	return s.index.weight
}

// title is the section's own, else its folder's name; "" of the root.
func (s *section) title() string {
	switch {
	case s.index != nil:
		return s.index.title
	case s.name == ".":
		return ""
	}
	return humanised(path.Base(s.name))
}

// label is the section's title in lists and navigation.
func (s *section) label() string {
	if s.index != nil {
		return s.index.label
	}
	return s.title()
}

// sectionOf gives the section of a folder, with those above it.
func sectionOf(name string, sections map[string]*section) *section {
	if s := sections[name]; s != nil {
		return s
	}
	s := &section{name: name}
	sections[name] = s
	if name != "." {
		s.parent = sectionOf(path.Dir(name), sections)
		s.parent.sections = append(s.parent.sections, s)
	}
	return s
}

// byWeight orders by weight, as Hugo does: the lightest first, none last.
func byWeight(x, y int) int {
	switch {
	case x == y:
		return 0
	case x == 0:
		return 1
	case y == 0:
		return -1
	}
	return cmp.Compare(x, y)
}
