#!/bin/sh
# run.sh PROGRAM [TEST...] - the end-to-end tests, all of them or those named (main_job, resume ...).
# The scratch folder of a test that fails is kept, and named.

set -u
here=$(cd "$(dirname "$0")" && pwd)
program=$1
shift
[ $# -gt 0 ] || set -- codes main_job bad_input resume same_bytes shared
failures=0

for test in "$@"; do
    scratch=$(mktemp -d "${TMPDIR:-/tmp}/bouwarchief-$test.XXXXXX") || exit 1
    chmod 755 "$scratch"
    if sh "$here/$test.sh" "$program" "$scratch"; then
        rm -rf "$scratch"
    else
        failures=$((failures + 1))
        echo "$test: its files are kept in $scratch"
    fi
done
echo "e2e: $# scripts, $failures with failures"
[ "$failures" -eq 0 ]
