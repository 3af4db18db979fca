package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/source"
)

// taken are the names of the folder's files, here and on every branch that git
// knows of.
func (p *project) taken(ctx context.Context, dir string) ([]string, error) {
	var names []string
	entries, err := fs.ReadDir(p.files, dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list %s: %w", p.show(dir), plainError(err))
	}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	repo, err := p.repo(ctx)
	if err != nil || repo == nil {
		return names, err
	}
	branched, err := repo.Names(ctx, dir)
	if err != nil {
		return nil, fmt.Errorf("look for numbers on other branches: %w", err)
	}
	return append(names, branched...), nil
}

// stem is the name of a new record without its suffix: by the settings' way of
// naming, else like the folder's other names. attempt counts the names that turned
// out to be taken.
func (p *project) stem(habit ledger.Habit, taken []string, title string, attempt int) string {
	slug := decision.Slug(title)
	again := ""
	if attempt > 0 {
		again = "-" + strconv.Itoa(attempt+1)
	}
	naming, prefix, between, form := p.settings.Naming, "", "-", time.DateOnly
	if naming == "" {
		naming, prefix, between = habit.Naming, habit.Prefix, cmp.Or(habit.Between, "-")
		form = cmp.Or(habit.DateForm, form)
		if habit.Word == "_" {
			slug = strings.ReplaceAll(slug, "-", "_")
		}
	}
	switch naming {
	case "date":
		day, err := time.Parse(time.DateOnly, p.app.today())
		if err != nil {
			return p.app.today() + between + slug + again
		}
		return prefix + day.Format(form) + between + slug + again
	case "slug":
		return slug + again
	}
	next, width := nextNumber(taken), 4
	widest := -1
	for _, name := range taken {
		id, _, _ := record.Names(name)
		if number, ok := numberOf(name); ok && number > widest && strings.Trim(id, "0123456789") == "" {
			widest, width = number, len(id)
		}
	}
	return fmt.Sprintf("%s%0*d%s%s", prefix, width, next, between, slug)
}

// newFolder is where a new decision goes: the folder that was asked for, else that
// of the log which the current folder lies in, or lies nearest to, else the first.
func (p *project) newFolder(in string) (string, error) {
	if in != "" {
		inside, err := p.inside(in)
		if err != nil {
			return "", usagef("--in %s: %w", in, err)
		}
		if info, err := fs.Stat(p.files, inside); err == nil && !info.IsDir() {
			return "", usagef("--in %s: it is a file", in)
		}
		for _, dir := range p.settings.Decisions {
			if inside == dir || dir == "." || strings.HasPrefix(inside, dir+"/") {
				return inside, nil
			}
		}
		var below []string
		for _, dir := range p.settings.Decisions {
			if inside != "." && strings.HasPrefix(dir, inside+"/") {
				below = append(below, dir)
			}
		}
		if len(below) == 1 {
			return below[0], nil // a package, by its own folder
		}
		return "", usagef("--in %s: it lies in none of the log's folders, which are %s", in, p.folders())
	}
	best, length := p.settings.Decisions[0], 0
	for _, dir := range p.settings.Decisions {
		if dir == p.prefix || strings.HasPrefix(p.prefix, dir+"/") {
			return dir, nil
		}
		if n := sharedParts(p.prefix, dir); n > length {
			best, length = dir, n
		}
	}
	return best, nil
}

// sharedParts counts the folders that two paths begin with alike.
func sharedParts(a, b string) int {
	as, bs := strings.Split(a, "/"), strings.Split(b, "/")
	n := 0
	for n < len(as) && n < len(bs) && as[n] == bs[n] && as[n] != "." {
		n++
	}
	return n
}

// numberOf is the number in the name of a record or an input.
func numberOf(name string) (number int, ok bool) {
	_, number, _ = record.Names(name)
	_, isInput := source.FormatOf(name)
	return number, number >= 0 && number <= 999_999 && (isInput || record.IsRecord(name))
}
