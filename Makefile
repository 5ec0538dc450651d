# One Makefile, not recursive. `make help` lists what it can do.
BUILD  ?= release
O      ?= build/$(BUILD)
ROOMS  ?= core config image ingest ocr index export depot pipeline desk report cli
PREFIX ?= /usr/local
VERSION := $(shell cat version.txt)
ifeq ($(origin CC),default)
CC := gcc
endif

# ---- what is needed, as Debian 12 packages ---------------------------------------------------------
DEPS_BUILD := gcc make pkg-config libc6-dev libtiff-dev libleptonica-dev libtesseract-dev tesseract-ocr \
    tesseract-ocr-nld tesseract-ocr-osd libsqlite3-dev libarchive-dev libssl-dev libxml2-dev \
    libzbar-dev libzint-dev libpcre2-dev libjansson-dev libjpeg62-turbo-dev libpng-dev zlib1g-dev libzstd-dev \
    libopenjp2-7-dev libqpdf-dev libpoppler-glib-dev \
    icc-profiles-free python3
DEPS_FUZZ  := clang libclang-rt-dev
DEPS_MODEL := tesseract-ocr tesseract-ocr-nld python3-numpy python3-pil fonts-gnutypewriter fonts-courier-prime \
    fonts-tlwg-typist-ttf fonts-tlwg-typewriter-ttf fonts-freefont-ttf fonts-liberation2 fonts-lmodern
DEPS_TEST  := libcmocka-dev cppcheck clang-format mandoc qpdf poppler-utils libxml2-utils python3-jsonschema python3-yaml \
    sqlite3 zint $(DEPS_FUZZ)

# ---- how it is built ---------------------------------------------------------------------------------
PKGS_BY_ROOM_core   := libcrypto jansson
PKGS_BY_ROOM_image  := libtiff-4 lept libjpeg libpng libopenjp2 libqpdf poppler-glib zlib
PKGS_BY_ROOM_ingest := zbar lept libpcre2-8
PKGS_BY_ROOM_ocr    := lept tesseract libxml-2.0 libcrypto
PKGS_BY_ROOM_index  := sqlite3 libpcre2-8 jansson zlib libzstd
PKGS_BY_ROOM_export := libxml-2.0 libarchive libtiff-4 libjpeg zlib libqpdf
PKGS_BY_ROOM_pipeline := jansson
PKGS_BY_ROOM_report := jansson
PKGS_BY_ROOM_cli    := jansson
PKGS := $(sort $(foreach r,$(ROOMS),$(PKGS_BY_ROOM_$(r))))

# A newer compiler warns of more: that stops whoever develops (WERROR=1, as CI does), not whoever uses.
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
        -Wwrite-strings -Wvla -Wformat=2 -Wundef -Wold-style-definition -Wnull-dereference \
        -Werror=unused-result -Werror=implicit-function-declaration -Werror=int-conversion $(if $(filter 1,$(WERROR)),-Werror)
BASE := -std=gnu11 -I. -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -DBA_VERSION='"$(VERSION)"' \
        -MMD -MP $(WARN)
# Only these files may know where they were built or will be installed: equal sources give equal objects elsewhere.
PLACES := -DBA_DATADIR='"$(PREFIX)/share/bouwarchief"' -DBA_SOURCEDIR='"$(CURDIR)"'
# libzint has no pkg-config file in Debian 12.
LIBS := -lm $(if $(filter ingest,$(ROOMS)),-lzint)

ifneq ($(filter release abort,$(BUILD)),)
BASE += -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LINK := -pie -Wl,-z,relro,-z,now,--as-needed
else ifeq ($(BUILD),asan)
# One build for the sanitizers and for libFuzzer, which is clang's.
CC := clang
BASE := $(filter-out -Wnull-dereference,$(BASE)) -O1 -g -DBA_SANITIZED -fsanitize=fuzzer-no-link,address,undefined \
        -fno-omit-frame-pointer -fno-sanitize-recover=all
LINK := -fsanitize=address,undefined
LINK_FUZZ := -fsanitize=fuzzer,address,undefined
else
$(error BUILD is release, asan or abort, not '$(BUILD)')
endif
# V=1 shows the commands.
ifneq ($(V),1)
Q := @
endif
# Third-party headers are system headers: their style is not ours to warn about.
# Of their other flags only -D is wanted: -fopenmp is Leptonica's own matter, -std=c++20 libqpdf's.
PKG_CFLAGS = $(patsubst -I%,-isystem %,$(filter -I% -D%,$(shell pkg-config --cflags $(PKGS))))
PKG_LIBS   = $(shell pkg-config --libs $(PKGS))

# A room is a folder, and a folder in it is an inner room: sources lie at most two levels deep, tests three.
ROOM_C = $(sort $(wildcard $(1)/*.c $(1)/*/*.c))
LIB_C := $(filter-out cli/main.c,$(foreach r,$(ROOMS),$(call ROOM_C,$(r))))
LIB_O := $(LIB_C:%.c=$(O)/%.o)
LIB := $(O)/libbouwarchief.a
# A build that can stop at each rename and commit differs in these alone; they are linked before the others.
ifeq ($(BUILD),abort)
ABORT_C := $(shell grep -l '"core/crash_point.h"' $(LIB_C))
LIB := $(ABORT_C:%.c=$(O)/%.o) build/release/libbouwarchief.a
endif
# Unit tests lie as the rooms do: tests/unit/index/search/test_rank.c. ROOM=index/search takes those alone.
UNIT_C := $(sort $(foreach r,$(if $(ROOM),$(ROOM),$(ROOMS)),$(wildcard tests/unit/$(r)/test_*.c tests/unit/$(r)/*/test_*.c)))
UNIT  := $(UNIT_C:tests/unit/%.c=%)
ifneq ($(filter test unit asan plan results unit-results,$(if $(ROOM),,$(MAKECMDGOALS))),)
ifneq ($(words $(UNIT)),$(words $(shell find tests/unit -name 'test_*.c')))
$(error make finds $(words $(UNIT)) of the $(words $(shell find tests/unit -name 'test_*.c')) programs of tests/unit: they lie as the rooms do)
endif
endif
OUR_C := $(LIB_C) cli/main.c $(sort $(wildcard tests/unit/*/test_*.c tests/unit/*/*/test_*.c)) $(wildcard tests/fuzz/*.c tests/bench/*.c)
OUR_H := $(sort $(foreach r,$(ROOMS),$(wildcard $(r)/*.h $(r)/*/*.h)) $(wildcard tests/unit/*.h tests/fuzz/*.h tests/bench/*.h))
MAN   := $(wildcard docs/man/*.[1-9])

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all deps deps-test demo test unit e2e abort asan codes columns examples publiccode generated cppcheck format-check format boundaries man fuzz \
        test-long chroot model mutate flags plan results unit-results e2e-results abort-results fuzz-results asan-results \
        results-abort results-asan \
        install clean help bench bench-separators bench-fields bench-intake bench-export bench-blank bench-likeness bench-likeness-scale \
        bench-ocr bench-ocr-memory bench-personal bench-formats measure

all: bouwarchief ## build ./bouwarchief

bouwarchief: $(O)/bouwarchief $(O)/codes.checked
	$(Q)cp -f $< $@.new && mv -f $@.new $@

# A code that is raised and not in the table, or lacks a part, stops the build.
$(O)/codes.checked: $(LIB_C) cli/main.c $(wildcard core/*.def) docs/OPERATIONS.md docs/FORMATS.md docs/man/bouwarchief.conf.5 tests/codes.py tests/columns.py
	$(Q)tests/codes.py >$@
	$(Q)tests/columns.py >>$@

ifeq ($(BUILD),abort)
$(ABORT_C:%.c=$(O)/%.o): BASE += -DBA_ABORT_POINTS
build/release/libbouwarchief.a: FORCE
	+@$(MAKE) --no-print-directory BUILD=release $@
FORCE:
.PHONY: FORCE
else
$(O)/libbouwarchief.a: $(LIB_O)
	@rm -f $@
	$(Q)$(AR) rcsD $@ $^
endif

$(O)/bouwarchief: $(O)/cli/main.o $(LIB)
	@echo "  LD $@"
	$(Q)$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(LIBS)

$(O)/unit/%: $(O)/tests/unit/%.o $(LIB)
	@mkdir -p $(@D)
	@echo "  LD $@"
	$(Q)$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(LIBS) -lcmocka

$(O)/bench_%: $(O)/tests/bench/%.o $(LIB)
	@echo "  LD $@"
	$(Q)$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(LIBS)

$(O)/bench-%: $(O)/tests/bench/%.o $(LIB)
	@echo "  LD $@"
	$(Q)$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(LIBS)

$(O)/bench-export: $(patsubst %.c,$(O)/%.o,$(wildcard tests/bench/export*.c)) $(LIB)
	@echo "  LD $@"
	$(Q)$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(LIBS)

$(O)/fuzz_%: $(O)/tests/fuzz/fuzz_%.o $(LIB)
	@echo "  LD $@"
	$(Q)$(CC) $(LINK_FUZZ) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(LIBS)

$(O)/depot/value_list_files.o $(O)/tests/unit/ocr/alto/test_alto_valid.o: BASE += $(PLACES)

# Rows of bytes against rows of bytes, millions a page: worth vector instructions.
ifeq ($(BUILD),release)
$(O)/ingest/duplicate/%.o $(O)/ocr/sheet/rotate.o $(O)/ocr/sheet/pixel_rows.o $(O)/ocr/sheet/morphology.o: BASE += -O3
endif

$(O)/%.o: %.c version.txt
	@mkdir -p $(@D)
	@echo "  CC $<"
	$(Q)$(CC) $(BASE) $(PKG_CFLAGS) $(CFLAGS) -c -o $@ $<

-include $(wildcard $(O)/*/*.d $(O)/*/*/*.d $(O)/*/*/*/*.d $(O)/*/*/*/*/*.d)

# ---- for people ---------------------------------------------------------------------------------------
deps: ## install what building and running needs (apt)
	@tests/install-packages.sh $(DEPS_BUILD)

deps-test: ## install what the tests need besides (apt)
	@tests/install-packages.sh $(DEPS_BUILD) $(DEPS_TEST)

demo: ## install, build, run the main job on the sample batch, show where to look
	@$(MAKE) --no-print-directory deps
	@$(MAKE) --no-print-directory -j$$(nproc) bouwarchief
	@tests/demo.sh ./bouwarchief

install: bouwarchief ## install under $(DESTDIR)$(PREFIX)
	install -D -m 755 bouwarchief $(DESTDIR)$(PREFIX)/bin/bouwarchief
	install -d $(DESTDIR)$(PREFIX)/share/bouwarchief/lists
	install -m 644 config/lists/*.csv $(DESTDIR)$(PREFIX)/share/bouwarchief/lists/
	@for m in $(MAN); do \
	    install -D -m 644 $$m $(DESTDIR)$(PREFIX)/share/man/man$${m##*.}/$${m##*/} || exit 1; done
	@$(MAKE) --no-print-directory generated
	install -m 644 build/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	install -D -m 644 build/completion/bouwarchief.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/bouwarchief
	install -D -m 644 build/completion/_bouwarchief $(DESTDIR)$(PREFIX)/share/zsh/vendor-completions/_bouwarchief
	install -d $(DESTDIR)$(PREFIX)/share/doc/bouwarchief/schemas
	install -m 644 docs/schemas/*.json $(DESTDIR)$(PREFIX)/share/doc/bouwarchief/schemas/
	install -d $(DESTDIR)$(PREFIX)/share/doc/bouwarchief
	install -m 644 LICENSE NEWS README.md CONTRIBUTING.md docs/*.md docs/*.svg $(DESTDIR)$(PREFIX)/share/doc/bouwarchief/
	install -D -m 644 docs/slurm/read.sbatch $(DESTDIR)$(PREFIX)/share/doc/bouwarchief/slurm/read.sbatch

# ---- checks ---------------------------------------------------------------------------------------------
test-long: ## what takes longer, a day: mutate, fuzz, abort, Debian 12 and 13 (SEED=1 STEPS="abort fuzz"); goes on where it stopped
	@tests/run-long.sh

chroot: ## build, demo and tests in a minimal Debian of its own (SUITE=trixie; root, debootstrap)
	@tests/chroot.sh $(or $(SUITE),trixie)

test: ## install what is missing and run every test
	@$(MAKE) --no-print-directory deps-test
	@tests/run-all.sh

# run-one.sh runs a program and keeps output and outcome under $(RESULTS)/STEP; outcome.py judges them.
RESULTS ?= build/results
RUN_ONE := tests/run-one.sh $(RESULTS)
UNIT_STEP := $(or $(patsubst release,unit,$(filter release asan,$(BUILD))),unit-$(BUILD))
# Programs run side by side, unless the make above this one says how many do.
SIDE_BY_SIDE = --no-print-directory -Otarget $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))
# What takes long begins first: then nothing long is left over at the end.
E2E_FIRST := watch shards resume shared slurm main_job
E2E := $(E2E_FIRST) $(filter-out $(E2E_FIRST) lib run abort asan,$(patsubst tests/e2e/%.sh,%,$(sort $(wildcard tests/e2e/*.sh))))
ABORT := job worker share merge correct
CHECKS := boundaries codes columns examples publiccode format-check cppcheck man
FUZZ_SECONDS ?= 10
FUZZERS := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
PLAN_unit := $(UNIT:%=$(UNIT_STEP)/%)
PLAN_e2e := $(E2E:%=e2e/%)
PLAN_abort := $(ABORT:%=abort/%)
PLAN_check := $(CHECKS:%=check/%)
PLAN_fuzz := $(FUZZERS:%=fuzz/%)
PLAN_asan := asan/main_job $(UNIT:%=asan/%)

# Phony, and so static rules: what ran an hour ago says nothing.
RESULTS_unit := $(PLAN_unit:%=$(RESULTS)/%)
RESULTS_e2e := $(PLAN_e2e:%=$(RESULTS)/%)
RESULTS_abort := $(PLAN_abort:%=$(RESULTS)/%)
RESULTS_check := $(PLAN_check:%=$(RESULTS)/%)
RESULTS_fuzz := $(PLAN_fuzz:%=$(RESULTS)/%)
.PHONY: $(RESULTS_unit) $(RESULTS_e2e) $(RESULTS_abort) $(RESULTS_check) $(RESULTS_fuzz) $(RESULTS)/asan/main_job
$(RESULTS_unit): $(RESULTS)/$(UNIT_STEP)/%: $(O)/unit/%
	@$(RUN_ONE) $(UNIT_STEP)/$* $<
$(RESULTS_e2e): $(RESULTS)/e2e/%: bouwarchief
	@$(RUN_ONE) e2e/$* tests/e2e/run.sh ./bouwarchief $*
$(RESULTS_abort): $(RESULTS)/abort/%: $(O)/bouwarchief
	@$(RUN_ONE) abort/$* tests/e2e/abort.sh $< $*
$(RESULTS)/check/examples: bouwarchief
$(RESULTS_check): $(RESULTS)/check/%:
	@$(RUN_ONE) check/$* $(MAKE) --no-print-directory $*
$(RESULTS_fuzz): $(RESULTS)/fuzz/%: $(O)/%
	@$(RUN_ONE) fuzz/$* tests/fuzz/run.sh $(O) $(FUZZ_SECONDS) $*
$(RESULTS)/asan/main_job: $(O)/bouwarchief
	@$(RUN_ONE) asan/main_job tests/e2e/asan.sh $<

unit-results: $(RESULTS_unit)
e2e-results: $(RESULTS_e2e)
abort-results: $(RESULTS_abort)
fuzz-results: $(RESULTS_fuzz)
asan-results: $(RESULTS)/asan/main_job $(RESULTS_unit)
# Of another build: by a make of its own, which shares the number of what runs at once.
results-abort:
	+@$(MAKE) --no-print-directory BUILD=abort abort-results
results-asan:
	+@$(MAKE) --no-print-directory BUILD=asan asan-results fuzz-results
results: $(RESULTS_e2e) results-abort results-asan $(RESULTS_check) $(RESULTS_unit)
plan:
	@echo $(PLAN_check) $(PLAN_unit) $(PLAN_asan) $(PLAN_fuzz) $(PLAN_e2e) $(PLAN_abort)

unit: ## unit and stage tests (ROOM=index/search: of one room), side by side
	@$(MAKE) $(SIDE_BY_SIDE) unit-results
	@tests/outcome.py $(RESULTS) $(if $(ROOM),-,tests/floors.txt:$(UNIT_STEP)) $(PLAN_unit)

e2e: ## end to end, on scratch depots
	@$(MAKE) $(SIDE_BY_SIDE) e2e-results
	@tests/outcome.py $(RESULTS) tests/floors.txt:e2e $(PLAN_e2e)

abort: ## stop at every rename and commit, run again, compare
	@$(MAKE) $(SIDE_BY_SIDE) BUILD=abort abort-results
	@tests/outcome.py $(RESULTS) tests/floors.txt:abort $(PLAN_abort)

asan: ## unit tests and a short main job under AddressSanitizer and UBSan
	@tests/install-packages.sh $(DEPS_FUZZ)
	@$(MAKE) $(SIDE_BY_SIDE) BUILD=asan asan-results
	@tests/outcome.py $(RESULTS) tests/floors.txt:asan $(PLAN_asan)

fuzz: ## every fuzz target for FUZZ_SECONDS (10) each
	@tests/install-packages.sh $(DEPS_FUZZ)
	@$(MAKE) $(SIDE_BY_SIDE) BUILD=asan fuzz-results
	@tests/outcome.py $(RESULTS) tests/floors.txt:fuzz $(PLAN_fuzz)

model: ## train the installed model further on typed lines that are drawn here, and compare both (COUNT=2000 ITERATIONS=5000 SEED=1)
	@tests/install-packages.sh $(DEPS_MODEL)
	@COUNT=$(or $(COUNT),2000) ITERATIONS=$(or $(ITERATIONS),5000) SEED=$(or $(SEED),1) ocr/model/train.sh build/model

mutate: ## random single changes that the unit tests must see (ROOM=index/search N=10 SEED=1)
	@tests/mutate.py --room "$(ROOM)" --count $(or $(N),10) --seed $(or $(SEED),1)
flags: # for mutate.py
	@echo 'cc=$(CC)'
	@echo 'cflags=$(subst ','"'"',$(BASE) $(PLACES)) $(PKG_CFLAGS)'
	@echo 'libs=$(PKG_LIBS) $(LIBS)'
	@echo 'sources=$(LIB_C)'

cppcheck: ## static analysis
	@cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr -j2 \
	    --suppressions-list=tests/cppcheck.supp --error-exitcode=1 -I. -DBA_VERSION='"x"' \
	    -DBA_DATADIR='"x"' -DBA_SOURCEDIR='"x"' $(foreach r,$(ROOMS),$(r))

format-check: ## clang-format finds nothing to change
	@tests/format.sh --dry-run -Werror $(OUR_C) $(OUR_H)

format: ## let clang-format rewrite the sources
	@tests/format.sh -i $(OUR_C) $(OUR_H)

boundaries: ## who may include what, circles, banned calls, results that nobody looks at, sizes
	@tests/boundaries.py && tests/boundaries.py --self-test
	@for call in 'if (f() != BA_OK) { }' 'f();'; do \
	    printf '#include "core/err.h"\nBA_RC f(void);\nvoid g(void);\nvoid g(void) { %s }\n' "$$call" | \
	    $(CC) $(BASE) -MF /dev/null -c -o /dev/null -x c - 2>/dev/null; \
	    [ $$? = $$([ "$$call" = 'if (f() != BA_OK) { }' ]; echo $$?) ] || \
	        { echo "boundaries: a result: $$call is judged wrongly by $(CC)" >&2; exit 1; }; done

examples: bouwarchief ## the worked examples of CONTRIBUTING.md, made in a scratch copy and tried
	@tests/examples.py

codes: ## every code stands in its table with both languages, is raised, and is told in docs/OPERATIONS.md; every schema has its file
	@tests/schemas.py --tables && tests/codes.py

columns: ## every row of the table of columns has its parts, and stands in docs/FORMATS.md as it says
	@tests/columns.py && tests/columns.py --self-test

publiccode: ## publiccode.yml holds what the standard demands, and what NEWS says
	@tests/publiccode.py && tests/publiccode.py --self-test

generated: bouwarchief ## manual page of each command and completion for shells, from the table of commands
	@mkdir -p build/man build/completion
	@for c in $$(./bouwarchief help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' | grep -vx help); do \
	    ./bouwarchief help --manual $$c >build/man/bouwarchief-$$c.1 || exit 1; done
	@./bouwarchief help --completion bash >build/completion/bouwarchief.bash
	@./bouwarchief help --completion zsh >build/completion/_bouwarchief

man: generated ## lint the manual pages
	@mandoc -Tlint -Wwarning $(MAN) build/man/*.1

bench-separators: $(O)/bench_separators ## separator sheets, spoilt as scanners do, read back (COUNT=2000 SEED=1)
	@$< $(or $(COUNT),2000) $(SEED)

bench-intake: $(O)/bench_intake bouwarchief ## CPU and memory of taking in, beside decoding and hashing alone
	@rm -rf build/bench-intake-work && mkdir -p build/bench-intake-work
	@$< ./bouwarchief build/bench-intake-work $(or $(FILES),10000)

bench-blank: $(O)/bench_blank ## 1000 drawn pages, empty and almost empty, told apart (PAGES=1000 SEED=1)
	@$< $(or $(PAGES),1000) $(or $(SEED),1)

bench-likeness: $(O)/bench_likeness ## sheets scanned twice, found again among sheets like them (DIRS=folders of TIFFs)
	@$< $(DIRS)

bench-likeness-scale: $(O)/bench_likeness_scale ## CPU a page of that search in a batch of one layout (PAGES=1000 SEED=1)
	@$< $(or $(PAGES),1000) $(or $(SEED),1)

bench: bouwarchief ## the figures of the spine (needs ../shared/tools/gen_dossiers.py or GEN=...)
	@tests/bench/spine.sh ./bouwarchief $(GEN)

bench-personal: $(O)/bench-personal ## personal data found on typed pages, by kind: recall and precision (PAGES=500 SEED=1)
	@python3 tests/bench/personal.py $< $(or $(PAGES),500) $(or $(SEED),1)

bench-formats: $(O)/bench-formats ## odd masters, identified here and by PRONOM's signatures in 64 KiB (needs PRONOM=FILE or ../shared)
	@python3 tests/bench/formats.py $< $(or $(PRONOM),$(firstword $(wildcard ../shared/refs/pronom/*.xml ../../shared/refs/pronom/*.xml)))

bench-fields: bouwarchief ## fields read from text: F1 on six drawn sets (needs GEN=... or ../shared)
	@tests/bench/fields.sh ./bouwarchief $(GEN)

bench-ocr: ## text quality and cost against tesseract and ocrmypdf (DIRS="DIR...": drawn sets, or real pages with ALTO or text; none: our sample)
	@tests/bench/ocr $(OPTIONS) $(DIRS) $(SETS)

bench-ocr-memory: $(O)/bench-ocr_memory ## memory of an A0 and over 1000 pages
	@export OMP_THREAD_LIMIT=1; $< bilevel && $< grey && $< level 1000

bench-search: $(O)/bench-search ## build, size, latency and recall of the index (PAGES=100000)
	@rm -rf build/bench-search-db && mkdir -p build/bench-search-db
	@$(O)/bench-search build/bench-search-db $(or $(PAGES),100000)
	@if /usr/bin/python3 -c 'import xapian' 2>/dev/null; then \
	    tests/bench/xapian_pages.py $(O)/bench-search $(or $(PAGES),100000); \
	else echo "no Xapian beside it: python3-xapian is not installed"; fi

bench-export: $(O)/bench-export ## packing and PDFs: wall, CPU, size, memory (MB=1000 PAGES=100)
	@rm -rf build/bench-export-files
	@$(O)/bench-export pack build/bench-export-files/pack $(or $(MB),1000)
	@$(O)/bench-export pdf build/bench-export-files/pdf $(or $(PAGES),100)
	@rm -rf build/bench-export-files

measure: ## run the benches and write docs/MEASURED.md (WHAT="blank separators": those alone)
	@tests/measure.py $(WHAT)

clean: ## remove what was built
	rm -rf build bouwarchief demo

help: ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14
