# Front door of the house: each target does its own set-up; Meson (tools/build) and npm do the work behind it.
# `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
export BUILD ?= build
# A Node that tools/deps brought, when the machine's own is too old for the UI.
export PATH := $(CURDIR)/.deps/node/bin:$(PATH)
KITH := $(BUILD)/release/kith
KITH_DEV := $(BUILD)/dev/kith

.PHONY: help
help: ## what there is
	@awk -F':.*## ' '/^[a-z%-]+:.*## / { printf "  make %-10s%s\n", $$1, $$2 }' Makefile

# ---- build and run ---------------------------------------------------------------------------------------------------

.PHONY: deps build run web dev
deps: ## install everything that any target needs
	@tools/deps all

web: ## build the UI into web/dist
	@tools/deps web
	@tools/web build

build: web ## build the program with the UI inside: build/release/kith
	@tools/deps build
	@tools/build release

run: build ## build and start Kith with SQLite in ./data
	@$(KITH) serve --data data

dev: ## UI with live reload in front of the program with sanitizers, data in ./data-dev
	@tools/deps build web test
	@tools/build dev
	@tools/web dev

# ---- tests -----------------------------------------------------------------------------------------------------------

.PHONY: quick test check fuzz soak bench
quick: ## what a change must pass before it is shared: form, no warning of either compiler, unit and store tests
	@tools/build dev
	@tools/build gcc libkith_core.so
	@tools/build clang libkith_core.so
	@tools/check form limits layers sql words paths
	@tools/run-tests --quick unit store

test: ## every test, on both databases, in the browser and against real servers; the last line counts
	@tools/deps build web test
	@tools/web build
	@tools/build dev
	@tools/run-tests

check: ## form, limits, layers, both compilers, API description, threads, fuzzing; the last line counts
	@tools/deps build web test package
	@tools/check

fuzz: ## search with each fuzz target: FUZZ_SECONDS=60, NAME=one of them
	@tools/deps build test
	@tools/fuzz $${FUZZ_SECONDS:-60} $(NAME)

soak: ## kill, cut and starve it for as long as it takes: the full figures of tests/soak
	@tools/deps build web test
	@tools/build dev
	@tools/run-tests --full soak

bench: ## measure everything in tests/bench; build/bench.json
	@tools/deps build web test
	@tools/web build
	@tools/build release
	@tools/bench $(NAME)

bench-%: ## measure one thing: tests/bench/NAME.sh
	@$(MAKE) bench NAME=$*

# ---- packages --------------------------------------------------------------------------------------------------------

.PHONY: package image
package: build ## a Debian 12 package: build/package/kith_*.deb
	@tools/deps package
	@tools/package

image: ## a container image with docker or podman
	@$$(command -v podman || command -v docker) build -f packaging/Containerfile -t kith .

# ---- upkeep ----------------------------------------------------------------------------------------------------------

.PHONY: api format clean
api: ## write docs/api/openapi.json and the web client's types from the route table
	@tools/deps build web
	@tools/build dev kith
	@tools/api write

format: ## put the code into its form
	@git ls-files -co --exclude-standard '*.c' '*.h' | xargs clang-format-14 -i
	@tools/web install && cd web && npm run --silent format

clean: ## remove what was built
	@rm -rf $(BUILD) web/dist
