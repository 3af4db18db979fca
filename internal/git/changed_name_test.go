package git

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// changesIn is changes as words.
func changesIn(changes []FileChange) string {
	var out []string
	for _, c := range changes {
		text := map[Kind]string{Added: "+", Changed: "~", Removed: "-", Renamed: ">"}[c.Kind] + c.Path
		if c.From != "" {
			text += "<" + c.From
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

func TestChangedByName(t *testing.T) {
	r := newRepo(t)
	long := strings.Repeat("a line of this file\n", 20)
	r.write(map[string]string{"a.md": "a\n", "b.md": long, "c.md": "c\n", "sub/d.md": "d\n", "touched.md": "t\n", "odd\nname.md": "o\n", ".gitignore": "ignored*\n"})
	r.git("add", "-A")
	r.git("commit", "-qm", "base")
	base := r.git("rev-parse", "HEAD")
	r.git("checkout", "-qb", "side")
	r.git("mv", "b.md", "sub/b.md")
	r.git("rm", "-q", "c.md")
	r.write(map[string]string{"a.md": "b\n", "odd\nname.md": "p\n", "new.md": "n\n"})
	r.git("add", "-A")
	r.git("commit", "-qm", "side")
	r.write(map[string]string{"sub/d.md": "e\n", "untracked.md": "u\n", "ignored.md": "i\n", "touched.md": "t\n"})
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(filepath.Join(r.dir, "touched.md"), later, later); err != nil {
		t.Fatal(err)
	}
	repo, err := Open(t.Context(), r.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ from, to, want string }{
		{base, "side", "~a.md -c.md +new.md ~odd\nname.md >sub/b.md<b.md"},
		{"main", "", "~a.md -c.md +new.md ~odd\nname.md >sub/b.md<b.md ~sub/d.md +untracked.md"},
		{"side", "side", ""},
		{"side", "", "~sub/d.md +untracked.md"},
		{"side", "main", "~a.md >b.md<sub/b.md +c.md -new.md ~odd\nname.md"},
	} {
		got, err := repo.Changed(t.Context(), tt.from, tt.to)
		if err != nil || changesIn(got) != tt.want {
			t.Errorf("%s..%s: %q, want %q (%v)", tt.from, tt.to, changesIn(got), tt.want, err)
		}
	}
	below, err := Open(t.Context(), filepath.Join(r.dir, "sub"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := below.Changed(t.Context(), base, ""); changesIn(got) != "+b.md ~d.md" || err != nil {
		t.Errorf("below: %q %v", changesIn(got), err)
	}
	for _, ref := range []string{"none", "-x", "--output=x", "", "a\nb"} {
		if _, err := repo.Changed(t.Context(), ref, ""); !errors.Is(err, ErrNoCommit) {
			t.Errorf("%q: %v", ref, err)
		}
	}
	if _, err := os.Stat(filepath.Join(r.dir, "x")); err == nil {
		t.Error("a ref became an option")
	}
}

// Nothing that a repository asks for is run, whatever a file's time is.
func TestChangedRunsNoFilter(t *testing.T) {
	r := newRepo(t)
	r.write(map[string]string{"a.md": "a\n", "b.md": "b\n"})
	r.git("add", "-A")
	r.git("commit", "-qm", "base")
	ran := filepath.Join(t.TempDir(), "ran")
	r.write(map[string]string{".gitattributes": "* filter=evil diff=evil\n* filter=ev.il=x\n", "a.md": "c\n", "c.md": "n\n"})
	for _, key := range []string{"filter.evil.clean", "filter.ev.il=x.clean", "diff.evil.textconv", "diff.evil.command", "core.fsmonitor", "diff.external"} {
		r.git("config", key, "touch "+ran+"; cat")
	}
	r.git("config", "filter.evil.required", "true")
	r.git("config", "filter.evil.process", "touch "+ran)
	// A file as young as the index is read by git, to be sure.
	index := filepath.Join(r.dir, ".git", "index")
	now := time.Now()
	for _, name := range []string{filepath.Join(r.dir, "a.md"), filepath.Join(r.dir, "b.md"), index} {
		if err := os.Chtimes(name, now, now); err != nil {
			t.Fatal(err)
		}
	}
	for _, env := range [][]string{nil, {"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=filter.more.clean", "GIT_CONFIG_VALUE_0=touch " + ran}} {
		repo, err := Open(t.Context(), r.dir, env...)
		if err != nil {
			t.Fatal(err)
		}
		got, err := repo.Changed(t.Context(), "main", "")
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(got, func(c FileChange) bool { return c.Path == "a.md" && c.Kind == Changed }) {
			t.Errorf("%q", changesIn(got))
		}
		if _, err := os.Stat(ran); err == nil {
			t.Fatal("a program of the repository ran")
		}
	}
}
