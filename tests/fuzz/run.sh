#!/bin/sh
# run.sh FOLDER SECONDS TARGET...: each libFuzzer target for so long, on the seeds that it makes itself.
set -u
folder=$1 seconds=$2
shift 2
passed=0 failed=0
corpus=$(mktemp -d)
trap 'rm -rf "$corpus"' EXIT
# The models of Tesseract and the tables of libraries stay to the end of the process.
export ASAN_OPTIONS=detect_leaks=0
for target; do
    mkdir -p "$corpus/$target"
    if "$folder/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=0 \
        -artifact_prefix="$folder/$target-" "$corpus/$target" >"$corpus/log" 2>&1; then
        passed=$((passed + 1))
        echo "ok $target: $(grep -oE '^Done [0-9]+ runs' "$corpus/log")"
    else
        failed=$((failed + 1))
        echo "FAILED $target"
        tail -n 30 "$corpus/log"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
