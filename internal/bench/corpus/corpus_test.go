package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"strings"
	"testing"
)

// The corpus is the same on every machine and in every version of Go: figures that were
// measured with it can be compared.
func TestSameBytes(t *testing.T) {
	dir := t.TempDir()
	c := Corpus{N: 40}
	if err := c.Write(dir, MADR); err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	files, words, code := 0, 0, 0
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(os.DirFS(dir), name)
		files++
		words += len(strings.Fields(string(text)))
		code += strings.Count(string(text), "```") / 2
		sum.Write([]byte(name))
		sum.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)[:8]); got != "97a29697f386715e" {
		t.Errorf("the corpus is another: %s", got)
	}
	if mean := words / files; files != 40 || mean < 380 || mean > 480 || code != 8 {
		t.Errorf("%d records of %d words, %d with code", files, mean, code)
	}
}

// Both forms say the same, and every link leads to a record.
func TestForms(t *testing.T) {
	c := Corpus{N: 60}
	names := map[string]bool{}
	for i := 1; i <= c.N; i++ {
		names[c.Name(i)] = true
	}
	body := func(text string) string { _, body, _ := strings.Cut(text, "\n## "); return body }
	for i := 1; i <= c.N; i++ {
		madr, hugo := c.Record(i, MADR), c.Record(i, Hugo)
		plain := strings.NewReplacer("](../", "](", "/)", ")", ".md)", ")").Replace
		if plain(body(madr)) != plain(body(hugo)) {
			t.Fatalf("record %d:\n%s\n%s", i, madr, hugo)
		}
		links := strings.Split(madr, "](")[1:]
		for _, link := range links {
			if name, _, _ := strings.Cut(link, ".md)"); !names[name] {
				t.Errorf("record %d leads to %q", i, name)
			}
		}
		if least := 2; len(links) < least {
			t.Errorf("record %d has %d links", i, len(links))
		}
	}
}
