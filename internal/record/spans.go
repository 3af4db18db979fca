package record

// carrier is where a record keeps a piece of its metadata.
type carrier uint8

const (
	nowhere   carrier = iota
	inFront           // a key of the front matter
	inBullet          // `* Status: x`, before the first section
	inLine            // `Status: x`, before the first section
	inSection         // the Status section
)

// field is the place of one piece of metadata. Offsets count bytes of Data.
type field struct {
	carrier    carrier
	key        string // as the front matter writes it
	start, end int    // of the value; empty where the carrier holds none yet
	line, next int    // of its line, and of the one after it
	keyStart   int    // of the key's letters in its line
	keyEnd     int
}

// spans are the byte ranges that the edits replace.
type spans struct {
	titleStart, titleEnd int // of the H1's text after its number; both 0 without one
	titleNext            int // offset of the line after the H1
	status, date, makers field
	statusSection        int // offset of the line after the Status heading, 0 without one
}
