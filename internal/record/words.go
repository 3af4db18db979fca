package record

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"tradeoff/internal/decision"
)

// languages are the words that people write for a status, by status, a row for
// each of the languages that templates of decision records are translated into.
// A row that ends a word with "-" takes every ending of it: German "akzeptiert",
// French "accepté, acceptée, acceptés".
var languages = map[decision.Status][]string{
	decision.Draft: {
		"draft, drafted, wip, work in progress, in progress, idea",
		"entwurf, in arbeit", "brouillon", "borrador", "rascunho", "bozza", "concept", "szkic", "koncept",
		"черновик", "чернетка", "taslak", "utkast, kladde", "草稿, 草案, 草拟中", "下書き, ドラフト", "초안, 작성중, 작성 중",
	},
	decision.Proposed: {
		"proposed, proposal, pending, open, in review, under review, in discussion, under discussion, to be decided, tbd, rfc, request for comments, undecided",
		"vorgeschlagen, vorschlag, offen, in diskussion, in prüfung", "proposé-, proposition, en discussion, en attente, en cours",
		"propuest-, pendiente, en discusión, en revisión", "propost-, pendente, em discussão, em análise", "in discussione, in attesa",
		"voorgesteld, voorstel, in overleg", "zaproponowan-, propozycja, w trakcie", "návrh, navržen-",
		"предложен-, на рассмотрении, обсуждается", "запропонован-, на розгляді", "öneri, önerildi, beklemede",
		"föreslagen, förslag, foreslået, forslag, foreslått", "提议, 提議, 提案, 提出, 已提出, 建议, 待定, 待审核, 待评审, 讨论中, 評審中, 评审中", "提案中, 提案済み, 検討中, レビュー中", "제안, 제안됨, 검토중, 검토 중, 논의중",
	},
	decision.Accepted: {
		"accepted, accept, approved, decided, agreed, adopted, confirmed, implemented, done, ratified, final, active, in effect, valid",
		"angenommen, akzeptiert, beschlossen, entschieden, freigegeben, genehmigt, umgesetzt, gültig", "accepté-, approuvé-, validé-, adopté-, confirmé-, décidé-",
		"aceptad-, aprobad-, adoptad-, confirmad-, decidid-", "aceit-, aprovad-, adotad-", "accettat-, approvat-, adottat-, confermat-, deciso, decisa",
		"geaccepteerd, aanvaard, goedgekeurd, besloten", "zaakceptowan-, przyjęt-, zatwierdzon-", "přijat-, schválen-",
		"принят-, утвержден-, утверждён-, одобрен-", "прийнят-, схвален-, затверджен-", "kabul edildi, onaylandı",
		"accepterad, godkänd, beslutad, accepteret, godkendt, akseptert, godkjent", "接受, 已接受, 采纳, 已采纳, 採納, 已採納, 采用, 已采用, 通过, 已通过, 通過, 已通過, 批准, 已批准, 确认, 已确认, 完成, 已完成, 生效, 已生效", "承認, 承認済み, 承認済, 採用, 採用済み, 決定, 決定済み, 受理", "승인, 승인됨, 수락, 수락됨, 채택, 채택됨, 확정, 확정됨",
	},
	decision.Rejected: {
		"rejected, reject, declined, refused, denied, withdrawn, abandoned, cancelled, canceled, discarded",
		"abgelehnt, verworfen, zurückgezogen", "rejeté-, refusé-, abandonné-", "rechazad-, descartad-", "rejeitad-, recusad-", "rifiutat-, respint-, scartat-",
		"afgewezen, verworpen", "odrzucon-", "zamítnut-, odmítnut-", "отклонен-, отклонён-, отвергнут-", "відхилен-", "reddedildi",
		"avvisad, förkastad, afvist, avvist", "拒绝, 已拒绝, 拒絕, 已拒絕, 否决, 已否决, 否決, 已否決, 驳回, 已驳回, 不采纳", "却下, 棄却, 不採用", "거부, 거부됨, 기각, 기각됨, 반려",
	},
	decision.Deprecated: {
		"deprecated, obsolete, obsoleted, retired, outdated, expired, archived",
		"veraltet, überholt, obsolet, aufgehoben", "obsolète-, déprécié-, périmé-", "obsolet-, en desuso", "descontinuad-, depreciad-", "deprecat-, obsolet-",
		"verouderd, vervallen", "przestarzał-, wycofan-", "zastaral-", "устарел-", "застаріл-", "eskidi, geçersiz",
		"föråldrad, utfasad, forældet, foreldet, utgått", "弃用, 已弃用, 棄用, 已棄用, 废弃, 已废弃, 廢棄, 已廢棄, 废止, 已废止, 过时, 已过时, 過時", "廃止, 非推奨", "폐기, 폐기됨, 중단됨",
	},
	decision.Superseded: {
		"superseded, superceded, replaced",
		"ersetzt, abgelöst", "remplacé-", "reemplazad-, sustituid-", "substituíd-", "sostituit-", "vervangen", "zastąpion-", "nahrazen-",
		"заменен-, заменён-, замещен-", "замінен-", "ersatt, erstattet", "取代, 被取代, 已取代, 已被取代, 替代, 被替代, 已替代, 已被替代, 替换, 已替换, 被替换", "置き換え, 置き換えられた, 置換, 差し替え", "대체, 대체됨",
	},
}

// statusWords are the whole words, folded; statusStems are the beginnings, with
// their status.
var statusWords, statusStems = func() (words, stems map[string]decision.Status) {
	words, stems = map[string]decision.Status{}, map[string]decision.Status{}
	for status, rows := range languages {
		for _, row := range rows {
			for word := range strings.SplitSeq(row, ", ") {
				if stem, ok := strings.CutSuffix(word, "-"); ok {
					stems[stem] = status
					word = stem
				}
				words[word] = status
			}
		}
	}
	return words, stems
}()

// statusWord reads folded words as a status. A stem takes an ending of at most
// three letters.
func (rd *Reader) statusWord(folded string) (decision.Status, bool) {
	if !isASCII(folded) {
		folded = norm.NFC.String(folded)
	}
	if s, ok := rd.Words[folded]; ok {
		return s, true
	}
	if s, ok := statusWords[folded]; ok {
		return s, true
	}
	for n, stem := 0, folded; n < 3; n++ {
		_, size := utf8.DecodeLastRuneInString(stem)
		if stem = stem[:len(stem)-size]; len(stem) < 5 {
			break
		}
		if s, ok := statusStems[stem]; ok {
			return s, true
		}
	}
	return "", false
}

// FoldWord gives a status word in the form in which Reader.Words has its keys:
// in lower case, with single blanks.
func FoldWord(word string) string {
	return fold(norm.NFC.String(strings.Join(strings.Fields(word), " ")))
}

// fold lowers letters as far as offsets stay what they are: a letter whose lower
// case takes another number of bytes is left.
func fold(s string) string {
	if isASCII(s) || !utf8.ValidString(s) {
		return lowerASCII(s)
	}
	return strings.Map(func(r rune) rune {
		if low := unicode.ToLower(r); utf8.RuneLen(low) == utf8.RuneLen(r) {
			return low
		}
		return r
	}, s)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
