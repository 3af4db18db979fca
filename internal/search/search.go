// Package search makes a full text index of a site that a browser reads by
// itself, without a server, and reads that index back.
//
// A Builder is fed the site's documents, from any number of goroutines, and
// writes a folder of small files. Each is a classic script, because that is all
// that a page opened from a disk may load; it holds base64 of raw deflate, which
// every browser can unpack (DecompressionStream). Index reads the same files in
// the same way as the browser's side does, assets/search.js of the default theme,
// so that what is measured and tested here holds there.
//
//	search/index.js    the manifest: where each shard begins, the numbers of the decisions, the client's words
//	search/terms-N.js  a range of the sorted terms with their postings
//	search/words-N.js  the same terms without postings, to find what a mistyped word may mean
//	search/docs-N.js   what is shown of some documents: title, address, status, date, lead, headings
//	search/facets.js   kind, status, year and tags of all documents, read when somebody filters
//
// A small index has one shard, which is its own list of words.
//
// # Ranking
//
// Documents are ranked by BM25F (Robertson and Zaragoza, The Probabilistic
// Relevance Framework: BM25 and Beyond, 2009, section 3.6). For a term t and a
// document d,
//
//	x = Σ over fields f of weight(f) · occurrences(t, d, f) / (1 + b(f) · (length(d, f) / average length(f) - 1))
//	score(q, d) = Σ over terms t of q of idf(t) · x / (k1 + x)
//	idf(t) = ln(1 + (N - n(t) + 0.5) / (n(t) + 0.5))
//
// with N documents, n(t) of them holding t, k1 = 1.2, weights 5 for the title, 2
// for headings, 3 for tags and 1 for the text, and b of 0.5, 0.3, 0 and 0.75.
// x / (k1 + x) lies between 0 and 1 and depends on nothing that a query brings:
// it is stored, in six bits between the lowest and the highest of the term, as the
// impact of the term on the document. A browser only multiplies and adds.
//
// A term that more than half of the documents hold tells little. Of its postings
// those with the highest impacts are kept, 2048 at most, and their impacts count
// from the average of those left out.
//
// search knows nothing of decisions: it is told titles, texts and labels.
package search

// The parameters of BM25F.
const k1 = 1.2

// field is a part of a document that words count differently in.
type field int

const (
	inTitle field = iota
	inHeading
	inTags
	inText
	fields
)

var (
	weights = [fields]float64{5, 2, 3, 1}
	lengthB = [fields]float64{0.5, 0.3, 0, 0.75}
)

// The bounds of the index.
const (
	shardBytes  = 4000  // of a shard as it lies on the disk, about
	singleBytes = 16000 // up to here the index is one shard
	wordsBytes  = 5600  // of a file of words
	keptMost    = 2048  // postings of a common term
	shortMost   = 32    // documents listed for a beginning of one or two letters
	groupSize   = 14    // documents in a file
	singleGroup = 64    // up to here all documents are in one
	headingMost = 24    // headings told of a document
	longerMost  = 16    // terms that a beginning stands for are enough not to read a second shard
	leadMost    = 110   // characters of its lead
)

// Folder is where the index lies in the site.
const Folder = "search/"

// Options are what the index tells besides the documents.
type Options struct {
	Words    map[string]string // the client's words, by their keys
	Statuses []Status
	Facets   []string // ids of what results are filtered by, in the order of Document.Values
}

// Status is a status as results show it.
type Status struct {
	Word  string `json:"word"`
	Sign  string `json:"sign"`
	Class string `json:"class"`
}

// Document is one page to be found.
type Document struct {
	Address  string // from the site's root, escaped as in a link
	Title    string // plain text, without the number
	Number   string // as it is written, "" for none
	Status   int    // 1 and up: the place in Options.Statuses; 0 for none
	Date     string
	Lead     string   // plain text
	Tags     []string // searched; what is filtered by is in Values
	Values   [][]string
	Sections []Section
	HTML     []string // this program's own, after the sections; its headings with ids are sections too
}

// Section is a piece of a document's text with the heading above it.
type Section struct {
	ID      string // of the heading on the page, "" where none can be linked
	Heading string // "" before the first
	Text    string // plain text
}
