# make build   the program, as .bin/tradeoff
# make test    every test; installs what it needs on a bare Debian machine with Go
# make bench   benchmarks of the hot paths
# make lint    vet, gofmt and the modules' tidiness
# make site    this repository's own decisions and documentation, as public/

GO ?= go
export GOFLAGS ?= -buildvcs=false

.PHONY: build test bench lint site setup

build:
	$(GO) build -o .bin/tradeoff ./cmd/tradeoff

test: setup lint
	$(GO) test ./...

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

lint:
	@test -z "$$(gofmt -l cmd content internal templates themes | tee /dev/stderr)" || { echo "run gofmt -w on these"; exit 1; }
	$(GO) vet ./...

site: build
	.bin/tradeoff build

# The tests run git, and look at pages in a browser.
setup:
	@./.ci/setup
