package corpus

import (
	"fmt"
	"math/rand/v2"
	"sort"
	"strings"
	"sync"
)

var (
	verbs    = strings.Fields("Adopt Split Join Retire Isolate Copy Cache Partition Encrypt Stream Batch Throttle Archive Expose Wrap Version Move Mirror Schedule Measure")
	nouns    = strings.Fields("gateway ledger queue cache index router broker session tenant catalogue invoice webhook scheduler replica shard topic secret token audit report export importer pipeline worker cluster region failover quota tracer metric")
	tags     = strings.Fields("security data platform frontend billing search mobile infrastructure compliance messaging storage identity operations cost reliability")
	statuses = []string{"proposed", "accepted", "accepted", "superseded", "accepted", "deprecated", "accepted", "rejected"}
	options  = []string{"Monolith", "Microservices", "Serverless"}
	factors  = []string{"Team size", "Deployment", "Debugging", "Infrastructure", "Lock-in"}
)

// codes are blocks of code; their texts take a record's number and a small one.
var codes = []struct{ language, text string }{
	{"go", "package main\n\nimport \"fmt\"\n\n// Record %d.\nfunc main() {\n\tfor n := range %d {\n\t\tfmt.Println(\"attempt\", n)\n\t}\n}"},
	{"yaml", "service: record-%d\nreplicas: %d\nlimits:\n  memory: 512Mi # of each\n  cpu: 500m\nports: [80, 443]"},
	{"sql", "SELECT id, total\nFROM invoices\nWHERE tenant = %d AND created > now() - interval '%d days'\nORDER BY total DESC;"},
	{"python", "def handler(event):\n    \"\"\"Record %d.\"\"\"\n    retries = %d\n    return {\"status\": 200, \"retries\": retries}"},
	{"sh", "#!/bin/sh\nset -eu\n# record %d\nfor n in $(seq 1 %d); do\n  echo \"attempt $n\"\ndone"},
}

// vocabulary is 30,000 words, the frequent first, and for each the sum of the weights up
// to it. A word's weight falls as one over its rank, as Zipf found it to do.
var vocabulary = sync.OnceValue(func() (v struct {
	words []string
	sums  []float64
}) {
	const size = 30_000
	r := rand.New(rand.NewPCG(1, 3))
	v.words = strings.Fields("the of to and a in we is that for on it with as be this are not by or from at which an if will can has have one our")
	have := map[string]bool{}
	for _, w := range v.words {
		have[w] = true
	}
	onsets := strings.Fields("b c d f g h j k l m n p r s t v w z br ch cr dr gr pl sh st th tr")
	nuclei := strings.Fields("a e i o u ai ea ou")
	codas := []string{"", "", "", "l", "n", "r", "s"}
	for len(v.words) < size {
		word := ""
		for range 2 + r.IntN(3) {
			word += pick(r, onsets) + pick(r, nuclei) + pick(r, codas)
		}
		if !have[word] {
			have[word] = true
			v.words = append(v.words, word)
		}
	}
	sum := 0.0
	for rank := range v.words {
		sum += 1 / (float64(rank) + 2.7)
		v.sums = append(v.sums, sum)
	}
	return v
})

func pick(r *rand.Rand, list []string) string { return list[r.IntN(len(list))] }

// writer makes up a text.
type writer struct {
	*rand.Rand
	strings.Builder
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(&w.Builder, format+"\n", args...) }

func (w *writer) word() string {
	v := vocabulary()
	return v.words[sort.SearchFloat64s(v.sums, w.Float64()*v.sums[len(v.sums)-1])]
}

func (w *writer) sentence() string {
	words := make([]string, 9+w.IntN(14))
	for i := range words {
		words[i] = w.word()
	}
	s := strings.Join(words, " ") + "."
	return strings.ToUpper(s[:1]) + s[1:]
}

func (w *writer) paragraph(sentences int) string {
	list := make([]string, sentences)
	for i := range list {
		list[i] = w.sentence()
	}
	return strings.Join(list, " ")
}
