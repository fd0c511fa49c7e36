# `make run` and `make test` do all the set-up on a fresh machine.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON3 ?= python3
export PYTHONUTF8 = 1
# Tests start many processes: where no byte code may be kept, each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE
ifdef PORT
export MADOGUCHI_PORT = $(PORT)
endif
ifdef SAMPLE
export MADOGUCHI_SAMPLE = $(SAMPLE)
endif
PYTEST = .venv/bin/python -m pytest

.PHONY: help run test check lint setup lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: setup ## Start everything and print where to click (PORT=9000, SAMPLE=0)
	@exec .venv/bin/python -m api.launch.run

setup: ## Build both Python environments from their locks
	@$(PYTHON3) api/launch/environments.py all

test: ## Set up what is missing, then run every check and test
	@$(PYTHON3) api/launch/environments.py tests
	@.venv/bin/python -m faq_clustering.embedding.obtain models/multilingual-e5-small
	@.venv-bot/bin/python bot/train.py
	@$(MAKE) --no-print-directory lint
	$(PYTEST) -n 2 -m "not rasa and not browser"
	$(PYTEST) -m "rasa or browser"

check: ## The fast part: linters and the tests without Rasa and the browser
	@$(MAKE) --no-print-directory lint
	$(PYTEST) -n 2 -m "not rasa and not browser"

lint:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

lock: ## Resolve both lock files anew
	.uv/bin/uv pip compile -q pyproject.toml --group dev --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade -o requirements.lock
	# Every machine chooses its own build of torch; the CUDA packages of one do not belong in the lock.
	sed -i -E 's/^(torch==[^+]*)\+.*/\1/; /^(nvidia-|cuda-|triton)/d' requirements.lock
	.uv/bin/uv pip compile -q bot/requirements.in --python-version 3.10 --no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade -o bot/requirements.lock

clean: ## Remove both environments and the trained bot; data stay
	rm -rf .venv .venv-bot models/bot
