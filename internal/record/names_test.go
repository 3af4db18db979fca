package record

import "testing"

func TestNames(t *testing.T) {
	for _, c := range []struct {
		name, id string
		number   int
		slug     string
	}{
		{"0007-cache.md", "0007", 7, "cache"},
		{"0007.md", "0007", 7, ""},
		{"7_cache_headers.md", "7", 7, "cache_headers"},
		{"0000-use-records.md", "0000", 0, "use-records"},
		{"010-octal.md", "010", 10, "octal"},
		{"ADR-0012-x.md", "0012", 12, "x"},
		{"adr_012_x.md", "012", 12, "x"},
		{"AD0003-x.md", "0003", 3, "x"},
		{"MADR-4-x", "4", 4, "x"},
		{"003-x.adr.md", "003", 3, "x"},
		{"20260120-slug.md", "20260120", -1, "slug"},
		{"2026-01-20-slug.md", "2026-01-20", -1, "slug"},
		{"2026_01_20_slug.md", "2026_01_20", -1, "slug"},
		{"2026-01-slug.md", "2026-01", -1, "slug"},
		{"20269920-slug.md", "20269920", 20269920, "slug"},
		{"2026-cache.md", "2026", 2026, "cache"},
		{"choose-database.md", "choose-database", -1, "choose-database"},
		{"00NN-x.md", "00NN-x", -1, "00NN-x"},
		{"7cache.md", "7cache", -1, "7cache"},
		{"123456789-x.md", "123456789-x", -1, "123456789-x"},
		{"adr-über-größe.md", "adr-über-größe", -1, "adr-über-größe"},
		{"0004-.md", "0004", 4, ""},
		{"docs/0007-cache.md", "0007", 7, "cache"},
		{"", ".", -1, "."},
	} {
		id, number, slug := Names(c.name)
		if id != c.id || number != c.number || slug != c.slug {
			t.Errorf("Names(%q) = %q, %d, %q; want %q, %d, %q", c.name, id, number, slug, c.id, c.number, c.slug)
		}
	}
}

func TestIsRecord(t *testing.T) {
	for name, want := range map[string]bool{
		"0007-cache.md": true, "x.MARKDOWN": true, "x.mdx": true, "7-x.adr.md": true, "x.adoc": true, "x.rst": true,
		"template-engine.md": true, "readme-first.md": true,
		"README.md": false, "readme.rst": false, "Index.md": false, "_index.md": false, "template.md": false, "adr-template.md": false,
		"backlog.md": false, "0001-x.md.bak": false, ".hidden.md": false, ".md": false, "0007-cache.yaml": false, "a.png": false,
		"0007-cache": true, "0007-cache.txt": true, "cache": false, "cache.txt": false, "LICENSE": false, "2026-01-20-cache": true, "0007": false, "0007-cache.v1": false, "0007-notes.org": true,
		"README.zh-cn.md": false, "readme_en.md": false, "adr-template-bare-minimal.md": false, "0000-template.md": false, "0000-adr-template-de.md": false, "0002-adr-template.md": true, "toc.md": false,
		"0007-cache/README.md": true, "0007-cache/index.mdx": true, "adr/README.md": false, "2026-01-20-cache/index.md": true,
	} {
		if got := IsRecord(name); got != want {
			t.Errorf("IsRecord(%q) = %v", name, got)
		}
	}
}
