#!/bin/sh
# Stops the program at every rename and every commit - first the coordinator, then its workers -, runs the same
# commands again, and demands the database content and the package of a run that was never disturbed.
# usage: abort.sh BOUWARCHIEF [WALK...] (built with BUILD=abort; walks: job worker share merge correct)
set -u
b=$(realpath "${1:?usage: abort.sh BOUWARCHIEF [WALK...]}")
shift
[ $# -gt 0 ] || set -- job worker share merge correct
sample=$(cd "$(dirname "$0")/../sample" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export SOURCE_DATE_EPOCH=1700000000
cd "$scratch" || exit 70

mkdir batch-7
cp "$sample"/batch-0001/blad-1.tif "$sample"/batch-0001/blad-21.tif "$sample"/batch-0001/blad-9.tif batch-7/
printf 'no image' >batch-7/note.tif

# Everything a user does with a batch. Status 65 (one file is no image) is the good end.
job() {
    "$b" -C depot run --workers 2 batch-7 >>log 2>&1 || [ $? = 65 ] || return 1
    "$b" -C depot export --all --out out >>log 2>&1
}

fresh_job() {
    rm -rf depot out log
    "$b" init depot >/dev/null 2>&1
}

# A person corrects the batch: other scan, one sheet more. What was done before the stop is not done twice.
correct() {
    "$b" -C depot replace batch-7:3 with "$sample/batch-0002/nascan-2.tif" --who Jan >>log 2>&1 ||
        grep -q RESCAN_SAME log || return 1
    [ "$("$b" -C depot pages --json | grep -c nascan-1)" = 1 ] ||
        "$b" -C depot insert "$sample/batch-0002/nascan-1.tif" after batch-7:3 --who Jan >>log 2>&1 || return 1
    "$b" -C depot run --workers 2 batch-7 >>log 2>&1 || [ $? = 65 ] || return 1
    "$b" -C depot export --all --out out >>log 2>&1
}

fresh_correct() {
    rm -rf depot out log
    cp -a base depot
}

# The same batch read in shares; what was done before the stop is done again or found done. Each of the two has its
# own walk, because the first command that passes the point is the one that stops.
share() {
    "$b" -C depot ocr --shard 1/2 >>log 2>&1 && "$b" -C depot ocr --shard 2/2 >>log 2>&1 && merge
}

fresh_share() {
    rm -rf depot out log
    cp -a waits depot
}

merge() {
    "$b" -C depot merge >>log 2>&1 || [ $? = 65 ] || return 1
    "$b" -C depot index >>log 2>&1 || [ $? = 65 ] || return 1
    "$b" -C depot export --all --out out >>log 2>&1
}

fresh_merge() {
    rm -rf depot out log
    cp -a shared depot
}

# What must be equal in the end.
outcome() {
    "$b" -C depot pages --json && "$b" -C depot search --json --page leges && (cd out && sha256sum ./*)
}

# undisturbed JOB: what it ends in, in the file want
undisturbed() {
    "fresh_$1"
    "$1" || { echo "the undisturbed $1 failed"; tail log; exit 1; }
    outcome >want
    [ -s want ] || { echo "the undisturbed $1 gave nothing"; exit 1; }
}

passed=0 failed=0
walk() { # JOB VARIABLE HOW MOST: n = 1, 2, ... until the program passes n points no more
    job=$1
    shift
    n=0
    while n=$((n + 1)); do
        "fresh_$job"
        if (export "$1=$n"; "$job") && ! grep -q -e 'WORKER_CRASH' log; then
            [ "$2" = last ] && break
        fi
        # A kill of the worker is mended by the pool itself; one of the coordinator ends the command.
        if "$job" && outcome >got && cmp -s want got && [ -z "$(find depot/masters -name '.tmp-*')" ]; then
            passed=$((passed + 1))
            echo "ok $job $1=$n"
        else
            failed=$((failed + 1))
            echo "FAILED $job $1=$n"
            diff want got | head -n 10
            tail -n 5 log
        fi
        [ "$n" -lt "$3" ] || break
    done
}

undisturbed job
cp -a depot base
cp want want.job
fresh_job
"$b" -C depot ingest --workers 2 batch-7 >log 2>&1 || [ $? = 65 ] || { echo "ingest failed"; exit 1; }
cp -a depot waits
undisturbed share
cmp want want.job || { echo "shares end otherwise than one run"; exit 1; }
fresh_share
"$b" -C depot ocr --shard 1/2 >log 2>&1 && "$b" -C depot ocr --shard 2/2 >>log 2>&1 || { echo "shares failed"; exit 1; }
cp -a depot shared

for name; do
    before=$passed
    case $name in
    worker) least=1 && cp want.job want && walk job BOUWARCHIEF_WORKER_ABORT_AT all 8 ;;
    correct) least=3 && undisturbed correct && walk correct BOUWARCHIEF_ABORT_AT last 200 ;;
    job | share | merge) least=3 && cp want.job want && walk "$name" BOUWARCHIEF_ABORT_AT last 200 ;;
    *) echo "there is no walk $name" && exit 64 ;;
    esac
    [ $((passed - before)) -ge "$least" ] || { echo "only $((passed - before)) points of $name"; failed=$((failed + 1)); }
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
