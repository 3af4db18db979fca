package site

import (
	"context"
	"testing"
)

// BenchmarkLayouts runs the layouts that most pages of a site have, with pages of the
// sample: a record's, the log's first and a tag's.
func BenchmarkLayouts(b *testing.B) {
	o := sample(b, sampleFiles(b))
	o.Theme.Checked = false // as programs have it
	made := newBuild(o, &Memory{})
	made.publish()
	for _, step := range preparation {
		if err := made.step(context.Background(), step.name, step.do); err != nil {
			b.Fatal(err)
		}
	}
	var longest RecordPage
	for _, d := range made.decisions {
		p, err := made.recordPage(d)
		if err != nil {
			b.Fatal(err)
		}
		if len(p.Body) > len(longest.Body) {
			longest = p
		}
	}
	var most *term
	for _, t := range made.tags.terms {
		if most == nil || len(t.members) > len(most.members) {
			most = t
		}
	}
	for _, of := range []struct {
		layout string
		data   any
	}{
		{"single.html", longest},
		{"index.html", made.logPage([]string{logAddress}, 0)},
		{"list.html", made.listPage(most, []string{most.address}, 0)},
	} {
		b.Run(of.layout, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				page, err := made.layouts.Execute(of.layout, of.data)
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(page)))
				made.layouts.Release(page)
			}
		})
	}
}
