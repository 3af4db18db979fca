package render

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tradeoff/internal/diag"
)

// explain turns an error of an execution into a finding at the template's place,
// or at fallback where the error names none.
func (s *templateSet) explain(err error, fallback diag.Pos, data any, input string) diag.Finding {
	f := diag.Finding{Pos: fallback, Rule: "template", Severity: diag.Error, Message: err.Error()}
	if m := located.FindStringSubmatch(f.Message); m != nil {
		file, _ := strconv.Atoi(m[1])
		f.Line, _ = strconv.Atoi(m[2])
		offset, _ := strconv.Atoi(m[3])
		f.File = s.files[file].File
		if lines := strings.Split(s.files[file].Text, "\n"); f.Line <= len(lines) {
			f.Col = 1 + utf8.RuneCountInString(lines[f.Line-1][:min(offset, len(lines[f.Line-1]))])
		}
		// The context between <> may hold the template's whole text; what is
		// said of it never holds ">: ".
		f.Message = f.Message[strings.LastIndex(f.Message, ">: ")+len(">: "):]
	}
	if limit := (*limitError)(nil); errors.As(err, &limit) {
		f.Message = limit.Error()
	} else if call := (*callError)(nil); errors.As(err, &call) {
		f.Message, f.Hint = call.Error(), call.hint
	} else if m := noField.FindStringSubmatch(f.Message); m != nil {
		typ := m[2][strings.LastIndexAny(m[2], ".*")+1:]
		f.Message, f.Hint = fmt.Sprintf("%s has no field %s", typ, m[1]), nearMember(m[1], membersOf(data, m[2]))
	} else {
		for _, r := range rewordings {
			if r.from.MatchString(f.Message) {
				f.Message, f.Hint = r.from.ReplaceAllString(f.Message, r.to), r.hint
				break
			}
		}
	}
	f.Message = messageLine(f.Message)
	if input != "" {
		f.Message += ", while rendering " + input
	}
	return f
}

// nearMember is diag.DidYouMean for names with capitals.
func nearMember(name string, members []string) string {
	folded := make([]string, len(members))
	for i, m := range members {
		folded[i] = strings.ToLower(m)
	}
	if i := slices.Index(folded, diag.Suggest(name, folded)); i >= 0 {
		return "did you mean " + members[i] + "?"
	}
	return diag.DidYouMean(name, members)
}

// membersOf are the exported fields and methods of the type of that name, which
// is looked for in all that can be reached from data.
func membersOf(data any, name string) (members []string) {
	queue := []reflect.Type{reflect.TypeOf(data)}
	seen := map[reflect.Type]bool{nil: true}
	for ; len(queue) > 0; queue = queue[1:] {
		t := queue[0]
		if seen[t] {
			continue
		}
		seen[t] = true
		for i := range t.NumMethod() {
			for out := range t.Method(i).Type.Outs() {
				queue = append(queue, out)
			}
		}
		switch t.Kind() {
		case reflect.Map, reflect.Slice, reflect.Array, reflect.Pointer:
			queue = append(queue, t.Elem())
		case reflect.Struct:
			queue = append(queue, reflect.PointerTo(t))
			for field := range t.Fields() {
				queue = append(queue, field.Type)
			}
		}
		if t.String() != name {
			continue
		}
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() == reflect.Struct {
			for _, field := range reflect.VisibleFields(t) {
				if field.IsExported() && !field.Anonymous {
					members = append(members, field.Name)
				}
			}
		}
		for method := range reflect.PointerTo(t).Methods() {
			members = append(members, method.Name)
		}
		return members
	}
	return nil
}

// messageLine fits a message into a finding.
func messageLine(message string) string {
	const longest = 400 // bytes; more is no sentence
	if len(message) > longest {
		message = strings.ToValidUTF8(message[:longest], "") + "…"
	}
	return strings.Join(strings.Fields(message), " ")
}
