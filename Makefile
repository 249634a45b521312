# make                    set up .venv and run the default cohort, config/config.yaml, to results/ips_mis/report.html
# make COHORT=name        the same for config/name.yaml
# make CONFIG=path        the same for a settings file anywhere
# make definitions        which choice matters: alternatives against the printed values, into the report (COHORT, CONFIG as above)
# make reconstruct-check SEEDS="1 2"   make synthetic cohorts anew and run each: do they give every printed value?
# make check              only check the settings and the records
# make compare COHORTS="a b"   run each of these cohorts, set them side by side and pool what is declared comparable
# make release            what may leave the room: tables, figures and a page without small numbers, proved safe (COHORT, CONFIG as above)
# make verify             does R give the same? Runs the cohort, refits every regression in R, and in PSPP where it is installed (COHORT, CONFIG as above)
# make test               run all tests
# make bundle             one folder for a room without internet: project, packages, licences, checksums (BUNDLE=path); there: make OFFLINE=1
# make bench              time what users wait for, beside R where it is installed (SIZES="1000 100000 1000000")
# make faults             break runs off at random moments, and see that the next ends in the same bytes; read mutated files of every format (KILLS=60, MUTATED=1000, SEED=1)
# make hostile            run a cohort of hostile texts and open its results in every program that is there (minutes)
# make audit             hold the locks against the advisories of PyPI (says so where none can be reached)
# make lock               renew the locks
# make words              bring the files of words in step with what the code says
# make docs               write config/README.md and config/schema.json anew

COHORT ?= ips_mis
CONFIG ?= config/$(patsubst ips_mis,config,$(COHORT)).yaml
PYTHON ?= python3
SEEDS ?= 1
KILLS ?= 60
MUTATED ?= 1000
SEED ?= 1
EXAMPLES := rossi

ifeq ($(OS),Windows_NT)
  BIN := .venv/Scripts
else
  BIN := .venv/bin
endif
# In a folder that `make bundle` made, OFFLINE=1 takes packages from it.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(OFFLINE),--no-index --find-links wheels)
BUNDLE ?= ../ipscohort-bundle
NEEDS := .venv/installed $(if $(filter $(basename $(notdir $(CONFIG))),$(EXAMPLES)),.venv/examples)

.DEFAULT_GOAL := run
.PHONY: run definitions reconstruct-check check compare release verify test bench faults hostile audit bundle lock words docs clean setup

run: $(NEEDS)
	@$(BIN)/snakemake --configfile "$(CONFIG)"

definitions: $(NEEDS)
	@$(BIN)/snakemake compare_definitions all --configfile "$(CONFIG)"

reconstruct-check: .venv/installed
	@$(BIN)/python tests/reconstruct_check.py $(SEEDS)

check: $(NEEDS)
	@$(BIN)/python -m ipscohort check "$(CONFIG)"

config_of = config/$(patsubst ips_mis,config,$(1)).yaml
compare: .venv/installed
	@$(foreach cohort,$(COHORTS),$(BIN)/snakemake --configfile "$(call config_of,$(cohort))" &&) \
	  $(BIN)/python -m ipscohort compare $(foreach cohort,$(COHORTS),"$(call config_of,$(cohort))")

release: run
	@$(BIN)/python -m ipscohort release "$(CONFIG)"

verify: run
	@$(BIN)/python -m ipscohort verify --refit "$(CONFIG)"

test: .venv/dev .venv/examples
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

bench: .venv/dev .venv/examples
	@$(BIN)/python tests/bench.py $(SIZES)

faults: .venv/dev .venv/examples
	@$(BIN)/python -m tests.faults --kills $(KILLS) --mutated $(MUTATED) --seed $(SEED)

hostile: .venv/dev
	@IPSCOHORT_HOSTILE=1 $(BIN)/python -m pytest -q -rs tests/browser/test_hostile_texts.py

# The newest advisories by a tool of its own, which is no part of what is locked
audit:
	@$(PYTHON) -m venv .venv-audit
	@.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check "pip-audit==2.10.1" \
	  && .venv-audit/bin/python tests/audit.py || { [ -e .venv-audit/bin/pip-audit ] && exit 1; echo "SKIPPED: pip-audit can't be had here, so that NOTHING was audited"; }

bundle: .venv/installed
	@$(BIN)/python -m ipscohort bundle "$(BUNDLE)"

words: .venv/installed
	@$(BIN)/python -m ipscohort.words.renew

docs: .venv/installed
	@$(BIN)/python -m ipscohort docs

setup: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed; name one: make PYTHON=python3.12')"
	@echo "Setting up .venv (once)"
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes --no-deps -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: requirements-dev.lock .venv/installed
	@$(PIP) --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

.venv/examples: requirements-examples.lock .venv/installed
	@$(PIP) --require-hashes --no-deps -r requirements-examples.lock
	@touch $@

COMPILE = .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
lock:
	@$(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.5"
	@$(COMPILE) $(UPGRADE) --group setup --output-file requirements.lock pyproject.toml
	@$(COMPILE) $(UPGRADE) --group dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@$(COMPILE) $(UPGRADE) --no-deps --group examples --output-file requirements-examples.lock

clean:
	@rm -rf results/* .snakemake
