# Front door of the house. Each target does its own set-up; Meson and npm do the work behind it.
SHELL := /bin/bash
BUILD ?= build
DEV ?= $(BUILD)/dev

.PHONY: quick
# quick: what a change must pass before it is shared: build with sanitizers, unit tests.
quick: $(DEV)/build.ninja
	@ninja -C $(DEV) --quiet
	@meson test -C $(DEV) --no-rebuild --quiet --suite unit --suite store --print-errorlogs

$(DEV)/build.ninja: $(DEV)/sources.list
	@if [ -f $@ ]; then meson setup --reconfigure $(DEV) >/dev/null; else meson setup $(DEV) -Db_sanitize=address,undefined -Db_lundef=false; fi && touch $@

# The list of source files as it is now; written anew only when it changed.
.PHONY: FORCE
$(DEV)/sources.list: FORCE
	@mkdir -p $(DEV); (tools/sources src; tools/sources src/store/sql '*.sql'; tools/sources tests; ls meson.build meson_options.txt) > $@.new; \
	 cmp -s $@.new $@ && rm $@.new || mv $@.new $@
