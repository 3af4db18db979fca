package site

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// measureSVG reads the size that an SVG has of itself or of its viewBox. An SVG
// that could run a script when it is opened on its own is refused.
func measureSVG(data []byte) (width, height int, err error) {
	decoder := xml.NewDecoder(bytes.NewReader(data))
	decoder.Strict = false
	decoder.Entity = map[string]string{}
	root := true
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) && !root {
			return width, height, nil
		}
		if err != nil {
			return 0, 0, errors.New("it cannot be read as SVG")
		}
		if d, ok := token.(xml.Directive); ok && bytes.Contains(bytes.ToUpper(d), []byte("ENTITY")) {
			return 0, 0, errors.New("an SVG with entities is not copied")
		}
		if p, ok := token.(xml.ProcInst); ok && p.Target != "xml" {
			return 0, 0, errors.New("an SVG with a style sheet of its own is not copied")
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if active(element) {
			return 0, 0, errors.New("an SVG with a script in it is not copied")
		}
		if root {
			root = false
			width, height = sizeOf(element)
		}
	}
}

// active tells whether an element of an SVG can run a script or lead elsewhere.
func active(e xml.StartElement) bool {
	switch strings.ToLower(e.Name.Local) {
	case "script", "foreignobject", "iframe", "embed", "object", "handler", "set", "animate":
		return true
	}
	for _, a := range e.Attr {
		name, value := strings.ToLower(a.Name.Local), strings.TrimSpace(a.Value)
		if strings.HasPrefix(name, "on") {
			return true
		}
		if name == "href" && scheme.Match(cleanAddress([]byte(value))) && !strings.HasPrefix(strings.ToLower(value), "data:image/") {
			return true
		}
	}
	return false
}

// sizeOf reads width and height of an svg element, else the last two numbers of
// its viewBox, rounded down.
func sizeOf(e xml.StartElement) (width, height int) {
	var box []string
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "width":
			width = pixels(a.Value)
		case "height":
			height = pixels(a.Value)
		case "viewBox":
			box = strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' })
		}
	}
	if (width == 0 || height == 0) && len(box) == 4 {
		return pixels(box[2]), pixels(box[3])
	}
	return width, height
}

// pixels reads a length in pixels, 0 where it is in another unit or none.
func pixels(text string) int {
	n, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(text), "px"), 64)
	if err != nil || n < 1 || n > 100_000 {
		return 0
	}
	return int(n)
}
