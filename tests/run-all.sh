#!/bin/sh
# `make test`: every check, one after the other; the last lines say what ran. Stops at nothing, so that one
# run shows everything that is wrong.
set -u
cd "$(dirname "$0")/.." || exit 70
jobs=$(nproc)
passed=0 failed=0 report=
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT

step() { # NAME COMMAND...: runs it, keeps the outcome
    name=$1
    shift
    printf '== %s\n' "$name"
    start=$(date +%s)
    if "$@" >"$log/out" 2>&1; then
        passed=$((passed + 1)) how=passed
    else
        failed=$((failed + 1)) how=FAILED
        grep -nE "^FAILED|error:" "$log/out" | head -n 40
        tail -n 60 "$log/out"
    fi
    tests=$(grep -cE '^\[       OK \]|^ok ' "$log/out")
    tail -n 1 "$log/out" | grep -E '^[0-9]+ passed' || true
    report="$report
$(printf '%-14s %s, %s tests, %s s' "$name" "$how" "$tests" $(($(date +%s) - start)))"
}

make_() { make --no-print-directory -j"$jobs" "$@"; }

step build make_ bouwarchief
step boundaries make_ boundaries
step format make_ format-check
step cppcheck make_ cppcheck
step man make_ man
step unit make_ unit
step asan make_ asan
step fuzz make_ fuzz FUZZ_SECONDS=4
step e2e make_ e2e
step abort make_ abort

printf '\nWhat ran:%s\n' "$report"
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
