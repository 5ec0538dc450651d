#!/bin/sh
# run.sh PROGRAM [TEST...] - the end-to-end tests, all of them or those named (main_job, resume ...). One line a
# test, then the sum. The scratch folder of a script that fails is kept, and named.

set -u
here=$(cd "$(dirname "$0")" && pwd)
program=$1
shift
[ $# -gt 0 ] || set -- $(ls "$here" | sed -n 's/\.sh$//p' | grep -vxE 'lib|run|abort|asan')
passed=0
failed=0
left=0 # scripts whose needs are not on this machine, and that say so
report=$(mktemp)
trap 'rm -f "$report"' EXIT

for test in "$@"; do
    scratch=$(mktemp -d "${TMPDIR:-/tmp}/bouwarchief-$test.XXXXXX") || exit 1
    chmod 755 "$scratch"
    echo "-- $test"
    began=$(date +%s)
    sh "$here/$test.sh" "$program" "$scratch" 2>&1 | tee "$report"
    echo "-- $test: $(($(date +%s) - began)) s"
    closing=$(tail -n 1 "$report" | grep -E '^[0-9]+ passed, [0-9]+ failed$')
    if [ -n "$closing" ]; then
        passed=$((passed + ${closing%% *}))
        closing=${closing#*, }
        failed=$((failed + ${closing%% *}))
    elif tail -n 1 "$report" | grep -q 'left out'; then
        left=$((left + 1))
    else
        echo "FAILED: $test ended before its closing line"
        failed=$((failed + 1))
    fi
    if [ "$closing" = '0 failed' ] || tail -n 1 "$report" | grep -q 'left out'; then
        rm -rf "$scratch"
    else
        echo "$test: its files are kept in $scratch"
    fi
done
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ] && [ $((passed + left)) -gt 0 ]
