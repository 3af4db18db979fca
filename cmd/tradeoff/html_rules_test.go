package main

import (
	"regexp"
	"strings"
)

// What HTML allows, for the elements that a site of ours may have. An element
// or attribute that is not in these tables is a fault until somebody has looked
// it up in the standard.

// The kinds of content that elements are and take, as far as they count here.
const (
	holdsFlow        = "flow"
	holdsPhrasing    = "phrasing"
	holdsNothing     = ""
	holdsTransparent = "transparent" // what its parent takes
	holdsText        = "text"
	holdsForeign     = "foreign" // SVG, which is looked at for links and ids alone
)

// htmlElement is what the standard says of an element.
type htmlElement struct {
	is      string   // holdsFlow or holdsPhrasing; "" for one that only its parents in `in` may hold
	takes   string   // what may stand in it
	only    []string // the children that it may have, in the place of takes
	in      []string // the parents that it must have
	needs   []string // attributes that it must have
	may     string   // attributes besides the global ones
	without []string // elements that may not stand in it at any depth
}

// Interactive elements stand in none of their like; headings, sections, headers
// and footers do not stand in a few others.
var (
	interactive = []string{"a", "button", "details", "input", "label", "select", "textarea", "summary"}
	headings    = []string{"h1", "h2", "h3", "h4", "h5", "h6"}
	sections    = []string{"article", "aside", "nav", "section", "header", "footer", "main"}
)

var htmlElements = map[string]htmlElement{
	"html":  {only: []string{"head", "body"}, needs: []string{"lang", "dir"}},
	"head":  {only: []string{"meta", "title", "link", "script", "style"}, in: []string{"html"}},
	"title": {takes: holdsText, in: []string{"head"}},
	"meta":  {takes: holdsNothing, in: []string{"head"}, may: "charset name content http-equiv property media"},
	"link":  {takes: holdsNothing, in: []string{"head"}, needs: []string{"href", "rel"}, may: "type title sizes media as hreflang"},
	"style": {takes: holdsText, in: []string{"head"}, may: "media"},
	"body":  {takes: holdsFlow, in: []string{"html"}},

	"main":    {is: holdsFlow, takes: holdsFlow, in: []string{"body"}},
	"header":  {is: holdsFlow, takes: holdsFlow, without: []string{"header", "footer", "main"}},
	"footer":  {is: holdsFlow, takes: holdsFlow, without: []string{"header", "footer", "main"}},
	"nav":     {is: holdsFlow, takes: holdsFlow, without: []string{"main"}},
	"article": {is: holdsFlow, takes: holdsFlow, without: []string{"main"}},
	"section": {is: holdsFlow, takes: holdsFlow, without: []string{"main"}},
	"aside":   {is: holdsFlow, takes: holdsFlow, without: []string{"main"}},
	"search":  {is: holdsFlow, takes: holdsFlow, without: []string{"main"}},
	"div":     {is: holdsFlow, takes: holdsFlow},
	"h1":      {is: holdsFlow, takes: holdsPhrasing},
	"h2":      {is: holdsFlow, takes: holdsPhrasing},
	"h3":      {is: holdsFlow, takes: holdsPhrasing},
	"h4":      {is: holdsFlow, takes: holdsPhrasing},
	"h5":      {is: holdsFlow, takes: holdsPhrasing},
	"h6":      {is: holdsFlow, takes: holdsPhrasing},
	"p":       {is: holdsFlow, takes: holdsPhrasing},
	"pre":     {is: holdsFlow, takes: holdsPhrasing},
	"hr":      {is: holdsFlow, takes: holdsNothing},

	"blockquote": {is: holdsFlow, takes: holdsFlow, may: "cite"},
	"figure":     {is: holdsFlow, takes: holdsFlow},
	"figcaption": {takes: holdsFlow, in: []string{"figure"}},
	"details":    {is: holdsFlow, takes: holdsFlow, may: "open name"},
	"summary":    {takes: holdsPhrasing, in: []string{"details"}, without: interactive},
	"dialog":     {is: holdsFlow, takes: holdsFlow, may: "open closedby"},

	"ul": {is: holdsFlow, only: []string{"li"}},
	"ol": {is: holdsFlow, only: []string{"li"}, may: "start reversed type"},
	"li": {takes: holdsFlow, in: []string{"ul", "ol"}, may: "value"},
	"dl": {is: holdsFlow, only: []string{"dt", "dd", "div"}},
	"dt": {takes: holdsFlow, in: []string{"dl", "div"}, without: append(headings, sections...)},
	"dd": {takes: holdsFlow, in: []string{"dl", "div"}},

	"table":    {is: holdsFlow, only: []string{"caption", "colgroup", "thead", "tbody", "tfoot"}},
	"caption":  {takes: holdsFlow, in: []string{"table"}, without: []string{"table"}},
	"colgroup": {only: []string{"col"}, in: []string{"table"}, may: "span"},
	"col":      {takes: holdsNothing, in: []string{"colgroup"}, may: "span"},
	"thead":    {only: []string{"tr"}, in: []string{"table"}},
	"tbody":    {only: []string{"tr"}, in: []string{"table"}},
	"tfoot":    {only: []string{"tr"}, in: []string{"table"}},
	"tr":       {only: []string{"th", "td"}, in: []string{"thead", "tbody", "tfoot"}},
	"th":       {takes: holdsFlow, in: []string{"tr"}, needs: []string{"scope"}, may: "colspan rowspan abbr aria-sort", without: append(headings, sections...)},
	"td":       {takes: holdsFlow, in: []string{"tr"}, may: "colspan rowspan headers"},

	"a":      {is: holdsPhrasing, takes: holdsTransparent, needs: []string{"href"}, may: "rel title hreflang type download target", without: interactive},
	"span":   {is: holdsPhrasing, takes: holdsPhrasing},
	"strong": {is: holdsPhrasing, takes: holdsPhrasing},
	"em":     {is: holdsPhrasing, takes: holdsPhrasing},
	"b":      {is: holdsPhrasing, takes: holdsPhrasing},
	"i":      {is: holdsPhrasing, takes: holdsPhrasing},
	"s":      {is: holdsPhrasing, takes: holdsPhrasing},
	"u":      {is: holdsPhrasing, takes: holdsPhrasing},
	"small":  {is: holdsPhrasing, takes: holdsPhrasing},
	"mark":   {is: holdsPhrasing, takes: holdsPhrasing},
	"sub":    {is: holdsPhrasing, takes: holdsPhrasing},
	"sup":    {is: holdsPhrasing, takes: holdsPhrasing},
	"code":   {is: holdsPhrasing, takes: holdsPhrasing},
	"kbd":    {is: holdsPhrasing, takes: holdsPhrasing},
	"samp":   {is: holdsPhrasing, takes: holdsPhrasing},
	"var":    {is: holdsPhrasing, takes: holdsPhrasing},
	"q":      {is: holdsPhrasing, takes: holdsPhrasing},
	"cite":   {is: holdsPhrasing, takes: holdsPhrasing},
	"abbr":   {is: holdsPhrasing, takes: holdsPhrasing},
	"bdi":    {is: holdsPhrasing, takes: holdsPhrasing},
	"bdo":    {is: holdsPhrasing, takes: holdsPhrasing},
	"time":   {is: holdsPhrasing, takes: holdsPhrasing, may: "datetime"},
	"data":   {is: holdsPhrasing, takes: holdsPhrasing, needs: []string{"value"}, may: "value"},
	"del":    {is: holdsPhrasing, takes: holdsTransparent},
	"ins":    {is: holdsPhrasing, takes: holdsTransparent},
	"br":     {is: holdsPhrasing, takes: holdsNothing},
	"wbr":    {is: holdsPhrasing, takes: holdsNothing},
	"img":    {is: holdsPhrasing, takes: holdsNothing, needs: []string{"src", "alt", "width", "height"}, may: "loading decoding srcset sizes"},
	"svg":    {is: holdsPhrasing, takes: holdsForeign},

	"form":     {is: holdsFlow, takes: holdsFlow, may: "action method novalidate autocomplete", without: []string{"form"}},
	"fieldset": {is: holdsFlow, takes: holdsFlow, may: "disabled"},
	"legend":   {takes: holdsPhrasing, in: []string{"fieldset"}},
	"label":    {is: holdsPhrasing, takes: holdsPhrasing, may: "for", without: []string{"label"}},
	"button":   {is: holdsPhrasing, takes: holdsPhrasing, needs: []string{"type"}, may: "disabled popovertarget popovertargetaction command commandfor value name form", without: interactive},
	"input": {is: holdsPhrasing, takes: holdsNothing, needs: []string{"type"},
		may: "name value min max step list placeholder autocomplete autocapitalize disabled readonly required checked size maxlength pattern spellcheck enterkeyhint form"},
	"select":   {is: holdsPhrasing, only: []string{"option", "optgroup", "hr"}, may: "name disabled autocomplete size multiple"},
	"optgroup": {only: []string{"option"}, in: []string{"select"}, needs: []string{"label"}, may: "disabled"},
	"option":   {takes: holdsText, in: []string{"select", "optgroup", "datalist"}, may: "value selected disabled label"},
	"datalist": {is: holdsPhrasing, only: []string{"option"}},
	"output":   {is: holdsPhrasing, takes: holdsPhrasing, may: "for name form"},
	"textarea": {is: holdsPhrasing, takes: holdsText, may: "name rows cols readonly disabled placeholder"},
	"meter":    {is: holdsPhrasing, takes: holdsPhrasing, needs: []string{"value"}, may: "min max low high optimum value"},
	"progress": {is: holdsPhrasing, takes: holdsPhrasing, may: "value max"},

	"script":   {is: holdsPhrasing, takes: holdsText, may: "src defer type async"},
	"noscript": {is: holdsPhrasing, takes: holdsTransparent, without: []string{"noscript"}},
	"template": {is: holdsPhrasing, takes: holdsFlow},
}

// globalAttributes may stand on every element, as may data-….
var globalAttributes = strings.Fields("id class lang dir title hidden tabindex role accesskey inert popover translate autofocus inputmode enterkeyhint spellcheck")

// ariaAttributes are those of ARIA 1.2 that are in use, and whether they name ids.
var ariaAttributes = map[string]bool{
	"aria-labelledby": true, "aria-describedby": true, "aria-controls": true, "aria-owns": true, "aria-activedescendant": true, "aria-details": true, "aria-flowto": true, "aria-errormessage": true,
	"aria-label": false, "aria-hidden": false, "aria-current": false, "aria-expanded": false, "aria-haspopup": false, "aria-live": false, "aria-atomic": false, "aria-busy": false,
	"aria-selected": false, "aria-checked": false, "aria-pressed": false, "aria-disabled": false, "aria-autocomplete": false, "aria-modal": false, "aria-multiselectable": false,
	"aria-level": false, "aria-sort": false, "aria-orientation": false, "aria-roledescription": false, "aria-keyshortcuts": false, "aria-valuenow": false, "aria-valuemin": false,
	"aria-valuemax": false, "aria-valuetext": false, "aria-setsize": false, "aria-posinset": false, "aria-colcount": false, "aria-rowcount": false, "aria-required": false, "aria-invalid": false, "aria-readonly": false,
}

// ariaRoles are the roles that elements may be given.
var ariaRoles = strings.Fields("group region note img list listitem listbox option combobox searchbox search status alert log dialog alertdialog button link tab tablist tabpanel toolbar " +
	"tooltip presentation none separator radiogroup radio checkbox switch menu menubar menuitem menuitemradio tree treeitem doc-endnotes doc-noteref doc-backlink doc-toc graphics-document graphics-symbol graphics-object")

// nameable are the elements whose name aria-label gives without a role; a name
// of any other is read out by nobody.
var nameable = strings.Fields("a nav section aside main header footer article form search img svg button input select textarea output meter progress table dialog details summary fieldset figure ul ol iframe")

// implied are the roles that elements have by themselves: to say them again is noise.
var implied = map[string]string{
	"nav": "navigation", "main": "main", "aside": "complementary", "button": "button", "a": "link", "ul": "list", "ol": "list", "li": "listitem",
	"article": "article", "form": "form", "img": "img", "table": "table", "dialog": "dialog", "section": "region", "header": "banner", "footer": "contentinfo", "search": "search",
}

var (
	// entity is a character reference as it has to be written.
	entity = regexp.MustCompile(`^&(?:#[0-9]+|#x[0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);`)
	// machineDate is a date that a time element tells programs.
	machineDate = regexp.MustCompile(`^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?)?)?$`)
)
