package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tradeoff/internal/diag"
	"tradeoff/internal/report"
)

// excerptsShown is how many findings of one failed build are shown with their
// source: after that many, nobody mends the next without building first.
const excerptsShown = 10

// failedPreview is why there is no new preview, as it is shown over the page and in
// the terminal.
type failedPreview struct {
	cause error
	page  string // errors alone, and their source where only this machine sees it
	shell string // all findings, with the errors' source
}

// Error is what the browser shows.
func (f *failedPreview) Error() string { return f.page }

// Unwrap gives the cause.
func (f *failedPreview) Unwrap() error { return f.cause }

// told makes an error of a build one that shows its source.
func (a *App) told(err error, o serveOptions) error {
	var failure *diag.Failure
	if !errors.As(err, &failure) {
		return err
	}
	findings := slices.Clone(failure.Findings) // pages fail on several goroutines
	findings.Sort()
	files, shut := a.projectFiles()
	defer shut()
	var page, shell strings.Builder
	shown := 0
	for _, f := range findings {
		one := diag.List{f}
		report.Text(&shell, one)
		if f.Severity != diag.Error {
			continue
		}
		report.Text(&page, one)
		if shown == excerptsShown || files == nil {
			continue
		}
		if text := excerpt(files, a.inProject(f.Pos)); text != "" {
			shown++
			shell.WriteString(text)
			if isLoopback(o.bind) {
				page.WriteString(text + "\n")
			}
		}
	}
	return &failedPreview{cause: err, page: strings.TrimSuffix(page.String(), "\n"), shell: shell.String()}
}

// shownFailure gives an error of the site's with paths as the user sees them.
func (p *project) shownFailure(err error) error {
	var failure *diag.Failure
	if !errors.As(err, &failure) {
		return err
	}
	return &diag.Failure{Findings: p.shown(failure.Findings)}
}

// printFailure tells the terminal why there is no new preview.
func (a *App) printFailure(err error) {
	var told *failedPreview
	var failure *diag.Failure
	if errors.As(err, &told) && errors.As(err, &failure) {
		fmt.Fprint(a.Err, told.shell)
		fmt.Fprintln(a.Err, report.Summary(failure.Findings))
		return
	}
	fmt.Fprintf(a.Err, "tradeoff: %v\n", err)
}

// projectFiles gives the project's files, nil where they cannot be read, also while
// its settings are wrong.
func (a *App) projectFiles() (files fs.FS, shut func()) {
	root, err := os.OpenRoot(findRoot(a.startDir()))
	if err != nil {
		return nil, func() {}
	}
	return root.FS(), func() { root.Close() }
}

// inProject turns a place as the user sees it, relative to -C, into one of the
// project's files.
func (a *App) inProject(pos diag.Pos) diag.Pos {
	dir := a.startDir()
	rel, err := filepath.Rel(findRoot(dir), filepath.Join(dir, filepath.FromSlash(pos.File)))
	if err != nil || strings.HasPrefix(pos.File, builtin) {
		return diag.Pos{}
	}
	pos.File = filepath.ToSlash(rel)
	return pos
}

// startDir is the folder of -C.
func (a *App) startDir() string {
	if a.global.dir != "" {
		return a.path(a.global.dir)
	}
	return a.Dir
}
