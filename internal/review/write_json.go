package review

import (
	_ "embed"
	"io"

	"tradeoff/internal/diag"
	"tradeoff/internal/report"
)

// Schema is the JSON Schema of what JSON writes.
//
//go:embed review.schema.json
var Schema []byte

// JSONFormat is the name of what JSON writes. Its number rises when a key goes or means
// something else.
const JSONFormat = "tradeoff-review/1"

// JSON writes the review as one object, as review.schema.json describes it. A list that
// has no entries is there and empty, unless its key may be left out.
func JSON(w io.Writer, r *Review) error {
	out := *r
	out.Decisions = make([]Change, len(r.Decisions))
	for i, c := range r.Decisions {
		out.Decisions[i] = c.told()
		prose := make([]Prose, len(out.Decisions[i].Prose))
		for j, p := range out.Decisions[i].Prose {
			p.Words = there(p.Words)
			prose[j] = p
		}
		out.Decisions[i].Prose = prose
	}
	out.Catalogs, out.Needs = there(r.Catalogs), there(r.Needs)
	out.Brought, out.There = diag.List(there(r.Brought)), diag.List(there(r.There))
	out.Governed, out.Proposed = withFiles(r.Governed), withFiles(r.Proposed)
	return report.Encode(w, struct {
		Format string `json:"format"`
		*Review
	}{JSONFormat, &out})
}

// there is a list that is never null.
func there[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// withFiles are governors of which each has a list of files.
func withFiles(governors []Governor) []Governor {
	out := make([]Governor, len(governors))
	for i, g := range governors {
		g.Files = there(g.Files)
		out[i] = g
	}
	return out
}
