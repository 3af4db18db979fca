package source

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// yamlSpot is where a value stands.
type yamlSpot struct {
	node   *yaml.Node
	flow   bool // in brackets
	column int  // of the key or of the hyphen before it
	floor  int  // the offset behind that colon or hyphen
	limit  int  // the beginning of what follows, comments included
}

// spot walks down a path of keys and indices. What is there by an alias or a
// merge alone is not found.
func (e *yamlEdit) spot(path ...any) (s yamlSpot, ok bool) {
	s = yamlSpot{node: e.root, limit: e.end}
	for _, step := range path {
		if s.node == nil {
			return s, false
		}
		s.flow = s.flow || s.node.Style&yaml.FlowStyle != 0
		switch step := step.(type) {
		case string:
			ok = s.node.Kind == yaml.MappingNode && e.intoMap(&s, step)
		case int:
			ok = s.node.Kind == yaml.SequenceNode && e.intoList(&s, step)
		}
		if !ok {
			return s, false
		}
	}
	return s, s.node != nil
}

// intoMap goes on to the value of a key.
func (e *yamlEdit) intoMap(s *yamlSpot, key string) bool {
	level, ok := e.entry(s.node, key, s.limit)
	if !ok {
		return false
	}
	start := e.r.offset(level.key)
	s.node, s.column, s.floor = level.value, e.column(start), start
	if colon, ok := e.colon(level.key); ok {
		s.floor = colon + 1
	}
	if !s.flow {
		s.limit = level.limit
	}
	return true
}

// intoList goes on to an item.
func (e *yamlEdit) intoList(s *yamlSpot, index int) bool {
	items := s.node.Content
	if index < 0 || index >= len(items) {
		return false
	}
	s.node = items[index]
	if s.flow {
		return true
	}
	hyphen, ok := e.hyphen(s.node)
	s.column, s.floor = e.column(hyphen), hyphen+1
	if index+1 < len(items) && ok {
		s.limit, ok = e.hyphen(items[index+1])
		s.limit = e.lineStart(s.limit)
	}
	return ok
}

// hyphen is the offset of the hyphen before an item, which may stand in a line
// above, with a comment behind it.
func (e *yamlEdit) hyphen(item *yaml.Node) (at int, ok bool) {
	start := e.r.offset(item)
	for text := string(e.data[e.lineStart(start):start]); ; {
		if strings.HasPrefix(strings.TrimLeft(text, " \t"), "#") {
			text = ""
		}
		text, _, _ = strings.Cut(text, " #")
		text = strings.TrimRight(text, " \t\r")
		start = e.lineStart(start)
		if strings.HasSuffix(text, "-") {
			return start + len(text) - 1, true
		}
		if text != "" || start == 0 {
			return 0, false
		}
		start--
		text = string(e.data[e.lineStart(start):start])
	}
}
