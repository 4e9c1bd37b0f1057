# Two commands are enough: `make run` opens the dashboard on the documents in seeds/, `make test` checks everything.
# Needed: python3 (3.11 or later), make and pip. Everything else goes into .venv/.

PYTHON ?= python3
PORT ?= 8501
SEEDS ?= seeds
DATA ?= data
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run build serve test lint types browser office clean
.DEFAULT_GOAL := run

run: build serve

# Built again only where a document, the codebook or the code is newer than the last build.
build: $(VENV)/.run
	@if [ ! -e "$(DATA)/CURRENT" ] || [ -n "$$(find "$(SEEDS)" claimscape -not -name '*.pyc' -not -name __pycache__ \
	  -newer "$(DATA)/CURRENT" -print | head -n 1)" ]; then $(BIN)/python -m claimscape build "$(SEEDS)" --out "$(DATA)"; fi

serve: $(VENV)/.run
	@exec $(BIN)/python -m claimscape serve --data "$(DATA)" --port "$(PORT)"

test: $(VENV)/.test browser office lint types
	@# a worker takes the tests in a browser, which come first and take longest, and no others behind them
	$(BIN)/python -m pytest -n 3 --maxschedchunk 84

lint: $(VENV)/.test
	$(BIN)/ruff check .

types: $(VENV)/.test
	$(BIN)/mypy

# The page tests drive a real Chromium. Only root may install one; anybody else is told how.
browser:
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "Installing Chromium for the page tests"; \
	  apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium fonts-dejavu-core; \
	else echo "make test drives Chromium and none is here; install it (Debian: sudo apt-get install chromium), then try again" >&2; exit 2; fi

# Slides are opened by an independent program too. Without root and without it those tests are left out, and say so.
office:
	@if ! { command -v soffice && command -v pdftotext; } >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "Installing LibreOffice Impress for the tests of slides"; \
	  apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
	  libreoffice-impress poppler-utils; fi

$(VENV)/.run: requirements.txt pyproject.toml | $(BIN)/python
	$(PIP) install -r requirements.txt
	$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	$(PIP) install -r requirements-dev.txt
	@touch $@

# Debian's python3 comes without ensurepip; there the pip of the system fills an empty environment.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed and $(PYTHON) is not; name one: make PYTHON=/path/to/python3.12" >&2; exit 2; }
	@echo "Setting up $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV); $(PYTHON) -m venv --without-pip $(VENV) && \
	  $(PYTHON) -m pip --disable-pip-version-check --quiet --python $(BIN)/python install pip; } || { rm -rf $(VENV); \
	  echo "$(PYTHON) can make no environment; install its venv module (Debian: sudo apt-get install python3-venv)" >&2; exit 2; }

clean:
	rm -rf $(VENV) $(DATA) static/*.js .pytest_cache .mypy_cache .ruff_cache .hypothesis
