# verigap. `make` prints the goals; every goal sets up what it needs.

SUITE     ?= mnist-lpd
OUTPUT    ?= Reports
ARGS      ?=
NETWORKS  ?= 10000
TARGET    ?=
SECONDS   ?= 120
NIGHTS    ?= 20
PREFIX    ?= /usr/local
PAGE      ?=
SANITIZER ?= all
KILLS     ?= 200
TASKS     ?= 10000
OUTCOMES ?= 5000000
BUILD     := release
SWIFT     := swift
VERIGAP   := .build/$(BUILD)/verigap
LIVE      := $(if $(PAGE),--page "$(PAGE)")
# Goals of the night are about the suite of that name unless another is named.
NIGHTLY   := $(if $(filter file,$(origin SUITE)),nightly,$(SUITE))
# OpenBLAS starts a thread pool when loaded; every process here uses one thread.
export OPENBLAS_NUM_THREADS := 1

.DEFAULT_GOAL := help
.PHONY: help setup highs build report run plan nightly nightly-accept nights check reports page-test pandas-test tex-test cluster-test cluster-scale store-scale cluster-costs test fuzz test-sanitized corpus cases fault-drill drill smoke lint format bench estimates docs install uninstall dist container clean

help: ## print this table
	@awk 'BEGIN { FS = ":.*## "; print "make GOAL [SUITE=name] [ARGS=\"...\"]\n" } \
		/^[a-z-]+:.*## / { printf "  %-14s  %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '\nSUITE defaults to %s; ARGS are passed to verigap (see verigap help run).\n' '$(SUITE)'

setup: ## install missing system packages, or print the command that does
	@.ci/setup

highs: ## fetch HiGHS, a second engine of linear programs, into .verigap/highs
	@.ci/highs

build: setup ## build the programs (release)
	@$(SWIFT) build -c $(BUILD) --product verigap --quiet
	@$(SWIFT) build -c $(BUILD) --product verigap-worker --quiet

# A run that its budget ended (exit code 3) is reported all the same; then the report says what is unanswered and ends
# with that code itself.
report: build ## run SUITE where outcomes are missing, then write Reports/SUITE
	@$(VERIGAP) run $(SUITE) $(LIVE) $(ARGS) || [ $$? -eq 3 ]
	@$(VERIGAP) report $(SUITE) --output $(OUTPUT)

run: build ## run SUITE where outcomes are missing (PAGE=run.html keeps a page of it fresh)
	@$(VERIGAP) run $(SUITE) $(LIVE) $(ARGS)

plan: build ## print what running SUITE would do
	@$(VERIGAP) plan $(SUITE) $(ARGS)

# Reports/nightly: ledger.csv, README.md, baselines. Ends as verigap compare does: 6 is regressed, 2 a contradiction.
nightly: build ## run SUITE (default: nightly), hold it against its baseline, add it to the ledger
	@$(VERIGAP) nightly $(NIGHTLY) --output $(OUTPUT)/nightly $(ARGS)

nightly-accept: build ## make the last night of SUITE the baseline, unless it was red
	@$(VERIGAP) nightly $(NIGHTLY) --output $(OUTPUT)/nightly --accept $(ARGS)

nights: build ## 20 nights of one build against itself, every second beside a load: none may be red (NIGHTS=n)
	@Tests/nights.sh $(NIGHTS)

# Networks and images that are not in this repository may be missing (exit code 66): what is here is compared.
check: build ## fail if a committed report does not follow from its outcomes, suite and networks
	@for file in $(OUTPUT)/*/outcomes.jsonl.gz; do \
		$(VERIGAP) report $$(basename $$(dirname $$file)) --check --output $(OUTPUT) || \
		{ code=$$?; [ $$code -eq 66 ] || exit $$code; }; done

reports: build ## list all reports in Reports/README.md and Reports/index.html, each with its state
	@$(VERIGAP) reports --output $(OUTPUT)

pandas-test: build ## read results with pandas as README.md shows, and hold them against their schema
	@.ci/pandas-test

page-test: ## open the pages of all reports in Chromium and have them test themselves (ARGS="folder or page")
	@.ci/page-test $(ARGS)

tex-test: ## compile the LaTeX of all reports in three layouts; fails on boxes more than 1 pt too wide (ARGS=folder)
	@.ci/tex-test $(ARGS)

cluster-test: build ## smoke and nightly as arrays on a Slurm of one host, disturbed (ARGS="suite"); skipped where there is none
	@.ci/cluster-test $(ARGS)

# TASKS tasks of 100 queries each through real journals and harvests; 1 % die, 5 % run twice.
cluster-scale: setup ## a simulated array of 10,000 tasks: nothing lost, nothing twice (TASKS=n)
	$(SWIFT) build -c $(BUILD) --build-tests
	VERIGAP_CLUSTER_TASKS=$(TASKS) $(SWIFT) test -c $(BUILD) --skip-build --filter HarvestTests $(ARGS)

store-scale: setup ## what report, plan, run and compare need of a store of millions (OUTCOMES=5000000)
	$(SWIFT) build -c $(BUILD) --build-tests
	VERIGAP_SCALE_OUTCOMES=$(OUTCOMES) $(SWIFT) test -c $(BUILD) --skip-build --filter StoreScaleTests

cluster-costs: setup ## rows of Sources/Cluster/Costs.md: what 10^6 and 10^8 queries cost, by committed outcomes and simulation
	$(SWIFT) build -c $(BUILD) --build-tests
	VERIGAP_COSTS=1 $(SWIFT) test -c $(BUILD) --skip-build --filter CostPageTests

test: setup ## build and run every test
	$(SWIFT) build -c $(BUILD) --build-tests --explicit-target-dependency-import-check error
	$(SWIFT) test -c $(BUILD) --skip-build $(ARGS)

fuzz: setup ## readers of files under libFuzzer (TARGET=name SECONDS=600; Tests/Fuzz/README.md)
	@.ci/fuzz "$(TARGET)" "$(SECONDS)"

test-sanitized: setup ## the tests under sanitizers (SANITIZER=address, undefined or thread; ARGS for swift test)
	@.ci/test-sanitized $(SANITIZER) $(ARGS)

corpus: setup ## 10,000 random networks and all attack constructions against every method (NETWORKS=n)
	$(SWIFT) build -c $(BUILD) --build-tests
	VERIGAP_CORPUS=$(NETWORKS) $(SWIFT) test -c $(BUILD) --skip-build --filter AttackCorpusTests $(ARGS)

cases: build ## run the small inputs of ../shared/cases, where they are
	@Tests/cases.sh $(ARGS)

# KILLS kills at random moments, then workers of which each is wrong in another way, then a full disk.
fault-drill: setup ## kills and faults of every kind: the answers must be those of an undisturbed run (KILLS=n)
	$(SWIFT) build -c $(BUILD) --build-tests
	VERIGAP_FAULT_DRILL=$(KILLS) $(SWIFT) test -c $(BUILD) --skip-build --filter FaultDrill $(ARGS)

drill: build ## plant regressions in a clone and have compare and bisect find them (Tests/Drill/README.md)
	@.ci/drill

smoke: build ## the smallest suite, end to end, in seconds
	@$(VERIGAP) run smoke --store .verigap/smoke.sqlite --fresh $(ARGS)
	@$(VERIGAP) report smoke --store .verigap/smoke.sqlite --output .verigap/reports

lint: setup ## check formatting, file lengths, module READMEs
	@.ci/lint

format: ## format all sources
	@$(SWIFT) format --in-place --recursive Sources Tests Package.swift

bench: setup ## time every method on seeded networks (one core)
	@$(SWIFT) build -c $(BUILD) --product verigap-bench --quiet
	@.build/$(BUILD)/verigap-bench $(ARGS)
	@$(if $(ARGS),:,.build/$(BUILD)/verigap-bench bounds)

estimates: setup ## replay recorded runs and print how far the estimates of their time were off
	$(SWIFT) build -c $(BUILD) --build-tests
	VERIGAP_REPLAY=1 $(SWIFT) test -c $(BUILD) --skip-build --filter ReplayTests $(ARGS)

docs: setup ## documentation of all library modules into .build/docs
	@.ci/docs

install: build ## install programs, suites, completions and the manual page below PREFIX (default /usr/local; DESTDIR as usual)
	@.ci/install "$(PREFIX)"

uninstall: ## remove what install has put below PREFIX
	@rm -rf "$(DESTDIR)$(PREFIX)/lib/verigap" "$(DESTDIR)$(PREFIX)/share/verigap" "$(DESTDIR)$(PREFIX)/share/doc/verigap"
	@rm -f "$(DESTDIR)$(PREFIX)/bin/verigap" "$(DESTDIR)$(PREFIX)/share/man/man1/verigap.1" \
		"$(DESTDIR)$(PREFIX)/share/bash-completion/completions/verigap" "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_verigap" \
		"$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/verigap.fish"

dist: build ## a tarball that runs without Swift, in .build/dist
	@.ci/dist

container: ## build the image of Containerfile where an engine is here, else check the file
	@.ci/container

clean: ## delete builds and recorded outcomes (committed reports stay)
	rm -rf .build .verigap
