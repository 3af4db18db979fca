package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tradeoff/internal/cli"
)

// showcase is a project that has every kind of page and every construct of
// Markdown, built several ways. It is built once for all tests.
type showcase struct {
	project string            // its folder, a git repository
	sites   map[string]string // the folder of each site
}

// The ways that the showcase is built.
const (
	plainSite = "plain" // as it stands
	rtlSite   = "rtl"   // in a language that is written from right to left
	basedSite = "based" // with a base URL
	emptySite = "empty" // of a log in which nothing is decided
)

// showcaseBase is the base URL of basedSite.
const showcaseBase = "https://docs.example.org/team/log/"

var builtShowcase = sync.OnceValues(func() (*showcase, error) {
	root, err := os.MkdirTemp("", "showcase")
	if err != nil {
		return nil, err
	}
	leaveBehind = append(leaveBehind, func() { os.RemoveAll(root) })
	s := &showcase{project: filepath.Join(root, "project"), sites: map[string]string{}}
	if err := os.CopyFS(s.project, os.DirFS("testdata/showcase")); err != nil {
		return nil, err
	}
	if err := s.fill(); err != nil {
		return nil, err
	}
	empty := filepath.Join(root, "nothing")
	if err := os.Mkdir(empty, 0o777); err != nil {
		return nil, err
	}
	for _, step := range []struct {
		dir, site string
		env       []string
		args      []string
	}{
		{dir: s.project, args: []string{"render"}},
		{dir: s.project, site: plainSite},
		{dir: s.project, site: rtlSite, env: []string{"TRADEOFF_SITE_LANGUAGE=ar"}},
		{dir: s.project, site: basedSite, args: []string{"--base-url", showcaseBase}},
		{dir: empty, args: []string{"init"}},
		{dir: empty, site: emptySite},
	} {
		args := step.args
		if step.site != "" {
			s.sites[step.site] = filepath.Join(root, "sites", step.site)
			args = append([]string{"build", "--output", s.sites[step.site]}, args...)
		}
		if err := command(step.dir, step.env, args...); err != nil {
			return nil, err
		}
	}
	return s, nil
})

// theShowcase builds the showcase, or gives it where it is built.
func theShowcase(t testing.TB) *showcase {
	t.Helper()
	s, err := builtShowcase()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// command runs the program in process.
func command(dir string, env []string, args ...string) error {
	var out lockedBuffer
	vars := map[string]string{"SOURCE_DATE_EPOCH": "1795392000", "PATH": os.Getenv("PATH"), "HOME": dir}
	for _, e := range env {
		name, value, _ := strings.Cut(e, "=")
		vars[name] = value
	}
	app := cli.App{Args: args, In: strings.NewReader(""), Out: &out, Err: &out, Dir: dir, Ctx: context.Background(), Now: time.Now, Env: vars}
	if status := cli.Main(app); status != 0 {
		return fmt.Errorf("%s in %s: exit %d\n%s", strings.Join(args, " "), dir, status, out.String())
	}
	return nil
}

// syntheticDecisions is how many decisions fill brings besides those in
// testdata: more than one screen has room for.
const syntheticDecisions = 60

// fill adds to the project what is better made than kept: a picture, many
// decisions, and a history.
func (s *showcase) fill() error {
	if err := os.MkdirAll(filepath.Join(s.project, "decisions/img"), 0o777); err != nil {
		return err
	}
	if err := writePicture(filepath.Join(s.project, "decisions/img/pipeline.png"), 640, 200); err != nil {
		return err
	}
	statuses := []string{"accepted", "accepted", "accepted", "rejected", "deprecated", "proposed"}
	tags := []string{"data", "media", "operations", "security", "messaging", "interfaces", "cost", "process"}
	for i := range syntheticDecisions {
		name := fmt.Sprintf("decisions/%04d-decision-of-no-weight.md", 100+i)
		text := fmt.Sprintf("---\nstatus: %s\ndate: %d-%02d-%02d\ndecision-makers: [team %c]\ntags: [%s, %s]\n---\n# Decide question %d of the log, which has no weight\n\n**Chosen:** answer %d over answer %d, because both are as good.\n\n## Context and Problem Statement\n\nThere is a question.\n",
			statuses[i%len(statuses)], 2021+i/12, i%12+1, i%27+1, 'A'+i%7, tags[i%len(tags)], tags[(i+3)%len(tags)], i, i%3, i%3+1)
		if err := os.WriteFile(filepath.Join(s.project, name), []byte(text), 0o666); err != nil {
			return err
		}
	}
	if err := s.git("2025-03-01T09:00:00Z", "init", "-q", "-b", "main"); err != nil {
		return err
	}
	if err := s.commit("2025-03-01T09:00:00Z", "Begin the log"); err != nil {
		return err
	}
	name := filepath.Join(s.project, "decisions/0005-keep-originals-in-object-storage.md")
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if err := os.WriteFile(name, append(data, "\n## Consequences\n\nOne bill more.\n"...), 0o666); err != nil {
		return err
	}
	return s.commit("2025-11-12T15:30:00Z", "Tell what follows from object storage")
}

// commit commits all of the project.
func (s *showcase) commit(date, message string) error {
	return errors.Join(s.git(date, "add", "-A"), s.git(date, "commit", "-q", "-m", message))
}

// git runs git in the project, with no settings of the machine's.
func (s *showcase) git(date string, args ...string) error {
	cmd := exec.Command("git", args...)
	cmd.Dir = s.project
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Ines Okafor", "GIT_AUTHOR_EMAIL=ines@example.org", "GIT_AUTHOR_DATE="+date,
		"GIT_COMMITTER_NAME=Ines Okafor", "GIT_COMMITTER_EMAIL=ines@example.org", "GIT_COMMITTER_DATE="+date)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("git %s: %w\n%s", args[0], err, out)
	}
	return nil
}

// writePicture writes a gray PNG.
func writePicture(name string, width, height int) error {
	picture := image.NewGray(image.Rect(0, 0, width, height))
	for i := range picture.Pix {
		picture.Pix[i] = color.GrayModel.Convert(color.Gray{Y: uint8(96 + i%width*96/width)}).(color.Gray).Y
	}
	var data bytes.Buffer
	if err := png.Encode(&data, picture); err != nil {
		return err
	}
	return os.WriteFile(name, data.Bytes(), 0o666)
}

// filesOf are the files of a site, by their addresses.
func filesOf(t testing.TB, site string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	root := os.DirFS(site)
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[name], err = fs.ReadFile(root, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// pagesOf are the addresses of a site's pages that are read, in order.
func pagesOf(files map[string][]byte) []string {
	pages, _ := allPagesOf(files)
	return pages
}

// allPagesOf gives besides the pages that only lead to others.
func allPagesOf(files map[string][]byte) (pages, redirects []string) {
	for name, data := range files {
		switch {
		case !strings.HasSuffix(name, ".html"):
		case bytes.Contains(data, []byte(`<meta http-equiv="refresh"`)):
			redirects = append(redirects, name)
		default:
			pages = append(pages, name)
		}
	}
	slices.Sort(pages)
	slices.Sort(redirects)
	return pages, redirects
}
