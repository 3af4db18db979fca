# make build   the program, as .bin/tradeoff
# make test    every test; installs what it needs on a bare Debian machine with Go
# make bench   benchmarks of the hot paths; then whole builds beside Hugo, where it is on the path or in $HUGO,
#              and beside a floor: N=100000 asks for more than the usual 10,000 records, RUNS=5 for more runs
# make profile what the compiler puts in line, by what builds take their time with: cmd/tradeoff/default.pgo, which go build
#              finds by its name. It is worth doing anew where bench shows another program than it was made of
# make lint    vet, gofmt and the modules' tidiness
# make site    this repository's own decisions and documentation, as public/

GO ?= go
export GOFLAGS ?= -buildvcs=false

# What make bench compares: decision records, and how often each build is timed.
N ?= 10000
RUNS ?= 3

.PHONY: build test bench profile lint site setup

build:
	$(GO) build -o .bin/tradeoff ./cmd/tradeoff

test: setup lint
	$(GO) test ./...

bench: build
	$(GO) test -run '^$$' -bench . -benchmem ./...
	$(GO) run ./internal/bench -tradeoff .bin/tradeoff -n $(N) -runs $(RUNS)

profile:
	$(GO) run -trimpath ./internal/bench profile cmd/tradeoff/default.pgo

lint:
	@test -z "$$(gofmt -l cmd content internal templates themes | tee /dev/stderr)" || { echo "run gofmt -w on these"; exit 1; }
	$(GO) vet ./...

site: build
	.bin/tradeoff build

# The tests run git, and look at pages in a browser.
setup:
	@./.ci/setup
