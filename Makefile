# `make maps` builds everything into output/, `make test` passes the tests; each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: maps test lint format lock audit bench fuzz properties score pictures clean

maps: $(VENV)/.run
	$(BIN)/zonemap build --out output

test: lint
	.ci/system
	HYPOTHESIS_PROFILE=$${HYPOTHESIS_PROFILE:-ci} $(BIN)/python -m pytest -n 2

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/biome ci --error-on-warnings mapgen/web
	$(BIN)/python tests/floor.py

format: $(VENV)/.test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/biome check --write mapgen/web

$(VENV)/.run: requirements/run.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "zonemap needs Python 3.11 or newer; set PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	touch $@

$(VENV)/.bench: $(VENV)/.test requirements/bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	touch $@

# Known vulnerabilities of what is pinned; says so where no index answers (exit status 2).
audit: $(VENV)/audit/.done
	$(VENV)/audit/bin/python .ci/audit

$(VENV)/audit/.done: requirements/audit.txt
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/audit.txt
	touch $@

# Measures and writes docs/benchmarks.md; takes long: made-up plans of up to 100,000 zones.
bench: $(VENV)/.bench
	.ci/system
	$(BIN)/python benchmarks/run.py

$(VENV)/.fuzz: $(VENV)/.test requirements/fuzz.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	touch $@

# Looks for inputs that break something, for FUZZ_SECONDS (600) from FUZZ_SEED (1); TARGETS="zones kml" for some.
# What breaks something is kept in tests/fuzz/crashes, which `make test` replays.
fuzz: $(VENV)/.fuzz
	$(BIN)/python tests/fuzz/run.py $(TARGETS)

# Properties of schema, pages, diff, canonical form, hostile import and export → import, 10,000 examples each, in two
# processes; each run draws other examples. PROPERTIES=tests/test_canonical.py for some, or for any other file.
PROPERTIES ?= $(addprefix tests/test_, schema_properties.py survival.py webmap.py diff_properties.py canonical.py \
	import_damaged.py return.py)
properties: $(VENV)/.test
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -n 2 --durations=20 $(PROPERTIES)

# How much `zonemap read` finds in made-up texts, or, with SCORE=DIR, in texts with what a reader found in them;
# and how many blocks of a made-up city, or of the extracts in DIR, are found again by sentences about them.
score: $(VENV)/.test
	$(BIN)/python tests/reading_score.py $(SCORE)
	$(BIN)/python tests/locating_score.py $(SCORE)

# Pins anew, with hashes, the newest of each range; review the difference before committing it.
# `make lock RENEW=` adds what pyproject.toml has got and leaves all other pins as they are.
RENEW ?= --upgrade
PIN = uv pip compile --generate-hashes --python-version 3.11 --universal --no-header $(RENEW)
lock:
	$(PIN) pyproject.toml -o requirements/run.txt
	$(PIN) pyproject.toml --group test --group lint -c requirements/run.txt -o requirements/test.txt
	echo pip-audit | $(PIN) - -o requirements/audit.txt
	$(PIN) pyproject.toml --group bench -c requirements/test.txt -o requirements/bench.txt
	$(PIN) pyproject.toml --group fuzz -c requirements/test.txt -o requirements/fuzz.txt

clean:
	rm -rf $(VENV) output *.egg-info

# Retakes the README's pictures from output/, and redraws DESIGN's from the layers.
pictures: $(VENV)/.test
	$(BIN)/python docs/core_idea.py
	$(BIN)/python docs/pictures.py output
