package record

import (
	"slices"
	"strings"

	"tradeoff/internal/decision"
)

// verb is one way to say a relation, folded.
type verb struct {
	words   string
	kind    decision.LinkKind
	reverse bool
	partly  bool // "partly superseded by"
	foreign bool // has letters that ASCII does not
	wide    bool // of a script that puts no blanks between words
}

// verbWords are the ways to say each relation, from the side that states it and
// from the other, in the languages of the templates.
var verbWords = []struct {
	kind             decision.LinkKind
	forward, reverse string
}{
	{decision.Supersedes,
		"supersedes, supercedes, replaces, ersetzt den, löst ab, remplace, reemplaza a, reemplaza, sustituye a, substitui, sostituisce, vervangt, zastępuje, nahrazuje, заменяет, замінює, ersätter, erstatter, 取代, 替代, 替换, 置き換える",
		"superseded by, superceded by, replaced by, ersetzt durch, abgelöst durch, remplacé par, remplacée par, reemplazado por, reemplazada por, sustituido por, sustituida por, substituído por, substituída por, sostituito da, sostituita da, vervangen door, zastąpione przez, zastąpiona przez, nahrazeno, заменено на, заменён на, замінено на, ersatt av, erstattet av, erstattet af, 被"},
	{decision.Amends,
		"amends, ergänzt, ändert, complète, modifie, modifica, completa, vult aan, 修订, 补充, 修正する",
		"amended by, ergänzt durch, geändert durch, complété par, complétée par, modifié par, modifiée par, modificado por, modificada por, modificato da, aangevuld door, 被修订"},
	{decision.DependsOn,
		"depends on, requires, hängt ab von, setzt voraus, dépend de, depende de, dipende da, hangt af van, 依赖",
		"needed by, required by, benötigt von, requis par, 被依赖"},
	{decision.ConflictsWith, "conflicts with, contradicts, widerspricht, en conflit avec, en conflicto con, 冲突", "in conflict with"},
	{decision.RelatesTo, "relates to, bezieht sich auf, lié à, liée à, relacionado con, relacionado a, correlato a, gerelateerd aan, 相关, 关联", "related to"},
}

// verbs are sorted by length, the longest first, so that "superseded by" is not
// taken for another word.
var verbs = func() []verb {
	var all []verb
	for _, row := range verbWords {
		for i, words := range []string{row.forward, row.reverse} {
			for w := range strings.SplitSeq(words, ", ") {
				if w == "" {
					continue
				}
				v := verb{words: w, kind: row.kind, reverse: i == 1, foreign: !isASCII(w)}
				v.wide = v.foreign && w[0] >= 0xe3
				all = append(all, v)
				if row.kind == decision.Supersedes && i == 1 && v.words == "superseded by" || v.words == "supersedes" || v.words == "replaced by" || v.words == "replaces" {
					for _, part := range []string{"partly ", "partially ", "in part "} {
						p := v
						p.words, p.partly = part+v.words, true
						all = append(all, p)
					}
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b verb) int { return len(b.words) - len(a.words) })
	return all
}()

// verbsBy are the verbs by their first byte.
var verbsBy = func() (by [256][]verb) {
	for _, v := range verbs {
		by[v.words[0]] = append(by[v.words[0]], v)
	}
	return by
}()
