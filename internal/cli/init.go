package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tradeoff/internal/config"
	"tradeoff/internal/diag"
)

func newInit(a *App) *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Start a log, or take over the folders of records that are there",
		Long: `Start a log: write the settings, the folder of decisions, and the schemas
that editors complete and check inputs with.

Records that are there are taken over as they are: the folder that .adr-dir, the
.log4brains.yml (with its packages) or adr.config.json names, the usual folders, and
folders named so anywhere below, as packages of a monorepo have them. It says what
it understood: how many records of which dialect, and each file with a doubt and
its reason. Settings are written that fit: the folders, and assume-status where most
records state no status. New records follow the folder's dialect and names.

In an empty folder, pages, templates and themes have folders of their own at
the top; in a repository that holds other things they lie below .tradeoff. Nothing
is overwritten.`,
		Example: "  tradeoff init\n  tradeoff init docs\n  tradeoff init --decisions architecture/records",
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

	found, findings := p.findLogs()
	if len(a.global.decisions) > 0 {
		found = foundLogs{}
		for _, d := range a.global.decisions {
			inside, err := p.inside(d)
			if err != nil {
				return usagef("--decisions %s: %w", d, err)
			}
			found.dirs = append(found.dirs, inside)
			if p.exists(inside) {
				found.there = true
			}
		}
	}
	if len(found.dirs) == 0 {
		found.dirs = []string{"decisions"}
	}
	for _, log := range found.dirs {
		if info, err := fs.Stat(p.files, log); err == nil && !info.IsDir() {
			return fmt.Errorf("%s is a file, and the decisions need a folder there: move it, or name another with --decisions", log)
		}
	}
	takeover, err := p.understand(found)
	if err != nil {
		return err
	}
	if err := p.started(found, takeover, findings); err != nil {
		return errors.Join(err, p.root.Remove("tradeoff.yaml"))
	}
	return nil
}

// started writes what a log needs, and says so. Where that fails, the settings are
// taken back by the caller, so that it can be tried again.
func (p *project) started(found foundLogs, takeover *takeover, findings diag.List) error {
	a, root := p.app, p.root
	settings := initSettings(found, takeover, p.holdsOtherThings(found.dirs))
	if err := p.create("tradeoff.yaml", []byte(settings)); err != nil {
		return err
	}
	written := []string{"tradeoff.yaml"}
	for _, log := range found.dirs {
		if !p.exists(log) {
			if err := root.MkdirAll(log, 0o777); err != nil {
				return fmt.Errorf("make %s: %w", log, plainError(err))
			}
			written = append(written, log+"/")
		}
	}
	var bad diag.List
	if p.settings, bad = config.Load(p.files, "tradeoff.yaml", config.Layers{}); bad.HasErrors() {
		return &diag.Failure{Findings: bad}
	}
	set, bad := p.catalogs()
	a.findings(append(findings, bad...))
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
		return writeJSON(a.Out, takeover.json(written, found.dirs))
	}
	for _, name := range written {
		fmt.Fprintln(a.Out, name)
	}
	takeover.tell(a)
	a.note(`next: tradeoff new "What is to be decided"`)
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
