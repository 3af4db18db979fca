package review

import (
	"cmp"
	"slices"

	"tradeoff/internal/catalog"
	"tradeoff/internal/decision"
	"tradeoff/internal/ledger"
	"tradeoff/internal/record"
	"tradeoff/internal/render"
)

// Govern tells which decisions of a log govern the files that a branch changes, by
// their globs or by what the files' comments mention: the accepted ones, and apart from
// them those that are proposed. Others govern nothing. Files of the log itself are not
// code.
//
// read gives a file as the branch has it; one that it cannot give, such as a file that
// the branch takes away, is governed by globs alone. needs are globs of files that are
// not to change without a decision, and touched the decisions that the branch brings
// or changes: missing are the changed files that one of needs means and that none of
// touched governs, be it accepted or proposed.
//
// Of a restricted decision only its number and the files are told; where the id is its
// name, a word that says so stands for it.
func Govern(log *ledger.Log, changed []string, read func(path string) ([]byte, error), needs []string, touched map[*ledger.Entry]bool) (governed, proposed []Governor, missing []Need) {
	own := ownFiles(log)
	secrets := ledger.SecretsOf(log)
	governors := log.Governors()
	files := map[*ledger.Entry][]string{}
	changed = slices.Compact(slices.Sorted(slices.Values(changed)))
	for _, file := range changed {
		if own[file] {
			continue
		}
		var mentions []ledger.Mention
		if data, err := read(file); err == nil {
			mentions = ledger.Mentions(data)
		}
		decided := false
		for _, g := range governors.Of(file, mentions) {
			files[g.Entry] = append(files[g.Entry], file)
			decided = decided || touched[g.Entry]
		}
		if decided {
			continue
		}
		if i := slices.IndexFunc(needs, func(pattern string) bool { return ledger.Match(pattern, file) }); i >= 0 {
			missing = append(missing, Need{File: file, Pattern: needs[i]})
		}
	}
	for _, e := range log.Entries {
		if len(files[e]) == 0 {
			continue
		}
		g := Governor{ID: cmp.Or(ledger.PublicID(e), ledger.HiddenName), Files: files[e]}
		if !e.Restricted {
			g = Governor{ID: e.ID, Path: e.Path, Title: PlainTitle(e, secrets), Lead: PlainLead(e, secrets), Files: files[e], Risks: AcceptedRisks(e, nil, secrets)}
		}
		if e.Standing() == decision.Accepted {
			governed = append(governed, g)
		} else {
			proposed = append(proposed, g)
		}
	}
	return governed, proposed, missing
}

// ownFiles are the files of a log.
func ownFiles(log *ledger.Log) map[string]bool {
	own := map[string]bool{ledger.MovedFile: true}
	for _, e := range log.Entries {
		own[e.Path] = true
		if e.Input != nil {
			own[e.Input.File] = true
		}
	}
	for _, d := range log.Defaults {
		if d != nil {
			own[d.File] = true
		}
	}
	return own
}

// PlainTitle is an entry's title as text, without the names that secrets hold. It is ""
// of a restricted one.
func PlainTitle(e *ledger.Entry, secrets ledger.Secrets) string {
	switch {
	case e.Restricted:
		return ""
	case e.Record == nil:
		return secrets.Text(record.PlainText(e.Title)) // as its input writes it
	}
	return secrets.Text(e.Title)
}

// PlainLead is an entry's lead as text, without the names that secrets hold. It is ""
// of a restricted one.
func PlainLead(e *ledger.Entry, secrets ledger.Secrets) string {
	if e.Restricted {
		return ""
	}
	return secrets.Text(record.PlainText(e.Lead))
}

// AcceptedRisks are the worst cases of a decision's chosen option that somebody
// accepted, in the order of the answers, without the names that secrets hold. It is nil
// of a decision without an input, and of a restricted one. The set is for decisions
// that do not keep what they were decided with; without it the ids of such a catalog's
// worst cases stand for their titles.
func AcceptedRisks(e *ledger.Entry, set catalog.Set, secrets ledger.Secrets) []Risk {
	if e.Input == nil || e.Input.Findings.HasErrors() || e.Restricted {
		return nil
	}
	d := &e.Input.Decision
	if !slices.ContainsFunc(d.Outcome.Answers, func(a decision.Answer) bool { return a.Answer == acceptedAnswer }) {
		return nil
	}
	assessment := render.AssessmentOf(d, set)
	chosen := assessment.Option(d.Outcome.Option)
	var out []Risk
	for _, a := range d.Outcome.Answers {
		if a.Answer != acceptedAnswer {
			continue
		}
		r := Risk{WorstCase: a.WorstCase, Title: a.WorstCase, Met: decision.MetUnknown, Answer: a.Answer, By: secrets.Text(a.By), Because: secrets.Text(record.PlainText(a.Because))}
		if chosen != nil {
			for _, w := range chosen.WorstCases {
				if w.ID == a.WorstCase {
					r.Title, r.Met = secrets.Text(record.PlainText(cmp.Or(w.Title, w.ID))), w.Met
				}
			}
		}
		out = append(out, r)
	}
	return out
}

// acceptedAnswer is the answer to a worst case that takes it upon oneself.
const acceptedAnswer = "accepted"
