package site

import (
	"strings"

	"tradeoff/internal/decision"
)

// Frame is what every layout is handed for baseof.html and its partials.
type Frame struct {
	Kind        string // log, decision, catalog, page, list, changes, timeline, graph, redirect or missing: a class of body
	Title       string // of the page, plain text
	Site        string // the site's name
	Language    string // a BCP 47 tag
	Direction   string // ltr or rtl
	Description string // plain text, "" for none
	NoIndex     bool   // search engines are asked to leave the page out
	Policy      string // the Content-Security-Policy
	Root        string // what leads from the page to the site's root: "", "../" and so on
	Home        string // addresses are relative to the page, and escaped
	Feed        string
	OwnFeed     *Link  // of what the page lists, nil for none
	Twin        string // the page's text as Markdown, "" for none
	Edit        string // where the page's file is edited, absolute; "" for nowhere
	Nav         []NavItem
	Sheets      []string // addresses of the sheets that this page needs besides the theme's site.css
	Scripts     []string // addresses of the scripts that this page needs besides the theme's site.js
	Canonical   string   // absolute; "" without a base URL, and then there is no OpenGraph
	Article     bool     // OpenGraph's type is article
	Published   string   // the day of an article, YYYY-MM-DD, "" where it is not known
	Locale      string   // the language as OpenGraph names it, such as de_CH; "" where no region is known
	AsOf        string   // the day that the site is told for, "" for none
}

// NavItem is one entry of the site's or of a section's navigation.
type NavItem struct {
	Label    string
	Href     string
	Current  bool // it is this very page
	Within   bool // this page lies below it
	Children []NavItem
}

// Link is an address with its text.
type Link struct {
	Label string
	Href  string // "" for text that leads nowhere
	Count int    // how many are behind it, where that is told
}

// Status is a decision's status as a reader sees it.
type Status struct {
	Word  string
	Sign  string
	Class string // status- and its id
	Href  string // of the page of that status, "" where it is not linked
}

// frame makes what all pages share. within names the page of the navigation
// that this one lies below.
func (b *build) frame(kind, address, title, within string) Frame {
	f := Frame{
		Kind: kind, Title: title, Site: b.title(),
		Language: b.Settings.Language, Direction: direction(b.Settings.Language),
		Policy: b.plainPolicy, Root: strings.Repeat("../", strings.Count(address, "/")),
		Home: relative(address, logAddress), Feed: relative(address, feedAddress),
		AsOf: b.AsOf,
	}
	if f.Language == "" {
		f.Language = "en"
	}
	f.NoIndex = b.Settings.NoIndex
	f.Locale = locale(f.Language)
	if b.url != "" {
		f.Canonical = b.absolute(address)
	}
	if b.Review != nil {
		f.Sheets = []string{relative(address, "assets/"+changesSheet)}
	}
	for _, item := range b.nav {
		f.Nav = append(f.Nav, NavItem{
			Label: item.Label, Href: relative(address, item.Href),
			Current: item.Href == address, Within: item.Href == within && item.Href != address,
		})
	}
	return f
}

// nameSections keeps the navigation for all pages.
func (b *build) nameSections() error {
	b.nav = b.sections()
	return nil
}

// sections are the entries of the site's navigation, by their addresses.
func (b *build) sections() []Link {
	items := []Link{{Label: b.t("nav.decisions"), Href: logAddress}}
	if b.Review != nil {
		items = append(items, Link{Label: b.t("changes.title"), Href: changesAddress})
	}
	if len(b.decisions) > 0 {
		items = append(items, Link{Label: b.t("nav.timeline"), Href: timelineAddress})
	}
	if len(b.bound) > 0 {
		items = append(items, Link{Label: b.t("nav.graph"), Href: graphAddress})
	}
	if home := b.catalogsHome(); home != "" {
		items = append(items, Link{Label: b.t("nav.catalogs"), Href: home})
	}
	if home := b.docsHome(); home != "" {
		items = append(items, Link{Label: b.t("nav.docs"), Href: home})
	}
	return items
}

// locale is a language as OpenGraph names it, which wants a region.
func locale(language string) string {
	parts := strings.Split(language, "-")
	region := parts[len(parts)-1]
	if len(parts) < 2 || len(parts[0]) > 3 || len(region) != 2 {
		return ""
	}
	return strings.ToLower(parts[0]) + "_" + strings.ToUpper(region)
}

// direction is the writing direction of a language.
func direction(language string) string {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	switch base {
	case "ar", "he", "fa", "ur", "ps", "sd", "yi", "dv", "ug":
		return "rtl"
	}
	return "ltr"
}

// statusSigns are the signs beside the words, for who does not see colours.
var statusSigns = map[decision.Status]string{
	decision.Draft: "○", decision.Proposed: "◌", decision.Accepted: "●", decision.Rejected: "✕",
	decision.Deprecated: "◍", decision.Superseded: "→",
}

// statusKeys and statusClasses are what a status is called in the theme's words and
// in its style sheet.
var statusKeys, statusClasses = func() (keys, classes map[decision.Status]string) {
	keys, classes = map[decision.Status]string{}, map[decision.Status]string{}
	for _, s := range allStatuses {
		keys[s], classes[s] = "status."+string(s), "status-"+string(s)
	}
	return keys, classes
}()

// status gives a decision's status in the theme's words.
func (b *build) status(s decision.Status) Status {
	sign, ok := statusSigns[s]
	if !ok {
		s, sign = decision.Unknown, "?"
	}
	return Status{Word: b.t(statusKeys[s]), Sign: sign, Class: statusClasses[s]}
}
