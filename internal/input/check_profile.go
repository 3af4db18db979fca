package input

import (
	"fmt"
	"slices"

	"tradeoff/internal/catalog"
	"tradeoff/internal/diag"
	"tradeoff/internal/source"
)

func (k *checker) profile() {
	profile := k.in.Root.Get("profile")
	switch {
	case profile == nil || profile.Kind == source.Null || k.in.broken["profile"]:
	case k.onOldGround():
	case k.catalog == nil:
		k.add("missing-key", "write tradeoffs: architecture-style, or leave the profile out", "a profile answers a catalog's questions, and none is named", "profile")
	default:
		for _, f := range k.catalog.ProfileSchema().Check(profile) {
			f.Key = joinPath("profile", f.Key)
			k.findings = append(k.findings, f)
		}
	}
}

// prices holds the input's own prices against the catalog's. Those of the defaults
// are the defaults' to answer for.
func (k *checker) prices() {
	prices := k.in.Root.Get("prices")
	switch {
	case prices == nil || prices.Kind == source.Null || k.in.broken["prices"]:
	case k.onOldGround():
	case k.catalog == nil:
		k.add("missing-key", "write tradeoffs: architecture-style, or leave the prices out", "prices take the place of a catalog's list prices, and none is named", "prices")
	default:
		k.findings = append(k.findings, checkPrices(prices, k.catalog)...)
	}
}

// checkPrices finds prices that none of the catalogs has, and those that are there
// twice, of which one would count in silence.
func checkPrices(prices *source.Node, catalogs ...*catalog.Catalog) diag.List {
	var known, seen []string
	for _, c := range catalogs {
		for _, p := range c.Prices {
			known = append(known, p.ID)
		}
	}
	whose := "any catalog"
	if len(catalogs) == 1 {
		whose = "the catalog " + catalogs[0].ID
	}
	var findings diag.List
	add := func(i int, rule, hint, message string) {
		findings = append(findings, diag.Finding{Pos: prices.PosOf(i, "id"), Key: source.PathString("prices", i, "id"),
			Rule: rule, Severity: diag.Error, Message: message, Hint: hint})
	}
	for i, price := range prices.Items {
		id := textOf(price.Get("id"))
		switch {
		case id == "": // the schema has said so
		case slices.Contains(seen, id):
			add(i, "duplicate-key", "keep one", fmt.Sprintf("the price %s stands here twice", id))
		case len(known) == 0:
			add(i, "unknown-value", "leave the prices out", fmt.Sprintf("there are no prices in %s", whose))
		case !slices.Contains(known, id):
			add(i, "unknown-value", diag.DidYouMean(id, known), fmt.Sprintf("no price %q in %s", id, whose))
		}
		seen = append(seen, id)
	}
	return findings
}

// joinPath puts a key before the path of a finding inside it.
func joinPath(key, path string) string {
	switch {
	case path == "":
		return key
	case path[0] == '[':
		return key + path
	}
	return key + "." + path
}

// Check holds the profile and the prices of the defaults against the catalog that
// they name or, without one, against all of them.
func (d *Defaults) Check(set catalog.Set) diag.List {
	if d == nil {
		return nil
	}
	given := func(key string) *source.Node {
		if n := d.root.Get(key); n != nil && n.Kind != source.Null {
			return n
		}
		return nil
	}
	profile, prices := given("profile"), given("prices")
	if profile == nil && prices == nil {
		return nil
	}
	var findings diag.List
	schema, catalogs := &source.Schema{Type: source.Object, Keys: profileKeys(set)}, set.All()
	if id := d.Catalog(); id != "" {
		c := set[id]
		if c == nil {
			findings = append(findings, diag.Finding{Pos: d.root.PosOf("tradeoffs"), Key: "tradeoffs", Rule: "unknown-value", Severity: diag.Error,
				Message: fmt.Sprintf("no catalog %q", id), Hint: diag.DidYouMean(id, set.IDs())})
			return findings
		}
		schema, catalogs = c.ProfileSchema(), []*catalog.Catalog{c}
	}
	if profile != nil {
		for _, f := range schema.Check(profile) {
			f.Key = joinPath("profile", f.Key)
			findings = append(findings, f)
		}
	}
	if prices != nil {
		findings = append(findings, checkPrices(prices, catalogs...)...)
	}
	return findings
}
