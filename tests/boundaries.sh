#!/bin/sh
# Who may include what (docs/ARCHITECTURE.md), and how large a file or function may be.
set -u
cd "$(dirname "$0")/.." || exit 70
bad=0

say() {
    echo "boundaries: $*" >&2
    bad=1
}

# ROOM FORBIDDEN-ROOMS: no #include "X/..." of a forbidden room in the room's files.
room() {
    hits=$(grep -nE "^#include \"($2)/" "$1"/*.[ch])
    [ -z "$hits" ] || say "$1/ may not include these:
$hits"
}
room core 'config|ingest|ocr|index|export|cli|web|tests'
room config 'ingest|ocr|index|export|cli|web|tests'
room ingest 'ocr|index|export|cli|web|tests'
room ocr 'ingest|index|export|cli|web|tests|config'
room index 'ingest|ocr|export|cli|web|tests|config'
room export 'ingest|ocr|index|cli|web|tests|config'
room cli 'web|tests'

# HEADER-PATTERN FILES-PATTERN: a third-party header only in the files named.
only() {
    hits=$(grep -nE "^#include <$1" core/*.[ch] config/*.[ch] ingest/*.[ch] ocr/*.[ch] index/*.[ch] \
        export/*.[ch] cli/*.[ch] | grep -vE "^($2):")
    [ -z "$hits" ] || say "<$1> only in $2:
$hits"
}
only 'openssl/' 'core/hash.c'
only 'tiff' '(ingest/tiff|export/(scan|split|tifferr))[a-z0-9_]*\.[ch]'
only 'zbar' 'ingest/barcode[a-z0-9_]*\.[ch]'
only 'zint' 'ingest/sheet[a-z0-9_]*\.[ch]'
only 'leptonica/' '(ocr/[a-z0-9_]*|ingest/(barcode|patch|quality|image)[a-z0-9_]*)\.[ch]'
only 'tesseract/' 'ocr/[a-z0-9_]*\.[ch]'
only 'libxml/' '(ocr/alto|export/)[a-z0-9_]*\.[ch]'
only 'sqlite3' 'index/[a-z0-9_]*\.[ch]'
only 'archive' 'export/(archive|tar)[a-z0-9_]*\.[ch]'
only 'jpeglib' '(export/scan_jpeg|ingest/(jpeg|master))[a-z0-9_]*\.[ch]'
only 'openjpeg' 'ingest/master_jp2[a-z0-9_]*\.[ch]'
only 'qpdf/' '(ingest/pdf[a-z0-9_]*|export/split_pdf)\.[ch]'
only 'poppler' 'ingest/pdf_render\.c'
only 'jansson' '(cli|index)/[a-z0-9_]*\.[ch]'
only 'zstd' 'index/doc\.c'
only 'pcre2' '(ingest/separate|index/)[a-z0-9_]*\.[ch]'

# No shell is ever called, and no function that cannot be used safely.
hits=$(grep -nE '\b(system|popen|execl[pe]?|execvp|strcpy|strcat|sprintf|strtok|gets|gmtime|localtime|asctime|ctime|tmpnam|mktemp|alloca)\(' \
    core/*.[ch] config/*.[ch] ingest/*.[ch] ocr/*.[ch] index/*.[ch] export/*.[ch] cli/*.[ch])
[ -z "$hits" ] || say "banned calls:
$hits"

# A file is one room that can be held in the head.
for f in core/*.[ch] config/*.[ch] ingest/*.[ch] ocr/*.[ch] index/*.[ch] export/*.[ch] cli/*.[ch] \
    tests/unit/*.[ch]; do
    n=$(wc -l <"$f")
    [ "$n" -le 500 ] || case $f in
    tests/*) [ "$n" -le 800 ] || say "$f has $n lines" ;;
    *) say "$f has $n lines (500 at most)" ;;
    esac
done
# Functions start with "{" in column 1 and end with "}" in column 1 (clang-format sees to it).
awk 'FNR == 1 { start = 0 }
    /^\{/ { start = FNR }
    /^\}/ { if (start && FNR - start - 1 > 60) { printf "boundaries: %s:%d: a function of %d lines (60 at most)\n", FILENAME, start, FNR - start - 1; bad = 1 } start = 0 }
    END { exit bad }' core/*.c config/*.c ingest/*.c ocr/*.c index/*.c export/*.c cli/*.c >&2 || bad=1

[ "$bad" = 0 ] && echo "boundaries: hold"
exit "$bad"
