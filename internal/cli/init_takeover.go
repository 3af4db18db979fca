package cli

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"tradeoff/internal/config"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/source"
)

// takeover is what init understood of the records that are there.
type takeover struct {
	p        *project
	by       string
	log      *ledger.Log
	dialects map[string]int
	habits   map[string]ledger.Habit // by folder
	assumes  bool                    // most records state no status
	without  int                     // how many state none
	doubts   diag.List
}

// understand reads the folders that were found.
func (p *project) understand(found foundLogs) (*takeover, error) {
	t := &takeover{p: p, by: found.by, dialects: map[string]int{}, habits: map[string]ledger.Habit{}}
	p.settings = &config.Settings{Decisions: found.dirs}
	var err error
	if t.log, err = p.log(p.app.Ctx); err != nil {
		return nil, err
	}
	for _, e := range t.log.Entries {
		t.dialects[e.Dialect]++
		dir := e.Folder()
		if _, known := t.habits[dir]; !known {
			t.habits[dir] = t.log.Habit(dir)
		}
		if e.Status == decision.Unknown && e.StatusRaw == "" {
			t.without++
		}
		t.doubts = append(t.doubts, e.Findings...)
		if e.Record != nil && e.Input == nil {
			t.doubts = append(t.doubts, e.Record.Doubts...)
		}
		for _, r := range e.Relations {
			if r.Other == nil {
				t.doubts = append(t.doubts, diag.Finding{Pos: r.Pos, Rule: "relation", Severity: diag.Note, Message: fmt.Sprintf("%s %s: no one decision here is meant by that", r.Words(), r.Target)})
			}
		}
	}
	t.doubts = append(t.doubts, t.log.Findings...)
	t.doubts = append(t.doubts, t.twice()...)
	t.doubts.Sort()
	// log4brains itself takes a record without a status for accepted.
	t.assumes = t.without*2 > len(t.log.Entries) || t.without > 0 && found.by == log4brainsFile
	return t, nil
}

// twice notes each number that two files of one folder have.
func (t *takeover) twice() diag.List {
	var found diag.List
	first := map[string]*ledger.Entry{}
	for _, e := range t.log.Entries {
		if e.Number < 0 {
			continue
		}
		key := fmt.Sprintf("%s %d", e.Folder(), e.Number)
		if other := first[key]; other != nil {
			found = append(found, diag.Finding{Pos: diag.Pos{File: e.Path}, Rule: "number", Severity: diag.Note,
				Message: fmt.Sprintf("%s has the number %d too", path.Base(other.Path), e.Number), Hint: "tradeoff renumber gives one of them another"})
			continue
		}
		first[key] = e
	}
	return found
}

// dialectCounts says how many records are of which dialect, the most first.
func (t *takeover) dialectCounts() []string {
	names := slices.SortedFunc(maps.Keys(t.dialects), func(a, b string) int {
		return cmp.Or(cmp.Compare(t.dialects[b], t.dialects[a]), strings.Compare(a, b))
	})
	words := map[string]string{"plain": "without a known form", "other": "no Markdown, and not rendered"}
	var out []string
	for _, name := range names {
		out = append(out, fmt.Sprintf("%d %s", t.dialects[name], cmp.Or(words[name], name)))
	}
	return out
}

// tell says what was understood, and what is in doubt.
func (t *takeover) tell(a *App) {
	if len(t.log.Entries) == 0 {
		return
	}
	from := ""
	if t.by != "" {
		from = ", as " + t.by + " says"
	}
	a.note("took over %s in %s%s", count(len(t.log.Entries), "decision"), t.p.folders(), from)
	a.note("  %s", strings.Join(t.dialectCounts(), ", "))
	for _, dir := range slices.Sorted(maps.Keys(t.habits)) {
		if h := t.habits[dir]; h.Records > 0 {
			a.note("  new records in %s: %s", dir, h.Describe())
		}
	}
	if t.assumes {
		a.note("  %d of %d state no status: assume-status: accepted in tradeoff.yaml", t.without, len(t.log.Entries))
	} else if t.without > 0 {
		a.note("  %s no status, and %s listed as unknown", plural(t.without, "record states", "records state"), plural2(t.without, "is", "are"))
	}
	if len(t.log.Skipped) > 0 {
		var names []string
		for _, s := range t.log.Skipped {
			names = append(names, t.p.show(s.Path)+" ("+s.Why+")")
		}
		a.note("  no decisions: %s", strings.Join(names, ", "))
	}
	if len(t.doubts) == 0 {
		a.note("  nothing is in doubt")
		return
	}
	a.note("  in doubt:")
	for _, f := range t.doubts {
		a.note("    %s: %s", t.p.shown(diag.List{f})[0].Pos, f.Message)
		if f.Hint != "" {
			a.note("      %s", f.Hint)
		}
	}
}

func plural(n int, one, many string) string { return fmt.Sprintf("%d %s", n, plural2(n, one, many)) }

func plural2(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// initReport is what init --json prints.
type initReport struct {
	Written   []string       `json:"written"`
	Decisions []string       `json:"decisions"`
	NamedBy   *string        `json:"named_by"`
	Found     int            `json:"found"`
	Dialects  map[string]int `json:"dialects"`
	Follows   []initFollows  `json:"follows"`
	Assumes   *string        `json:"assume_status"`
	Skipped   []skippedFile  `json:"skipped"`
	Doubts    []diag.Finding `json:"doubts"`
}

// initFollows is how new records of one folder will be.
type initFollows struct {
	Folder  string `json:"folder"`
	Dialect string `json:"dialect"`
	Naming  string `json:"naming"`
}

// skippedFile is a file among the records that is none.
type skippedFile struct {
	Path string `json:"path"`
	Why  string `json:"why"`
}

func (t *takeover) json(written, dirs []string) initReport {
	out := initReport{Written: written, Decisions: dirs, Found: len(t.log.Entries), Dialects: t.dialects, Follows: []initFollows{}, Skipped: []skippedFile{}, Doubts: append([]diag.Finding{}, t.p.shown(t.doubts)...)}
	if t.by != "" {
		out.NamedBy = &t.by
	}
	if t.assumes {
		accepted := string(decision.Accepted)
		out.Assumes = &accepted
	}
	for _, dir := range slices.Sorted(maps.Keys(t.habits)) {
		if h := t.habits[dir]; h.Records > 0 {
			out.Follows = append(out.Follows, initFollows{Folder: dir, Dialect: string(cmp.Or(h.Dialect, "madr")), Naming: h.Naming})
		}
	}
	for _, s := range t.log.Skipped {
		out.Skipped = append(out.Skipped, skippedFile{t.p.show(s.Path), s.Why})
	}
	return out
}

func initSettings(found foundLogs, t *takeover, beside bool) string {
	own := ""
	if beside {
		own = ".tradeoff/"
	}
	var b strings.Builder
	fmt.Fprintf(&b, `# yaml-language-server: $schema=%s/settings.schema.json
# Settings of tradeoff. Everything here has a default; a line that is left out keeps it.
title:%s
decisions:%s
`, schemaDir, yamlValue(cmp.Or(found.title, "Decisions")), yamlValue(found.dirs))
	if t.assumes {
		fmt.Fprintf(&b, "\n# %d of %d records state no status. It is assumed and shown as such; the files stay as they are.\nassume-status: accepted\n", t.without, len(t.log.Entries))
	}
	if len(t.log.Entries) > 0 {
		b.WriteString("\n# New records follow the dialect and the names of their folder; template and naming would set them for all.\n")
	}
	fmt.Fprintf(&b, `
# Folders of your own. Each may be missing; what is in it counts before what comes with tradeoff.
content: %scontent       # further pages of the site, and catalogs in tradeoffs/
templates: %stemplates   # NAME.md.tmpl overrides the template or partial of that name
themes: %sthemes         # NAME/layouts/… for site.theme

site:
  output: public
  # base-url: https://docs.example.org/decisions/
`, own, own, own)
	return b.String()
}

// yamlValue is a value as YAML has it behind a key and its colon.
func yamlValue(v any) string {
	node, err := source.FromGo(v)
	if err != nil {
		return ""
	}
	text, err := source.EmitValue(node, 0)
	if err != nil {
		return ""
	}
	return strings.TrimRight(string(text), "\n")
}
