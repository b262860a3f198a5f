# Everything starts here. `make` alone lists what there is.
.DEFAULT_GOAL := help
PYTHON ?= python3
BOT := .venv/bin/bot
READY := .venv/.ready

.PHONY: help
help:  ## what can be done
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Filled from the lock alone: uv where it can be had, pip otherwise. The stamp keeps a second run from doing it again.
$(READY): requirements.lock pyproject.toml
	@test -x .venv/bin/python || $(PYTHON) -m venv .venv
	@echo "Sätter upp .venv (en gång; tar en halv minut) …"
	@uv="$$(command -v uv || true)"; \
	if [ -z "$$uv" ]; then \
	  .venv/bin/python -m pip install --quiet --disable-pip-version-check uv >/dev/null 2>&1 && uv=.venv/bin/uv || true; \
	fi; \
	if [ -n "$$uv" ] && "$$uv" pip install --quiet --python .venv/bin/python --require-hashes -r requirements.lock; then \
	  "$$uv" pip install --quiet --python .venv/bin/python --no-build-isolation --no-deps -e .; \
	else \
	  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .; \
	fi
	@touch $(READY)

.PHONY: setup
setup: $(READY)  ## make .venv and .venv/bin/bot

.PHONY: chat
chat: $(READY)  ## talk to the bot in this terminal
	@$(BOT) chat

.PHONY: run
run: $(READY)  ## start every platform that has a token in .env
	@$(BOT) run

.PHONY: test
test: $(READY)  ## all tests
	@.venv/bin/python -m pytest

.PHONY: lint
lint: $(READY)  ## style, types, import rules, migrations, generated docs
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@$(BOT) migrate --check
	@$(BOT) docs --check

.PHONY: bench
bench: $(READY)  ## the benchmark table of docs/benchmarks.md
	@.venv/bin/python -m benchmarks

# STEPS: how often, at most, something happens in one run of a state machine, and how many runs there are.
KILLS ?= 1000
SEED ?= 2027
STEPS ?= 400
.PHONY: soak
soak: $(READY)  ## kill the bot a thousand times (KILLS=…), and let the state machines run for long
	@.venv/bin/python -m tests.processes.soak --kills $(KILLS) --seed $(SEED)
	@STEPS=$(STEPS) .venv/bin/python -m pytest tests/reminders/test_machine.py tests/storage/test_signups_machine.py -n 0 -o timeout=0

.PHONY: lock
lock: $(READY)  ## write requirements.lock anew from pyproject.toml
	@.venv/bin/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --python-version 3.11 --output-file requirements.lock --quiet

.PHONY: clean
clean:  ## remove what can be made again (never a database)
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage build dist
