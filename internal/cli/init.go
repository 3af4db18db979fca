package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tradeoff/internal/config"
	"tradeoff/internal/diag"
	"tradeoff/internal/record"
)

func newInit(a *App) *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Start a log, or take over the folder of records that is there",
		Long: `Start a log: write the settings, the folder of decisions, and the schemas
that editors complete and check inputs with.

In an empty folder, pages, templates and themes have folders of their own at
the top; in a repository that holds other things they lie below .tradeoff. A
folder of records that is there is taken over. Nothing is overwritten.`,
		Example: "  tradeoff init\n  tradeoff init docs",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("tradeoff init takes one folder at most")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.runInit(args) },
	}
}

func (a *App) runInit(args []string) error {
	dir := a.Dir
	if a.global.dir != "" {
		dir = a.path(a.global.dir)
	}
	if len(args) == 1 {
		if !filepath.IsAbs(args[0]) {
			dir = filepath.Join(dir, args[0])
		} else {
			dir = args[0]
		}
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return fmt.Errorf("make %s: %w", args[0], plainError(err))
		}
	}
	for _, name := range config.Names() {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return fmt.Errorf("%s is there already: this log was started before", name)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open %s: %w", dir, plainError(err))
	}
	p := &project{app: a, dir: dir, rootDir: dir, root: root, files: root.FS(), prefix: "."}

	logs := p.findLogs()
	if len(a.global.decisions) > 0 {
		logs = nil
		for _, d := range a.global.decisions {
			inside, err := p.inside(d)
			if err != nil {
				return usagef("--decisions %s: %w", d, err)
			}
			logs = append(logs, inside)
		}
	}
	found := len(logs)
	if found == 0 {
		logs = []string{"decisions"}
	}
	settings := initSettings(logs, p.holdsOtherThings(logs))
	if err := p.create("tradeoff.yaml", []byte(settings)); err != nil {
		return err
	}
	written := []string{"tradeoff.yaml"}
	for _, log := range logs {
		if !p.exists(log) {
			if err := root.MkdirAll(log, 0o777); err != nil {
				return fmt.Errorf("make %s: %w", log, plainError(err))
			}
			written = append(written, log+"/")
		}
	}
	var findings diag.List
	if p.settings, findings = config.Load(p.files, "tradeoff.yaml", config.Layers{}); findings.HasErrors() {
		return &diag.Failure{Findings: findings}
	}
	set, findings := p.catalogs()
	a.findings(findings)
	schemas, err := p.writeSchemas(set, false)
	if err != nil {
		return err
	}
	written = append(written, schemas...)
	if ignored, err := p.ignoreOutput(); err != nil {
		return err
	} else if ignored {
		written = append(written, ".gitignore")
	}
	if a.global.json {
		if err := writeJSON(a.Out, map[string]any{"written": written, "decisions": logs}); err != nil {
			return err
		}
	} else {
		for _, name := range written {
			fmt.Fprintln(a.Out, name)
		}
	}
	if found > 0 {
		log, err := p.log(a.Ctx)
		if err != nil {
			return err
		}
		a.note("took over %s in %s", count(len(log.Entries), "decision"), p.folders())
	}
	a.note(`next: tradeoff new "What is to be decided"`)
	return nil
}

// findLogs are the usual folders that hold a record, or a template for records.
func (p *project) findLogs() []string {
	for _, dir := range config.UsualFolders() {
		entries, err := fs.ReadDir(p.files, dir)
		if err != nil {
			continue
		}
		for _, entry := range entries {
			if record.IsRecord(entry.Name()) || strings.HasSuffix(entry.Name(), ".md") {
				return []string{dir}
			}
		}
	}
	return nil
}

// holdsOtherThings tells whether the folder is a repository of something else,
// so that ours must not lie about at its top.
func (p *project) holdsOtherThings(logs []string) bool {
	entries, err := fs.ReadDir(p.files, ".")
	if err != nil {
		return true
	}
	for _, entry := range entries {
		name := entry.Name()
		if name == ".git" || name == ".gitignore" || strings.HasPrefix(strings.ToUpper(name), "README") || strings.HasPrefix(strings.ToUpper(name), "LICENSE") {
			continue
		}
		if len(logs) == 1 && (name == logs[0] || strings.HasPrefix(logs[0], name+"/") && logs[0] == "decisions") {
			continue
		}
		return true
	}
	return false
}

func initSettings(logs []string, beside bool) string {
	own := ""
	if beside {
		own = ".tradeoff/"
	}
	return fmt.Sprintf(`# yaml-language-server: $schema=%s/settings.schema.json
# Settings of tradeoff. Everything here has a default; a line that is left out keeps it.
title: Decisions
decisions: [%s]

# Folders of your own. Each may be missing; what is in it counts before what comes with tradeoff.
content: %scontent       # further pages of the site, and catalogs in tradeoffs/
templates: %stemplates   # NAME.md.tmpl overrides the template or partial of that name
themes: %sthemes         # NAME/layouts/… for site.theme

site:
  output: public
  # base-url: https://docs.example.org/decisions/
`, schemaDir, strings.Join(logs, ", "), own, own, own)
}

// ignoreOutput keeps the built site out of git, where the folder is in a repository.
func (p *project) ignoreOutput() (bool, error) {
	repo, err := p.repo(p.app.Ctx)
	if err != nil || repo == nil {
		return false, nil
	}
	line := "/" + path.Clean(p.settings.Output) + "/"
	old, err := p.root.ReadFile(".gitignore")
	if err == nil {
		for have := range strings.Lines(string(old)) {
			if h := strings.Trim(strings.TrimSpace(have), "/"); h == strings.Trim(line, "/") {
				return false, nil
			}
		}
	}
	text := string(old)
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return true, p.write(".gitignore", []byte(text+line+"\n"))
}
