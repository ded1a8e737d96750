# Two commands do everything: `make build` and `make test`. Both need only python3 (3.11-3.13) and
# make.

PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help

.PHONY: help build site release data test test-faults test-site test-long test-slurm bench bench-build lab lint lock clean

help:  ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# Each environment is marked only when complete, and made anew when its lock or the project's
# metadata change. --no-deps: a lock is complete, and leaves out one package on purpose (see
# [tool.uv] in pyproject.toml).
INSTALL = $(BIN)/python -m pip install --no-deps --require-hashes --requirement

.venv/ready: requirements-build.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else \
	  f"leedsequity needs Python 3.11, 3.12 or 3.13; $(PYTHON) is {v[0]}.{v[1]}. " \
	  "Try: make PYTHON=python3.11")'
	$(PYTHON) -m venv --clear .venv
	$(INSTALL) requirements-build.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/complete: .venv/ready requirements.lock
	$(INSTALL) requirements.lock
	@touch $@

build: .venv/ready  ## rebuild every table and figure that is out of date, from data/raw
	$(BIN)/leedsequity build

site: .venv/complete  ## write the site: pages to read in a browser, in site/
	$(BIN)/leedsequity site

release: .venv/complete  ## pack what is committed and the site, as an RO-Crate, in release/
	$(BIN)/leedsequity release

test: .venv/complete  ## run every test, the notebooks' own included
	$(BIN)/python -m pytest --numprocesses 2

test-faults: .venv/complete  ## kill builds at random moments (SEED=n: those of a run), fill disks
	$(BIN)/python -m pytest tests/system/faults

test-site: .venv/complete  ## build the whole site twice, and try its pages in a browser
	$(BIN)/python -m pytest tests/system/site

test-long: .venv/complete  ## build for every kind of odd place, and perturb the tables of every notebook
	LONG=1 $(BIN)/python -m pytest --numprocesses 2 -m long
	LONG=1 $(BIN)/python -m pytest --numprocesses 2 tests/system/test_other_areas.py tests/system/test_lineage.py \
	  tests/leedsequity_data/publishers/test_editions.py tests/leedsequity_data/test_update.py

data: .venv/complete  ## install what reading publishers' files, tests and clusters need, too

lab: .venv/ready  ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab

test-slurm: .venv/complete  ## run 20 areas through Slurm on this machine; installs slurm-wlm, munge
	$(BIN)/python tests/system/slurm/check.py

bench: .venv/complete  ## time the statistics (PHS=path/to/python with PHStatsMethods, to compare)
	$(BIN)/python benchmarks/stats.py $(if $(PHS),--phstatsmethods $(PHS))

bench-build: .venv/complete  ## time rebuilding, and many areas, beside papermill (half an hour)
	$(BIN)/python benchmarks/rebuild.py
	$(BIN)/python benchmarks/areas.py

lint: .venv/complete  ## mend what ruff can mend, and report the rest
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/mypy

COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
  --generate-hashes --quiet --custom-compile-command "make lock"

lock: .venv/complete  ## choose the newest versions that fit pyproject.toml, and list them
	$(COMPILE) --all-extras --upgrade --output-file requirements.lock
	$(COMPILE) --extra build --constraint requirements.lock --output-file requirements-build.lock

clean:  ## remove the environment, caches and the results of other runs; never a committed file
	rm -rf .venv .cache .snakemake out .mypy_cache .pytest_cache .ruff_cache .hypothesis
