# Two commands do everything: `make build` and `make test`. Both need only python3 (3.11-3.13) and make.

PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help

.PHONY: help build test test-faults test-slurm bench bench-build lab lint lock clean

help:  ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# The environment is rebuilt when the lock or the project's metadata change, and marked only when whole.
# --no-deps: the lock is complete, and leaves out one package on purpose (see [tool.uv] in pyproject.toml).
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else \
	  f"leedsequity needs Python 3.11, 3.12 or 3.13; $(PYTHON) is {v[0]}.{v[1]}. Try: make PYTHON=python3.11")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

build: .venv/ready  ## rebuild every table and figure that is out of date, from data/raw
	$(BIN)/leedsequity build

test: .venv/ready  ## run every test, the notebooks' own included
	$(BIN)/python -m pytest --numprocesses 2

test-faults: .venv/ready  ## kill builds at 20 random moments, fill disks, compare bytes (SEED=n: the moments of that run)
	$(BIN)/python -m pytest tests/faults

lab: .venv/ready  ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab

test-slurm: .venv/ready  ## run 20 areas through Slurm, one node on this machine; installs Debian's slurm-wlm and munge
	$(BIN)/python tests/slurm/check.py

bench: .venv/ready  ## time the statistics (PHS=path/to/python with PHStatsMethods, to compare)
	$(BIN)/python benchmarks/stats.py $(if $(PHS),--phstatsmethods $(PHS))

bench-build: .venv/ready  ## time rebuilding, and many areas, beside papermill (half an hour)
	$(BIN)/python benchmarks/rebuild.py
	$(BIN)/python benchmarks/areas.py

lint: .venv/ready  ## mend what ruff can mend, and report the rest
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/mypy

lock: .venv/ready  ## choose the newest versions that fit pyproject.toml, and write both lists of them
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
	  --generate-hashes --upgrade --quiet --custom-compile-command "make lock" --output-file requirements.lock
	@{ printf 'name: leedsequity\nchannels: [conda-forge]\ndependencies:\n  - python=3.11\n  - make\n  - pip\n'; \
	  printf '  - pip:  # requirements.lock, line by line: written by `make lock`\n'; \
	  sed -n -E 's/^([a-z0-9._-]+==[^ ]+)( ; .*[^ ])? \\$$/      - "\1\2"/p' requirements.lock; \
	  printf '      - "--editable ."\n'; } > environment.yml

clean:  ## remove the environment, caches and the results of other runs; never a committed file
	rm -rf .venv .cache .snakemake out .mypy_cache .pytest_cache .ruff_cache .hypothesis
