package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"tradeoff/internal/catalog"
	"tradeoff/internal/check"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/git"
	"tradeoff/internal/ledger"
	"tradeoff/internal/render"
	"tradeoff/internal/review"
)

// state is the project as one commit, or the work tree, has it.
type state struct {
	files     fs.FS
	log       *ledger.Log
	set       catalog.Set
	templates *render.Templates
	bad       diag.List // what is wrong with catalogs and templates
}

// branch is what a review looks at: the two states and the files between them.
type branch struct {
	base, head         state
	tip                *ledger.Log // of the base as it is now, where it went on
	baseName, headName string
	changes            []git.FileChange
	close              func()
}

// review compares a branch with where it left its base. base and head are names of
// commits: "" for the default branch, and for the work tree.
// without is what is told of no decision, for a review that is published.
// hidden are findings that it brings and that are not told, of restricted decisions.
func (p *project) review(ctx context.Context, base, head, asOf string, without decision.Withheld) (r *review.Review, hidden diag.List, err error) {
	b, err := p.branch(ctx, base, head)
	if err != nil {
		return nil, nil, err
	}
	defer b.close()
	renamed := b.renamed()
	r = review.Compare(review.Inputs{Base: b.base.log, Head: b.head.log, BaseCatalogs: b.base.set, HeadCatalogs: b.head.set,
		Renamed: renamed, BaseName: b.baseName, HeadName: b.headName, Withheld: without})
	hidden = p.compareFindings(b, r, renamed, asOf)
	b.govern(r, p.settings.NeedsDecision)
	return r, hidden, nil
}

// renamed are the files that the branch moved: the old path by the new one.
func (b *branch) renamed() map[string]string {
	out := map[string]string{}
	for _, c := range b.changes {
		if c.Kind == git.Renamed {
			out[c.Path] = c.From
		}
	}
	return out
}

// branch opens both ends.
func (p *project) branch(ctx context.Context, base, head string) (_ *branch, err error) {
	repo, err := git.Open(ctx, p.rootDir)
	if err != nil {
		return nil, err
	}
	name := base
	if base == "" {
		var known bool
		if base, known, err = repo.DefaultBranch(ctx); err != nil {
			return nil, err
		} else if !known {
			return nil, usagef("there is no default branch to compare with; name one with --base")
		}
		name = strings.TrimPrefix(strings.TrimPrefix(base, "refs/heads/"), "refs/remotes/")
	}
	tip, err := repo.ID(ctx, base)
	if err != nil {
		return nil, p.noCommit("--base", name, err)
	}
	at := head
	if head == "" {
		at = "HEAD"
	}
	if _, err := repo.ID(ctx, at); err != nil {
		return nil, p.noCommit("--head", at, err)
	}
	from, err := repo.MergeBase(ctx, tip, at)
	if err != nil {
		return nil, err
	}
	b := &branch{baseName: fmt.Sprintf("%s (%.7s)", name, from), headName: head}
	var open []*git.FS
	b.close = func() {
		for _, f := range open {
			f.Close()
		}
	}
	defer func() {
		if err != nil {
			b.close()
		}
	}()
	commit := func(ref string) (*git.FS, error) {
		f, err := repo.FS(ctx, ref)
		if err == nil {
			open = append(open, f)
		}
		return f, err
	}
	b.head.files = p.files
	if head == "" {
		b.headName = "the work tree"
	} else if b.head.files, err = commit(head); err != nil {
		return nil, err
	}
	if b.base.files, err = commit(from); err != nil {
		return nil, err
	}
	// Git is asked while the log is read.
	compared := make(chan error, 1)
	go func() {
		var err error
		b.changes, err = repo.Changed(ctx, from, head)
		compared <- err
	}()
	b.head.log, err = ledger.Open(ctx, b.head.files, p.logOptions())
	if failed := <-compared; failed != nil && ctx.Err() == nil {
		return nil, failed
	}
	if err != nil {
		return nil, err
	}
	// What this tool has written here belongs to nobody's branch.
	b.changes = slices.DeleteFunc(b.changes, func(c git.FileChange) bool {
		return head == "" && (c.Path == p.settings.Output || strings.HasPrefix(c.Path, p.settings.Output+"/"))
	})
	if b.base.log, err = p.logLike(ctx, b.base.files, b.head.log, b.changes); err != nil {
		return nil, err
	}
	if tip != from {
		tipFiles, err := commit(tip)
		if err != nil {
			return nil, err
		}
		since, err := repo.Changed(ctx, tip, head)
		if err != nil {
			return nil, err
		}
		if b.tip, err = p.logLike(ctx, tipFiles, b.head.log, since); err != nil {
			return nil, err
		}
	}
	b.head.set, b.head.bad = p.catalogsIn(b.head.files)
	templates, bad := p.templatesIn(b.head.files)
	b.head.templates, b.head.bad = templates, append(b.head.bad, bad...)
	b.base.set, b.base.templates, b.base.bad = b.head.set, b.head.templates, b.head.bad
	if b.touches(p.settings.Catalogs...) || b.touches(p.settings.Templates) || slices.ContainsFunc(b.changes, isTemplate) {
		b.base.set, b.base.bad = p.catalogsIn(b.base.files)
		templates, bad := p.templatesIn(b.base.files)
		b.base.templates, b.base.bad = templates, append(b.base.bad, bad...)
		if !b.touches(p.settings.Catalogs...) {
			b.base.set = b.head.set
		}
	}
	return b, nil
}

// noCommit explains that a name is no commit's.
func (p *project) noCommit(flag, name string, err error) error {
	if errors.Is(err, git.ErrNoCommit) {
		return usagef("%s %s: there is no such commit; is it fetched?", flag, name)
	}
	return err
}

// logLike opens the log of a commit, of which only what differs from another is read.
func (p *project) logLike(ctx context.Context, files fs.FS, like *ledger.Log, changes []git.FileChange) (*ledger.Log, error) {
	differ := map[string]bool{}
	for _, c := range changes {
		differ[c.Path] = true
		differ[c.From] = true
	}
	o := p.logOptions()
	o.Like, o.Unchanged = like, func(path string) bool { return !differ[path] }
	return ledger.Open(ctx, files, o)
}

// touches tells whether the branch changes anything in one of the folders.
func (b *branch) touches(dirs ...string) bool {
	return slices.ContainsFunc(b.changes, func(c git.FileChange) bool {
		return slices.ContainsFunc(dirs, func(dir string) bool {
			return dir != "" && (dir == "." || strings.HasPrefix(c.Path, dir+"/") || strings.HasPrefix(c.From, dir+"/"))
		})
	})
}

// isTemplate tells whether a file is one that records of its folder are made from.
func isTemplate(c git.FileChange) bool {
	return path.Base(c.Path) == "template.md" || path.Base(c.From) == "template.md"
}

// compareFindings holds both states against the rules, and tells what the branch brings,
// what was there, and how much it mends.
//
// Findings of restricted decisions are counted where they decide about the exit status,
// and not told: hidden are those that the branch brings.
func (p *project) compareFindings(b *branch, r *review.Review, renamed map[string]string, asOf string) (hidden diag.List) {
	var onlyBase, onlyHead map[*ledger.Entry]bool // nil for all
	if !b.changesAll(p.settings) {
		onlyBase, onlyHead = b.only(renamed)
	}
	find := func(s state, base bool) diag.List {
		checked := p.checkedIn(s.files, s.log, s.set, s.templates)
		checked.AsOf, checked.Only = asOf, onlyBase
		if !base {
			checked.Only = onlyHead
			checked.Base, checked.Renamed, checked.Tip = b.base.log, renamed, b.tip
		}
		findings := append(slices.Clone(s.bad), check.Run(checked)...)
		var bad diag.List
		checked.Baseline, bad = check.LoadBaseline(s.files, p.settings.Baseline)
		findings = append(checked.Baseline.Without(findings), bad...)
		findings.Sort()
		return findings
	}
	type key struct{ file, rule, message string }
	before := map[key]int{}
	was := find(b.base, true)
	for _, f := range was {
		before[key{f.File, f.Rule, f.Message}]++
	}
	for _, f := range find(b.head, false) {
		file := f.File
		if from := renamed[file]; from != "" {
			file = from
		}
		k := key{file, f.Rule, f.Message}
		if before[k] > 0 {
			before[k]--
			r.There = append(r.There, f)
			continue
		}
		r.Brought = append(r.Brought, f)
	}
	r.Mended = len(was) - len(r.There)
	// What a restricted decision is about is not told to those who read reviews.
	for _, log := range []*ledger.Log{b.base.log, b.head.log} {
		secrets := ledger.SecretsOf(log)
		if !secrets.Any() {
			continue
		}
		files := secrets.Files()
		for _, f := range r.Brought {
			if _, found := slices.BinarySearch(files, f.File); found {
				hidden = append(hidden, f)
			}
		}
		r.Brought, r.There = secrets.Findings(r.Brought), secrets.Findings(r.There)
	}
	return hidden
}

// govern tells which decisions govern the code that the branch changes.
func (b *branch) govern(r *review.Review, needs []string) {
	own := map[string]bool{}
	for _, e := range b.base.log.Entries {
		own[e.Path] = true
		if e.Input != nil {
			own[e.Input.File] = true
		}
	}
	var changed []string
	for _, c := range b.changes {
		for _, name := range []string{c.Path, c.From} {
			if name != "" && !own[name] {
				changed = append(changed, name)
			}
		}
	}
	touched := map[*ledger.Entry]bool{}
	for _, c := range r.Decisions {
		if e := b.head.log.Entry(c.Path); e != nil {
			touched[e] = true
		}
	}
	files := map[string]bool{}
	for _, c := range b.changes {
		files[c.Path] = true
	}
	for _, e := range b.head.log.Entries {
		if e.Restricted && (files[e.Path] || e.Input != nil && files[e.Input.File]) {
			touched[e] = true // the review tells its number alone
		}
	}
	read := func(name string) ([]byte, error) {
		info, err := fs.Stat(b.head.files, name)
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() || info.Size() > ledger.MostCode {
			return nil, fs.ErrInvalid
		}
		return fs.ReadFile(b.head.files, name)
	}
	governed, proposed, missing := review.Govern(b.head.log, changed, read, needs, touched)
	r.Governed, r.Proposed, r.Needs = append(r.Governed, governed...), append(r.Proposed, proposed...), append(r.Needs, missing...)
}
