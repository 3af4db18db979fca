package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"tradeoff/content"
	"tradeoff/internal/catalog"
	"tradeoff/internal/config"
	"tradeoff/internal/diag"
	"tradeoff/internal/git"
	"tradeoff/internal/render"
	"tradeoff/internal/source"
	"tradeoff/templates"
)

// project is the project a command works on. Paths in it are relative to root,
// with forward slashes; what a user sees is relative to the folder of -C.
type project struct {
	app      *App
	dir      string   // of -C, absolute
	rootDir  string   // absolute
	root     *os.Root // confines reading and writing to the project
	files    fs.FS    // root's; folders that are listed stay open until close
	prefix   string   // of dir inside the project, "." where they are the same
	settings *config.Settings
	before   *read  // of an earlier preview, nil for none
	lean     bool   // the log is for showing alone; see ledger.Options
	steps    *steps // of the command, nil where it has none

	gitMu    sync.Mutex // guards what repo knows
	gitAsked bool
	gitRepo  *git.Repo
}

// open finds the project: the nearest folder upward with settings, else -C.
func (a *App) open() (*project, error) {
	dir, err := filepath.Abs(a.startDir())
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(dir); err != nil {
		return nil, usagef("-C %s: %w", a.global.dir, plainError(err))
	} else if !info.IsDir() {
		return nil, usagef("-C %s: not a folder", a.global.dir)
	}
	p := &project{app: a, dir: dir, rootDir: findRoot(dir)}
	if p.root, err = os.OpenRoot(p.rootDir); err != nil {
		return nil, err
	}
	p.files = source.FilesOf(p.root)
	rel, err := filepath.Rel(p.rootDir, dir)
	if err != nil {
		return nil, err
	}
	p.prefix = filepath.ToSlash(rel)

	flags := map[string]any{}
	if len(a.global.decisions) > 0 {
		var dirs []string
		for _, d := range a.global.decisions {
			inside, err := p.inside(d)
			if err != nil {
				return nil, usagef("--decisions %s: %w", d, err)
			}
			if info, err := fs.Stat(p.files, inside); err != nil || !info.IsDir() {
				return nil, usagef("--decisions %s: there is no such folder", d)
			}
			dirs = append(dirs, inside)
		}
		flags["decisions"] = dirs
	}
	file := ""
	if a.global.config != "" {
		if file, err = p.inside(a.global.config); err != nil {
			return nil, usagef("--config %s: %w", a.global.config, err)
		}
	}
	env := map[string]string{}
	for name, value := range a.Env {
		if strings.HasPrefix(name, "TRADEOFF_") && name != "TRADEOFF_DEBUG" {
			env[name] = value
		}
	}
	settings, findings := config.Load(p.files, file, config.Layers{Flags: flags, Env: env})
	p.settings = settings
	if err := p.shown(findings).Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// close gives up the project's files. A command that ends with its run need not do it.
func (p *project) close() {
	if files, ok := p.files.(io.Closer); ok {
		files.Close()
	}
	p.root.Close()
}

// findRoot is the nearest folder upward that has settings, else dir itself.
func findRoot(dir string) string {
	for at := dir; ; {
		for _, name := range config.Names() {
			if info, err := os.Stat(filepath.Join(at, name)); err == nil && info.Mode().IsRegular() {
				return at
			}
		}
		up := filepath.Dir(at)
		if up == at {
			return dir
		}
		at = up
	}
}

// path makes a path of the command line absolute.
func (a *App) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(a.Dir, name)
}

// inside turns a path that is relative to -C into one relative to the root.
func (p *project) inside(name string) (string, error) {
	if !filepath.IsAbs(name) {
		name = filepath.Join(p.dir, name)
	}
	rel, err := filepath.Rel(p.rootDir, name)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", fmt.Errorf("it lies outside the project %s", p.rootDir)
	}
	return filepath.ToSlash(rel), nil
}

// show turns a path of the project into one relative to -C.
func (p *project) show(name string) string {
	if name == "" || p.prefix == "." {
		return name
	}
	rel, err := filepath.Rel(filepath.FromSlash(p.prefix), filepath.FromSlash(name))
	if err != nil {
		return name
	}
	return filepath.ToSlash(rel)
}

// shown gives the findings with paths as the user sees them.
func (p *project) shown(findings diag.List) diag.List {
	out := slices.Clone(findings)
	for i := range out {
		// Built-in catalogs and templates, and variables of the environment, lie in no folder of the project.
		if name := out[i].File; strings.Contains(name, "/") && !strings.HasPrefix(name, builtin) || p.exists(name) {
			out[i].File = p.show(name)
		}
	}
	return out
}

func (p *project) exists(name string) bool {
	if name == "" || !fs.ValidPath(name) {
		return false
	}
	_, err := p.root.Lstat(name)
	return err == nil
}

// builtin stands before the names of files that come with tradeoff.
const builtin = "(built in)/"

// catalogs are the project's own and those that come with tradeoff.
func (p *project) catalogs() (catalog.Set, diag.List) { return p.catalogsIn(p.files) }

// catalogsIn are catalogs as another state of the project has them.
func (p *project) catalogsIn(files fs.FS) (catalog.Set, diag.List) {
	var folders []catalog.Folder
	for _, dir := range p.settings.Catalogs {
		folders = append(folders, catalog.Folder{FS: files, Dir: dir})
	}
	folders = append(folders, catalog.Folder{FS: content.FS, Dir: "tradeoffs", Shown: builtin + "content"})
	return catalog.LoadAll(folders...)
}

// templates are the project's own over those that come with tradeoff.
func (p *project) templates() (*render.Templates, diag.List) { return p.templatesIn(p.files) }

// templatesIn are templates as another state of the project has them.
func (p *project) templatesIn(files fs.FS) (*render.Templates, diag.List) {
	var folders []render.Folder
	if p.settings.Templates != "" {
		folders = append(folders, render.Folder{FS: files, Dir: p.settings.Templates})
	}
	folders = append(folders, render.Folder{FS: templates.FS, Dir: ".", Shown: builtin + "templates"})
	return render.LoadTemplates(folders, files, p.settings.Decisions)
}

// repo is the project's git repository, nil where it has none or git is not there.
// git is asked once in a command.
func (p *project) repo(ctx context.Context) (*git.Repo, error) {
	p.gitMu.Lock()
	defer p.gitMu.Unlock()
	if p.gitAsked {
		return p.gitRepo, nil
	}
	repo, err := git.Open(ctx, p.rootDir)
	if errors.Is(err, git.ErrNoRepo) || errors.Is(err, git.ErrNoGit) {
		repo, err = nil, nil
	}
	p.gitRepo, p.gitAsked = repo, err == nil
	return repo, err
}

// plainError is the cause of a file operation's error without the call and the paths,
// of which some are names of our own that nobody else has seen.
func plainError(err error) error {
	var pathErr *fs.PathError
	var linkErr *os.LinkError
	switch {
	case errors.As(err, &pathErr):
		return pathErr.Err
	case errors.As(err, &linkErr):
		return linkErr.Err
	}
	return err
}
