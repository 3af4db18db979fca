package site

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tradeoff/internal/lazyregexp"
)

// svgSpace is the namespace of SVG. What has no namespace is drawn by nobody.
const svgSpace = "http://www.w3.org/2000/svg"

// liveSpaces are namespaces whose elements do something in a browser. All others
// are notes of the programs that draw.
var liveSpaces = []string{"http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML", "http://www.w3.org/2001/xml-events"}

// svgElements are the elements that draw, and lead nowhere and change nothing.
var svgElements = strings.Fields(`svg g a defs symbol use switch title desc metadata style image view
	path rect circle ellipse line polyline polygon text tspan textPath
	marker mask pattern clipPath linearGradient radialGradient stop
	filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight
	feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight
	feSpecularLighting feSpotLight feTile feTurbulence`)

var (
	encodingSaid = lazyregexp.New(`(?i)encoding`)
	encodingUTF8 = lazyregexp.New(`(?i)encoding\s*=\s*["']utf-8["']`)
	picture64    = lazyregexp.New(`(?i)^data:image/(png|jpeg|jpg|gif|webp);base64,[a-z0-9+/=\s]*$`)
	cssCall      = lazyregexp.New(`(?i)(?:url|src|image|image-set|element|expression)\s*\(\s*["']?\s*([^"')]*)`)
	cssInside    = lazyregexp.New(`(?i)^(?:#|data:(?:image/(?:png|jpeg|jpg|gif|webp)|font/[a-z0-9+-]+|application/(?:x-)?font-?[a-z0-9+-]*)[;,])`)
)

// measureSVG reads the size that an SVG has of itself or of its viewBox. One that
// could run a script or ask another host, when it is opened on its own, is refused:
// it would do so in the name of the site, and without a page's policy. What is not
// known to be harmless is refused as well.
func measureSVG(data []byte) (width, height int, err error) {
	if !utf8.Valid(data) {
		return 0, 0, errors.New("an SVG that is not UTF-8 is not copied")
	}
	decoder := xml.NewDecoder(bytes.NewReader(data))
	decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // looked at below
	root := true
	style := 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) && !root {
			return width, height, nil
		}
		if err != nil {
			return 0, 0, errors.New("it cannot be read as SVG")
		}
		switch token := token.(type) {
		case xml.Directive:
			if text := strings.ToUpper(string(token)); !strings.HasPrefix(text, "DOCTYPE") || strings.ContainsAny(text, "[<") {
				return 0, 0, errors.New("an SVG with declarations of its own is not copied")
			}
		case xml.ProcInst:
			switch {
			case token.Target != "xml":
				return 0, 0, errors.New("an SVG with a style sheet of its own is not copied")
			case encodingSaid.Match(token.Inst) && !encodingUTF8.Match(token.Inst):
				return 0, 0, errors.New("an SVG that is not UTF-8 is not copied")
			}
		case xml.CharData:
			if style > 0 && !harmlessStyle(string(token)) {
				return 0, 0, errors.New("an SVG whose style leads elsewhere is not copied")
			}
		case xml.EndElement:
			if token.Name.Local == "style" {
				style--
			}
		case xml.StartElement:
			if err := harmless(token); err != nil {
				return 0, 0, err
			}
			if token.Name.Local == "style" {
				style++
			}
			if root {
				root = false
				width, height = sizeOf(token)
			}
		}
	}
}

// harmless refuses an element of an SVG that could do more than be drawn.
func harmless(e xml.StartElement) error {
	switch {
	case slices.Contains(liveSpaces, e.Name.Space), e.Name.Local == "script", e.Name.Local == "foreignObject":
		return errors.New("an SVG with a script or a page in it is not copied")
	case e.Name.Space != svgSpace && e.Name.Space != "":
		return nil // a note of the program that drew it
	case !slices.Contains(svgElements, e.Name.Local):
		return errors.New("an SVG with the element " + e.Name.Local + " is not copied")
	}
	for _, a := range e.Attr {
		name, value := strings.ToLower(a.Name.Local), strings.TrimSpace(a.Value)
		switch {
		case a.Name.Space == "xmlns" || a.Name.Space == "" && name == "xmlns":
		case strings.HasPrefix(name, "on"):
			return errors.New("an SVG with a script in it is not copied")
		case name == "href" && e.Name.Local == "a":
			if final, ok := foreign(cleanAddress([]byte(value))); !strings.HasPrefix(value, "#") && (!ok || len(final) == 0) {
				return errors.New("an SVG with a script in it is not copied")
			}
		case name == "href" || name == "src":
			if !strings.HasPrefix(value, "#") && !picture64.MatchString(value) {
				return errors.New("an SVG that shows another file is not copied")
			}
		case !harmlessStyle(value):
			return errors.New("an SVG whose style leads elsewhere is not copied")
		}
	}
	return nil
}

// harmlessStyle tells whether a style asks for nothing but parts of the same
// picture. A backslash could spell anything.
func harmlessStyle(text string) bool {
	if strings.Contains(text, `\`) || strings.Contains(text, "@") && !onlyHarmlessRules(text) {
		return false
	}
	for _, call := range cssCall.FindAllStringSubmatch(text, -1) {
		if !cssInside.MatchString(call[1]) {
			return false
		}
	}
	return true
}

// onlyHarmlessRules tells whether the rules of a sheet that begin with @ load nothing.
func onlyHarmlessRules(text string) bool {
	for rest := text; ; {
		_, after, found := strings.Cut(rest, "@")
		if !found {
			return true
		}
		rest = after
		if !slices.ContainsFunc([]string{"media", "supports", "font-face", "keyframes", "-webkit-keyframes", "layer", "charset \"utf-8\""}, func(rule string) bool {
			return len(after) >= len(rule) && strings.EqualFold(after[:len(rule)], rule)
		}) {
			return false
		}
	}
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
