#!/bin/sh
# The main job on a few sample pages with a sanitized program: no report, and the usual outcome.
set -u
b=$(realpath "${1:?usage: asan.sh BOUWARCHIEF}")
sample=$(cd "$(dirname "$0")/../sample" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Leptonica and Tesseract keep some memory to the end of the process; ours is checked by the unit tests.
export ASAN_OPTIONS=detect_leaks=0:abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1
mkdir "$scratch/batch"
find "$sample/batch-0001" -name '*.tif' | sort | head -n 5 | while read -r f; do cp "$f" "$scratch/batch/"; done
"$b" init "$scratch/depot" && "$b" -C "$scratch/depot" register import "$sample/register.csv"
"$b" -C "$scratch/depot" run "$scratch/batch"
status=$?
[ "$status" = 0 ] || [ "$status" = 65 ] || { echo "run: status $status" >&2; exit 1; }
"$b" -C "$scratch/depot" pages --json | grep -q WORKER_CRASH && { echo "a worker crashed" >&2; exit 1; }
"$b" -C "$scratch/depot" search bouwvergunning && "$b" -C "$scratch/depot" status &&
    "$b" -C "$scratch/depot" export --all --force "only some sheets" --out "$scratch/out" && "$b" verify "$scratch"/out/*.tar
