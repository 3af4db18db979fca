package input_test

import (
	"fmt"
	"strings"
	"testing"

	"tradeoff/content"
	"tradeoff/internal/catalog"
	"tradeoff/internal/diag"
	"tradeoff/internal/input"
	"tradeoff/internal/ratchet"
)

func catalogs(t testing.TB) catalog.Set {
	t.Helper()
	set, findings := catalog.LoadAll(catalog.Folder{FS: content.FS, Dir: "tradeoffs"})
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return set
}

func TestCheck(t *testing.T) {
	const with = "tradeoffs: architecture-style\n"
	for _, tt := range []struct{ name, text, want, fault string }{
		{"nothing", "", "", ""},
		{"a catalog", with + "profile: {engineers: 8, runtime: jvm}\n", "", ""},
		{"a whole input", with + "options: [{id: serverless}, {title: A worker}]\noutcome: {option: a-worker, because: b}\n", "", ""},
		{"all of the catalog's", with + "outcome: {option: hybrid, because: b, answers: [{worst-case: lock-in, answer: mitigated, because: b}]}\n", "", ""},

		{"no such catalog", "tradeoffs: architecture-stile\n", "3:12: tradeoffs: no catalog \"architecture-stile\" [unknown-value]", ""},
		{"a profile for nobody", "profile: {engineers: 8}\n", "3:10: profile: a profile answers a catalog's questions, and none is named [missing-key]", ""},
		{"no such field", with + "profile:\n  engineer: 8\n", "5:3: profile.engineer: there is no key engineer [unknown-key]", ""},
		{"a capital field", with + "profile:\n  Engineers: 8\n", "5:3: profile.Engineers: keys are in lower case with hyphens, and Engineers is not [capital-key]", ""},
		{"half an engineer", with + "profile: {engineers: 8.5}\n", "4:22: profile.engineers: expected a whole number, found a number [wrong-type]", ""},
		{"no engineer", with + "profile: {engineers: 0}\n", "4:22: profile.engineers: 0 is not from 1 to 100000 [out-of-bounds]", ""},
		{"a range that runs backwards", with + "profile: {engineers: 14..8}\n", "4:22: profile.engineers: the range 14..8 runs backwards [bad-range]", ""},
		{"yes", with + "profile: {free-tier: yes}\n", "4:22: profile.free-tier: expected true or false, found text [wrong-type]", ""},
		{"no such word", with + "profile: {runtime: go}\n", "4:20: profile.runtime: \"go\" is not one of the words allowed here [unknown-value]", ""},
		{"a list", with + "profile: [engineers]\n", "4:10: profile: expected a map of keys, found a list [wrong-type]", ""},

		{"an option of neither", with + "options: [{pros: [a]}]\n", "4:11: options[0]: an option needs an id of the catalog or a title of its own [missing-key]", ""},
		{"no such option", with + "options: [{id: serverles}]\n", "4:16: options[0].id: no option \"serverles\" in the catalog architecture-style [unknown-value]", ""},
		{"an own option without a title", "options: [{id: own}]\n", "3:11: options[0]: an option of your own needs a title [missing-key]", ""},
		{"two of one id", "options: [{title: A worker}, {id: a-worker, title: B}]\n", "3:30: options[1]: the option a-worker stands here twice [duplicate-key]", ""},
		{"two worst cases of one id", "options: [{title: A, worst-cases: [{id: w, when: a, what: b}, {id: w, when: c, what: d}]}]\n", "3:68: options[0].worst-cases[1].id: the worst case w stands here twice [duplicate-key]", ""},
		{"a worst case with the id of the catalog's", with + "options: [{id: serverless, worst-cases: [{id: cold-start, when: a, what: b}]}]\n", "[duplicate-key]",
			""},
		{"measured without a catalog", "options: [{title: A, measured: [{factor: f, value: v, verdict: fits, source: s}]}]\n", "3:42: options[0].measured[0].factor: no factor \"f\" that a measurement decides [unknown-value]", ""},
		{"no such factor", with + "options: [{id: serverless, measured: [{factor: coldstart, value: v, verdict: fits, source: s}]}]\n", "4:48: options[0].measured[0].factor: no factor \"coldstart\" that a measurement decides [unknown-value]", ""},
		{"measured of an own option", with + "options: [{title: A, measured: [{factor: cold-start, value: v, verdict: fits, source: s}]}]\n", "4:33: options[0].measured[0]: a measurement overrides a catalog's verdict, and this option has none [unknown-value]", ""},
		{"measured of a trait", with + "options: [{id: serverless, measured: [{factor: best-for, value: v, verdict: fits, source: s}]}]\n", "options[0].measured[0]",
			""},
		{"judged where the catalog judges", with + "options: [{id: serverless, judged: [{driver: team-size, verdict: breaks, because: b}]}]\n", "options[0].judged[0]",
			""},
		{"a title without Latin letters", "options: [{title: Größe}, {title: 大きさ}]\noutcome: {option: groesse, because: b}\n", "", ""},

		{"chosen from elsewhere", with + "outcome: {option: worker, because: b}\n", "4:19: outcome.option: \"worker\" is not among the options [unknown-value]", ""},
		{"chosen without being listed", with + "options: [{id: monolith}]\noutcome: {option: serverless, because: b}\n", "5:19: outcome.option: \"serverless\" is not among the options [unknown-value]", ""},
		{"answers without a choice", with + "outcome: {answers: [{worst-case: lock-in, answer: mitigated, because: b}]}\n", "4:10: outcome: answers belong to a chosen option, and none is [missing-key]", ""},
		{"settled without a reason", with + "status: accepted\noutcome: {option: monolith}\n", "outcome.because: a settled decision says why [missing-key]", ""},
		{"accepted without a choice", with + "status: accepted\n", "a.yaml:1:1: outcome: an accepted decision says which option it chose [chosen-option]", ""},
		{"settled without a choice", with + "status: accepted\ndecided-with: {date: 2026-11-23}\n", "warning: outcome: an accepted decision says which option it chose [chosen-option]", ""},
		{"accepted without options", "status: accepted\n", "warning: outcome: an accepted decision says what was decided [missing-key]", ""},
		{"rejected without a choice", with + "status: rejected\n", "", ""},
		{"proposed without a reason", with + "status: proposed\noutcome: {option: monolith}\n", "", ""},
		{"answered twice", with + "outcome: {option: serverless, because: b, answers: [{worst-case: lock-in, answer: mitigated, because: b}, {worst-case: lock-in, answer: mitigated, because: c}]}\n",
			"outcome.answers[1].worst-case: lock-in is answered already [duplicate-key]", ""},
		{"an answer to another's worst case", with + "outcome: {option: monolith, because: b, answers: [{worst-case: lock-in, answer: mitigated, because: b}]}\n",
			"outcome.answers[0].worst-case: Monolith has no worst case \"lock-in\" [unknown-value]", ""},
		{"accepted by nobody", with + "outcome: {option: serverless, because: b, answers: [{worst-case: lock-in, answer: accepted, because: b}]}\n",
			"outcome.answers[0]: somebody accepts a worst case, and nobody is named [missing-key]", ""},
		{"a watch of both", with + "outcome: {option: serverless, because: b, answers: [{worst-case: lock-in, answer: mitigated, because: b, watch: {field: engineers, above: 1, below: 2}}]}\n",
			"outcome.answers[0].watch: a watch is above a figure or below one [missing-key]", ""},
		{"a watch of neither", with + "outcome: {option: serverless, because: b, answers: [{worst-case: lock-in, answer: mitigated, because: b, watch: {field: engineers}}]}\n",
			"outcome.answers[0].watch: a watch is above a figure or below one [missing-key]", ""},
		{"a watch of no number", with + "outcome: {option: serverless, because: b, answers: [{worst-case: lock-in, answer: mitigated, because: b, watch: {field: runtime, above: 1}}]}\n",
			"outcome.answers[0].watch.field: no field \"runtime\" that holds a number [unknown-value]", ""},
		{"built some day", "realised: soon\n", "3:11: realised: \"soon\" says not how far it is built [unknown-value]", ""},
		{"built on a day", "realised: 2026-11-23\n", "", ""},
		{"not built", "realised: none\n", "", ""},

		{"what was decided stands", "tradeoffs: gone\nstatus: accepted\noutcome: {because: b}\nprofile: {anything: 1}\ndecided-with: {date: 2026-11-23}\n", "", ""},
		{"an open decision does not stand on old ground", with + "status: proposed\nprofile: {engineer: 8}\ndecided-with: {date: 2026-11-23}\n", "profile.engineer: there is no key engineer",
			""},
		{"a settled decision's own words are checked", with + "status: accepted\noutcome: {option: nobody, because: b}\ndecided-with: {date: 2026-11-23}\n", "outcome.option",
			""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := input.Parse("a.yaml", []byte("format: tradeoff/1\ntitle: X\n"+tt.text), nil)
			var got []string
			for _, f := range append(in.Findings, in.Check(catalogs(t))...) {
				if f.Severity == diag.Note {
					continue // worst cases that are still to be answered: TestUnanswered
				}
				got = append(got, f.String())
				if f.Line == 0 || f.Hint == "" && strings.HasPrefix(f.Rule, "missing") {
					t.Errorf("without a line or a hint: %v", f)
				}
			}
			text := strings.Join(got, "\n")
			var err error
			if tt.want == "" && text != "" || !strings.Contains(text, tt.want) || strings.HasPrefix(tt.want, "3:") && !strings.HasPrefix(text, "a.yaml:"+tt.want) {
				err = fmt.Errorf("found %q, want %q", text, tt.want)
			}
			ratchet.Known(t, tt.fault, err)
		})
	}
}
