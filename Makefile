# `make site` builds the website, `make test` runs every test; both set up what they need in .venv/.

.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
APT := DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends
CHROMES := chromium chromium-browser google-chrome google-chrome-stable chrome

.PHONY: help site check example serve test lint fast bench lock wheel clean

help: ## Show the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

site: .venv/site.stamp ## Build site/ from content/
	$(BIN)/vpgen build

check: .venv/site.stamp ## Say what is wrong in content/
	$(BIN)/vpgen check

example: .venv/site.stamp ## Build examples/talldunge/site/, an invented municipality
	cd examples/talldunge && ../../$(BIN)/vpgen build

serve: .venv/site.stamp ## Show the site while you write, rebuilt at every save
	$(BIN)/vpgen serve

test: chrome .venv/test.stamp lint ## Run everything: style, types, unit tests, content, browser
	$(BIN)/pytest

lint: .venv/test.stamp ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fast: .venv/test.stamp ## Run the tests that need no browser
	$(BIN)/pytest -m "not browser"

bench: .venv/site.stamp ## Time build, check and serve on this content
	$(BIN)/python bench/times.py

lock: ## Write the lock files anew (needs uv)
	uv pip compile pyproject.toml --extra build --generate-hashes --universal --no-header --no-emit-index-url \
	  --python-version 3.11 --upgrade -q -o requirements.txt
	uv pip compile pyproject.toml --extra build --extra test --generate-hashes --universal --no-header --no-emit-index-url \
	  --python-version 3.11 --upgrade -q -c requirements.txt -o requirements-test.txt

wheel: .venv/test.stamp ## Build the wheel into dist/
	$(BIN)/python -m pip wheel --no-deps --no-build-isolation -q -w dist .

clean: ## Remove what was generated
	rm -rf .venv .cache dist site examples/*/site examples/*/.cache .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	     && apt-get update -qq && $(APT) python3 python3-venv \
	     && $(PYTHON) -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))'; } \
	|| { echo "vpgen needs Python 3.11 or newer with venv: install python3 and python3-venv, then try again."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/site.stamp: requirements.txt pyproject.toml | .venv/bin/python
	@[ -e .venv/test.stamp ] || $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/test.stamp: requirements-test.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-test.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# A browser, and the library that the Node.js inside Playwright needs on Linux.
.PHONY: chrome
chrome: | .venv/bin/python
	@able() { $(BIN)/python -c 'import ctypes, sys; sys.platform != "linux" or ctypes.CDLL("libatomic.so.1")' \
	          && for name in $(CHROMES); do command -v $$name && return; done; return 1; }; \
	able >/dev/null 2>&1 && exit 0; \
	if [ "$$(id -u)" = 0 ] && grep -qs '^ID=debian' /etc/os-release; \
	then apt-get update -qq && $(APT) chromium libatomic1 && able >/dev/null && exit 0; fi; \
	echo "The tests need Chromium or Google Chrome on the path, and libatomic (libatomic1): install what is missing, then try again."; \
	exit 1
