package site

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"tradeoff/content"
	"tradeoff/internal/catalog"
	"tradeoff/internal/config"
	"tradeoff/internal/ledger"
	"tradeoff/internal/render"
	"tradeoff/templates"
)

// What a reader of a site without site.hide finds in it, by what would hide it. Every
// name and number is one that nothing else in the project has.
var markers = map[string][]string{
	"people": {
		"Maker Amaranth", "Consulted Begonia", "Informed Camellia", "Answerer Dahlia", // of inputs
		"Nygard Edelweiss", "Bullet Foxglove", "Line Gardenia", "Cell Hyacinth", "Front Iris", "Camel Jasmine", "Toml Lavender", // of records by hand
		"Author Magnolia", "Owner Narcissus", "Nested Orchid", "Wrapped Peony", "Heading Quince", "Foreign Rosemary", "Broken Snowdrop", "Second Tulip",
	},
	"profile": {
		"7,341", "7341", "31,415,926", "31415926", "31.42 million", "0.1357", "13.57", "1,733 ms", "1,934 ms", "1,277 MB", "1,237", "951 ms", "271,828,182", "271828182",
	},
	"costs": {"87.31", "271,828,182", "271828182", "Prices of our contract"}, // and all sums
}

// mixed are markers that a second value of site.hide hides too.
var mixed = map[string][]string{"profile": {"87.31", "Prices of our contract"}}

// secretFiles are a log with all that site.hide can hide: an input for each template,
// one of them settled, and records by hand in every form.
func secretFiles(t testing.TB) (fstest.MapFS, *render.Templates, catalog.Set) {
	t.Helper()
	const in = `format: tradeoff/1
title: Resize pictures %d
status: %s
date: 2026-11-02
decision-makers: [Maker Amaranth]
consulted: [Consulted Begonia]
informed: [Informed Camellia]
tags: [media]
tradeoffs: architecture-style
decides: part
profile:
  engineers: 7341
  operates-orchestrator: false
  infrastructure-time-share: 0.1357
  someone-waits: true
  latency-budget-ms: 1733
  requests-per-month: 31415926
  request-duration-ms: 1934
  request-memory-mb: 1277
  peak-to-average: 13.57
  instance-monthly-cost: 87.31
  instance-capacity-rps: 1237
  free-tier: false
  portability-required: false
prices: [{id: lambda-requests, amount: 0.2739, source: Prices of our contract}]
options:
  - id: serverless
    measured: [{factor: cold-start, value: 951 ms p99, verdict: fits, source: load test}]
  - id: monolith
  - {title: Worker, worst-cases: [{id: starves, when: a campaign runs, what: thumbnails wait}], pros: [One path.]}
outcome:
  option: serverless
  because: load comes in bursts
  answers:
    - {worst-case: bill-flips, answer: accepted, by: Answerer Dahlia, because: it is far away, watch: {field: requests-per-month, above: 271828182}}
    - {worst-case: lock-in, answer: mitigated, by: Answerer Dahlia, because: one adapter}
    - {worst-case: debugging, answer: accepted, by: Answerer Dahlia, because: it is traced}
    - {worst-case: cold-start, answer: accepted, by: Answerer Dahlia, because: nobody waits}
`
	set, findings := catalog.LoadAll(catalog.Folder{FS: content.FS, Dir: "tradeoffs"})
	if findings.HasErrors() {
		t.Fatal(findings)
	}
	all, findings := render.LoadTemplates([]render.Folder{{FS: templates.FS, Dir: "."}}, fstest.MapFS{}, []string{"decisions"})
	if findings.HasErrors() {
		t.Fatal(findings)
	}
	files := fstest.MapFS{}
	n := 0
	for _, status := range []string{"proposed", "accepted"} {
		for _, template := range all.Names() {
			n++
			name := fmt.Sprintf("decisions/%04d-resize", n)
			files[name+".yaml"] = &fstest.MapFile{Data: fmt.Appendf(nil, in, n, status)}
			log := openLog(t, files)
			res := all.Render(log.Entry(name+".yaml"), set, render.Options{Template: template, Today: "2026-11-23"})
			if res.Findings.HasErrors() {
				t.Fatal(res.Findings)
			}
			files[name+".md"] = &fstest.MapFile{Data: res.Data}
			if res.Input != nil {
				files[name+".yaml"] = &fstest.MapFile{Data: res.Input}
			}
		}
	}
	// A block edited by hand, and an input that is gone.
	edited := strings.Replace(string(files["decisions/0001-resize.md"].Data), "| media |", "| media, edited |", 1)
	edited = strings.Replace(edited, "Prices of our contract", "Prices of our contract, edited", 1)
	edited = strings.Replace(edited, "A month", "A month, edited", 1)
	files["decisions/0001-resize.md"] = &fstest.MapFile{Data: []byte(edited)}
	files["decisions/0021-orphan.md"] = &fstest.MapFile{Data: files["decisions/0002-resize.md"].Data}
	for name, text := range map[string]string{
		"0030-nygard.md":   "# 30. Nygard\n\nDate: 2026-01-02\n\nDeciders: Nygard Edelweiss\n\n## Status\n\nAccepted\n\n## Context\n\nText.\n\n## Decision\n\nYes.\n",
		"0031-bullets.md":  "# Bullets\n\n* Status: accepted\n* Deciders: Bullet Foxglove,\n  Wrapped Peony\n* Author:\n  * Nested Orchid\n* Date: 2026-01-02\n\n## Decision\n\nYes.\n",
		"0032-lines.md":    "# Lines\n\n**Status**: accepted\\\n**Deciders**: Line Gardenia\\\n**Author(s)**: Author Magnolia,\nWrapped Peony\n**Date**: 2026-01-02\n\n## Decision Makers\n\n* Heading Quince\n\n## Decision\n\nYes.\n",
		"0033-table.md":    "# Table\n\n| Status | accepted |\n| --- | --- |\n| Deciders | Cell Hyacinth |\n| Owner | Owner Narcissus |\n\n## Decision\n\nYes.\n",
		"0034-madr.md":     "---\nstatus: accepted\ndecision-makers:\n  - Front Iris # and Front Iris again\nowner: Owner Narcissus\n---\n# Madr\n\nDeciders: Second Tulip\n\nText.\n\n## Decision\n\nYes.\n",
		"0035-camel.md":    "---\nstatus: accepted\ndecisionMakers: Camel Jasmine\n---\n# Camel\n\nText.\n",
		"0036-toml.md":     "+++\nstatus = 'accepted'\ndeciders = ['Toml Lavender']\n+++\n# Toml\n\nText.\n",
		"0037-broken.md":   "---\nstatus: accepted\ndeciders: [Broken Snowdrop\n---\n# Broken\n\nText.\n",
		"0038-foreign.rst": "Foreign\n=======\n\n:Status: accepted\n:Deciders: Foreign Rosemary\n\nText.\n",
		"0039-deciders.md": "---\nstatus: accepted\ndeciders: Front Iris\nconsulted: Consulted Begonia\n---\n# Deciders\n\nText.\n",
	} {
		files["decisions/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files, all, set
}

func openLog(t testing.TB, files fs.FS) *ledger.Log {
	t.Helper()
	log, err := ledger.Open(context.Background(), files, ledger.Options{Dirs: []string{"decisions"}})
	if err != nil {
		t.Fatal(err)
	}
	return log
}

var packed = regexp.MustCompile(`[A-Za-z0-9+/_-]{24,}={0,2}`)

// readable is a file of a site with what a script would unpack of it.
func readable(name string, data []byte) string {
	text := string(data)
	if path.Ext(name) != ".js" {
		return text
	}
	for _, chunk := range packed.FindAllString(text, -1) {
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
			raw, err := encoding.DecodeString(chunk)
			if err != nil {
				continue
			}
			text += "\n" + string(raw)
			if plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(raw))); len(plain) > 0 || err == nil {
				text += "\n" + string(plain)
			}
		}
	}
	return text
}

// tellers are the files of a site that hold a text. Catalogs are no decisions: their
// list prices and examples are everybody's.
func tellers(out *Memory, text string) []string {
	var names []string
	for name, data := range out.Files() {
		if !strings.HasPrefix(name, "catalogs") && !strings.HasPrefix(name, "assets/") && strings.Contains(readable(name, data), text) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func TestHiddenIsNowhere(t *testing.T) {
	files, all, set := secretFiles(t)
	build := func(hide []string, with *render.Templates) *Memory {
		out, _ := buildInMemory(t, Options{Log: openLog(t, files), Files: files, Theme: defaultTheme(t), AsOf: "2026-11-23", Templates: with, Catalogs: set.All(),
			Settings: &config.Settings{Title: "Log", Decisions: []string{"decisions"}, Hide: hide, BaseURL: "https://log.example/"}})
		return out
	}
	open := build(nil, all)
	// Every sum of money that the decisions tell and the catalog does not.
	known, err := fs.ReadFile(content.FS, "tradeoffs/architecture-style.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var sums []string
	for name, data := range open.Files() {
		for _, sum := range regexp.MustCompile(`\$[0-9][0-9.,]*[0-9]`).FindAllString(string(data), -1) {
			if strings.HasPrefix(name, "decisions/") && !bytes.Contains(known, []byte(sum)) && !slices.Contains(sums, sum) {
				sums = append(sums, sum)
			}
		}
	}
	if len(sums) < 5 {
		t.Errorf("only %q are told: the test cannot fail", sums)
	}
	markers := map[string][]string{"people": markers["people"], "profile": markers["profile"], "costs": slices.Concat(markers["costs"], sums)}
	mixed := map[string][]string{"profile": slices.Concat(mixed["profile"], sums)}
	for kind, list := range markers {
		for _, marker := range list {
			if len(tellers(open, marker)) == 0 && marker != "7341" && marker != "31415926" && marker != "271828182" {
				t.Errorf("%s: nothing holds %q even where it is not hidden: the test cannot fail", kind, marker)
			}
		}
	}
	for _, hide := range [][]string{{"people"}, {"profile"}, {"costs"}, {"profile", "costs"}, {"profile", "costs", "people"}} {
		for _, with := range []*render.Templates{all, nil} {
			out := build(hide, with)
			for kind, list := range markers {
				if slices.Contains(hide, kind) {
					list = append(slices.Clone(list), mixed[kind]...)
				} else {
					list = nil
				}
				for _, marker := range list {
					if names := tellers(out, marker); len(names) > 0 {
						data, _ := out.Get(names[0])
						at := strings.Index(readable(names[0], data), marker)
						around := readable(names[0], data)[max(0, at-200):]
						t.Errorf("hide %v, templates %v: %q is in %q: …%.300s", hide, with != nil, marker, names, around)
					}
				}
			}
			if with == nil {
				continue
			}
			// What is not hidden is still there, and so are the verdicts.
			for kind, kept := range map[string][]string{"people": {"Maker Amaranth", "Nygard Edelweiss"}, "profile": {"7,341"}, "costs": {"87.31"}} {
				if slices.Contains(hide, kind) || slices.Contains(hide, "profile") && kind == "costs" {
					continue
				}
				for _, marker := range kept {
					if len(tellers(out, marker)) == 0 {
						t.Errorf("hide %v takes %q away", hide, marker)
					}
				}
			}
			page := pageOf(t, out, "decisions/0001-resize.html")
			for selector, want := range map[string]bool{".matrix": true, ".worst-cases": true, ".turns": !slices.Contains(hide, "profile"), ".bill": slices.Equal(hide, []string{"people"})} {
				if got := len(page.all(selector)) > 0; got != want {
					t.Errorf("hide %v: %s stands on the page: %v", hide, selector, got)
				}
			}
			twin, _ := out.Get("decisions/0004-resize.md")
			for _, words := range []string{"load comes in bursts", "it is far away", "thumbnails wait", "strains"} {
				if !strings.Contains(string(twin), words) {
					t.Errorf("hide %v: the twin lost %q", hide, words)
				}
			}
		}
	}
}

// Of a restricted decision the number remains, in the log. Every word of the others
// that could tell of it has "zeppelin" or "airship" in it.
func TestRestrictedIsNowhere(t *testing.T) {
	files, all, set := secretFiles(t)
	secret := strings.NewReplacer("Resize pictures 5", "Buy Zeppelin Ltd",
		"[media]", "[airship, media]", "Maker Amaranth", "Airship team", "Worker", "Zeppelin worker", "load comes in bursts", "the zeppelin is full",
		"Answerer Dahlia", "Airship pilot", "decides: part", "decides: part\nlinks: [{supersedes: 1}, {relates-to: airship-gone.md}]")
	for _, ext := range []string{".yaml", ".md"} {
		name := "decisions/0005-resize" + ext
		files["decisions/0050-buy-zeppelin-ltd"+ext] = &fstest.MapFile{Data: []byte(strings.Replace(secret.Replace(string(files[name].Data)), "2026-11-02\n", "2024-02-29\nvisibility: restricted\n", 1))}
	}
	text := string(files["decisions/0050-buy-zeppelin-ltd.md"].Data) + "\n## Airship pictures\n\n![Airship](img/airship.svg) ![Both](img/both.svg)\n"
	files["decisions/0050-buy-zeppelin-ltd.md"] = &fstest.MapFile{Data: []byte(text)}
	for name, text := range map[string]string{
		"decisions/img/airship.svg":               `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>airship</title></svg>`,
		"decisions/img/both.svg":                  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>`,
		"decisions/zeppelin-office.md":            "---\nvisibility: restricted\nstatus: nonsense of zeppelins\n---\n# Rent the Zeppelin office\n\n[media](0001-resize.md)\n",
		"decisions/airship/0051-zeppelin.md":      "---\nvisibility: restricted\nstatus: proposed\ndate: 2020-01-01\n---\n# Zeppelin of its own folder\n",
		"decisions/0052-zeppelin-fleet/README.md": "---\nvisibility: restricted\n---\n# Zeppelin fleet\n",
		".tradeoff/moved.yaml":                    "moved:\n  - {from: decisions/0049-rent-airship.md, to: decisions/0050-buy-zeppelin-ltd.md}\n  - {from: decisions/0008-b.md, to: decisions/0060-open.md}\n",
		"content/_index.md":                       "---\ntitle: Docs of Buy Zeppelin Ltd\ndescription: On buy zeppelin ltd\n---\n[Buy Zeppelin Ltd](../decisions/0050-buy-zeppelin-ltd.md)\n",
		"content/zeps.md":                         "---\ntitle: Zeps\n---\n# Zeps\n\n[it](../decisions/0049-rent-airship.md#airship) and <../decisions/0050-buy-zeppelin-ltd.md>\n",
		"decisions/0060-open.md": "---\nstatus: superseded by [50](0050-buy-zeppelin-ltd.md)\ndate: 2026-02-03\ntags: [open, buy zeppelin ltd]\ndecision-makers: [\"author of 0050-buy-zeppelin-ltd\"]\n---\n" +
			"# Before Buy Zeppelin Ltd\n\nSee [Buy Zeppelin Ltd](0050-buy-zeppelin-ltd.md \"Buy Zeppelin Ltd\"), BUY\nZEPPELIN LTD, [it][z], [former](0049-rent-airship.md), ![Both](img/both.svg).\n\n" +
			"## After buy zeppelin Ltd\n\nText on Rent the Zeppelin office, in zeppelin-office.md.\n\n## Considered Options\n\n* Buy Zeppelin Ltd\n\n## Decision Outcome\n\nChosen option: \"Buy Zeppelin Ltd\".\n\n" +
			"## More Information\n\n* amends [50](0050-buy-zeppelin-ltd.md#zeppelin)\n* relates to [fleet](0052-zeppelin-fleet/README.md)\n\n[z]: 0050-buy-zeppelin-ltd.md \"Buy Zeppelin Ltd\"\n",
		"decisions/0061-open.yaml": "format: tradeoff/1\ntitle: Open\nstatus: accepted\nx: {of: see Buy Zeppelin Ltd}\noptions: [{title: Buy Zeppelin Ltd}]\noutcome: {option: buy-zeppelin-ltd, because: of Buy Zeppelin Ltd}\n" +
			"revisit-when: Zeppelin fleet flies\nlinks: [{depends-on: zeppelin-office}, {relates-to: 0052-zeppelin-fleet/README.md}, {relates-to: 0050-buy-zeppelin-ltd}]\n",
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	open := fstest.MapFS{}
	for name, f := range files {
		open[name] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(f.Data), "visibility: restricted\n", ""))}
	}
	told, _ := buildInMemory(t, Options{Log: openLog(t, open), Files: open, Theme: defaultTheme(t), Settings: &config.Settings{Decisions: []string{"decisions"}}})
	if n := len(tellers(told, "irship")); n < 5 {
		t.Errorf("only %d files tell of it where nothing is restricted: the test cannot fail", n)
	}
	for _, hide := range [][]string{nil, {"people", "profile"}} {
		o := Options{Log: openLog(t, files), Files: files, Theme: defaultTheme(t), AsOf: "2026-11-23", Templates: all, Catalogs: set.All(),
			Settings: &config.Settings{Title: "Without Buy Zeppelin Ltd", Decisions: []string{"decisions"}, Content: "content", BaseURL: "https://log.example/", Hide: hide}}
		o.Content, _ = fs.Sub(files, "content")
		out, findings := buildInMemory(t, o)
		for name, data := range out.Files() {
			text := strings.ToLower(readable(name, data))
			for _, word := range []string{"zeppelin", "airship", "2024-02-29", "2020-01-01"} {
				if at := strings.Index(text, word); at >= 0 {
					t.Errorf("hide %v: %s tells of it: …%.200s", hide, name, text[max(0, at-80):])
				}
				if strings.Contains(name, word) {
					t.Errorf("there is a file %s", name)
				}
			}
		}
		for _, f := range findings {
			if strings.Contains(strings.ToLower(f.String()), "zeppelin") {
				t.Errorf("a finding: %s", f)
			}
		}
		for _, name := range []string{"decisions/img/both.svg", "decisions/0060-open.html"} {
			if _, ok := out.Get(name); !ok {
				t.Errorf("%s is missing", name)
			}
		}
		home := pageOf(t, out, "index.html")
		got := home.texts(".log-all .row-restricted .row-number")
		slices.Sort(got)
		if want := []string{"", "0050", "0051", "0052"}; !slices.Equal(got, want) {
			t.Errorf("the log lists %q, want %q", got, want)
		}
		// The counts of a catalog's page are those of the open decisions alone.
		catalogs := pageOf(t, out, "catalogs/architecture-style.html")
		if !slices.ContainsFunc(catalogs.texts("li"), func(s string) bool { return strings.Contains(s, "accepted in 5 of our decisions") }) &&
			!strings.Contains(catalogs.text(), "accepted in 5 of our decisions") {
			t.Errorf("the catalog counts otherwise: %q", regexp.MustCompile(`[a-z]+ in [a-z0-9]+ of our decisions`).FindAllString(catalogs.text(), -1))
		}
		if page := pageOf(t, out, "decisions/0060-open.html"); len(page.all(".status-superseded")) == 0 {
			t.Error("what replaced it is restricted, and it is superseded all the same")
		}
	}
}

// TestLogInsideContent builds a site whose pages, and whose static files, lie
// around the log: decisions are shown by the log alone.
func TestLogInsideContent(t *testing.T) {
	fsys := fstest.MapFS{
		"decisions/0001-a.md":        {Data: []byte("# Open decision\n")},
		"decisions/0002-zeppelin.md": {Data: []byte("---\nvisibility: restricted\n---\n# Buy the Zeppelin\n")},
		"decisions/guide.txt":        {Data: []byte("a guide")},
		"about.md":                   {Data: []byte("# About\n")},
	}
	o := sample(t, fsys)
	o.Settings.Content, o.Settings.Static = ".", "."
	o.Content, o.Static = fsys, fsys
	out, _ := buildInMemory(t, o)
	for name, data := range out.Files() {
		if strings.Contains(strings.ToLower(string(data)), "zeppelin") || strings.Contains(name, "zeppelin") {
			t.Errorf("%s tells of the restricted decision", name)
		}
	}
	for name, want := range map[string]bool{"about.html": true, "decisions/0001-a.html": true, "decisions/guide.txt": true, "decisions/0001-a.md": true} {
		if _, ok := out.Get(name); ok != want {
			t.Errorf("%s: there is one: %v", name, ok)
		}
	}
}
