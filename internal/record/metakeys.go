package record

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// keyWords are the keys that bullets, lines and tables before the first section
// may carry, in the languages of the templates, by what they say. Those under ""
// are known for metadata and not read.
var keyWords = map[string]string{
	"status":    "status, statut, état, estado, stato, stan, stav, статус, durum, 状态, 狀態, ステータス, 状態, 상태",
	"date":      "date, decision date, datum, fecha, data, дата, tarih, dato, 日期, 日付, 날짜",
	"makers":    "deciders, decider, decision makers, decision-makers, decision maker, decided by, entscheider, entscheidungsträger, décideurs, décideur, decisores, decisori, beslissers, decydenci, rozhodli, принимающие решение, 决策者, 決策者, 意思決定者, 결정자",
	"consulted": "consulted, konsultiert, consultés, consultados, consultati, geraadpleegd, консультировали, 咨询, 諮詢, 相談先",
	"informed":  "informed, informiert, informés, informados, informati, geïnformeerd, информированы, 知会, 通知",
	"tags":      "tags, tag, labels, schlagwörter, schlagworte, étiquettes, mots-clés, etiquetas, etichette, теги, 标签, 標籤, タグ, 태그",
	"": "technical story, user story, author, authors, issue, ticket, owner, owners, reviewers, approvers, version, last updated, category, updated, " +
		"pr, rfc, created, participants, number, id, source, autor, autoren, auteur, auteurs, autores, 作者",
}

// metaKeys is keyWords by word; the words of relations are "link".
var metaKeys = func() map[string]string {
	keys := map[string]string{}
	for name, words := range keyWords {
		for word := range strings.SplitSeq(words, ", ") {
			keys[word] = name
		}
	}
	for _, v := range verbs {
		keys[v.words] = "link"
	}
	return keys
}()

// metaKey looks a key up as it is written: "Décideurs", "Author(s)", "Decision-Makers".
func metaKey(key string) (name string, ok bool) {
	key = strings.TrimSuffix(fold(strings.TrimSpace(key)), "(s)")
	if !isASCII(key) {
		key = norm.NFC.String(key)
	}
	name, ok = metaKeys[key]
	return name, ok
}

// metaLine is a `Key: value` text: `Status: x`, `**Status:** x`, `**Status**: x`,
// `Date : x`. Offsets count bytes of the text.
type metaLine struct {
	name             string // what metaKeys makes of the key
	keyStart, keyEnd int
	start, end       int // of the value, without markup around it, a hard break or a comment behind it
}

// metaOf reads text as metadata. Ok is false where its key is not known.
func metaOf(text string) (m metaLine, ok bool) {
	i := 0
	for i < len(text) && (text[i] == '*' || text[i] == '_') {
		i++
	}
	m.keyStart = i
	i += keyLength(text[i:])
	m.keyEnd = m.keyStart + len(strings.TrimRight(text[m.keyStart:i], " -"))
	if m.keyEnd == m.keyStart {
		return m, false
	}
	marked := i
	for i < len(text) && (text[i] == '*' || text[i] == '_') {
		i++
	}
	closed := i > marked
	for strings.HasPrefix(text[i:], " ") || strings.HasPrefix(text[i:], "\u00a0") || strings.HasPrefix(text[i:], "\u202f") {
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	colon := 0
	switch {
	case i < len(text) && text[i] == ':':
		colon = 1
	case strings.HasPrefix(text[i:], "："):
		colon = len("：")
	case i >= len(text) || !isDigit(text[i]):
		return m, false
	}
	name, known := metaKey(text[m.keyStart:m.keyEnd])
	if !known || colon == 0 && name != "date" { // "Date 2023-09-28": the colon was forgotten
		return m, false
	}
	m.name = name
	i += colon
	if !closed && m.keyStart > 0 { // **Status:** x
		marks := text[:m.keyStart]
		if strings.HasPrefix(text[i:], marks) {
			i += len(marks)
		}
	}
	i = skipSpace(text, i)
	m.start, m.end = i, max(i, trimValue(text))
	return m, true
}

// keyLength counts the bytes that may be a key's: letters, blanks, hyphens and the
// "(s)" of "Author(s)", at most 48 of them.
func keyLength(text string) int {
	i := 0
	for i < len(text) && i < 48 {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsLetter(r), unicode.IsMark(r), r == ' ', r == '-':
			i += size
		case strings.HasPrefix(text[i:], "(s)"):
			return i + len("(s)")
		default:
			return i
		}
	}
	return i
}

// trimValue gives the offset after the last byte of a value: before white
// space, a hard line break and comments.
func trimValue(text string) int {
	for {
		trimmed := strings.TrimRight(text, " \t\r\n")
		n := -1
		if strings.HasSuffix(trimmed, "-->") {
			n = strings.LastIndex(trimmed, "<!--")
		}
		if n >= 0 && strings.HasSuffix(trimmed[n:], "-->") {
			trimmed = trimmed[:n]
		} else {
			trimmed = strings.TrimSuffix(trimmed, `\`)
		}
		if len(trimmed) == len(text) {
			return len(text)
		}
		text = trimmed
	}
}
