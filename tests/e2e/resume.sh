#!/bin/sh
# resume.sh PROGRAM SCRATCH - killed at any moment, the same command again ends as if nothing had happened.
#
# An undisturbed run is the measure, in what it ends in and in the time it takes; the moments of the kills
# are spread over that time: MOMENTS of them, 6 unless told. One SOURCE_DATE_EPOCH for all.

. "$(dirname "$0")/lib.sh"

SOURCE_DATE_EPOCH=1700000000
export SOURCE_DATE_EPOCH
batch=$scratch/small-batch
small_batch "$batch"

now_ms() {
    echo $(($(date +%s%N) / 1000000))
}

children_of() {
    cat "/proc/$1/task/$1/children" 2>/dev/null
}

# start DEPOT COMMAND...: in the background; its process in $pid.
start() {
    depot=$1
    shift
    "$program" -C "$depot" "$@" >"$scratch/run.log" 2>&1 </dev/null &
    pid=$!
}

# strike VICTIM MILLISECONDS: waits and kills -9 the coordinator, one worker or all of them.
strike() {
    sleep "$(printf '%d.%03d' $(($2 / 1000)) $(($2 % 1000)))"
    workers=$(children_of "$pid")
    [ -z "$workers" ] || met=$((met + 1))
    case $1 in
    coordinator) kill -9 "$pid" 2>/dev/null ;;
    worker) for w in $workers; do
        kill -9 "$w" 2>/dev/null
        break
    done ;;
    all) kill -9 "$pid" $workers 2>/dev/null ;;
    esac
    wait "$pid" 2>/dev/null
    orphans="$workers"
}

# The workers of a killed coordinator notice and go.
no_orphans() {
    tries=0
    for w in $orphans; do
        while [ -e "/proc/$w/exe" ] && grep -q bouwarchief "/proc/$w/cmdline" 2>/dev/null; do
            tries=$((tries + 1))
            [ "$tries" -gt 200 ] && return 1
            sleep 0.1
        done
    done
}

# ends_alike DEPOT: pages, hits and package bytes equal those of the undisturbed run.
ends_alike() {
    exits 0 "$program" -C "$scratch/$1" export --all --out "$scratch/$1.out" &&
        listing "$scratch/$1" "$scratch/$1.list" &&
        cmp "$scratch/whole.list.pages" "$scratch/$1.list.pages" &&
        cmp "$scratch/whole.list.search" "$scratch/$1.list.search" &&
        diff -r "$scratch/whole.out" "$scratch/$1.out"
}

# clear NAME: what an interrupted depot leaves after a success is of no more use.
clear() {
    rm -rf "${scratch:?}/$1" "$scratch/$1.out" "$scratch/$1".list.*
}

small_depot whole
begun=$(now_ms)
t 'a batch runs undisturbed' exits 0 "$program" -C "$scratch/whole" run "$batch"
whole_ms=$(($(now_ms) - begun))
begun=$(now_ms)
t 'and is exported' exits 0 "$program" -C "$scratch/whole" export --all --out "$scratch/whole.out"
export_ms=$(($(now_ms) - begun))
t 'and listed' listing "$scratch/whole" "$scratch/whole.list"

step=0
met=0
moments=${MOMENTS:-6}
while [ "$step" -lt "$moments" ]; do
    case $((step % 3)) in
    0) victim=coordinator ;;
    1) victim=worker ;;
    2) victim=all ;;
    esac
    at=$((10 + whole_ms * step / moments))
    name=kill-$step
    small_depot "$name"
    start "$scratch/$name" run "$batch"
    strike "$victim" "$at"
    t "after kill -9 of $victim at $at of $whole_ms ms no worker is left" no_orphans
    t "after kill -9 of $victim at $at of $whole_ms ms the same command finishes the work" \
        exits 0 "$program" -C "$scratch/$name" run "$batch"
    t "and the end is the same as undisturbed ($victim at $at ms)" ends_alike "$name"
    clear "$name"
    step=$((step + 1))
done

t "most of the kills met workers at work ($met of $moments)" test "$met" -ge $((moments * 2 / 3))

# The export: killed, repeated, and never a half-written package under a final name.
small_depot export
"$program" -C "$scratch/export" run "$batch" >/dev/null 2>&1
for part in 1 2 3 4 5; do
    at=$((export_ms * part / 6))
    start "$scratch/export" export --all --out "$scratch/export.out"
    strike all "$at"
    tar=$(find "$scratch/export.out" -name '*.tar' 2>/dev/null)
    [ -z "$tar" ] || t "a tar that is there after a kill at $at of $export_ms ms is whole" \
        cmp "$tar" "$scratch/whole.out/$(basename "$tar")"
done
t 'an export that was killed five times ends in the same package' ends_alike export

# Control-C where no workers run: while texts are indexed, while a package is written.
cc -shared -fPIC -o "$scratch/faults.so" "$here/faults.c"
stopped_at() {
    part=$1
    shift
    STOP_AT=$part LD_PRELOAD=$scratch/faults.so "$program" "$@"
}
small_depot stopped
t 'a stop while texts are indexed is 75' exits 75 stopped_at .txt -C "$scratch/stopped" run "$batch"
t 'and says what to do' said 'run the same command again'
t 'the same command goes on' exits 0 "$program" -C "$scratch/stopped" run "$batch"
t 'a stop while a package is written is 75' \
    exits 75 stopped_at stopped/masters/ -C "$scratch/stopped" export --all --out "$scratch/stopped.out"
t 'and leaves no file of it' test -z "$(ls -A "$scratch/stopped.out")"
t 'and the end is the same as undisturbed' ends_alike stopped

finish
