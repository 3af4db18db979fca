package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// hugoSite is a site for Hugo of two layouts, with nothing that content could lean
// on.
var hugoSite = map[string]string{
	"hugo.toml":                   "baseURL = 'https://example.org/'\ntitle = 'Docs'\ndisableKinds = ['taxonomy', 'term', 'rss', 'sitemap']\n",
	"layouts/baseof.html":         "<!doctype html><title>{{ .Title }}</title>{{ block \"main\" . }}{{ end }}\n",
	"layouts/single.html":         "{{ define \"main\" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ end }}\n",
	"layouts/list.html":           "{{ define \"main\" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ range .Pages }}<a href=\"{{ .RelPermalink }}\">{{ .LinkTitle }}</a>{{ end }}{{ end }}\n",
	"layouts/home.html":           "{{ define \"main\" }}{{ .Content }}{{ end }}\n",
	"content/hugo-reads-this.txt": "a file beside the pages\n",
}

// TestHugo builds our own content with Hugo, as it lies there, and looks for every
// page. HUGO names the binary: it is no part of the project.
func TestHugo(t *testing.T) {
	hugo := os.Getenv("HUGO")
	if hugo == "" {
		t.Skip("HUGO names no binary")
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS(filepath.Join(repository, "content"))); err != nil {
		t.Fatal(err)
	}
	for name, text := range hugoSite {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(hugo, "--source", dir, "--destination", filepath.Join(dir, "public"), "--printPathWarnings", "--panicOnWarning")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v:\n%s", err, out)
	}
	if strings.Contains(string(out), "WARN") || strings.Contains(string(out), "ERROR") {
		t.Errorf("Hugo is not content:\n%s", out)
	}
	pages := 0
	content := os.DirFS(filepath.Join(dir, "content"))
	err = fs.WalkDir(content, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".md" {
			return err
		}
		pages++
		at := strings.TrimSuffix(name, ".md")
		if base := filepath.Base(at); base == "_index" || base == "index" {
			at = filepath.Dir(at)
		}
		data, err := os.ReadFile(filepath.Join(dir, "public", at, "index.html"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return nil
		}
		if page := string(data); strings.Contains(page, "<title></title>") || len(page) < 200 {
			t.Errorf("%s has no title or no text:\n%.300s", name, page)
		}
		return nil
	})
	if err != nil || pages < 20 {
		t.Errorf("%d pages: %v", pages, err)
	}
}
