package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What the three importers have in common: they read lines, not Markdown; ids are
// unique; a link counts where its target is the bare name of a file of the folder;
// and what one file makes them stop with stops the import.

// structurizrADRTools imports as !decisions does without a type, or with adrtools:
//
//   - every .md of the folder is a record; its id is its first four characters, as
//     a number
//   - the title is what follows the first "." of the first line, and a blank
//   - the date is the first line "Date: …", which must read as one; today without
//   - the status is the first word of the first line below "## Status"
//   - links are the lines from there to "## Context", words before them
func structurizrADRTools(f folder) (map[string]shown, error) {
	out, ids := map[string]shown{}, map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if !strings.HasSuffix(name, ".md") {
			continue
		}
		s := shown{status: "Proposed", date: "today"}
		var err error
		if s.id, err = structurizrID(name, ids); err != nil {
			return nil, err
		}
		lines := javaLines(f[name])
		at := strings.Index(lines[0], ".") + 2
		if at > len(lines[0]) {
			return nil, fmt.Errorf("%s: begin %d, end %d", name, at, len(lines[0]))
		}
		s.title = lines[0][at:]
		if s.date, err = javaDate(lines, "Date: ", s.date); err != nil {
			return nil, err
		}
		from := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "## Status") })
		if from >= 0 {
			lines = lines[from+1:]
			if i := slices.IndexFunc(lines, func(l string) bool { return strings.TrimSpace(l) != "" }); i >= 0 {
				s.status, _, _ = strings.Cut(lines[i], " ")
				s.status = strings.Replace(s.status, "Superceded", "Superseded", 1)
			}
			for _, line := range lines {
				if strings.HasPrefix(line, "## Context") {
					break
				}
				s.link(f, adrToolsLink.FindStringSubmatch(line))
			}
		}
		out[name] = s
	}
	return out, nil
}

var adrToolsLink = regexp.MustCompile(`(.*) \[.*\]\((.*)\)`)

// madrName is which files are records for the importer madr. Its dots are as it
// has them.
var madrName = regexp.MustCompile(`^\d{4}-.+?.md$`)

var (
	madrFront = regexp.MustCompile(`(?m)^---\n(?:^.*\n)*?---\n`)
	madrLink  = regexp.MustCompile(`()\[.*\]\((.*)\)`)
)

// structurizrMADR imports as !decisions does with madr:
//
//   - a record's name is four digits, a hyphen and more; its id is the digits
//   - the title is the first line that begins with "# "
//   - the status is what follows "status: " in the front matter, quotes and all;
//     accepted without
//   - the date likewise, which must read as one; the file's own without
//   - every link to a record counts, the last of its line, and says "Links to"
func structurizrMADR(f folder) (map[string]shown, error) {
	out, ids := map[string]shown{}, map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if !madrName.MatchString(name) {
			continue
		}
		s := shown{title: "Title", status: "accepted"}
		var err error
		if s.id, err = structurizrID(name, ids); err != nil {
			return nil, err
		}
		data := strings.ReplaceAll(f[name], "\r", "")
		front := madrFront.FindString(data)
		body := javaLines(strings.Replace(data, front, "", 1))
		if i := slices.IndexFunc(body, func(l string) bool { return strings.HasPrefix(l, "# ") }); i >= 0 {
			s.title = body[i][2:]
		}
		if lines := javaLines(data); strings.HasPrefix(lines[0], "---") {
			end := slices.IndexFunc(lines[1:], func(l string) bool { return strings.HasPrefix(l, "---") })
			lines = lines[1:][:max(end, 0)]
			if i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "status: ") }); i >= 0 {
				s.status = strings.TrimPrefix(lines[i], "status: ")
			}
			if s.date, err = javaDate(lines, "date: ", ""); err != nil {
				return nil, err
			}
		}
		if s.date == "" {
			s.date = "the file's"
		}
		for _, line := range body {
			if m := madrLink.FindStringSubmatch(line); m != nil {
				s.link(f, []string{"", "Links to", m[2]})
			}
		}
		out[name] = s
	}
	return out, nil
}

var (
	log4brainsName   = regexp.MustCompile(`^\d{8}-.+?.md$`)
	log4brainsStatus = regexp.MustCompile(`- Status: (.*) \[.*\]\((.*)\)`)
	log4brainsLink   = regexp.MustCompile(`- (.*) \[.*\]\((.*)\)`)
)

// structurizrLog4brains imports as !decisions does with log4brains:
//
//   - a record's name is eight digits, a hyphen and more; ids count from 1
//   - the title is the first line without its first two characters
//   - the status is what follows "- Status: ", only "superseded" of what begins so
//   - the date is what follows "- Date: ", which must read as one, else the name's
//   - links are that of the status, and those of lines "- …" from "## Links" on
func structurizrLog4brains(f folder) (map[string]shown, error) {
	out := map[string]shown{}
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if !log4brainsName.MatchString(name) {
			continue
		}
		s := shown{id: strconv.Itoa(len(out) + 1)}
		lines := javaLines(f[name])
		if len(lines[0]) < 2 {
			return nil, fmt.Errorf("%s: begin 2, end %d", name, len(lines[0]))
		}
		s.title = lines[0][2:]
		var err error
		if s.date, err = javaDate(lines, "- Date: ", name[:4]+"-"+name[4:6]+"-"+name[6:8]); err != nil {
			return nil, err
		}
		in, stated := false, false
		for _, line := range lines {
			if status, ok := strings.CutPrefix(line, "- Status: "); ok {
				if !stated {
					s.status, stated = status, true
				}
				if strings.HasPrefix(s.status, "superseded") {
					s.status = "superseded"
				}
				s.link(f, log4brainsStatus.FindStringSubmatch(line))
			}
			if in = in || strings.HasPrefix(line, "## Links"); in {
				s.link(f, log4brainsLink.FindStringSubmatch(line))
			}
		}
		out[name] = s
	}
	return out, nil
}

// link notes a link where its target is a file of the folder; m holds the words
// and the target behind the match.
func (s *shown) link(f folder, m []string) {
	if m == nil {
		return
	}
	if _, ok := f[m[2]]; ok {
		s.links = append(s.links, m[1]+" "+m[2])
	}
}

// structurizrID is the first four characters as a number, which no other file has.
func structurizrID(name string, ids map[string]bool) (string, error) {
	n, err := strconv.Atoi(name[:4])
	if err != nil {
		return "", fmt.Errorf("For input string: %q", name[:4])
	}
	id := strconv.Itoa(n)
	if ids[id] {
		return "", fmt.Errorf("A decision with an ID of %s already exists in this scope.", id)
	}
	ids[id] = true
	return id, nil
}

// javaLines cuts as Java's split does: empty lines at the end go.
func javaLines(data string) []string {
	return strings.Split(strings.TrimRight(strings.ReplaceAll(data, "\r", ""), "\n"), "\n")
}

var javaDay = regexp.MustCompile(`^\d+-\d+-\d+`)

// javaDate is the date behind a prefix of a line; what follows it is let go.
func javaDate(lines []string, prefix, without string) (string, error) {
	for _, line := range lines {
		if date, ok := strings.CutPrefix(line, prefix); ok {
			if day := javaDay.FindString(date); day != "" {
				return day, nil
			}
			return "", fmt.Errorf("Unparseable date: %q", date)
		}
	}
	return without, nil
}
