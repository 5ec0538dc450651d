#!/bin/sh
# codes.sh PROGRAM SCRATCH - every code that a source file gives out is in cli/codes.c, and explained in
# docs/OPERATIONS.md.

. "$(dirname "$0")/lib.sh"

tree=$(cd "$here/../.." && pwd)
cd "$tree" || exit 1

# A code is the third argument of ba_fail and ba_fail_sys; the call may go on over several lines.
cat core/*.c config/*.c ingest/*.c ocr/*.c index/*.c export/*.c cli/*.c | tr '\n' ' ' |
    grep -oE 'ba_fail(_sys)?\([^;"]*"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*"' | grep -oE '[A-Z][A-Z0-9_]*"$' | tr -d '"' |
    sort -u >"$scratch/used"
grep -oE '^ *\{ *"[A-Z0-9_]+"' cli/codes.c | grep -oE '[A-Z][A-Z0-9_]*' | sort -u >"$scratch/known"

t 'the source files give out codes' test -s "$scratch/used"
t 'the program has a table of codes' test -s "$scratch/known"
for code in $(cat "$scratch/used"); do
    t "$code is in cli/codes.c" grep -qx "$code" "$scratch/known"
done
for code in $(cat "$scratch/known"); do
    t "$code is explained in docs/OPERATIONS.md" grep -qw "$code" docs/OPERATIONS.md
    t "$code has at most 31 characters" test "${#code}" -le 31
done

finish
