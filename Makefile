# One Makefile, not recursive. `make help` lists what it can do.
BUILD  ?= release
O      ?= build/$(BUILD)
ROOMS  ?= core config ingest ocr index export cli
CC     ?= gcc
PREFIX ?= /usr/local
VERSION := $(shell cat version.txt)

PKGS_BY_ROOM_core   := libcrypto
PKGS_BY_ROOM_ingest := libtiff-4 zbar lept libpcre2-8
PKGS_BY_ROOM_ocr    := lept tesseract libxml-2.0 libcrypto
PKGS_BY_ROOM_index  := sqlite3 libpcre2-8 jansson zlib
PKGS_BY_ROOM_export := libxml-2.0 libarchive libtiff-4 libjpeg zlib
PKGS_BY_ROOM_cli    := jansson
PKGS := $(sort $(foreach r,$(ROOMS),$(PKGS_BY_ROOM_$(r))))

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
        -Wwrite-strings -Wvla -Wformat=2 -Wundef -Wold-style-definition -Wnull-dereference -Werror
BASE := -std=gnu11 -I. -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -DBA_VERSION='"$(VERSION)"' -MMD -MP $(WARN)
LIBS := -lm

ifeq ($(BUILD),release)
BASE += -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LINK := -pie -Wl,-z,relro,-z,now
else ifeq ($(BUILD),asan)
BASE += -O1 -g -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=all
LINK := -fsanitize=address,undefined
else
$(error BUILD is release or asan, not '$(BUILD)')
endif
# V=1 shows the commands.
ifneq ($(V),1)
Q := @
endif
# Third-party headers are system headers: their style is not ours to warn about.
PKG_CFLAGS = $(patsubst -I%,-isystem %,$(filter-out -fopenmp,$(shell pkg-config --cflags $(PKGS))))
PKG_LIBS   = $(shell pkg-config --libs $(PKGS))

LIB_C := $(filter-out cli/main.c,$(foreach r,$(ROOMS),$(wildcard $(r)/*.c)))
LIB_O := $(LIB_C:%.c=$(O)/%.o)
UNIT  := $(foreach r,$(ROOMS),$(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_$(r)_*.c)))

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all unit

all: bouwarchief ## build ./bouwarchief

bouwarchief: $(O)/bouwarchief
	cp -f $< $@

$(O)/libbouwarchief.a: $(LIB_O)
	@rm -f $@
	$(Q)$(AR) rcsD $@ $^

$(O)/bouwarchief: $(O)/cli/main.o $(O)/libbouwarchief.a
	@echo "  LD $@"
	$(Q)$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(LIBS)

$(O)/test_%: $(O)/tests/unit/test_%.o $(O)/libbouwarchief.a
	@echo "  LD $@"
	$(Q)$(CC) $(LINK) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(LIBS) -lcmocka

$(O)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC $<"
	$(Q)$(CC) $(BASE) $(PKG_CFLAGS) $(CFLAGS) -c -o $@ $<

unit: $(UNIT:%=$(O)/%) ## unit and stage tests
	@for t in $(UNIT); do OMP_THREAD_LIMIT=1 $(O)/$$t || exit 1; done

-include $(wildcard $(O)/*/*.d $(O)/*/*/*.d)
