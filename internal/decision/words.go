package decision

import "slices"

// Status is where a decision stands in its life.
type Status string

// The five statuses that people write, and the two that are only ever derived.
const (
	Draft      Status = "draft"
	Proposed   Status = "proposed"
	Accepted   Status = "accepted"
	Rejected   Status = "rejected"
	Deprecated Status = "deprecated"
	Superseded Status = "superseded" // follows from the successor
	Unknown    Status = "unknown"    // the file does not say
)

// Statuses are the five that an input may hold, in the order of a decision's life.
func Statuses() []Status { return []Status{Draft, Proposed, Accepted, Rejected, Deprecated} }

// Settled tells whether a decision of this status was decided, so that its
// record is history and no longer follows catalog, defaults and templates.
func (s Status) Settled() bool {
	return slices.Contains([]Status{Accepted, Rejected, Deprecated, Superseded}, s)
}

// Verdict is how well an option stands on one factor.
type Verdict string

// The verdicts, from the best to the worst.
const (
	Fits      Verdict = "fits"
	Open      Verdict = "open"    // the source itself claims neither side
	Undecided Verdict = "unknown" // the profile does not say
	Strains   Verdict = "strains" // it works, and costs
	Breaks    Verdict = "breaks"  // a measurement or a plain contradiction
)

// Verdicts are all of them, from the best to the worst.
func Verdicts() []Verdict { return []Verdict{Fits, Open, Undecided, Strains, Breaks} }

// Rank is 0 for the best verdict, rising to the worst; an unwritten one ranks as unknown.
func (v Verdict) Rank() int {
	if i := slices.Index(Verdicts(), v); i >= 0 {
		return i
	}
	return slices.Index(Verdicts(), Undecided)
}

// Worst gives the worst of the verdicts, or unknown of none.
func Worst(vs ...Verdict) Verdict {
	if len(vs) == 0 {
		return Undecided
	}
	return slices.MaxFunc(vs, func(a, b Verdict) int { return a.Rank() - b.Rank() })
}

// LinkKind is how one decision relates to another.
type LinkKind string

// The relations that an input may state, from the side of the decision that states them.
const (
	Supersedes    LinkKind = "supersedes"
	Amends        LinkKind = "amends"
	DependsOn     LinkKind = "depends-on"
	RelatesTo     LinkKind = "relates-to"
	ConflictsWith LinkKind = "conflicts-with"
)

// LinkKinds are all that an input may state.
func LinkKinds() []LinkKind {
	return []LinkKind{Supersedes, Amends, DependsOn, RelatesTo, ConflictsWith}
}

// Reverse is the words for the relation seen from its other end.
func (k LinkKind) Reverse() string {
	switch k {
	case Supersedes:
		return "superseded by"
	case Amends:
		return "amended by"
	case DependsOn:
		return "needed by"
	case RelatesTo:
		return "related to"
	case ConflictsWith:
		return "in conflict with"
	}
	return string(k)
}

// Mutual tells whether a relation is the same from both ends.
func (k LinkKind) Mutual() bool { return k == RelatesTo || k == ConflictsWith }

// Words is the relation as a reader sees it: its id with spaces.
func (k LinkKind) Words() string {
	switch k {
	case DependsOn:
		return "depends on"
	case RelatesTo:
		return "relates to"
	case ConflictsWith:
		return "conflicts with"
	}
	return string(k)
}

// Met tells whether a worst case can happen under a profile: a three-valued truth.
type Met string

// The three values of Met.
const (
	MetYes     Met = "yes"
	MetNo      Met = "no"
	MetUnknown Met = "unknown" // it cannot be ruled out
)

// SourceKind says what stands behind a fact.
type SourceKind string

// The kinds of source, from the strongest to the weakest.
const (
	FromMeasurement  SourceKind = "measured"
	FromVendor       SourceKind = "vendor"
	FromPractitioner SourceKind = "practitioner"
	FromUs           SourceKind = "ours"    // a reading of tradeoff's authors
	FromDerivation   SourceKind = "derived" // follows from other facts of the same catalog
)

// SourceKinds are all of them.
func SourceKinds() []SourceKind {
	return []SourceKind{FromMeasurement, FromVendor, FromPractitioner, FromUs, FromDerivation}
}
