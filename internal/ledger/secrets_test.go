package ledger_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"tradeoff/internal/ledger"
)

// secretsOf are those of a log of restricted decisions with such titles.
func secretsOf(t testing.TB, titles ...string) ledger.Secrets {
	t.Helper()
	files := fstest.MapFS{}
	for i, title := range titles {
		files[fmt.Sprintf("d/%04d-hushed.md", i+1)] = record(title, "accepted", "visibility: restricted\n")
	}
	return ledger.SecretsOf(open(t, files))
}

// A title is found whatever stands between its words and however it is encoded, and of
// the text around it nothing else is taken.
func TestSecretsFindTitles(t *testing.T) {
	for _, tt := range []struct{ title, text, want string }{
		{"Buy the Zeppelin", "To Buy the Zeppelin, now.", "To (restricted), now."},
		{"Acheter le Zeppelin\u00a0!", "Voir Acheter le Zeppelin\u00a0! et", "Voir (restricted)\u00a0! et"},
		{"Acheter le Zeppelin\u202f!", "Voir Acheter le\u202fZeppelin ! et", "Voir (restricted) ! et"},
		{"Use `Zeppelin` *now*", "Do Use `Zeppelin` *now*.", "Do (restricted)."},
		{"Use `Zeppelin` *now*", "Do use zeppelin now.", "Do (restricted)."},
		{"Buy the Zeppelin", "Buy **the** Zeppelin", "(restricted)"},
		{"Buy the Zeppelin", "**Buy** the _Zeppelin_ and *Buy the Zeppelin*", "(restricted) and *(restricted)*"},
		{"Buy the Zeppelin", "Buy the Zep**pel**in", "(restricted)"},
		{"Buy the Zeppelin", "Buy<br>the <b>Zeppelin</b>", "(restricted)</b>"},
		{"Buy the Zeppelin", "> Buy the\n> Zeppelin\n", "> (restricted)\n"},
		{"Buy the Zeppelin", "* Buy the\r\n  Zeppelin\r\n", "* (restricted)\r\n"},
		{"Buy the Zeppelin", "- Buy\n  - the Zeppelin", "- (restricted)"},
		{"Buy the Zeppelin", "Buy&nbsp;the&#32;Zep&shy;pel&#105;n&amp;", "(restricted)&amp;"},
		{"Buy the Zeppelin", "Buy the\u200b Zep\u00adpelin", "(restricted)"},
		{"Caf\u00e9 \u1ec7 Zeppelin", "Cafe\u0301 e\u0323\u0302 Zeppelin.", "(restricted)."},
		{"Cafe\u0301 Zeppelin caf\u0065\u0301", "Caf\u00e9 Zeppelin cafe\u0301s", "(restricted)s"},
		{"Buy the Zeppelin", "\uff22\uff35\uff39 the \uff3aeppelin", "(restricted)"},
		{"Buy the Zeppelin", "buy-the-zeppelin, buy_the_zeppelin, BuyTheZeppelin, buy%20the%20zeppelin", "(restricted), (restricted), (restricted), (restricted)"},
		{"購買齊柏林飛船", "我們購買齊柏林飛船了", "我們(restricted)了"},
		{"Buy the Zeppelin", "Buy the\n\nZeppelin, buy the ............. zeppelin", "Buy the\n\nZeppelin, buy the ............. zeppelin"},
		{"Buy ................... the Zeppelin", "Buy ................... the Zeppelin", "(restricted)"},
		{"Buy the Zeppelin", "See 0001, [1](0001-hushed.md) and 0001-hushed.", "See 0001, 1 and 0001."},
		{"Use S3", "Use **S3**, because S30 will use s3s, use S3", "(restricted), because S30 will use s3s, (restricted)"},
		{"C++ or C#", "B or C, C or C#, and C++ or  C#", "B or C, C or C#, and (restricted)#"},
		{"\u2708\u2708\u2708\u2708\u2708\u2708", "a \u2708\u2708\u2708\u2708\u2708\u2708 b", "a (restricted) b"},
		{"A b", "via a bridge", "via a bridge"},
		{"Don't buy the Zeppelin", "dont-buy-the-zeppelin, Don’t buy the Zeppelin", "(restricted), (restricted)"},
	} {
		s := secretsOf(t, tt.title)
		if got := s.Markdown(tt.text); got != tt.want {
			t.Errorf("of %q, %q reads\n%q, want\n%q", tt.title, tt.text, got, tt.want)
		}
		if got, want := s.Tells(tt.text), tt.text != tt.want; got != want {
			if tt.title[0] != "\u2708"[0] {
				t.Errorf("%q tells of %q: %v", tt.text, tt.title, got)
			}
		}
	}
}

// Of titles that overlap or lie in each other nothing is left.
func TestSecretsOverlap(t *testing.T) {
	s := secretsOf(t, "Buy the Zeppelin", "Zeppelin fleet", "the Zep", "peline")
	for text, want := range map[string]string{
		"We buy the Zeppelin fleet now":          "We (restricted) now",
		"buy the zeppeline, 0002-hushed, hushed": "(restricted), 0002, hushed",
	} {
		if got := s.Text(text); got != want {
			t.Errorf("%q reads %q, want %q", text, got, want)
		}
	}
}

// A long title is hidden to its end, and its beginning alone as well.
func TestSecretsLongTitles(t *testing.T) {
	title := "Buy " + strings.Repeat("the Zeppelin ", 40) + "at last"
	s := secretsOf(t, title)
	if got := s.Text("So " + title + " today"); got != "So (restricted) today" {
		t.Errorf("it reads %q", got)
	}
	if got := s.Text(title[:300] + " and more"); strings.Contains(got, "Buy") {
		t.Errorf("it reads %q", got)
	}
}

// The time grows with the text, not with the text times the titles.
func TestSecretsTakeTime(t *testing.T) {
	var titles []string
	for i := range 100 {
		titles = append(titles, strings.Repeat(fmt.Sprintf("Buy the Zeppelin %d ", i%7), 12)+fmt.Sprint(i))
	}
	huge := strings.Repeat("Buy the Zeppelin ", 800_000/17)
	for name, tt := range map[string]struct {
		titles []string
		text   string
	}{
		"many titles": {titles, strings.Repeat("Buy the Zeppelin 3 ", 1_000_000/19)},
		"a huge one":  {[]string{huge + "now"}, huge},
		"one letter":  {[]string{strings.Repeat("a", 800_000) + "b"}, strings.Repeat("a", 800_000)},
		"links":       {titles, strings.Repeat("[a](0001 ", 100_000) + strings.Repeat("&", 100_000) + strings.Repeat("<", 100_000)},
	} {
		s := secretsOf(t, tt.titles...)
		start := time.Now()
		s.Markdown(tt.text)
		if took := time.Since(start); took > 5*time.Second { // it takes a fraction of one
			t.Errorf("%s: it took %v", name, took)
		} else {
			t.Logf("%s: %v", name, took)
		}
	}
}
