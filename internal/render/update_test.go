package render

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/ratchet"
	"tradeoff/internal/record"
)

// variants are what each key of a random input may be; "" leaves it out.
var variants = map[string][]string{
	"title":           {"title: First\n", "title: Second, with `code` and a | pipe\n", "title: Third\n"},
	"status":          {"", "status: proposed\n", "status: draft\n"},
	"date":            {"", "date: 2026-11-23\n", "date: 2026-11-24\n"},
	"decision-makers": {"", "decision-makers: [a team]\n", "decision-makers: [a team, 'b: c']\n"},
	"tags":            {"", "tags: [x]\n", "tags: [x, y]\n"},
	"consulted":       {"", "consulted: [guild]\n"},
	"context":         {"", "context: One paragraph.\n", "context: |\n  Two.\n\n  ```text\n  ## no heading\n  ```\n\n  * a list\n"},
	"drivers":         {"", "drivers: [idle cost]\n", "drivers: [idle cost, '* a star', '# a hash']\n"},
	"options": {"", "tradeoffs: architecture-style\n", "tradeoffs: architecture-style\nprofile: {engineers: 8}\noptions: [{id: serverless}, {id: hybrid}]\n",
		"options:\n  - {title: Own, pros: [good], worst-cases: [{id: w, when: rain, what: wet}], judged: [{driver: idle cost, verdict: fits, because: none}]}\n  - {title: Other}\n"},
	"consequences": {"", "consequences: {good: [Fine.]}\n", "consequences: {bad: [Slow.], neutral: [Other.]}\n"},
	"confirmation": {"", "confirmation: A test.\n"},
	"sections":     {"", "sections: [{heading: Cost, text: Little.}]\n", "sections: [{heading: Cost, text: Much.}, {heading: Time, text: None.}]\n"},
	"links":        {"", "links: [{relates-to: 0001-other}]\n"},
	"review-by":    {"", "review-by: 2027-01-01\n"},
	"y-statement":  {"", "y-statement: {context: a, facing: b, decided: c, achieve: d, accepting: e}\n"},
	"x":            {"", "x: {Ticket: M-1}\n"},
}

// randomInput is an input of one variant of each key.
func randomInput(rng *rand.Rand, now map[string]string) string {
	keys := slices.Sorted(maps.Keys(variants))
	if len(now) == 0 {
		for _, key := range keys {
			now[key] = variants[key][rng.IntN(len(variants[key]))]
		}
	}
	for range 1 + rng.IntN(3) {
		key := keys[rng.IntN(len(keys))]
		now[key] = variants[key][rng.IntN(len(variants[key]))]
	}
	text := "format: tradeoff/1\n"
	for _, key := range keys {
		text += now[key]
	}
	return text
}

// userEdit puts something of a person's own into the record, outside of what
// render owns, and gives it back as it must be found later.
func userEdit(rng *rand.Rand, text string, n int) (edited, added string) {
	newline := "\n"
	if strings.Contains(text, "\r\n") {
		newline = "\r\n"
	}
	r := record.Parse("d/0002-x.md", []byte(text))
	if r.Front != nil && rng.IntN(5) == 0 {
		added = fmt.Sprintf("own-key-%d: [kept, %d]  # a remark%s", n, n, newline)
		return strings.Replace(text, newline+"---"+newline, newline+added+"---"+newline, 1), added
	}
	// After the title: each place where a line ends that is no block's.
	var places []int
	for i := r.Sections[0].Body; i <= len(text); i++ {
		if i < len(text) && text[i-1] != '\n' {
			continue
		}
		inside := slices.ContainsFunc(r.Blocks, func(b record.Block) bool { return b.Start < i && i < b.End })
		if !inside && text[i-1] == '\n' {
			places = append(places, i)
		}
	}
	at := places[rng.IntN(len(places))]
	kinds := []string{"A paragraph of ours %d,\non two lines.", "* an item %d\n  * below it\n", "> quoted %d", "```text\n<!-- tradeoff:fake-%d -->\n# code\n```", "| table %d | b |\n| --- | --- |\n| 1 | 2 |", "Hard  \nbreak %d", "#### A heading of ours %d"}
	added = strings.ReplaceAll(fmt.Sprintf(kinds[rng.IntN(len(kinds))], n), "\n", newline)
	return text[:at] + newline + added + newline + newline + text[at:], added
}

// Whatever an input turns into, and whatever people write between the blocks:
// every byte of theirs is still there after a render, and a second one changes
// nothing.
func TestUserBytesAreKept(t *testing.T) {
	for seed := range uint64(10) {
		rng := rand.New(rand.NewPCG(seed, 1))
		template := []string{"madr", "nygard", "y-statement"}[rng.IntN(3)]
		now := map[string]string{}
		// See TestDateAndTitle: a nygard record that gains its date with a new title breaks.
		input := func() string {
			text := randomInput(rng, now)
			if template == "nygard" && now["date"] == "" {
				now["date"] = variants["date"][1]
				text += now["date"]
			}
			return text
		}
		p := project{"d/0001-other.md": "# Other\n", "d/0002-x.yaml": input()}
		loaded := p.load(t)
		step := func() map[string]Result { return p.renderWith(t, loaded, builtInCatalogs, Options{Template: template}) }
		step()
		if rng.IntN(3) == 0 {
			p["d/0002-x.md"] = strings.ReplaceAll(p["d/0002-x.md"], "\n", "\r\n")
		}
		var kept []string
		for n := range 10 {
			if rng.IntN(2) == 0 {
				edited, added := userEdit(rng, p["d/0002-x.md"], int(seed)*100+n)
				if slices.ContainsFunc(kept, func(k string) bool { return !strings.Contains(edited, k) }) {
					continue // in the middle of an earlier one
				}
				p["d/0002-x.md"], kept = edited, append(kept, added)
			} else {
				p["d/0002-x.yaml"] = input()
			}
			before := p["d/0002-x.md"]
			res := step()["d/0002-x.md"]
			after := p["d/0002-x.md"]
			if len(res.Findings) > 0 {
				t.Fatalf("seed %d, step %d: %v\n%s", seed, n, res.Findings, before)
			}
			for _, added := range kept {
				if !strings.Contains(after, added) {
					t.Fatalf("seed %d, step %d: %q is lost\nbefore:\n%s\nafter:\n%s", seed, n, added, before, after)
				}
			}
			if strings.Contains(before, "\r\n") && strings.Contains(strings.ReplaceAll(after, "\r\n", ""), "\n") {
				t.Fatalf("seed %d, step %d: a line of a CRLF file ends in LF", seed, n)
			}
			if again := step()["d/0002-x.md"]; len(again.Changed) > 0 || p["d/0002-x.md"] != after {
				t.Fatalf("seed %d, step %d: rendered again, it changes %v\n%s", seed, n, again.Changed, cmp.Diff(after, p["d/0002-x.md"]))
			}
			// Each block holds what a record that is made anew holds.
			fresh := project{"d/0001-other.md": "# Other\n", "d/0002-x.yaml": p["d/0002-x.yaml"]}
			fresh.renderWith(t, loaded, builtInCatalogs, Options{Template: template})
			want := record.Parse("x.md", []byte(fresh["d/0002-x.md"]))
			got := record.Parse("x.md", []byte(after))
			for _, b := range want.Blocks {
				if have := got.Block(b.Name); have == nil || got.BlockBody(*have) != want.BlockBody(b) {
					t.Fatalf("seed %d, step %d: the block %s is not what the input says\n%s", seed, n, b.Name, after)
				}
			}
		}
	}
}

// A block that is new below the title comes there when the title changes too.
func TestDateAndTitle(t *testing.T) {
	p := project{"d/0002-x.yaml": "format: tradeoff/1\ntitle: X\n"}
	p.render(t, Options{Template: "nygard"})
	p["d/0002-x.yaml"] = "format: tradeoff/1\ntitle: Y\ndate: 2026-11-23\n"
	p.render(t, Options{Template: "nygard"})
	var err error
	if got := p["d/0002-x.md"]; strings.Count(got, "# 2. Y") != 1 || strings.Count(got, "## Status") != 1 {
		err = fmt.Errorf("title and status stand twice:\n%s", got)
	}
	if err != nil {
		t.Error(err)
	}
}

// one is a project of one decision that was rendered.
func one(t *testing.T, input string) project {
	t.Helper()
	p := project{"d/0002-x.yaml": "format: tradeoff/1\ntitle: X\nstatus: proposed\n" + input}
	if res := p.render(t, Options{})["d/0002-x.md"]; len(res.Findings) > 0 {
		t.Fatal(res.Findings)
	}
	return p
}

// Each section that an input may gain later comes where a record that is made
// anew has it.
func TestInsertions(t *testing.T) {
	for _, tt := range []struct{ name, input, block, heading, before string }{
		{"context", "context: C\n", "context", "Context and Problem Statement", "Decision Outcome"},
		{"drivers", "drivers: [d]\n", "drivers", "Decision Drivers", "Decision Outcome"},
		{"options", "options: [{title: O}]\n", "options", "Considered Options", "Decision Outcome"},
		{"consequences", "consequences: {good: [g]}\n", "consequences", "Consequences", "Confirmation"},
		{"confirmation", "confirmation: c\n", "confirmation", "Confirmation", "More Information"},
		{"factors", "drivers: [d]\noptions: [{title: O, judged: [{driver: d, verdict: fits, because: b}]}]\n", "factors", "How the Options Compare", "Worst Cases"},
		{"worst cases", "options: [{title: O}]\n", "worst-cases", "Worst Cases", "More Information"},
		{"answers", "options: [{title: O}]\noutcome: {option: o, because: b}\n", "answers", "Answers to the Worst Cases", "More Information"},
		{"pros and cons", "options: [{title: O, pros: [p]}]\n", "pros-and-cons", "Pros and Cons of the Options", "More Information"},
		{"a section", "sections: [{heading: Cost, text: t}]\n", "section-cost", "Cost", "More Information"},
		{"information", "review-by: 2027-01-01\n", "information", "More Information", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := one(t, "")
			p["d/0002-x.yaml"] += tt.input
			res := p.render(t, Options{})["d/0002-x.md"]
			if len(res.Findings) > 0 || !slices.Contains(res.Changed, tt.block) {
				t.Fatalf("changed %v: %v", res.Changed, res.Findings)
			}
			text := p["d/0002-x.md"]
			head := strings.Index(text, "# "+tt.heading+"\n")
			block := strings.Index(text, "<!-- tradeoff:"+tt.block+" ")
			after := len(text)
			if tt.before != "" {
				after = strings.Index(text, "# "+tt.before+"\n")
			}
			if strings.HasPrefix(tt.block, "section-") {
				head, block = block, head // its heading is the team's, and stands in the block
			}
			if head < 0 || block < head || after < block {
				t.Errorf("heading at %d, block at %d, what follows at %d\n%s", head, block, after, text)
			}
			fresh := one(t, tt.input)
			if diff := cmp.Diff(fresh["d/0002-x.md"], text); diff != "" {
				t.Errorf("it is not as a new record: %s", diff)
			}
		})
	}
}

// A comment of a person's own is no placeholder of ours.
func TestCommentIsKept(t *testing.T) {
	p := one(t, "")
	p["d/0002-x.md"] = strings.Replace(p["d/0002-x.md"], "### Consequences\n", "### Consequences\n\n<!-- ask Anna before this is decided -->\n", 1)
	p["d/0002-x.yaml"] += "consequences: {good: [g]}\n"
	p.render(t, Options{})
	var err error
	if !strings.Contains(p["d/0002-x.md"], "ask Anna") {
		err = errors.New("the comment is gone")
	}
	if err != nil {
		t.Error(err)
	}
}

// A heading follows the input as the text below it does.
func TestSectionHeadings(t *testing.T) {
	for _, tt := range []struct{ name, before, after, want, fault string }{
		{"renamed", "sections: [{heading: Cost, text: t}]\n", "sections: [{heading: Price, text: t}]\n", "## Price\n", ""},
		{"the first one left out", "sections: [{heading: Cost, text: money}, {heading: Time, text: hours}]\n", "sections: [{heading: Time, text: hours}]\n", "## Time\n\nhours\n", ""},
		{"turned round", "sections: [{heading: Cost, text: money}, {heading: Time, text: hours}]\n", "sections: [{heading: Time, text: hours}, {heading: Cost, text: money}]\n", "## Cost\n\nmoney\n", ""},
	} {
		p := one(t, tt.before)
		p["d/0002-x.yaml"] = strings.Replace(p["d/0002-x.yaml"], tt.before, tt.after, 1)
		res := p.render(t, Options{})["d/0002-x.md"]
		var err error
		if !strings.Contains(p["d/0002-x.md"], tt.want) {
			err = fmt.Errorf("changed %v:\n%s", res.Changed, p["d/0002-x.md"][strings.Index(p["d/0002-x.md"], "### Confirmation"):])
		}
		ratchet.Known(t, tt.fault, err)
	}
}

// What belongs to the input is found where it was edited by hand, left as it is,
// and taken back when asked.
func TestEditedByHand(t *testing.T) {
	const in = "date: 2026-11-23\ncontext: Words of the input.\ndrivers: [d]\n"
	for _, tt := range []struct{ name, old, new, want string }{
		{"a block", "Words of the input.", "Words of mine.", "d/0002-x.md:16:1: the block context was edited by hand"},
		{"the title", "# X", "# Y", "d/0002-x.md:6:"},
		{"the status", "status: proposed", "status: accepted", "d/0002-x.md:2:"},
		{"the date", "date: 2026-11-23", "date: 2026-11-24", "d/0002-x.md:3:"},
		{"a key of ours", "date: 2026-11-23", "date: 2026-11-23\ntags: [mine]", "the front matter's tags was edited by hand"},
		{"a block emptied", "Words of the input.\n\n", "", "the block context was edited by hand"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := one(t, in)
			rendered := p["d/0002-x.md"]
			p["d/0002-x.md"] = strings.Replace(rendered, tt.old, tt.new, 1)
			edited := p["d/0002-x.md"]
			for range 2 {
				res := p.render(t, Options{})["d/0002-x.md"]
				if len(res.Edited) != 1 || res.Edited[0].Rule != "block-edited" || res.Edited[0].Hint == "" || !strings.Contains(res.Edited[0].String(), tt.want) {
					t.Fatalf("found %v, want %s", res.Edited, tt.want)
				}
				if p["d/0002-x.md"] != edited {
					t.Fatalf("it was changed: %s", cmp.Diff(edited, p["d/0002-x.md"]))
				}
			}
			// The other parts still follow the input.
			p["d/0002-x.yaml"] = strings.Replace(p["d/0002-x.yaml"], "drivers: [d]", "drivers: [e]", 1)
			res := p.render(t, Options{})["d/0002-x.md"]
			if len(res.Edited) != 1 || !slices.Contains(res.Changed, "drivers") || !strings.Contains(p["d/0002-x.md"], "* e\n") {
				t.Errorf("%v %v", res.Edited, res.Changed)
			}
			p["d/0002-x.yaml"] = strings.Replace(p["d/0002-x.yaml"], "drivers: [e]", "drivers: [d]", 1)
			if res := p.render(t, Options{Force: true})["d/0002-x.md"]; len(res.Findings) > 0 {
				t.Fatal(res.Findings)
			}
			if diff := cmp.Diff(rendered, p["d/0002-x.md"]); diff != "" {
				t.Errorf("taken back, it is not what it was: %s", diff)
			}
		})
	}
}

// Where the input says the same as the hand, nothing is wrong.
func TestEditedAlike(t *testing.T) {
	p := one(t, "context: Old.\n")
	p["d/0002-x.md"] = strings.NewReplacer("Old.", "New.", "# X", "# Y").Replace(p["d/0002-x.md"])
	p["d/0002-x.yaml"] = strings.NewReplacer("Old.", "New.", "title: X", "title: Y").Replace(p["d/0002-x.yaml"])
	res := p.render(t, Options{})["d/0002-x.md"]
	if len(res.Findings) > 0 {
		t.Error(res.Findings)
	}
	if res = p.render(t, Options{})["d/0002-x.md"]; len(res.Changed)+len(res.Findings) > 0 {
		t.Errorf("%v %v", res.Changed, res.Findings)
	}
}

// Words that people put before the title are theirs.
func TestTextBeforeTheTitle(t *testing.T) {
	for _, tt := range []struct{ name, text, fault string }{
		{"a paragraph", "A notice.\n\n", ""},
		{"a heading", "## A notice\n\n", ""},
	} {
		p := one(t, "")
		p["d/0002-x.md"] = strings.Replace(p["d/0002-x.md"], "# X\n", tt.text+"# X\n", 1)
		res := p.render(t, Options{})["d/0002-x.md"]
		var err error
		if len(res.Findings) > 0 {
			err = errors.New(res.Findings[0].String())
		}
		ratchet.Known(t, tt.fault, err)
	}
}

// A closing mark or a front matter that somebody deleted comes back.
func TestDeletedMark(t *testing.T) {
	p := one(t, "context: C\n")
	whole := p["d/0002-x.md"]
	p["d/0002-x.md"] = whole[:strings.Index(whole, "<!-- /tradeoff head=")]
	res := p.render(t, Options{})["d/0002-x.md"]
	if diff := cmp.Diff([]string{"closing mark"}, res.Changed); diff != "" || len(res.Findings) > 0 {
		t.Errorf("%s %v", diff, res.Findings)
	}
	if res = p.render(t, Options{})["d/0002-x.md"]; len(res.Changed)+len(res.Findings) > 0 {
		t.Errorf("again: %v %v", res.Changed, res.Findings)
	}
}

// A record whose marks do not pair is left alone, and says so.
func TestBrokenMarks(t *testing.T) {
	p := one(t, "context: C\n")
	p["d/0002-x.md"] = strings.Replace(p["d/0002-x.md"], "<!-- /tradeoff:context -->\n", "", 1)
	before := p["d/0002-x.md"]
	res := p.render(t, Options{Force: true})["d/0002-x.md"]
	if !res.Findings.HasErrors() || p["d/0002-x.md"] != before {
		t.Errorf("%v", res.Findings)
	}
}

// What others state of a settled decision comes into its record, and nothing else
// does, whatever the template has become since.
func TestSettledTellsOfOthers(t *testing.T) {
	p := project{"d/0001-a.yaml": "format: tradeoff/1\ntitle: A\nstatus: accepted\ndate: 2026-11-01\noptions: [{title: One}, {title: Two}]\noutcome: {option: one, because: it is there}\n"}
	p.render(t, Options{Today: "2026-11-01"})
	before := p["d/0001-a.md"]
	p["d/0001-a.md"] = strings.Replace(before, "<!-- tradeoff:options", "Words of a person.\n\n<!-- tradeoff:options", 1)

	// Something that only relates to it does not make it stale by itself …
	p["d/0002-b.md"] = "---\nstatus: accepted\n---\n# B\n\n## More Information\n\n* Depends on [A](0001-a.md)\n"
	kept := p["d/0001-a.md"]
	p.render(t, Options{})
	if p["d/0001-a.md"] != kept {
		t.Errorf("a relation alone changed it:\n%s", cmp.Diff(kept, p["d/0001-a.md"]))
	}
	// … unless it is asked for, as the command that states it does.
	p.render(t, Options{Relations: true})
	if got := p["d/0001-a.md"]; !strings.Contains(got, "* Needed by [0002 B](0002-b.md)") || !strings.Contains(got, "Words of a person.") || !strings.Contains(got, "status: accepted\n") {
		t.Errorf("it reads\n%s", got)
	}
	// A successor takes it out of force.
	p["d/0003-c.md"] = "---\nstatus: accepted\n---\n# C\n\n## More Information\n\n* Supersedes [A](0001-a.md)\n"
	p.render(t, Options{})
	got := p["d/0001-a.md"]
	if !strings.Contains(got, "status: superseded by ADR-0003\n") || !strings.Contains(got, "* Superseded by [0003 C](0003-c.md)") || !strings.Contains(got, "Words of a person.") {
		t.Errorf("it reads\n%s", got)
	}
	for line := range strings.Lines(before) {
		if !strings.Contains(got, line) && !strings.HasPrefix(line, "status:") && !strings.HasPrefix(line, "<!-- /tradeoff ") && !strings.HasPrefix(line, "<!-- Links") && !strings.HasPrefix(line, "<!-- tradeoff:information") {
			t.Errorf("the line %q is gone", line)
		}
	}
	p.render(t, Options{})
	if p["d/0001-a.md"] != got {
		t.Error("a second rendering changes it again")
	}
}
