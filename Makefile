# Every target that needs the environment sets it up first, once: .venv from requirements.lock, and the project in it.

# Which province, year and language `make report` is for. Lower case, since LANG belongs to the shell.
province = 31
year = 2021
lang = vi

# Which file of printed cells `make audit` reads.
file = data/published/hai-phong-2021.csv

# The Python that .venv is made with: the first of these that is 3.11 or newer, unless PYTHON says.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

VENV := .venv
RUN := $(VENV)/bin/python
UV := uv==0.13.9

# Tests run on every core, at most four; those of one file in one process, since they share what they have made.
SPREAD := -n logical --maxprocesses 4 --dist loadfile

# The last thing a set-up writes: without it .venv is unfinished, and is made anew. It holds the folder
# that the set-up was made for, since an environment that was copied or moved would run the code of the old place.
STAMP := $(VENV)/complete
ifneq ($(shell cat $(STAMP) 2>/dev/null),$(CURDIR))
$(STAMP): elsewhere
endif

quoted = '$(subst ','\'',$(1))'

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help venv report audit test quick torture bench lab lint format hooks lock clean elsewhere

venv: $(STAMP) ## Set up the environment and nothing more
	@:

help: ## Show what there is to make
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r target what; do \
		printf '  make %-8s %s\n' "$$target" "$$what"; done

report: $(STAMP) ## Make the report's pages; province="hai phong" year=2021 lang=vi choose others
	@$(VENV)/bin/govindex report --province $(call quoted,$(province)) --year $(call quoted,$(year)) \
		--lang $(call quoted,$(lang))

audit: $(STAMP) ## Say what is wrong in a printed report, with a page of it; file="my report.xlsx" lang=vi choose another
	@name=$$(basename $(call quoted,$(file))) && $(VENV)/bin/govindex audit $(call quoted,$(file)) \
		--lang $(call quoted,$(lang)) --html "build/audit/$${name%.*}/"$(call quoted,$(lang))/audit.html \
		|| test $$? -eq 1 # errors in the report are what it looks for

test: $(STAMP) ## Run the tests
	$(RUN) -m pytest $(SPREAD)

quick: $(STAMP) ## Run the tests that take no browser, no kernel and no whole panel
	$(RUN) -m pytest $(SPREAD) -m "not browser and not kernel and not slow"

torture: $(STAMP) ## Spoil tables, inputs and batches in thousands of ways, ten minutes; writes tests/torture/RESULTS.md
	PYTHONPATH=tests $(RUN) -m torture

bench: $(STAMP) ## Measure the sheets, the batch and the audit; writes tests/bench/RESULTS.md
	$(RUN) tests/bench

lab: $(STAMP) ## Open the notebooks in JupyterLab
	$(RUN) -m jupyterlab notebooks

lint: $(STAMP) ## Check the code's style and that notebooks carry no outputs
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	find notebooks -name '*.ipynb' -not -path '*/.*' -exec $(RUN) -m nbstripout --verify --keep-id {} +

format: $(STAMP) ## Put the code and the notebooks into that style
	$(RUN) -m ruff check --fix
	$(RUN) -m ruff format
	find notebooks -name '*.ipynb' -not -path '*/.*' -exec $(RUN) -m nbstripout --keep-id {} +

hooks: $(STAMP) ## Check the style before every commit from now on
	$(RUN) -m pre_commit install

# One lock for every platform and every Python from 3.11 on, with every wheel's hash and no address in it.
lock: .venv-lock/complete ## Pin the newest versions that pyproject.toml allows, in requirements.lock
	.venv-lock/bin/python -c 'import pathlib, tomllib; \
		print(*tomllib.loads(pathlib.Path("pyproject.toml").read_text("utf-8"))["build-system"]["requires"], sep="\n")' \
		| .venv-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
			--fork-strategy fewest --all-extras --generate-hashes --no-emit-index-url --no-emit-find-links \
			--custom-compile-command "make lock" pyproject.toml - --output-file requirements.lock

clean: ## Remove everything that make has made
	rm -rf .venv .venv-lock build dist .pytest_cache .ruff_cache
	find lib tests notebooks -name __pycache__ -prune -exec rm -rf {} +
	find notebooks -name .ipynb_checkpoints -prune -exec rm -rf {} +

# The lock names all that is needed, so pip looks for nothing else (`--no-deps`), and then checks that nothing lacks.
$(STAMP): requirements.lock pyproject.toml
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "$(or $(PYTHON),What is on PATH) is no Python 3.11 or newer: make PYTHON=/path/to/python3 ..." >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version), once; it takes a minute or two." >&2
	@if test "$$(cat $(STAMP) 2>/dev/null)" != "$(CURDIR)"; then rm -rf $(VENV); fi
	@rm -f $(STAMP)
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "$(PYTHON) has no venv; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements.lock
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --no-build-isolation -e .
	@$(RUN) -m pip check --quiet --disable-pip-version-check
	@PYTHONWARNINGS=ignore $(RUN) -m compileall -qq -j 0 $(VENV)/lib || true # a package may carry a template that is no Python
	@echo "$(CURDIR)" > $(STAMP)

.venv-lock/complete: Makefile
	rm -rf .venv-lock
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check $(UV)
	touch $@
