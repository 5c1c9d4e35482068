# setup, run, test, check, bench; lock compiles requirements.lock again.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed

.PHONY: setup run test check bench lock

setup: $(INSTALLED)

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is missing: install it, or say PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' \
		|| { echo "Python's venv is missing: install it (Debian: apt-get install python3-venv)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: setup
	@$(BIN)/mentoring run

test: setup
	$(BIN)/pytest

check: setup
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --quiet tests/unit

# Beside what others have made: ROWS="append relay" measures these rows only.
RIVALS := .venv-bench
MESSAGE_DB := @eventide/message-db@1.3.1

bench: setup $(RIVALS)/.installed
	@$(BIN)/python -m tests.benchmarks $(ROWS) $(BENCH)

$(RIVALS)/.installed: tests/benchmarks/requirements.txt
	$(PYTHON) -m venv $(RIVALS)
	$(RIVALS)/bin/pip install --quiet --disable-pip-version-check -r $<
	cd $(RIVALS) && npm pack --silent $(MESSAGE_DB) && tar -xzf eventide-message-db-*.tgz
	@touch $@

# The second file is the part of the first that an image needs.
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --quiet \
	--generate-hashes --no-emit-index-url --custom-compile-command "make lock"

lock: setup
	$(LOCK) --all-extras -o requirements.lock
	$(LOCK) --extra tracing --constraint requirements.lock -o requirements.image.lock
