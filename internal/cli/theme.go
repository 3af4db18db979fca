package cli

import (
	"fmt"
	"io/fs"
	"path"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tradeoff/internal/diag"
	"tradeoff/internal/site"
	"tradeoff/internal/theme"
	"tradeoff/themes"
)

// defaultTheme is the name of the theme that comes with tradeoff, and builtinTheme
// where messages say that its files are.
const (
	defaultTheme = "default"
	builtinTheme = builtin + "themes/" + defaultTheme
)

func newTheme(a *App) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "theme",
		Short: "List the files of the site's theme, copy some of them out to change them, or check them",
		Long: `List the files of the site's theme, copy some of them out to change them, or
check them.

A theme is made of layers: the project's own layouts (site.layouts) over the
theme that its settings name (site.theme) over the one that comes with tradeoff.
Of each name the nearest file counts.`,
		Example: "  tradeoff theme list\n  tradeoff theme eject footer",
		Args:    noArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newThemeList(a), newThemeEject(a), newThemeCheck(a))
	return cmd
}

func newThemeList(a *App) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List the files of the theme, each with the layer it comes from",
		Example: "  tradeoff theme list",
		Args:    noArgs,
		RunE:    func(*cobra.Command, []string) error { return a.runThemeList() },
	}
}

func (a *App) runThemeList() error {
	p, err := a.open()
	if err != nil {
		return err
	}
	layers, err := p.layers()
	if err != nil {
		return err
	}
	parts, err := theme.Parts(layers)
	if err != nil {
		return err
	}
	if a.global.json {
		list := []map[string]any{}
		for _, part := range parts {
			layer := part.Layer
			if layer == builtinTheme {
				layer = defaultTheme
			}
			list = append(list, map[string]any{"name": part.Name, "layer": layer, "path": p.pathOf(part)})
		}
		return writeJSON(a.Out, list)
	}
	w := tabwriter.NewWriter(a.Out, 0, 0, 2, ' ', 0)
	for _, part := range parts {
		from := defaultTheme
		if file, ok := p.pathOf(part).(string); ok {
			from = file
		}
		fmt.Fprintf(w, "%s\t%s\n", part.Name, from)
	}
	return w.Flush()
}

// pathOf is a part's path from -C, nil where it lies in no file of the project.
func (p *project) pathOf(part theme.Part) any {
	if part.Layer == builtinTheme {
		return nil
	}
	return p.show(part.File)
}

func newThemeCheck(a *App) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Check the theme's layouts and words, as build does before it begins",
		Long: `Check the theme's layouts and words, as build does before it begins: fields that
the pages do not have, functions called with what they do not take, partials
that are not there, words that theme.yaml lacks, files of other hosts.`,
		Example: "  tradeoff theme check",
		Args:    noArgs,
		RunE:    func(*cobra.Command, []string) error { return a.runThemeCheck() },
	}
}

func (a *App) runThemeCheck() error {
	p, err := a.open()
	if err != nil {
		return err
	}
	look, err := p.theme()
	if err != nil {
		return err
	}
	findings, err := site.CheckTheme(look)
	if err != nil {
		return err
	}
	findings = p.shown(findings)
	if a.global.json {
		if err := writeJSON(a.Out, map[string]any{"findings": append(diag.List{}, findings...)}); err != nil {
			return err
		}
	} else {
		a.findings(findings)
	}
	if findings.HasErrors() {
		return errReported
	}
	return nil
}

// theme loads the theme with its layouts parsed.
func (p *project) theme() (*theme.Theme, error) {
	layers, err := p.layers()
	if err != nil {
		return nil, err
	}
	return theme.Load(layers)
}

// layers are those of the theme, the nearest first: the project's layouts, the
// theme its settings name, the default.
func (p *project) layers() ([]fs.FS, error) {
	var layers []fs.FS
	s := p.settings
	if s.Layouts != "" && p.exists(s.Layouts) {
		sub, err := fs.Sub(p.files, s.Layouts)
		if err != nil {
			return nil, err
		}
		layers = append(layers, theme.OfLayouts(s.Layouts, sub))
	}
	if p.hasTheme() {
		dir := path.Join(s.Themes, s.Theme)
		if s.Themes == "" || !p.exists(dir) {
			var findings diag.List
			findings.Errorf(diag.Pos{File: s.File}, "settings", "write theme: default, or put the theme there", "the theme %q is not there: no folder %s", s.Theme, p.show(dir))
			return nil, findings.Err()
		}
		sub, err := fs.Sub(p.files, dir)
		if err != nil {
			return nil, err
		}
		layers = append(layers, theme.Named(dir, sub))
	}
	return append(layers, theme.Named(builtinTheme, themes.Default())), nil
}

// hasTheme tells whether the settings name a theme besides the default one.
func (p *project) hasTheme() bool {
	return p.settings.Theme != "" && p.settings.Theme != defaultTheme
}
