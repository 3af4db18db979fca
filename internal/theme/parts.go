package theme

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Part is one file of a theme.
type Part struct {
	Name  string // in its layer: theme.yaml, layouts/single.html, assets/site.css, static/robots.txt
	Layer string // the layer's name, "" of one that was given none
	File  string // as messages name it
	layer fs.FS
}

// Parts are the files that a theme of these layers consists of, by name: of each
// name the nearest one. Layouts need not be right to be listed.
func Parts(layers []fs.FS) ([]Part, error) {
	found := map[string]bool{}
	var parts []Part
	for _, layer := range layers {
		err := fs.WalkDir(layer, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			if isPart(name) && d.Type().IsRegular() && !found[name] {
				found[name] = true
				parts = append(parts, Part{Name: name, Layer: nameOf(layer, ""), File: nameOf(layer, name), layer: layer})
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("list the theme: %w", err)
		}
	}
	slices.SortFunc(parts, func(a, b Part) int { return cmp.Compare(a.Name, b.Name) })
	return parts, nil
}

// Read gives the file's bytes.
func (p Part) Read() ([]byte, error) {
	if p.layer == nil {
		return nil, errors.New("read a part of a theme: it is of none")
	}
	return fs.ReadFile(p.layer, p.Name)
}

// isPart tells whether a file of a layer belongs to the theme.
func isPart(name string) bool {
	dir, _ := path.Split(name)
	switch {
	case name == "theme.yaml", strings.HasPrefix(name, "assets/"), strings.HasPrefix(name, "static/"):
		return true
	}
	return (dir == "layouts/" || dir == "layouts/partials/") && path.Ext(name) == ".html"
}
