package cli

import (
	"strings"

	"tradeoff/internal/catalog"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/render"
	"tradeoff/internal/theme"
)

// read is what a preview was made of. The next is given it, with the files that have
// changed since; its zero value holds nothing to take.
type read struct {
	log          *ledger.Log // as the files have it
	shown        *ledger.Log // as it is once everything is rendered
	set          catalog.Set
	setFindings  diag.List
	templates    *render.Templates
	badTemplates diag.List
	look         *theme.Theme
	results      []render.Result
	writes       bool // records that are out of date are written

	changed map[string]bool // by their paths from the project's root
}

// keeps tells whether nothing has changed in folders of the project. It is false where
// one of them is the project.
func (r *read) keeps(folders ...string) bool {
	for _, folder := range folders {
		if folder == "" {
			continue
		}
		for file := range r.changed {
			if folder == "." || file == folder || strings.HasPrefix(file, folder+"/") {
				return false
			}
		}
	}
	return true
}

// catalogs are the project's, read anew where a file of theirs has changed.
func (r *read) catalogs(p *project) (catalog.Set, diag.List) {
	if r != nil && r.set != nil && r.keeps(p.settings.Catalogs...) {
		return r.set, r.setFindings
	}
	return p.catalogs()
}

// templatesOf are the project's, likewise.
func (r *read) templatesOf(p *project) (*render.Templates, diag.List) {
	if r != nil && r.templates != nil && r.keeps(append([]string{p.settings.Templates}, p.settings.Decisions...)...) {
		return r.templates, r.badTemplates
	}
	return p.templates()
}

// themeOf is the project's, likewise.
func (r *read) themeOf(p *project) (*theme.Theme, error) {
	if r != nil && r.look != nil && r.keeps(p.settings.Themes, p.settings.Layouts) {
		return r.look, nil
	}
	return p.theme()
}
