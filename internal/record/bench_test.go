package record

import "testing"

// usualRecord is a record as most are: MADR's headings, 3 kB, lists, a table, code
// and links.
const usualRecord = `---
status: "proposed"
date: 2017-08-12
tags: [search, observability, mobile]
decision-makers: [team-9, team-2]
---

# Wrap the shard metric 5000

## Context and Problem Statement

Peabrafu vilo woudragre cupeshea sote pibopla of jodupla ridroura nidrouplufa. Vouho trejubecra with plachousu higreji grarouwea shacrozea this gutrejita. Soshe vaca the an seapla brouwunou decrougrutrou this chuplafubro the cirapou gutuza the boki on nigrobre feasea trasozabru the at.

Or sidra chulouzou sterubou souhi have doutresea can pitulea by hicichi of our doulichou sunea of an leasoukou zeadru to not. In that are crila trite shihumoke grukabra in putridreatro ciseakiru teapuveama and dupira sousha petreastu brizogroutrou crucrea.

## Decision Drivers

* Lealisea from hucowo ploudesha jishe joho treavucroula tigrocezo hinohaje nufi it and we croushibi nobou seave the.
* The duza trouko widrepibro shajezoucra zoucheaca for on for mulouvu in heajusa croloutoke fetivagu at as be.
* Micri feapeacotou migeacra narististo kubea ploubi we deagre steasouku heabrefo treavucroula bradrelo goutreagri.

## Considered Options

* Monolith
* Microservices
* Serverless

## Decision Outcome

Chosen option: "Serverless", because Hivehi is cunea stago of trushu lotreala brute catelealu noujetrea that not sastea to sidra our of. Cetrudu in this droushea bitou feavou metre of coucuno stoplacrou vuda beabreakouvu.

### Consequences

* Good, because The cimeapi trasozabru wefi lotreala with crila ceamealucu meachili sidra chebrejo have the grusharoha.
* Good, because In is mowuzo douvastou cribea and the poutribotra bouchoucre placro tramou to for louvi plasa.
* Bad, because Jeroupla pahifajea trouwije vaweavoula not brinase kucreboubrou bibu nesteatrea the meadre noucou.

## Pros and Cons of the Options

| Factor | Monolith | Microservices | Serverless |
|---|---|---|---|
| Team size | woplu | keameatru | trokou |
| Deploy speed | veapleba | grugretistu | ciseakiru |
| Debug difficulty | bradrelo | and | credraple |
| Infra overhead | a | techipesu | grouniva |
| Vendor lock-in | jouweco | grete | groseadeadrou |

` + "```go\npackage main\n\nimport \"fmt\"\n\n// record 5000\nfunc main() {\n\tfor n := 0; n < 86; n++ {\n\t\tfmt.Println(\"record\", n)\n\t}\n}\n```" + `

## More Information

Guviki grasashi javushipa trotroshe trocouma creade zabro roshibresti a brabechou mewou tabrea grabripiste trezucrou our.

* See [Merge the tracer worker 5832](05832-merge-the-tracer-worker-5832.md)
* See [Version the index topic 1576](01576-version-the-index-topic-1576.md)
* See [Schedule the scheduler router 3088](03088-schedule-the-scheduler-router-3088.md)
* See [Archive the topic catalogue 2134](02134-archive-the-topic-catalogue-2134.md)
`

func BenchmarkUsual(b *testing.B) {
	data := []byte(usualRecord)
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		Parse("decisions/05000-wrap-the-shard-metric-5000.md", data)
	}
}
