package review

import (
	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
)

// Inputs are the two states that are compared.
type Inputs struct {
	Base, Head                 *ledger.Log
	BaseCatalogs, HeadCatalogs catalog.Set
	Renamed                    map[string]string // of files that the branch moved: the path in Base by the one in Head
	BaseName, HeadName         string            // as a person would name them

	// Withheld is what is not told of either state, for a review that more people read
	// than the records. Compare leaves it out of leads, values, prose and risks.
	Withheld decision.Withheld
}
