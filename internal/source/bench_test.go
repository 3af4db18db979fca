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
