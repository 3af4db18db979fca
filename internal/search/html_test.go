package search

import (
	"fmt"
	"slices"
	"strings"
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
	b.docs[0].unpack(func(o occurrences) { counted[b.terms[o.term]] = fmt.Sprint(o.in[inHeading], o.in[inText]) })
	want := map[string]string{
		"before": "0 1", "after": "0 1", "break": "0 1", "inside": "0 1", "a": "1 0", "b": "1 0", "one": "0 1", "two": "0 1",
		"empty": "1 0", "without": "1 0", "x": "0 1", "y": "0 1",
	}
	if diff := cmp.Diff(want, counted); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][2]string{{"a&b", "A b"}, {"empty", "Empty"}}, b.docs[0].shown.Headings); diff != "" {
		t.Error(diff)
	}
	if got := PlainText(sampleHTML); got != "Before & after break inside A b # one two Empty Without x y" {
		t.Errorf("%q", got)
	}
}

// TestTable holds the table to a map, past the sizes at which it grows.
func TestTable(t *testing.T) {
	known, want := newTable(), map[string]uint32{}
	intern := func(word []byte) uint32 {
		if _, twice := want[string(word)]; twice {
			t.Fatalf("%q is asked for twice", word)
		}
		want[string(word)] = uint32(len(want))
		return want[string(word)]
	}
	for range 2 {
		for i := range 20000 {
			word := strings.Repeat("w", i%31) + fmt.Sprint(i*7919%10007)
			if id := known.id([]byte(word), intern); id != want[word] {
				t.Fatalf("%q has the id %d, not %d", word, id, want[word])
			}
		}
	}
	if used := len(slices.DeleteFunc(known.slots, func(s slot) bool { return s.length == 0 })) + len(known.long); used != len(want) {
		t.Errorf("%d slots for %d words", used, len(want))
	}
}
