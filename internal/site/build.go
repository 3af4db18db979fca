package site

import (
	"fmt"
	"path"
	"strings"
	"sync"
	"time"

	"tradeoff/internal/catalog"
	"tradeoff/internal/config"
	"tradeoff/internal/decision"
	"tradeoff/internal/diag"
	"tradeoff/internal/ledger"
	"tradeoff/internal/search"
	"tradeoff/internal/theme"
)

// build is one run of Build. What the preparation fills is only read while
// pages are rendered; what rendering changes is in tally.
type build struct {
	Options
	out     Sink      // nil in a preview, which makes what it is asked for
	asOf    time.Time // zero where the options name no day
	words   map[string]string
	layouts *theme.Layouts
	policy  policy // of a page that needs nothing besides
	nav     []Link // the site's navigation, by addresses

	plainPolicy string // policy, as a page holds it
	url         string // the base URL with a slash at its end, or ""

	decisions []*placed                 // those that may be shown, in log order
	byEntry   map[*ledger.Entry]*placed // of all entries that may be shown
	rows      []*ledger.Entry           // the log as it is listed, the newest first; restricted ones too
	inTime    []*placed                 // those that may be shown, the oldest first
	timeline  []year                    // the same by year, the newest first
	months    [][12]int                 // of the timeline\'s years, how many decisions each month had
	monthMost int                       // of the month with most of them, 1 at least
	bound     []*placed                 // those with a relation, the oldest first
	content   *section                  // nil without content
	contents  []*contentFile
	facets    []*facet // what the log is filtered by: these five
	statuses  *facet
	tags      *facet
	years     *facet
	folders   *facet               // without a term where the log lies in one folder
	people    *facet               // without a term unless the settings ask for people
	further   []string             // the log's pages past the first
	concerns  []*concern           // what needs attention, the most urgent first
	waitPages []string             // the pages of that past the first
	uses      map[string][]*placed // by catalog id
	answered  map[string]*answered // by catalog id and worst case
	catalogs  catalog.Set
	secrets   ledger.Secrets // names that nothing may hold
	withheld  decision.Withheld
	grounds   map[*ledger.Entry]*decision.Assessment // that pictures are drawn from, where something is withheld
	altered   []*changed                             // what the branch changes, in the log's order
	changeOf  map[*ledger.Entry]*changed             // of those that may be shown
	past      *past                                  // nil where no history was asked for

	statics   []*staticFile          // in the order they were found
	static    map[string]*staticFile // by address
	redirects []redirect

	index     *search.Builder // nil in a preview
	searching search.Options
	searched  map[string]int // places in the index, by address

	targets  map[string]string // address of the page that shows a project's file or folder
	logFiles map[string]bool   // files of decisions; see ofTheLog
	hidden   map[string]bool   // files that no link may lead to
	taken    addressSet        // addresses in use

	headings  *knownHeadings
	summaries *summaries // until the decisions have theirs
	rowsMade  *madeRows  // the file of the log's rows, once it is made
	*tally
}

// tally is what rendering tells besides its pages. All of it stands behind mu.
type tally struct {
	mu       sync.Mutex
	findings diag.List
	report   Report
	total    int                  // files to come, as far as is known
	images   map[string]imageFile // by address
	anchors  map[string]anchors   // by page
	alike    map[string]anchors   // each of them, by itself: most pages have the same
	jumps    []jump
	drawn    bool // a page has a diagram

	documents map[int]search.Document // of a preview, by their places in the index
}

func newTally() *tally {
	return &tally{images: map[string]imageFile{}, anchors: map[string]anchors{}, alike: map[string]anchors{}, documents: map[int]search.Document{}}
}

// anchors are the ids of a page's headings, each between two blanks: most pages are
// never asked for theirs.
type anchors string

func (a anchors) has(id string) bool { return strings.Contains(string(a), " "+id+" ") }

// placed is an entry that may be shown, with its place on the site.
type placed struct {
	*ledger.Entry
	page    string // address of its page
	twin    string // address of its text, "" where there is no record
	summary string // the lead in plain text, bounded
	glance  string // the beginning of that
	tags    []*term
	people  []*term // who made it; nobody unless the settings ask for people
	index   int     // in build.decisions
	year    string  // of its date, "" without one
	moment  string  // what it is ordered by in time
	day     string  // its date, undated where it is none
	changed string  // the newest day on which something about it changed
	bonds   []*bond
}

// jump is a link to a heading, checked when all headings are known.
type jump struct {
	pos      diag.Pos
	page, id string
	written  string
}

// entriesOf is how many entries a log has.
func entriesOf(log *ledger.Log) int {
	if log == nil {
		return 0
	}
	return len(log.Entries)
}

// preview tells whether nothing is written. Files whose names would tell their bytes are
// named otherwise then, so that they need not be made to be named.
func (b *build) preview() bool { return b.out == nil }

func newBuild(o Options, out Sink) *build {
	b := &build{
		Options: o, out: out,
		byEntry: make(map[*ledger.Entry]*placed, entriesOf(o.Log)),
		uses:    map[string][]*placed{}, catalogs: catalogsOf(o.Catalogs),
		static:   map[string]*staticFile{},
		targets:  make(map[string]string, entriesOf(o.Log)),
		hidden:   map[string]bool{},
		changeOf: map[*ledger.Entry]*changed{},
		taken:    newAddressSet(2 * entriesOf(o.Log)),
		rowsMade: new(madeRows),
		headings: &knownHeadings{words: map[string]*headingWords{}},
		tally:    newTally(),
	}
	if b.Settings == nil {
		b.Settings = &config.Settings{}
	}
	b.asOf, _ = time.Parse(time.DateOnly, o.AsOf) // the zero time tells none
	if b.Settings.BaseURL != "" {
		b.url = strings.TrimRight(b.Settings.BaseURL, "/") + "/"
	}
	return b
}

// title is the site's name.
func (b *build) title() string {
	if b.Settings.Title != "" {
		return b.Settings.Title
	}
	return b.t("site.title")
}

// put hands a file to the sink and counts it.
func (b *build) put(name string, data []byte) error {
	if err := b.out.Put(name, data); err != nil {
		return err
	}
	b.count(name)
	return nil
}

// count counts a file that the sink has taken.
func (b *build) count(name string) {
	b.mu.Lock()
	b.report.Files++
	made, total := b.report.Files, max(b.report.Files, b.total)
	if path.Ext(name) == ".html" {
		b.report.Pages++
	}
	b.mu.Unlock()
	if b.Made != nil {
		b.Made(made, total)
	}
}

// warn reports a finding from any goroutine.
func (b *build) warn(pos diag.Pos, rule, hint, format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.findings.Warnf(pos, rule, hint, format, args...)
}

// remark reports something worth knowing, from any goroutine.
func (b *build) remark(pos diag.Pos, rule, format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.findings = append(b.findings, diag.Finding{Pos: pos, Rule: rule, Severity: diag.Note, Message: fmt.Sprintf(format, args...)})
}

// daysSince counts the days from date to the day of the site. It is false where
// either is not known, or the date lies ahead.
func (b *build) daysSince(date string) (int, bool) {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil || b.asOf.IsZero() || day.After(b.asOf) {
		return 0, false
	}
	return int(b.asOf.Sub(day).Hours() / 24), true
}
