# Newsroom's commands. `make help` lists them; every target that needs the environment makes it first.

SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV := .venv
PYTHON := $(VENV)/bin/python
UV := $(VENV)/bin/uv
MANAGE := $(PYTHON) manage.py
PORT ?= 8000
NEWSROOM_VAR ?= $(CURDIR)/var
export PORT NEWSROOM_VAR

help: ## Show this list
	@sed -n 's/^\([a-z%-]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

run: $(VENV)/.runtime ## Start everything with the demo: make run [PORT=8000] [NEWSROOM_VAR=var]
	@exec $(PYTHON) -m newsroom.run

test: $(VENV)/.development ## All checks and tests but the longest, on servers of their own
	@exec $(PYTHON) -m newsroom.checks all

test-full: $(VENV)/.development ## The same with the longest tests
	@exec $(PYTHON) -m newsroom.checks all --full

lint: $(VENV)/.development ## Style, types, import contracts, templates, migrations, deployment checks
	@exec $(PYTHON) -m newsroom.checks lint

bench: $(VENV)/.development ## Every benchmark in bench/; each ends with one JSON line
	@for bench in $$(ls bench | sed -n -e 's/^\([a-z][a-z_-]*\)\.py$$/\1/p' -e '/^[a-z][a-z-]*$$/p' | grep -v '^results$$' | sort -u); do \
	  echo "== $$bench" >&2; $(MAKE) --no-print-directory bench-$$bench || exit 1; done

bench-%: $(VENV)/.development ## One benchmark by its name: make bench-reader
	@if [ -f bench/$*.py ]; then exec $(PYTHON) bench/$*.py; \
	elif [ -f bench/$*/__main__.py ]; then exec $(PYTHON) -m bench.$*; \
	else echo "There is no benchmark bench/$*.py or bench/$*/." >&2; exit 1; fi

demo-reset: $(VENV)/.runtime ## Put the demo back to its beginning (of a running instance)
	@exec $(MANAGE) demo --reset

permissions: $(VENV)/.development ## Write the tables of who may do what anew (tests/permissions, docs/permissions.md)
	@PERMISSIONS=write $(VENV)/bin/pytest -q -p no:warnings tests/permissions

messages: $(VENV)/.development ## Collect what is to be translated, and compile what is
	@$(MANAGE) makemessages --all --no-obsolete --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'
	@$(MANAGE) compilemessages --ignore '.venv/*' --ignore 'var/*'

lock: $(VENV)/.runtime ## Pin what pyproject.toml asks for, with hashes
	@$(UV) pip compile pyproject.toml --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" -o requirements.txt
	@$(UV) pip compile pyproject.toml --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" --extra dev -o requirements-dev.txt

clean: ## Remove the environment and the caches; the data in var/ stay
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

# --- The environment --------------------------------------------------------------------------------------------
# A stamp holds the checksum of the lock that was installed: a fresh checkout changes times, not contents.

$(VENV)/.runtime: requirements.txt environment.sh
	@sh environment.sh $(VENV) requirements.txt $@

$(VENV)/.development: requirements-dev.txt environment.sh $(VENV)/.runtime
	@sh environment.sh $(VENV) requirements-dev.txt $@

.PHONY: help run test test-full lint bench demo-reset permissions messages lock clean
