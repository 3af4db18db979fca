package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"tradeoff/internal/diag"
	"tradeoff/internal/source"
	"tradeoff/internal/theme"
)

type ejectOptions struct {
	all   bool
	force bool
}

// Where ejected files go in a project whose settings name no place for them.
const (
	freshLayouts = "layouts"
	freshTheme   = "own"
)

func newThemeEject(a *App) *cobra.Command {
	var o ejectOptions
	cmd := &cobra.Command{
		Use:   "eject NAME… | --all",
		Short: "Copy files of the theme into the project, to change them there",
		Long: `Copy files of the theme into the project, to change them there.

NAME is a file as theme list shows it, or the end of one: single, footer,
layouts/partials/head.html, site.css, theme.yaml. Layouts go into the folder of
site.layouts, all else into that of site.theme. Where the settings name none, a
folder is made, and what to write into the settings is told.

A file that is there is not written over, except with --force.`,
		Example: "  tradeoff theme eject footer\n  tradeoff theme eject single.html site.css theme.yaml",
		RunE:    func(_ *cobra.Command, args []string) error { return a.runThemeEject(o, args) },
	}
	f := cmd.Flags()
	f.BoolVar(&o.all, "all", false, "copy the whole theme")
	f.BoolVar(&o.force, "force", false, "write over files that are there")
	return cmd
}

func (a *App) runThemeEject(o ejectOptions, names []string) error {
	if o.all == (len(names) > 0) {
		return usagef("name the files to copy out, or say --all\nsee tradeoff theme list")
	}
	p, err := a.open()
	if err != nil {
		return err
	}
	ejected, err := p.ejects(o, names)
	if err != nil {
		return err
	}
	if !o.force {
		for _, e := range ejected {
			if p.exists(e.to) {
				return fmt.Errorf("eject %s: %s is there already; with --force it is written over", e.part.Name, p.show(e.to))
			}
		}
	}
	written := []string{}
	for _, e := range ejected {
		data, err := e.part.Read()
		if err == nil {
			err = p.eject(e.to, data, o.force)
		}
		if err != nil {
			return fmt.Errorf("eject %s: %w", e.part.Name, err)
		}
		written = append(written, p.show(e.to))
	}
	if a.global.json {
		err = writeJSON(a.Out, map[string]any{"written": written})
	} else {
		for _, name := range written {
			fmt.Fprintln(a.Out, name)
		}
	}
	p.tellEjected(ejected)
	return err
}

// ejection is a file of the theme with the place that it gets in the project.
type ejection struct {
	part theme.Part
	to   string
	own  bool // it becomes part of a theme, not of the layouts alone
}

// ejects finds what the names mean, and where each goes. A file that the project
// has at that place comes from the layers below it.
func (p *project) ejects(o ejectOptions, names []string) ([]ejection, error) {
	layers, err := p.layers()
	if err != nil {
		return nil, err
	}
	all, err := theme.Parts(layers)
	if err != nil {
		return nil, err
	}
	chosen := all
	if !o.all {
		chosen = nil
		for _, name := range names {
			part, err := partNamed(all, name)
			if err != nil {
				return nil, err
			}
			if !slices.ContainsFunc(chosen, func(c theme.Part) bool { return c.Name == part.Name }) {
				chosen = append(chosen, part)
			}
		}
	}
	var list []ejection
	for _, part := range chosen {
		e := ejection{part: part, own: o.all && p.settings.Layouts == ""}
		e.to, e.own = p.ejectTo(part.Name, e.own)
		below := layers[len(layers)-1:]
		if !e.own && p.hasTheme() {
			below = layers[len(layers)-2:]
		}
		from, err := theme.Parts(below)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(from, func(f theme.Part) bool { return f.Name == part.Name })
		switch {
		case i >= 0:
			e.part = from[i]
		case o.all:
			continue // it is the project's own, and nothing lies below it
		default:
			return nil, usagef("%s is the project's own: no theme below it has a file of that name", p.show(part.File))
		}
		list = append(list, e)
	}
	return list, nil
}

// ejectTo is where a file of the theme goes, and whether that is a theme of the
// project's own.
func (p *project) ejectTo(name string, whole bool) (to string, own bool) {
	s := p.settings
	layout, isLayout := strings.CutPrefix(name, "layouts/")
	switch {
	case isLayout && s.Layouts != "":
		return path.Join(s.Layouts, layout), false
	case p.hasTheme():
		return path.Join(s.Themes, s.Theme, name), true
	case isLayout && !whole:
		return path.Join(freshLayouts, layout), false
	}
	return path.Join(cmp.Or(s.Themes, "themes"), freshTheme, name), true
}

// tellEjected says what the settings still need, so that what was written counts.
func (p *project) tellEjected(ejected []ejection) {
	file := cmp.Or(p.show(p.settings.File), "tradeoff.yaml")
	var lines []string
	add := func(line string) {
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	for _, e := range ejected {
		switch s := p.settings; {
		case !e.own && s.Layouts == "":
			add(settingLine(file, "site", "layouts", freshLayouts))
		case e.own && !p.hasTheme():
			if s.Themes == "" {
				add(settingLine(file, "", "themes", "themes"))
			}
			add(settingLine(file, "site", "theme", freshTheme))
		}
	}
	if len(lines) > 0 {
		p.app.note("to make it count, write into %s: %s", file, strings.Join(lines, "; "))
	}
}

// settingLine is a setting as it is written into a settings' file, and under which key;
// "" for a key that stands alone.
func settingLine(file, under, key, value string) string {
	line, behind := key+": "+value, under+":"
	switch format, _ := source.FormatOf(file); format {
	case source.TOML:
		line, behind = fmt.Sprintf("%s = %q", key, value), "["+under+"]"
	case source.JSON:
		line, behind = fmt.Sprintf("%q: %q", key, value), strconv.Quote(under)
	}
	if under == "" {
		return line
	}
	return line + ", under " + behind
}

// eject writes one file.
func (p *project) eject(name string, data []byte, force bool) error {
	if !force {
		err := p.create(name, data)
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("%s is there already; with --force it is written over", p.show(name))
		}
		return err
	}
	if old, err := p.root.ReadFile(name); err == nil && bytes.Equal(old, data) {
		return nil
	}
	if err := p.root.MkdirAll(path.Dir(name), 0o777); err != nil {
		return fmt.Errorf("make %s: %w", p.show(path.Dir(name)), plainError(err))
	}
	return p.write(name, data)
}

// partNamed finds the file of a theme that a name means: its whole name, or the
// end of it, with or without .html.
func partNamed(parts []theme.Part, name string) (theme.Part, error) {
	var ends []theme.Part
	var known []string
	for _, part := range parts {
		short := strings.TrimSuffix(part.Name, ".html")
		known = append(known, strings.TrimPrefix(strings.TrimPrefix(short, "layouts/"), "partials/"))
		if part.Name == name || short == name {
			return part, nil
		}
		if strings.HasSuffix(part.Name, "/"+name) || strings.HasSuffix(short, "/"+name) {
			ends = append(ends, part)
		}
	}
	switch len(ends) {
	case 1:
		return ends[0], nil
	case 0:
		hint := "see tradeoff theme list"
		if near := diag.Suggest(name, known); near != "" {
			hint = "did you mean " + near + "?"
		}
		return theme.Part{}, usagef("the theme has no file %q; %s", name, hint)
	}
	var names []string
	for _, part := range ends {
		names = append(names, part.Name)
	}
	return theme.Part{}, usagef("%q may mean %s", name, strings.Join(names, " or "))
}
