#!/bin/sh
# `make test`: every check. Make is what runs them side by side, one more than there are cores, since some wait for
# each other's sleep; each leaves its output and outcome in build/results. Stops at nothing, so that one run shows
# everything that is wrong. The last lines say what ran.
set -u
cd "$(dirname "$0")/.." || exit 70
jobs=$(($(nproc) + 1))
results=build/results
began=$(date +%s)
# A make above this one has its own idea of how many run at once.
unset MAKEFLAGS MFLAGS MAKELEVEL
make_() { make --no-print-directory -j"$jobs" -k -Otarget WERROR="${WERROR:-}" RESULTS="$results" "$@"; }

rm -rf "$results"
tests/run-one.sh "$results" build/bouwarchief make --no-print-directory -j"$jobs" WERROR="${WERROR:-}" bouwarchief
make_ results FUZZ_SECONDS=4 | grep --line-buffered -v '^  \(CC\|LD\) '
# shellcheck disable=SC2046 # one word a program
tests/outcome.py "$results" tests/floors.txt build/bouwarchief $(make_ -s plan)
status=$?
echo "$(($(date +%s) - began)) s on $(nproc) cores; all that was printed is in $results" >&2
exit $status
