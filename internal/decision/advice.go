package decision

import "math"

// Advice is what follows from an assessment: which option leads, if any has
// earned it, what would turn that round, what the options cost, and which answer
// is still worth finding out. There is no score in it: whoever looks at the
// matrix can redo each step by eye.
type Advice struct {
	Leader     string   `json:"leader,omitempty"`     // an option's id; "" where none has earned it
	Because    string   `json:"because,omitempty"`    // why it leads, or why nobody does, in a sentence or two
	Contenders []string `json:"contenders,omitempty"` // where nobody leads: the eligible options that no other is better than
	Ineligible []Broken `json:"ineligible,omitempty"` // what an unanswered break keeps out
	Trades     []Trade  `json:"trades,omitempty"`     // between the contenders, pair by pair

	// What would turn it round, each list in the order of the catalog's fields,
	// outwards from the present answer.
	ChangesLeader  []TurningPoint `json:"changes-leader,omitempty"`
	ChangesVerdict []TurningPoint `json:"changes-verdict,omitempty"`
	ChangesCheaper []TurningPoint `json:"changes-cheaper,omitempty"`
	NoDifference   []string       `json:"no-difference,omitempty"` // answered fields of which no value is in the three lists

	Unknown    []OpenField  `json:"unknown,omitempty"`    // fields without an answer
	Unmeasured []Unmeasured `json:"unmeasured,omitempty"` // verdicts that a measurement alone can tell
	Cells      *Cells       `json:"cells,omitempty"`      // nil without a range that matters
	Costs      *Costs       `json:"costs,omitempty"`      // nil where the catalog knows no costs
	Notes      []Note       `json:"notes,omitempty"`      // on the present state, apart from any option
}

// Broken is an option that something breaks, and nobody has answered for it.
type Broken struct {
	Option string `json:"option"`
	Factor string `json:"factor"`
}

// Trade is a pair of contenders, each better than the other on something: a
// tradeoff point, as ATAM calls it.
type Trade struct {
	Options []string `json:"options"`          // two ids
	First   []string `json:"first,omitempty"`  // the factors on which the first is better
	Second  []string `json:"second,omitempty"` // … and the second; both are empty where they are level
	Because string   `json:"because"`          // "serverless and monolith trade cold start against lock-in"
}

// TurningPoint is a value of one field at which something becomes another, all
// other answers being as they are.
type TurningPoint struct {
	Field  string `json:"field"`
	At     Value  `json:"at"`
	Beyond bool   `json:"beyond,omitempty"` // the change comes just past At, and not yet at it
	Up     bool   `json:"up,omitempty"`     // it is passed upwards, seen from the present answer
	From   string `json:"from,omitempty"`   // the leader, verdict or cheapest option before it; "" for no leader
	To     string `json:"to,omitempty"`     // … and past it
	Option string `json:"option,omitempty"` // whose verdict changes
	Factor string `json:"factor,omitempty"` // … and on what
	// Contenders are those past the point, where what changes is the leader.
	Contenders []string `json:"contenders,omitempty"`
	Because    string   `json:"because,omitempty"` // what holds past it
}

// Where is the point in words, to be read after the field's name: "from 700 up",
// "above 26.79 million", "below 20", "yes".
func (p TurningPoint) Where() string {
	if p.At.Kind != Number {
		return p.At.Words()
	}
	n := RoundedNumber(p.At.Low)
	switch {
	case p.Up && p.Beyond:
		return "above " + n
	case p.Up:
		return "from " + n + " up"
	case p.Beyond:
		return "below " + n
	}
	return n + " or less"
}

// Places are turning points in runs of those at the same value of the same field,
// passed in the same direction.
func Places(points []TurningPoint) [][]TurningPoint {
	var out [][]TurningPoint
	for i, p := range points {
		if i > 0 {
			if q := points[i-1]; q.Field == p.Field && q.At == p.At && q.Beyond == p.Beyond && q.Up == p.Up {
				out[len(out)-1] = append(out[len(out)-1], p)
				continue
			}
		}
		out = append(out, []TurningPoint{p})
	}
	return out
}

// OpenField is a field that the profile leaves out.
type OpenField struct {
	Field   string `json:"field"`
	Matters bool   `json:"matters"` // some answer to it, with some answers to the others, changes who leads or contends
	Because string `json:"because,omitempty"`
}

// Unmeasured is a verdict that no answer of the profile can tell, only a
// measurement of the team's own.
type Unmeasured struct {
	Option  string `json:"option"`
	Factor  string `json:"factor"`
	Matters bool   `json:"matters"`
	Because string `json:"because,omitempty"`
}

// Cells counts who leads over the ranges of a profile: the thresholds of the
// rules cut them into cells, and in each cell the answer is one and the same.
type Cells struct {
	Fields  []string    `json:"fields"` // the fields that are ranges and that a threshold cuts
	Total   int         `json:"total"`
	Leads   []CellCount `json:"leads"`   // the most frequent first
	Because string      `json:"because"` // "serverless leads in 31 of 36; the other 5 all have requests a month above 20 million"
}

// CellCount is the number of cells in which one option leads.
type CellCount struct {
	Leader string `json:"leader,omitempty"` // "" where nobody does
	Count  int    `json:"count"`
}

// Costs is the bill of each option in a month, in US dollars.
type Costs struct {
	Along     string     `json:"along"`               // the field of the curves, such as requests-per-month
	Title     string     `json:"title"`               // that field's title
	Unit      string     `json:"unit,omitempty"`      // … and unit
	Monthly   []Monthly  `json:"monthly,omitempty"`   // every option with costs, in the matrix's order
	Cheapest  string     `json:"cheapest,omitempty"`  // "" where it cannot be told, or two cost the same
	Material  float64    `json:"material"`            // the sum below which a difference is too small to decide on
	TooSmall  bool       `json:"too-small,omitempty"` // all bills are known, and lie closer together than Material
	Because   string     `json:"because,omitempty"`   // the bill in a sentence
	Crossings []Crossing `json:"crossings,omitempty"` // from the lowest to the highest
	Curves    []Curve    `json:"curves,omitempty"`    // those that are known but for Along
	LeftOut   []string   `json:"left-out,omitempty"`  // what the model does not know of
	From      float64    `json:"from"`                // the range of the curves and crossings
	To        float64    `json:"to"`
}

// Monthly is one option's bill at the profile's own traffic.
type Monthly struct {
	Option  string        `json:"option"`
	Known   bool          `json:"known,omitempty"`
	Low     float64       `json:"low,omitempty"`
	High    float64       `json:"high,omitempty"` // as Low where no answer is a range
	Lines   []MonthlyLine `json:"lines,omitempty"`
	Missing []string      `json:"missing,omitempty"` // the fields without which it is not known
	Assumes string        `json:"assumes,omitempty"` // "only if one instance carries 10.2 requests a second at peak"
}

// MonthlyLine is one line of a bill.
type MonthlyLine struct {
	Title string  `json:"title"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Crossing is where two bills are level along the traffic.
type Crossing struct {
	Options []string `json:"options"`        // the cheaper one below it, and the cheaper one above
	At      float64  `json:"at"`             // of Along
	High    float64  `json:"high,omitempty"` // where ranges make a span of it: At to High
	Because string   `json:"because"`
	Assumes string   `json:"assumes,omitempty"`
}

// Curve is an option's bill along the traffic, in pieces that follow each other.
type Curve struct {
	Option string  `json:"option"`
	Pieces []Piece `json:"pieces"`
	High   []Piece `json:"high,omitempty"` // the upper edge, where an answer is a range
}

// Piece is a sum of powers of the traffic, between two values of it.
type Piece struct {
	From  float64 `json:"from"`
	To    float64 `json:"to"`
	Terms []Term  `json:"terms,omitempty"`
}

// Term is Times · xᴾᵒʷᵉʳ.
type Term struct {
	Times float64 `json:"times"`
	Power int     `json:"power,omitempty"`
}

// Note is something worth telling about the present state.
type Note struct {
	Title  string `json:"title"`
	Text   string `json:"text"`
	Source string `json:"source,omitempty"`
}

// At is the value of the piece at x.
func (p Piece) At(x float64) float64 {
	sum := 0.0
	for _, t := range p.Terms {
		sum += t.Times * math.Pow(x, float64(t.Power))
	}
	return sum
}

// CurveAt is the value at x of pieces that follow each other; ok is false outside
// of them.
func CurveAt(pieces []Piece, x float64) (value float64, ok bool) {
	for _, p := range pieces {
		if x >= p.From && x <= p.To {
			return p.At(x), true
		}
	}
	return 0, false
}
