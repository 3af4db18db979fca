package render

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/metrics"
	"strings"
	"sync"
	"testing"
	"text/template"
	"time"

	"github.com/google/go-cmp/cmp"

	"tradeoff/internal/diag"
)

// renderText runs text as the only template of a set.
func renderText(t testing.TB, text string, data any) (string, diag.List) {
	t.Helper()
	set, found := newTemplateSet([]templateFile{{"t", "templates/t.md.tmpl", text}}, nil)
	if len(found) > 0 {
		return "", found
	}
	return set.execute("t", data, "decisions/0001-x.yaml", nil)
}

// heapPeak gives the most live and dead bytes that the heap held while f ran.
func heapPeak(f func()) uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}
	read := func() uint64 { metrics.Read(sample); return sample[0].Value.Uint64() + sample[1].Value.Uint64() }
	runtime.GC()
	before, peak := read(), uint64(0)
	done, stopped := make(chan bool), make(chan bool)
	go func() {
		defer close(stopped)
		for {
			peak = max(peak, read())
			select {
			case <-done:
				return
			case <-time.After(200 * time.Microsecond):
			}
		}
	}()
	f()
	close(done)
	<-stopped
	return peak - min(before, peak)
}

// double is a variable that grows by the pipeline, sixty times.
func double(start, pipeline string) string {
	return `{{$x := ` + start + `}}{{range until 60}}{{$x = ` + pipeline + `}}{{end}}{{len $x}}`
}

var hostile = map[string]struct{ text, why string }{
	"range over an int":          {`{{range 1000000000000}}{{end}}`, steps},
	"range within range":         {`{{range 1000000}}{{range 1000000}}{{end}}{{end}}`, steps},
	"range that continues":       {`{{range 1000000000000}}{{continue}}{{end}}`, steps},
	"range with else":            {`{{range 1000000000000}}{{if false}}{{end}}{{else}}x{{end}}`, steps},
	"recursion":                  {`{{define "a"}}{{template "a" .}}{{end}}{{template "a" .}}`, "templates call each other more than 200 deep"},
	"mutual recursion":           {`{{define "a"}}{{template "b" .}}{{end}}{{define "b"}}{{template "a" .}}{{end}}{{template "a" .}}`, "templates call each other more than 200 deep"},
	"recursion through nesting":  {`{{define "a"}}` + strings.Repeat(`{{if true}}`, 90) + `{{template "a" .}}` + strings.Repeat(`{{end}}`, 90) + `{{end}}{{template "a"}}`, "templates call each other more than 22 deep"},
	"recursion through brackets": {`{{define "a"}}{{` + strings.Repeat(`(`, 90) + `1` + strings.Repeat(`)`, 90) + `}}{{template "a" .}}{{end}}{{template "a"}}`, "templates call each other more than 22 deep"},
	"a tree of calls":            {`{{define "a"}}{{if .}}{{template "a" (rest .)}}{{template "a" (rest .)}}{{end}}{{end}}{{template "a" (until 100)}}`, steps},
	"doubling by print":          {double(`"x"`, `print $x $x`), "a string of more than 1 MiB"},
	"doubling by println":        {double(`"x"`, `println $x $x`), "a string of more than 1 MiB"},
	"doubling by printf":         {double(`"x"`, `printf "%s%s" $x $x`), "a string of more than 1 MiB"},
	"doubling by cat":            {double(`"x"`, `cat $x $x`), "a string of more than 1 MiB"},
	"doubling by quote":          {double(`"x"`, `quote $x $x`), "a string of more than 1 MiB"},
	"growing by quote":           {double(`"x"`, `quote $x`), "a string of more than 1 MiB"},
	"doubling by replace":        {double(`"x"`, `replace "x" "xx" $x`), "a string of more than 1 MiB"},
	"replacing nothing":          {`{{$x := repeat 1000000 "x"}}{{replace "" $x $x}}`, "a string of more than 1 MiB"},
	"doubling by regex":          {double(`"x"`, `regexReplaceAll ".*" $x "$0$0"`), "a string of more than 1 MiB"},
	"doubling by join":           {double(`"x"`, `join $x (list $x $x $x)`), "a string of more than 1 MiB"},
	"doubling by repeat":         {double(`"x"`, `repeat 2 $x`), "a string of more than 1 MiB"},
	"doubling by wrapWith":       {double(`"xxx"`, `wrapWith 1 $x $x`), "a string of more than 1 MiB"},
	"html":                       {`{{$x := repeat 1000000 "&"}}{{range 100}}{{$y := html $x}}{{end}}`, "a string of more than 1 MiB"},
	"growing by js":              {double(`"'"`, `js $x`), "a string of more than 1 MiB"},
	"urlquery":                   {`{{$x := repeat 1000000 "&"}}{{range 100}}{{$y := urlquery $x}}{{end}}`, "a string of more than 1 MiB"},
	"growing by toJson":          {double(`"\""`, `toJson $x`), "a string of more than 1 MiB"},
	"doubling by concat":         {double(`(list 1)`, `concat $x $x`), steps},
	"doubling by append":         {`{{$x := list 1}}{{range 1000000}}{{$x = append $x 1}}{{end}}`, steps},
	"doubling by seq":            {`{{range 100000}}{{$x := seq 100000}}{{end}}`, steps},
	"lists of itself, written":   {double(`(list 1)`, `list $x $x`) + `{{$x}}`, "a string of more than 1 MiB"},
	"lists of itself, in json":   {double(`(list 1)`, `list $x $x`) + `{{toPrettyJson $x}}`, "a string of more than 1 MiB"},
	"lists of itself, compared":  {double(`(list 1)`, `list $x $x`) + `{{deepEqual $x (list $x)}}`, "a string of more than 1 MiB"},
	"lists of itself, printed":   {double(`(list 1)`, `list $x $x`) + `{{printf "%v" $x}}`, "a string of more than 1 MiB"},
	"lists of itself, joined":    {double(`(list 1)`, `list $x $x`) + `{{join "" $x}}`, "a string of more than 1 MiB"},
	"lists of itself, searched":  {double(`(list 1)`, `list $x $x`) + `{{has $x (list 1 $x)}}`, "a string of more than 1 MiB"},
	"dicts of itself, written":   {double(`(dict "a" 1)`, `dict "a" $x "b" $x`) + `{{$x}}`, "a string of more than 1 MiB"},
	"lists in lists":             {`{{$x := list 1}}{{range 1000000}}{{$x = list $x}}{{end}}{{$x}}`, steps},
	"lists in lists, shallow":    {`{{$x := list 1}}{{range 1000}}{{$x = list $x}}{{end}}{{$x}}`, "a value nested more than 64 deep"},
	"one long string many times": {`{{$x := repeat 1000000 "x"}}{{$l := list $x $x}}{{range 16}}{{$l = concat $l $l}}{{end}}{{$l}}`, steps},
	"many long strings":          {`{{$d := list}}{{range $i, $_ := until 1000}}{{$d = append $d (repeat 1000000 (print $i "" | trunc 1))}}{{end}}`, steps},
	"a wide number":              {`{{printf "%1000000000d" 1}}`, "printf: a width stands in the format, and is less than 1000"},
	"a width from outside":       {`{{printf "%*d" 1000000000 1}}`, "printf: a width stands in the format, and is less than 1000"},
	"a precise number":           {`{{printf "%.1000000000f" 1.0}}`, "printf: a width stands in the format, and is less than 1000"},
	"an argument many times":     {`{{$x := repeat 100000 "x"}}{{printf (repeat 20000 "%[1]s") $x}}`, "a string of more than 1 MiB"},
	"until":                      {`{{until 1000000000000}}`, "a list of more than 100000 items"},
	"untilStep over the end":     {`{{untilStep 0 9223372036854775807 4611686018427387904 | len}}{{untilStep -9223372036854775808 9223372036854775807 1}}`, "a list of more than 100000 items"},
	"seq":                        {`{{seq 1000000000000}}`, "a list of more than 100000 items"},
	"repeat":                     {`{{repeat 9223372036854775807 "xx"}}`, "a string of more than 1 MiB"},
	"indent":                     {`{{indent 9223372036854775807 "x"}}`, "a string of more than 1 MiB"},
	"indent of lines":            {`{{indent 100000 (repeat 100000 "\n")}}`, "a string of more than 1 MiB"},
	"nindent":                    {`{{nindent 1000000000 "x"}}`, "a string of more than 1 MiB"},
	"split into letters":         {`{{$x := repeat 1000000 "x"}}{{splitList "" $x}}`, "a list of more than 100000 items"},
	"a long cutset":              {`{{$x := repeat 100000 "ä"}}{{range 100}}{{$y := trimAll $x $x}}{{end}}`, steps},
	"output":                     {`{{range 100000}}` + strings.Repeat("text ", 1000) + `{{end}}`, "its text is longer than 4 MiB"},
	"output of data":             {`{{$x := repeat 1000000 "x"}}{{range 100000}}{{$x}}{{end}}`, "its text is longer than 4 MiB"},
	"comparing long strings":     {`{{$x := repeat 1000000 "x"}}{{$y := print $x ""}}{{range 1000000}}{{if eq $x $y}}{{end}}{{end}}`, steps},
	"long keys":                  {`{{$x := repeat 1000000 "x"}}{{$d := dict $x 1}}{{range 1000000}}{{if index $d $x}}{{end}}{{end}}`, steps},
	"uniq":                       {`{{range 1000}}{{$x := uniq (until 100000)}}{{end}}`, steps},
	"without":                    {`{{$l := until 100000}}{{range 1000}}{{$x := without $l 1 2 3 4 5 6 7 8 9}}{{end}}`, steps},
	"sortAlpha":                  {`{{$l := until 100000}}{{range 1000}}{{$x := sortAlpha $l}}{{end}}`, steps},
	"a pattern of many states":   {`{{$x := repeat 100000 "a"}}{{regexMatch "((a{1,20}){1,20}b|c)" $x}}`, steps},
	"a pattern that looks ahead": {`{{$x := repeat 100000 "a"}}{{regexFindAll "a*b|a" $x -1 | len}}`, steps},
	"many patterns":              {`{{range until 100000}}{{if regexMatch (print "a{1,900}b" .) "a"}}{{end}}{{end}}`, steps},
	"numbers of many digits":     {`{{range 1000000}}{{$x := mulf 1e-300 1e-300 1e-300 1e-300 1e-300 1e-300 1e-300 1e-300}}{{end}}`, steps},
	"case":                       {`{{$x := repeat 500000 "aB"}}{{range 1000}}{{$y := snakecase $x}}{{end}}`, "a string of more than 1 MiB"},
	"title":                      {`{{$x := repeat 500000 "a "}}{{range 1000}}{{$y := title $x}}{{end}}`, steps},
	"chunks":                     {`{{$l := until 100000}}{{range 1000}}{{$x := chunk 1 $l}}{{end}}`, steps},
	"many arguments":             {`{{range 1000000}}{{$x := list ` + strings.Repeat("1 ", 50000) + `}}{{end}}`, steps},
	"many variables":             {strings.Repeat(`{{$a := 1}}`, 900) + `{{range 1000000}}` + strings.Repeat(`{{if $a}}{{end}}`, 100) + `{{end}}`, steps},
	"data with no end":           {`{{range .Chan}}{{end}}`, "range goes over a list, a map or a whole number, not over a chan"},
	"a sequence with no end":     {`{{range .Seq}}{{end}}`, "range goes over a list, a map or a whole number, not over a func"},
	"data that points at itself": {`{{toJson .Ring}}`, "a value nested more than 64 deep"},
}

// steps is what a template's finding says that ran out of its budget.
const steps = "more than 100000 steps"

type ring struct{ Next *ring }

func hostileData() any {
	r := &ring{}
	r.Next = r
	return map[string]any{
		"Chan": make(chan int), "Ring": r,
		"Seq": func(yield func(int) bool) {
			for yield(1) {
			}
		},
	}
}

// Each of these ends in one finding at its line, soon and in little memory, for
// the reason given. Those that end for their steps run with a share of the limit,
// which their time follows; TestFullBudget runs some with all of it.
func TestBounds(t *testing.T) {
	for name, h := range hostile {
		t.Run(name, func(t *testing.T) {
			limit := workLimit
			if h.why == steps {
				limit /= 8
			}
			holdsBounds(t, h.text, h.why, limit)
		})
	}
}

func TestFullBudget(t *testing.T) {
	for _, name := range []string{"range over an int", "doubling by append"} {
		t.Run(name, func(t *testing.T) { holdsBounds(t, hostile[name].text, steps, workLimit) })
	}
}

// tooLong is far above what any of these takes, a few hundred milliseconds at
// most, so that a busy machine under the race detector does not fail; what has no
// bound takes years.
const tooLong = 10 * time.Second

func holdsBounds(t *testing.T, text, why string, limit int) {
	t.Helper()
	set, found := newTemplateSet([]templateFile{{"t", "t.tmpl", text}}, nil)
	if len(found) > 0 {
		t.Fatal(found)
	}
	set.limit = limit
	start := time.Now()
	peak := heapPeak(func() { _, found = set.execute("t", hostileData(), "", nil) })
	took := time.Since(start)
	t.Logf("%v, %d MiB: %v", took, peak>>20, found)
	if took > tooLong || peak > 64<<20 {
		t.Error("too much")
	}
	if len(found) != 1 || found[0].Line != 1 || found[0].Col == 0 || !strings.Contains(found[0].Message, why) {
		t.Errorf("the finding does not say %q", why)
	}
}

// Work that neither the length of a result nor a range shows is charged all the
// same; the least is what its algorithm does.
func TestCharges(t *testing.T) {
	for text, least := range map[string]int{
		`{{range 1000}}{{$x := upper "x"}}{{end}}`:                                                                 1000 * (passCost + callCost),
		`{{range 1000}}{{template "x"}}{{end}}{{define "x"}}{{end}}`:                                               1000 * (passCost + passCost),
		`{{$x := trimAll (repeat 1000 "ä") (repeat 1000 "ä")}}`:                                                    2000 * 2000 / 8,
		`{{$x := uniq (until 500)}}`:                                                                               500 * 500 / 2 * nodeCost,
		`{{$x := without (until 500) 1 2 3 4 5 6 7 8}}`:                                                            500 * 8 * nodeCost,
		`{{$x := mulf 1e-300 1e-300 1e-300 1e-300 1e-300}}`:                                                        4 * 4 * 1000,
		`{{$x := regexMatch "a{1,500}" ""}}`:                                                                       500 * callCost,
		`{{$l := until 20000}}{{$x := sortAlpha $l}}`:                                                              20_000 * (4*itemCost + 50),
		`{{$l := until 1000}}{{$x := toJson $l}}`:                                                                  1000 * nodeCost,
		`{{$l := until 1000}}{{range $l}}{{end}}`:                                                                  1000 * (passCost + 2*itemCost),
		strings.Repeat(`{{$a := 1}}`, 800) + `{{range 1000}}` + strings.Repeat(`{{if $a}}{{end}}`, 10) + `{{end}}`: 1000 * (passCost + 10*800/4),
	} {
		set, found := newTemplateSet([]templateFile{{"t", "t.tmpl", text}}, nil)
		if len(found) > 0 {
			t.Fatal(found)
		}
		r := newSandboxRun(set)
		r.begin(workLimit)
		if _, err := r.render("t", nil, nil); err != nil {
			t.Fatal(err)
		}
		if spent := workLimit - r.left; spent < least || spent > 10*least {
			t.Errorf("%s costs %d units, want %d to ten times that", text[max(0, len(text)-80):], spent, least)
		}
	}
}

// A bound that a record meets is a bound too low.
func TestBoundsLeaveRoom(t *testing.T) {
	long := strings.Repeat("Some prose of a record, with a | in it.\n", 25_000) // 1 MB
	data := map[string]any{"Text": long, "Options": make([]int, 30), "Factors": make([]int, 50), "Near": long[:100_000]}
	for name, text := range map[string]string{
		"prose":  `{{.Text}}{{.Text | trim | replace "|" "/"}}`,
		"matrix": `{{range .Options}}{{$o := .}}{{range $.Factors}}| {{print $o . | default "x" | upper | trunc 80 | replace "|" "\\|"}} {{end}}{{end}}`,
		"lines":  `{{range splitList "\n" .Near}}{{. | trim | indent 2}}{{end}}`,
		"regexp": `{{regexReplaceAll "\\s+" .Near " " | regexFindAll "\\w+" -1 | len}}`,
		"deep":   `{{define "a"}}{{if .}}{{template "a" (rest .)}}{{end}}{{end}}{{template "a" (until 150)}}`,
	} {
		if name == "regexp" {
			text = `{{$x := regexReplaceAll "\\s+" .Near " "}}{{len (regexFindAll "\\w+" $x -1)}}`
		}
		if _, found := renderText(t, text, data); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
}

func TestBoundsAreDeterministic(t *testing.T) {
	set, found := newTemplateSet([]templateFile{{"t", "t", `{{$n := 0}}{{range $i := 1000000}}{{$n = add $n (len (print $i))}}{{step $i}}{{end}}`}},
		template.FuncMap{"step": func(int) string { return "" }})
	if len(found) > 0 {
		t.Fatal(found)
	}
	set.limit /= 10
	var ends []int
	for range 3 {
		last := 0
		set.execute("t", nil, "", template.FuncMap{"step": func(i int) string { last = i; return "" }})
		ends = append(ends, last)
	}
	if ends[0] < 500 || ends[0] != ends[1] || ends[1] != ends[2] {
		t.Error("the budget ended after", ends)
	}
}

func TestParseFindings(t *testing.T) {
	_, found := newTemplateSet([]templateFile{
		{"a", "t/a.tmpl", "x\n{{if .A}}\n"},
		{"b", "t/b.tmpl", "x\n{{.A | 3}}\n"},
		{"c", "t/c.tmpl", `{{template "gone" .}}`},
		{"d", "t/d.tmpl", strings.Repeat("{{if 1}}", 150) + strings.Repeat("{{end}}", 150)},
		{"e", "t/e.tmpl", strings.Repeat(" ", maxTemplate+1)},
		{"f", "t/f.tmpl", strings.Repeat("{{$x := 1}}", maxVariables+1)},
		{"g", "t/g.tmpl", "\n{{ \"Ä\" | $y }}"},
		{"h", "t/h.tmpl", "{{define \"x\"}}1{{end}}\n{{define \"x\"}}2{{end}}"},
	}, nil)
	var lines []string
	for _, f := range found {
		lines = append(lines, f.String())
	}
	if diff := cmp.Diff([]string{
		"t/a.tmpl:3: unexpected EOF [template]",
		"t/b.tmpl:2: non executable command in pipeline stage 2 [template]",
		"t/d.tmpl:1:801: the template nests more than 100 blocks or parentheses [template]",
		"t/e.tmpl: the template is larger than 128 KiB [template]",
		"t/f.tmpl: the template declares more than 1000 variables [template]",
		`t/g.tmpl:2: undefined variable "$y" [template]`,
		`t/h.tmpl:2: template: multiple definition of template "x" [template]`,
	}, lines); diff != "" {
		t.Error(diff)
	}

	set, found := newTemplateSet([]templateFile{
		{"madr", "t/madr.tmpl", "{{template \"option\" .}}\n  {{template \"optoin\" .}}"},
		{"parts", "t/parts.tmpl", `{{define "option"}}1{{end}}`},
		{"more", "t/more.tmpl", "\n" + `{{define "option"}}2{{end}}`},
	}, nil)
	if diff := cmp.Diff(diag.List{
		{Pos: diag.Pos{File: "t/madr.tmpl", Line: 2, Col: 14}, Rule: "template", Severity: diag.Error, Message: `there is no template "optoin"`, Hint: "did you mean option?"},
	}, found); diff != "" && len(found) != 1 {
		t.Error(diff)
	}
	if !set.Has("madr") || set.Has("optoin") {
		t.Error(set.Names())
	}
}

type page struct {
	Title   string
	Options []pageOption
	Chosen  *pageOption
}

type pageOption struct{ Name string }

func (o *pageOption) Shout() string          { return strings.ToUpper(o.Name) }
func (o *pageOption) Fails() (string, error) { return "", errors.New("no name\nat all") }
func (o *pageOption) Panics() string         { panic("no name") }

func TestExecuteFindings(t *testing.T) {
	data := &page{Title: "T", Options: []pageOption{{"a"}, {"b"}}}
	for text, want := range map[string][2]string{
		"ä {{.Titel}}":                        {"t.tmpl:1:5: page has no field Titel, while rendering d.yaml [template]", "did you mean Title?"},
		"\n{{range .Options}}{{.Nam}}{{end}}": {"t.tmpl:2:21: pageOption has no field Nam, while rendering d.yaml [template]", "did you mean Name?"},
		"{{(index .Options 5).Name}}":         {"t.tmpl:1:4: index: a list of 2 has no item 5, while rendering d.yaml [template]", ""},
		"{{.Chosen.Name}}":                    {"t.tmpl:1:10: Name is asked of a value that is not set, while rendering d.yaml [template]", "write it within {{with …}} … {{end}}"},
		"{{.Title.Name}}":                     {"t.tmpl:1:9: string has no field Name, while rendering d.yaml [template]", ""},
		"{{(index .Options 0).Fails}}":        {"t.tmpl:1:21: Fails: no name at all, while rendering d.yaml [template]", ""},
		"{{(index .Options 0).Panics}}":       {"t.tmpl:1:21: Panics: no name, while rendering d.yaml [template]", ""},
		"{{.Chosen}}":                         {"t.tmpl:1:3: there is no value here to write, while rendering d.yaml [template]", `write it within {{with …}} … {{end}}, or give it a default: {{ … | default "…" }}`},
		"{{len 3}}":                           {"t.tmpl:1:3: len: len of type int, while rendering d.yaml [template]", ""},
		`{{fail ">: no\nway"}}`:               {"t.tmpl:1:3: >: no way, while rendering d.yaml [template]", ""},
	} {
		set, found := newTemplateSet([]templateFile{{"a>: b:1:2", "t.tmpl", text}}, nil)
		if len(found) > 0 {
			t.Fatal(found)
		}
		got, found := set.execute("a>: b:1:2", data, "d.yaml", nil)
		if got != "" || len(found) != 1 {
			t.Errorf("%s gives %q, %v", text, got, found)
		} else if diff := cmp.Diff(want, [2]string{found[0].String(), found[0].Hint}); diff != "" {
			t.Errorf("%s\n%s", text, diff)
		}
	}
	if got, found := renderText(t, `{{(index .Options 0).Shout}} {{with .Chosen}}{{.Name}}{{else}}none{{end}}`, data); got != "A none" {
		t.Error(got, found)
	}
}

// What the guard writes into the trees changes nothing that a template means.
func TestGuardKeepsMeaning(t *testing.T) {
	data := &page{Title: "T", Options: []pageOption{{"a"}, {"b"}, {"c"}}}
	for _, text := range []string{
		"a {{- /* why */ -}} b {{.Title}}",
		"{{range $i, $o := .Options}}{{if eq $i 1}}{{continue}}{{end}}{{$i}}{{$o.Name}}{{end}}",
		"{{range .Options}}{{if eq .Name \"b\"}}{{break}}{{end}}{{.Name}}{{else}}none{{end}}",
		"{{range slice .Options 0 0}}x{{else}}none{{end}}{{range list}}x{{else}}none{{end}}{{range 0}}x{{else}}none{{end}}",
		"{{range $k, $v := dict \"b\" 1 \"a\" 2}}{{$k}}{{$v}}{{end}}{{range $i := 3}}{{$i}}{{end}}",
		"{{block \"x\" .Title}}[{{.}}]{{end}}{{template \"x\" 5}}{{define \"y\"}} y {{$}}{{end}}{{with .Title}}{{template \"y\" .}}{{end}}",
		"{{$x := 1}}{{range 3}}{{$x = add $x 1}}{{end}}{{$x}}{{with $y := .Chosen}}x{{else with .Title}}{{.}}{{else}}y{{end}}",
		"{{(index .Options 1).Name | printf \"%s-%d\" \"x\" | printf \"%q\"}}{{(index .Options 1).Shout}}",
		"{{1.5}} {{true}} {{'a'}} {{\"s\"}} {{list 1 \"a\" 2.5}} {{3 | add 1}} {{and 1 0}} {{or 0 \"x\"}} {{not 1}} {{len .Options}}",
		"{{if and .Title (not .Chosen)}}yes{{else if .Title}}no{{end}}{{.Options}}{{print .Options 1}}{{index .Options 0}}",
	} {
		plain, err := template.New("t").Funcs(fromSprig()).Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		var want strings.Builder
		if err := plain.Execute(&want, data); err != nil {
			t.Fatal(err)
		}
		if got, found := renderText(t, text, data); got != want.String() || len(found) > 0 {
			t.Errorf("%s gives %q, want %q; %v", text, got, want.String(), found)
		}
	}
}

// A file of the largest size that nests as deep as it can is read soon, and in
// little memory.
func TestParsingIsBounded(t *testing.T) {
	for name, text := range map[string]string{
		"blocks":            strings.Repeat("{{if 1}}", maxTemplate/8),
		"parentheses":       "{{" + strings.Repeat("(", maxTemplate-10),
		"calls":             strings.Repeat("{{a b}}", maxTemplate/7),
		"variables":         strings.Repeat("{{$a:=1}}", maxVariables) + strings.Repeat("{{$b}}", 30_000),
		"no such templates": strings.Repeat(`{{template "x"}}`, maxTemplate/17),
		"deep brackets":     strings.Repeat("{{"+strings.Repeat("(", 101)+"1"+strings.Repeat(")", 101)+"}}", maxTemplate/207),
		"ranges":            strings.Repeat(`{{range 9}}{{end}}`, maxTemplate/18-1) + "{{x}}",
		"pipes":             "{{1" + strings.Repeat("|a", maxTemplate/2-10) + "}}",
	} {
		t.Run(name, func(t *testing.T) {
			var found diag.List
			start := time.Now()
			peak := heapPeak(func() { _, found = renderText(t, text, nil) })
			took := time.Since(start)
			t.Logf("%v, %d MiB, %d findings", took, peak>>20, len(found))
			if took > tooLong || peak > 64<<20 || len(found) == 0 {
				t.Error("too much")
			}
		})
	}
}

func TestPerRun(t *testing.T) {
	set, found := newTemplateSet([]templateFile{{"t", "t.tmpl", `{{who}} {{upper "x"}}`}}, template.FuncMap{"who": func() string { return "nobody" }, "upper": func(s string) string { return "<" + s + ">" }})
	if len(found) > 0 {
		t.Fatal(found)
	}
	for _, who := range []string{"anna", "ben", ""} {
		perRun, want := template.FuncMap{"who": func() string { return who }, "env": func() string { return "" }}, who+" <x>"
		if who == "" {
			perRun, want = nil, "nobody <x>"
		}
		if got, found := set.execute("t", nil, "", perRun); got != want || len(found) > 0 {
			t.Errorf("got %q, want %q, %v", got, want, found)
		}
	}
	// The caller's functions are bounded as all others are.
	_, found = set.execute("t", nil, "", template.FuncMap{"who": func() string { return strings.Repeat("x", maxString+1) }})
	if len(found) != 1 || !strings.Contains(found[0].Message, "a string of more than 1 MiB") {
		t.Error(found)
	}
	_, found = set.execute("t", nil, "", template.FuncMap{"who": func() string { panic("lost") }})
	if len(found) != 1 || found[0].Message != "who: lost" {
		t.Error(found)
	}
}

func TestConcurrent(t *testing.T) {
	set, found := newTemplateSet([]templateFile{{"t", "t.tmpl", `{{range $i := 50}}{{who}}{{template "x" .}}{{end}}`}, {"x", "x.tmpl", `{{upper "x"}}{{regexReplaceAll "a|b" "ab" "c"}}`}},
		template.FuncMap{"who": func() int { return 0 }})
	if len(found) > 0 {
		t.Fatal(found)
	}
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 10 {
				got, found := set.execute("t", nil, "", template.FuncMap{"who": func() int { return i }})
				if want := strings.Repeat(fmt.Sprint(i, "Xcc"), 50); strings.ReplaceAll(want, " ", "") != got || len(found) > 0 {
					t.Error(found, got[:min(20, len(got))])
				}
			}
		})
	}
	group.Wait()
}

func FuzzTemplate(f *testing.F) {
	for _, h := range hostile {
		f.Add(h.text)
	}
	for _, cases := range examples {
		f.Add(cases[0][0])
	}
	f.Fuzz(func(t *testing.T, text string) {
		start := time.Now()
		set, found := newTemplateSet([]templateFile{{"t", "t.tmpl", text}}, nil)
		if len(found) > 0 {
			return
		}
		set.limit /= 100
		got, found := set.execute("t", hostileData(), "", nil)
		if took := time.Since(start); took > tooLong {
			t.Errorf("took %v", took)
		}
		if got != "" && len(found) > 0 || len(got) > maxOutput {
			t.Errorf("%d bytes and %v", len(got), found)
		}
		if again, _ := set.execute("t", hostileData(), "", nil); got != again {
			t.Error("two runs differ")
		}
	})
}

func BenchmarkExecute(b *testing.B) {
	var files []templateFile
	for i := range 12 {
		files = append(files, templateFile{fmt.Sprint("t", i), "t.tmpl", `# {{.Title}}{{range .Options}}- {{.Name | upper}}{{end}}`})
	}
	set, found := newTemplateSet(files, template.FuncMap{"who": func() int { return 0 }})
	if len(found) > 0 {
		b.Fatal(found)
	}
	data := &page{Title: "T", Options: []pageOption{{"a"}, {"b"}}}
	b.Run("warm", func(b *testing.B) {
		for b.Loop() {
			set.execute("t3", data, "", template.FuncMap{"who": func() int { return 1 }})
		}
	})
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			newSandboxRun(set)
		}
	})
}
