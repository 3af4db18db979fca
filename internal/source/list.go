package source

import (
	"errors"
	"fmt"
	"strings"

	"tradeoff/internal/diag"
)

// Append gives data with the item v added at the end of the list at path, a
// chain of keys. The item goes behind the last one in the list's own style: on
// a line of its own or between the brackets, a map in braces where the last map
// of the list is, text in quotation marks where the last text of the list has
// them without need. Where the list is missing, null or empty, it is made with
// the one item, as Set would.
//
// All other bytes stay. Comments below the last item that belong to the list,
// by their indentation, stay before the new one; blank lines and the comments
// of what follows stay behind it.
//
// The result is read again. Where its tree is not the old one with exactly that
// item more, the whole list is written anew, in the manner of Set; where that
// does not prove right either, and where something else than a list is at path,
// Append reports an error and gives nothing.
func Append(file string, data []byte, format Format, path []string, v *Node) ([]byte, error) {
	if v == nil {
		v = &Node{}
	}
	out, err := appendItem(file, data, format, path, v)
	if err != nil {
		return nil, fmt.Errorf("append %s in %s: %w", showPath(path), file, err)
	}
	return out, nil
}

// Remove gives data without the item at that index of the list at path, in the
// manner of Append: without the item's lines, with the comments on them, or
// without its bytes and one comma. Other comments stay. With the only item the
// whole entry goes, as Delete takes it away. It is an error where no list is at
// path, and where the list has no such item.
func Remove(file string, data []byte, format Format, path []string, index int) ([]byte, error) {
	out, err := removeItem(file, data, format, path, index)
	if err != nil {
		return nil, fmt.Errorf("remove %s[%d] in %s: %w", showPath(path), index, file, err)
	}
	return out, nil
}

// appendItem is Append, whose errors say nothing of the file.
func appendItem(file string, data []byte, format Format, path []string, v *Node) ([]byte, error) {
	old, err := oldList(file, data, format, path)
	if err != nil {
		return nil, err
	}
	list := &Node{Kind: List}
	if old == nil || len(old.Items) == 0 {
		list.Items = []*Node{v}
		return edit(file, data, format, path, list, "")
	}
	list.Items = append(old.Items[:len(old.Items):len(old.Items)], v)
	return editBy(file, data, format, path, list, "", func(c *change) []attempt {
		item := c.v.Items[len(c.v.Items)-1] // as the format can say it
		switch format {
		case YAML:
			return c.yamlAppend(item)
		case TOML:
			return c.tomlAppend(item)
		}
		return c.jsonAppend(item)
	})
}

// removeItem is Remove, whose errors say nothing of the file.
func removeItem(file string, data []byte, format Format, path []string, index int) ([]byte, error) {
	old, err := oldList(file, data, format, path)
	switch {
	case err != nil:
		return nil, err
	case old == nil:
		return nil, errors.New("there is no list")
	case index < 0 || index >= len(old.Items):
		return nil, fmt.Errorf("there is no such item; the list has %d", len(old.Items))
	case len(old.Items) == 1:
		return edit(file, data, format, path, nil, "")
	}
	list := &Node{Kind: List}
	list.Items = append(list.Items, old.Items[:index]...)
	list.Items = append(list.Items, old.Items[index+1:]...)
	return editBy(file, data, format, path, list, "", func(c *change) []attempt {
		switch format {
		case YAML:
			return c.yamlRemove(index)
		case TOML:
			return c.tomlRemove(index)
		}
		return c.bracketRemove(c.offset(c.at(c.old).Pos), JSON, index)
	})
}

// oldList is the list at path; nil where nothing is there. What is wrong with
// the whole file, or on the way, is left to the edit, which reports it.
func oldList(file string, data []byte, format Format, path []string) (*Node, error) {
	tree, found := Parse(file, data, format)
	if len(path) == 0 || found.HasErrors() {
		return nil, nil
	}
	switch list := tree.below(path); {
	case list == nil || list.Kind == Null:
		return nil, nil
	case list.Kind != List:
		return nil, fmt.Errorf("%s is there, not a list", list.Kind)
	default:
		return list, nil
	}
}

// offset is the place of a position of the file.
func (c *change) offset(pos diag.Pos) int {
	at := 0
	for line := 1; line < pos.Line; line++ {
		at = c.lineEnd(at) + 1
	}
	rest := string(c.data[at:])
	col := 1
	for i := range rest {
		if col == pos.Col {
			return at + i
		}
		col++
	}
	return len(c.data)
}

// ownLine is the white space before offset in its line; ok is false where
// something else stands there.
func (c *change) ownLine(offset int) (indent string, ok bool) {
	indent = string(c.data[c.lineStart(offset):offset])
	return indent, blank(indent)
}

// textEnd is the end of the line of offset, without its line end.
func (c *change) textEnd(offset int) int {
	end := c.lineEnd(offset)
	if end > offset && c.data[end-1] == '\r' {
		end--
	}
	return end
}

// blank tells whether text is white space within a line.
func blank(text string) bool { return strings.Trim(text, " \t") == "" }
