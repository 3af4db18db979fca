package git

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What a merge brings has the day of the commit on its branch.
func TestFirstCommitsMerges(t *testing.T) {
	t.Parallel()
	base := map[string]string{"d/base.md": text("base"), "d/one.md": text("one"), "d/two.md": text("two")}
	const all = "2020-01-01" // of base
	tests := []struct {
		name string
		do   func(r repo)
		want map[string]string // beside base
		gone []string          // of base
	}{
		{"added on a branch", func(r repo) {
			r.git("checkout", "-q", "-b", "side")
			r.on("2020-02-02", map[string]string{"d/x.md": text("x")})
			r.git("checkout", "-q", "main")
			r.on("2020-03-03", map[string]string{"d/y.md": text("y")})
			r.merge("side")
			r.on("2020-04-04", nil)
		}, map[string]string{"d/x.md": "2020-02-02", "d/y.md": "2020-03-03"}, nil},
		{"added on three branches, merged at once", func(r repo) {
			for i, name := range []string{"s1", "s2", "s3"} {
				r.git("checkout", "-q", "-b", name, "main")
				r.on(fmt.Sprintf("2020-02-0%d", i+1), map[string]string{"d/" + name + ".md": text(name), "d/base.md": text("base") + text("edit")})
			}
			r.git("checkout", "-q", "main")
			r.merge("s1", "s2", "s3")
			r.on("2020-04-04", nil)
		}, map[string]string{"d/s1.md": "2020-02-01", "d/s2.md": "2020-02-02", "d/s3.md": "2020-02-03"}, nil},
		{"added by the merge itself", func(r repo) {
			r.git("checkout", "-q", "-b", "side")
			r.on("2020-02-02", map[string]string{"other": "x"})
			r.git("checkout", "-q", "main")
			r.merge("side")
			r.on("2020-04-04", map[string]string{"d/evil.md": text("evil")})
		}, map[string]string{"d/evil.md": "2020-04-04"}, nil},
		{"renamed by the merge itself, as where two have one number", func(r repo) {
			r.git("checkout", "-q", "-b", "side")
			r.on("2020-02-02", map[string]string{"d/0007-x.md": text("x")})
			r.git("checkout", "-q", "main")
			r.on("2020-03-03", map[string]string{"d/0007-y.md": text("y")})
			r.merge("side")
			r.git("mv", "d/0007-x.md", "d/0008-x.md")
			r.on("2020-04-04", nil)
		}, map[string]string{"d/0008-x.md": "2020-02-02", "d/0007-y.md": "2020-03-03"}, nil},
		{"renamed on a branch, edited on the other", func(r repo) {
			r.git("checkout", "-q", "-b", "side")
			r.git("mv", "d/one.md", "d/renamed.md")
			r.on("2020-02-02", nil)
			r.git("checkout", "-q", "main")
			r.on("2020-03-03", map[string]string{"d/one.md": text("one") + "more\n"})
			r.merge("side")
			r.on("2020-04-04", nil)
		}, map[string]string{"d/renamed.md": all}, []string{"d/one.md"}},
		{"one in another's place on a branch is no rename at the merge", func(r repo) {
			r.git("checkout", "-q", "-b", "side")
			r.git("rm", "-q", "d/one.md")
			r.on("2020-02-02", nil)
			r.on("2020-03-03", map[string]string{"d/like-one.md": text("one") + "more\n"})
			r.git("checkout", "-q", "main")
			r.on("2020-03-04", map[string]string{"other": "x"})
			r.merge("side")
			r.on("2020-04-04", nil)
		}, map[string]string{"d/like-one.md": "2020-03-03"}, []string{"d/one.md"}},
		{"added on both", func(r repo) {
			r.git("checkout", "-q", "-b", "side")
			r.on("2020-02-02", map[string]string{"d/x.md": text("x")})
			r.git("checkout", "-q", "main")
			r.on("2020-03-03", map[string]string{"d/x.md": text("x")})
			r.merge("side")
			r.on("2020-04-04", nil)
		}, map[string]string{"d/x.md": "2020-02-02"}, nil},
		{"added on both, differently", func(r repo) {
			r.git("checkout", "-q", "-b", "side")
			r.on("2020-03-03", map[string]string{"d/x.md": text("x")})
			r.git("checkout", "-q", "main")
			r.on("2020-02-02", map[string]string{"d/x.md": text("y")})
			r.merge("-X", "ours", "side")
			r.on("2020-04-04", map[string]string{"d/x.md": text("x") + text("y")})
		}, map[string]string{"d/x.md": "2020-02-02"}, nil},
		{"an old branch does not bring back the day before a deletion", func(r repo) {
			r.git("checkout", "-q", "-b", "side")
			r.on("2020-02-02", map[string]string{"d/x.md": text("x")})
			r.git("checkout", "-q", "main")
			r.git("rm", "-q", "d/one.md")
			r.on("2020-03-03", nil)
			r.on("2020-04-04", map[string]string{"d/one.md": text("one") + "anew\n"})
			r.merge("side")
			r.on("2020-05-05", nil)
		}, map[string]string{"d/x.md": "2020-02-02", "d/one.md": "2020-04-04"}, nil},
		{"a slip on a branch that it undoes", func(r repo) {
			r.git("checkout", "-q", "-b", "side")
			r.git("rm", "-q", "d/one.md")
			r.on("2020-02-02", nil)
			r.on("2020-03-03", map[string]string{"d/one.md": text("one"), "d/x.md": text("x")})
			r.git("checkout", "-q", "main")
			r.merge("side")
			r.on("2020-05-05", nil)
		}, map[string]string{"d/x.md": "2020-03-03"}, nil},
		{"two that were one", func(r repo) {
			r.git("checkout", "-q", "-b", "side")
			r.git("mv", "d/one.md", "d/side.md")
			r.on("2020-02-02", nil)
			r.git("checkout", "-q", "main")
			r.git("mv", "d/one.md", "d/main.md")
			r.on("2020-03-03", nil)
			r.merge("-s", "ours", "side")
			r.on("2020-05-05", map[string]string{"d/side.md": text("one")})
		}, map[string]string{"d/side.md": all, "d/main.md": all}, []string{"d/one.md"}},
		{"a history of its own", func(r repo) {
			r.git("checkout", "-q", "--orphan", "side")
			r.git("rm", "-rfq", ".")
			r.on("2019-01-01", map[string]string{"d/x.md": text("x")})
			r.git("checkout", "-q", "main")
			r.merge("--allow-unrelated-histories", "side")
			r.on("2020-05-05", nil)
		}, map[string]string{"d/x.md": "2019-01-01"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newRepo(t)
			r.on(all, base)
			tt.do(r)
			want := map[string]string{}
			for name := range base {
				want[name] = all
			}
			for _, name := range tt.gone {
				delete(want, name)
			}
			for name, day := range tt.want {
				want[name] = day
			}
			r.wantFirst("", []string{"d"}, want)
		})
	}
}

// A random history: what is found going back is what was kept going
// forward.
func TestFirstCommitsRandom(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		r := newRepo(t)
		in, want := randomHistory(rand.New(rand.NewPCG(seed, 0)), 150)
		r.gitIn(r.dir, in, "fast-import", "--quiet", "--force")
		got, err := r.open("").History(context.Background(), []string{"d"})
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]past{}
		for name, f := range got.Files {
			p := past{first: f.First}
			for _, i := range f.all {
				n, err := strconv.Atoi(got.commits[i].Subject)
				if err != nil {
					t.Fatal(err)
				}
				p.changes = append(p.changes, n)
			}
			slices.Sort(p.changes)
			all[name] = p
		}
		if d := cmp.Diff(want, all, cmp.AllowUnexported(past{})); d != "" {
			t.Errorf("seed %d (-want +got):\n%s", seed, d)
		}
	}
}

// past is what is known of a file: its first day and the numbers of the commits
// that changed it, sorted.
type past struct {
	first   string
	changes []int
}

// randomHistory makes n commits for fast-import, of which many are merges, and
// tells the past of the last one's files. No two files are alike, and a commit
// renames, adds, edits or deletes a few of them, or none. Its number is its message.
func randomHistory(random *rand.Rand, n int) (string, map[string]past) {
	type version struct {
		text, day string
		changes   []int
	}
	var in strings.Builder
	commits := []map[string]version{{}}
	open := []int{0} // commits that no later one has as a parent
	count := 0
	for i := 1; i <= n; i++ {
		parents := []int{open[random.IntN(len(open))]}
		switch {
		case i == n:
			parents = slices.Clone(open) // so that all of it is HEAD's history
		case random.IntN(4) == 0:
			parents[0] = random.IntN(len(commits)) // begins a branch
		case random.IntN(3) == 0:
			parents = append(parents, open[random.IntN(len(open))])
		}
		slices.Sort(parents)
		parents = slices.Compact(parents)
		if len(parents) > 1 && parents[0] == 0 {
			parents = parents[1:] // 0 is no commit
		}
		when := time.Date(2020, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, random.IntN(3000))
		day := when.Format(time.DateOnly)
		files := map[string]version{}
		for _, p := range slices.Backward(parents) { // the first wins, as with -X ours
			maps.Copy(files, commits[p])
		}
		for name, v := range files {
			for _, p := range parents {
				if o := commits[p][name]; o.text == v.text {
					v.day = min(v.day, o.day)
					v.changes = slices.Concat(v.changes, o.changes)
				}
			}
			slices.Sort(v.changes)
			v.changes = slices.Compact(v.changes)
			files[name] = v
		}
		if len(parents) == 1 {
			for range random.IntN(3) {
				names := slices.Sorted(maps.Keys(files))
				if len(names) == 0 || random.IntN(2) == 0 {
					count++
					// A name that is free may have been another file's.
					if name := fmt.Sprintf("d/%d.md", random.IntN(12)); files[name].text == "" && commits[parents[0]][name].text == "" {
						files[name] = version{text(fmt.Sprint(count)), day, []int{i}}
					}
					continue
				}
				name := names[random.IntN(len(names))]
				v := files[name]
				if slices.Contains(v.changes, i) {
					continue // once is enough
				}
				v.changes = append(slices.Clone(v.changes), i)
				if random.IntN(3) == 0 && len(v.changes) < 8 { // more would leave nothing of it
					v.text += fmt.Sprintf("edited in %d\n", i)
					files[name] = v
					continue
				}
				delete(files, name)
				if to := fmt.Sprintf("d/%d.md", random.IntN(12)); random.IntN(2) == 0 && files[to].text == "" && commits[parents[0]][to].text == "" {
					files[to] = v
				}
			}
		}
		commits = append(commits, files)
		open = slices.DeleteFunc(open, func(c int) bool { return slices.Contains(parents, c) })
		open = append(open, i)

		if parents[0] == 0 {
			in.WriteString("reset refs/heads/main\n") // else the parent is the commit before
		}
		fmt.Fprintf(&in, "commit refs/heads/main\nmark :%d\nauthor A <a@b> %d +0000\ncommitter A <a@b> 1700000000 +0000\ndata %d\n%d\n", i, when.Unix(), len(fmt.Sprint(i)), i)
		for j, p := range parents {
			if p > 0 {
				fmt.Fprintf(&in, "%s :%d\n", []string{"from", "merge"}[min(j, 1)], p)
			}
		}
		in.WriteString("deleteall\n")
		for _, name := range slices.Sorted(maps.Keys(files)) {
			fmt.Fprintf(&in, "M 644 inline %s\ndata %d\n%s\n", name, len(files[name].text), files[name].text)
		}
		in.WriteString("\n")
	}
	want := map[string]past{}
	for name, v := range commits[n] {
		want[name] = past{v.day, v.changes}
	}
	return in.String(), want
}
