package site

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"tradeoff/internal/catalog"
	"tradeoff/internal/ledger"
	"tradeoff/internal/output"
	"tradeoff/internal/record"
)

// The addresses that are the site's own, whatever the project holds.
const (
	logAddress      = "index.html"
	tagsAddress     = "tags.html"
	yearsAddress    = "years.html"
	foldersAddress  = "folders.html"
	peopleAddress   = "people.html"
	concernsAddress = "attention.html"
	docsAddress     = "docs.html" // the root section of content
	notFoundAddress = "404.html"
	feedAddress     = "feed.xml"
	sitemapAddress  = "sitemap.xml"
	catalogsAddress = "catalogs.html" // the list, where there are several
	timelineAddress = "timeline.html"
	graphAddress    = "graph.html" // where there is a relation
	llmsAddress     = "llms.txt"
	changesAddress  = "changes.html" // where the site is compared with another

	decisionsAddress       = "decisions.json"
	decisionsSchemaAddress = "decisions.schema.json"
)

// placePages gives every page its address. Of two that want one, the first in
// this order has it.
func (b *build) placePages() error {
	for _, own := range []string{logAddress, tagsAddress, yearsAddress, foldersAddress, concernsAddress, notFoundAddress, catalogsAddress, timelineAddress, graphAddress,
		feedAddress, sitemapAddress, llmsAddress, decisionsAddress, decisionsSchemaAddress} {
		b.claim(own)
	}
	if b.Review != nil {
		b.claim(changesAddress)
	}
	if b.Settings.People {
		b.claim(peopleAddress)
	}
	for _, c := range b.Catalogs {
		b.claim(catalogAddress(c))
		if c.File != "" {
			b.targets[c.File] = catalogAddress(c)
		}
	}
	for _, e := range b.Log.Entries {
		if e.Restricted {
			continue
		}
		b.placeDecision(e)
	}
	for _, folder := range b.Settings.Decisions {
		b.targets[path.Clean(folder)] = logAddress
	}
	b.rows = listed(b.Log.Entries)
	b.report.Decisions = len(b.decisions)
	b.placeInTime()
	b.placeContent()
	return nil
}

// placeDecision claims an entry's addresses. Its file's name without the ending
// is the usual one; where another entry has that, the whole name.
func (b *build) placeDecision(e *ledger.Entry) {
	inside := b.insideLog(e.Path)
	stem := strings.TrimSuffix(inside, path.Ext(inside))
	d := &placed{Entry: e, page: "decisions/" + stem + ".html", index: len(b.decisions)}
	d.findDays()
	for n := 1; !b.claim(d.page); n++ {
		stem = inside
		switch {
		case n > 2: // it lies in a folder that has a page's name, or its own name is too long
			stem = strings.ReplaceAll(inside, "/", "-")
			stem = strings.ToValidUTF8(stem[:min(len(stem), 200)], "") + "-" + strconv.Itoa(n)
		case n > 1:
			stem += "-" + strconv.Itoa(n)
		}
		d.page = "decisions/" + stem + ".html"
	}
	if e.Record != nil {
		if twin := "decisions/" + stem + twinSuffix(e.Record, path.Ext(inside)); b.claim(twin) {
			d.twin = twin
		}
		b.targets[e.Record.File] = d.page
	}
	if e.Record == nil || e.Path != e.Record.File {
		b.targets[e.Path] = d.page
	}
	b.decisions = append(b.decisions, d)
	b.byEntry[e] = d
}

// addressSet are files of a site to be, in lower case: those that differ in capitals
// alone are one file on some systems.
type addressSet struct {
	files   map[string]bool
	folders map[string]bool // that the files lie in
}

func newAddressSet(files int) addressSet {
	return addressSet{files: make(map[string]bool, files), folders: map[string]bool{}}
}

// free tells whether a file could have the address: no other has, and neither is a
// folder in the way of a file nor a file in the way of a folder.
func (a addressSet) free(key string) bool {
	return !a.files[key] && !a.folders[key] && !a.within(key)
}

// within tells whether an address lies in a file.
func (a addressSet) within(key string) bool {
	for dir := path.Dir(key); dir != "."; dir = path.Dir(dir) {
		if a.files[dir] {
			return true
		}
	}
	return false
}

// take notes a file with the folders that it lies in.
func (a addressSet) take(key string) {
	a.files[key] = true
	for dir := path.Dir(key); dir != "." && !a.folders[dir]; dir = path.Dir(dir) {
		a.folders[dir] = true
	}
}

// claim takes an address, and tells whether it was free: for a file, among those
// that the site does not write without asking for a place, and with no name in it
// that is longer than a file's may be.
func (b *build) claim(address string) bool {
	key := strings.ToLower(address)
	if b.reserved(key) || !b.taken.free(key) {
		return false
	}
	for name := range strings.SplitSeq(key, "/") {
		if len(name) > longestName {
			return false
		}
	}
	b.taken.take(key)
	return true
}

// longestName is how many bytes the name of a file may have on most systems.
const longestName = 255

// reserved tells whether an address, in lower case, lies in a file, or among those
// that the site writes without asking for a place.
func (b *build) reserved(key string) bool {
	top, _, _ := strings.Cut(key, "/")
	return top == "assets" || top == "search" || !output.Takes(key) || b.taken.within(key)
}

// insideLog is a path inside its decisions folder. Where the log has several
// folders, or file lies in none of them, it is file itself.
func (b *build) insideLog(file string) string {
	if len(b.Settings.Decisions) != 1 {
		return file
	}
	folder := path.Clean(b.Settings.Decisions[0])
	if folder == "." {
		return file
	}
	if inside, ok := strings.CutPrefix(file, folder+"/"); ok {
		return inside
	}
	return file
}

// twinSuffix is the ending of a record's text beside its page. A text that a
// browser might run is told to be plain.
func twinSuffix(r *record.Record, ext string) string {
	switch lower := strings.ToLower(ext); {
	case r.Dialect != record.NotMarkdown:
		return ".md"
	case slices.Contains([]string{".adoc", ".asciidoc", ".rst", ".txt", ".org"}, lower):
		return lower
	}
	return ".txt"
}

func catalogAddress(c *catalog.Catalog) string { return "catalogs/" + c.ID + ".html" }

// listed is the log's order with the newest on top: folder by folder, numbered
// decisions from the last, then those without a number.
func listed(entries []*ledger.Entry) []*ledger.Entry {
	rank := map[string]int{}
	for _, e := range entries {
		if _, ok := rank[e.Folder()]; !ok {
			rank[e.Folder()] = len(rank)
		}
	}
	rows := slices.Clone(entries)
	slices.Reverse(rows)
	slices.SortStableFunc(rows, func(a, c *ledger.Entry) int {
		if by := rank[a.Folder()] - rank[c.Folder()]; by != 0 {
			return by
		}
		return boolRank(a.Number < 0) - boolRank(c.Number < 0)
	})
	return rows
}

func boolRank(b bool) int {
	if b {
		return 1
	}
	return 0
}

// relative is the address of to as a link on the page from writes it, escaped.
func relative(from, to string) string {
	for {
		dir, rest, ok := strings.Cut(from, "/")
		target, below, more := strings.Cut(to, "/")
		if !ok || !more || dir != target {
			break
		}
		from, to = rest, below
	}
	up := strings.Count(from, "/")
	if up == 0 && !plainAddress(to) {
		first, _, _ := strings.Cut(to, "/")
		if strings.Contains(first, ":") {
			return "./" + escapePath(to) // else the colon would end a scheme
		}
	}
	const steps = "../../../../"
	if 3*up > len(steps) {
		return strings.Repeat("../", up) + escapePath(to)
	}
	return steps[:3*up] + escapePath(to)
}

// escapePath is an address as a link writes it, from one slash to the next.
func escapePath(address string) string {
	if plainAddress(address) {
		return address
	}
	segments := strings.Split(address, "/")
	for i, s := range segments {
		segments[i] = url.PathEscape(s)
	}
	return strings.Join(segments, "/")
}

// plainAddress tells whether an address holds nothing that is ever escaped, as
// almost all do.
func plainAddress(address string) bool {
	for i := range len(address) {
		switch c := address[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '.', c == '_', c == '/':
		default:
			return false
		}
	}
	return true
}

// absolute is an address under the base URL.
func (b *build) absolute(address string) string {
	if address == logAddress {
		return b.url
	}
	return b.url + escapePath(address)
}
