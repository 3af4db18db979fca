package search

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sampleHTML = `<p>Before &amp; after<br>break in<em>side</em></p>
<div class="heading heading-2"><h2 id="a&amp;b">A <code>b</code></h2><a class="anchor" href="#a">#</a></div>
<ul><li>one</li><li>two</li></ul><svg viewBox="0 0 1 1"><title>unread</title></svg>
<h3 id="empty">Empty</h3><h3>Without</h3><table><tr><td>x</td><td>y</td></tr></table>`

func TestHTML(t *testing.T) {
	b := New(1, Options{})
	b.Add(0, Document{HTML: []string{sampleHTML, ""}})
	counted := map[string]string{}
	c := b.counters[0]
	for id := range c.streams.terms {
		r := c.streams.read(uint32(id))
		_, text, in := r.next()
		counted[string(c.known.word(uint32(id)))] = fmt.Sprint(in[inHeading], text+in[inText])
	}
	want := map[string]string{
		"before": "0 1", "after": "0 1", "break": "0 1", "inside": "0 1", "a": "1 0", "b": "1 0", "one": "0 1", "two": "0 1",
		"empty": "1 0", "without": "1 0", "x": "0 1", "y": "0 1",
	}
	if diff := cmp.Diff(want, counted); diff != "" {
		t.Error(diff)
	}
	if got, want := string(appendShown(nil, b.docs)), `[["","","",0,"","",[["a&b","A b"],["empty","Empty"]]]]`+"\n"; got != want {
		t.Errorf("%s", got)
	}
	if got := PlainText(sampleHTML); got != "Before & after break inside A b # one two Empty Without x y" {
		t.Errorf("%q", got)
	}
}
