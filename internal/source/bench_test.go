package source

import "testing"

func BenchmarkParse(b *testing.B) {
	for _, format := range formats {
		b.Run(string(format), func(b *testing.B) {
			data := []byte(same[format])
			for b.Loop() {
				Parse("x", data, format)
			}
		})
	}
}

// BenchmarkFrontMatter reads what most records begin with.
func BenchmarkFrontMatter(b *testing.B) {
	data := []byte("status: \"proposed\"\ndate: 2017-08-12\ntags: [search, observability, mobile]\ndecision-makers: [team-9, team-2]\n")
	b.ReportAllocs()
	for b.Loop() {
		ParseAt("decisions/05000-wrap-the-shard-metric-5000.md", data, YAML, 2)
	}
}
