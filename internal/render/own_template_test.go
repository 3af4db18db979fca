package render

import (
	"path"
	"slices"
	"strings"
	"testing"
)

// A template of the project's own counts before the one of the same name.
func TestOwnTemplate(t *testing.T) {
	p := full()
	p["templates/partials/lead.md.tmpl"] = "Our lead: {{ .Title }}\n"
	p["templates/short.md.tmpl"] = "# {{ .Title }}\n\n<!-- tradeoff:lead -->\n{{ template \"partials/lead\" . }}\n<!-- /tradeoff:lead -->\n"
	res := p.render(t, Options{Template: "short"})[fullRecord]
	if len(res.Findings) > 0 || !strings.Contains(p[fullRecord], "\nOur lead: Run the thumbnail pipeline as functions\n") || strings.Contains(p[fullRecord], "## ") {
		t.Errorf("%v\n%s", res.Findings, p[fullRecord])
	}
	if names := p.load(t).Names(); !slices.Contains(names, "short") || !slices.Contains(names, "madr") || slices.ContainsFunc(names, func(n string) bool { return path.Dir(n) != "." }) {
		t.Errorf("%v", names)
	}
}
