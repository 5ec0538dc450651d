#!/bin/sh
# run-one.sh RESULTS STEP/NAME COMMAND... - runs one test program. What it printed is kept in RESULTS/STEP/NAME.out,
# how it ended in RESULTS/STEP/NAME.result: passed or FAILED, how many tests passed, seconds, seconds of CPU. Prints a
# line, and all that a program printed which failed. Succeeds always: outcome.py judges, so that one failure stops no other test.
set -u
name=$2
result=$1/$2.result out=$1/$2.out
shift 2
mkdir -p "$(dirname "$out")" || exit 73
rm -f "$result"
began=$(date +%s)
if OMP_THREAD_LIMIT=1 "$@" >"$out" 2>&1 </dev/null; then how=passed; else how=FAILED; fi
seconds=$(($(date +%s) - began))
times >"$result.cpu" # no subshell: it would have no children of its own
cpu=$(tr 'ms' '  ' <"$result.cpu" | awk 'NR == 2 { printf "%.0f", 60 * ($1 + $3) + $2 + $4 }')
rm -f "$result.cpu"
tests=$(grep -cE '^\[       OK \]|^ok ' "$out")
[ "$how" = passed ] || {
    echo "---- $name ----"
    tail -n 200 "$out"
}
printf '%s %s (%s tests, %s s, %s of CPU)\n' "$how" "$name" "$tests" "$seconds" "$cpu"
printf '%s %s %s %s\n' "$how" "$tests" "$seconds" "$cpu" >"$result"
