#!/bin/sh
# refused.sh PROGRAM SCRATCH - refused means nothing changed: no master, no row, no file in work/, whatever was asked.

. "$(dirname "$0")/lib.sh"

d=$scratch/depot
b() {
    "$program" -C "$d" "$@"
}
scan() { # N: a file of the sample
    echo "$sample/batch-0001/blad-$1.tif"
}
# Every byte of the depot, but who held the lock last; the database as its rows.
state() {
    (
        cd "$d" && find . -type f ! -name 'index.db*' ! -name lock ! -path './log/*' -exec sha256sum {} + | sort -k 2
        find . -type d | sort
        sqlite3 index.db .dump
    )
}
# refused STATUS COMMAND...: ends so, and changes nothing.
refused() {
    state >"$scratch/before"
    exits "$@" || return 1
    state >"$scratch/after"
    cmp "$scratch/before" "$scratch/after"
}
r() { # STATUS WORDS...: a command of the depot
    status=$1
    shift
    t "$* ends $status and changes nothing" refused "$status" b "$@"
}

"$program" init "$d" >"$scratch/log" 2>&1
b register import "$sample/register.csv" >"$scratch/log" 2>&1
mkdir -p "$scratch/in/b1" "$scratch/in/b2" "$scratch/empty"
cp "$(scan 1)" "$(scan 2)" "$scratch/in/b1/"
cp "$(scan 18)" "$scratch/in/b2/"
b run "$scratch/in/b1" >"$scratch/log" 2>&1
b run "$scratch/in/b2" >"$scratch/log" 2>&1
printf 'dossier;title\n;x\n' >"$scratch/bad.csv"

# --- a new scan that cannot be used: its master was there before anybody looked at it ---
r 65 replace b1:2 with "$(scan 8)"
r 65 replace b1:2 with "$(scan 18)"
r 65 replace b1:2 with "$(scan 2)"
r 65 replace b1:2 with "$sample/register.csv"
r 66 replace b1:2 with "$scratch/none.tif"
r 66 replace b1:99 with "$(scan 9)"
r 66 replace b9:1 with "$(scan 9)"
r 64 replace b1:2
r 65 replace b1:2 --undo
r 65 replace b1:2 with b1:1
r 0 replace b1:2 with "$(scan 9)" --dry-run
r 65 insert "$(scan 18)" after b1:2
r 65 insert "$sample/register.csv" before b1:2
r 65 insert "$(scan 1)" before b1:2
r 66 insert "$(scan 9)" after b1:7
r 64 insert "$(scan 9)" beside b1:2
r 65 insert b1:2 --undo
r 0 insert "$(scan 9)" after b1:2 --dry-run

# --- pages and dossiers ---
r 65 assign --separator b1:2 1974/0231
r 64 assign --separator b1:2 1974/0231 --force
r 66 assign --separator b1:2 1999/9999 --force --reason x
r 66 assign --begins b1:2 1999/9999
r 66 assign b1:2 1999/9999
r 65 assign b1:1 1974/0231
r 64 assign b1:2 1974/0231 --kind brief
r 66 assign b1:2 1974/0231 --document 9
r 64 assign b1:2 --undo --separator
r 66 reorder b1:2 after b1:9
r 65 reorder b1:2 after b1:1
r 65 reorder 1931/0047 b1:2
r 64 page drop b1:2
r 65 page drop b1:1 --reason x
r 65 page drop b1:2 --undo
r 66 page keep b1:2 drop b1:9
r 64 page keep b1:2 drop b1:2
r 0 page drop b1:2 --reason x --dry-run
r 66 reorder 1999/9999 b1:2
r 66 set 1999/9999 title x
r 65 set 1931/0047 nonsens x
r 65 set 1931/0047 year_from nooit
r 0 set 1931/0047 title x --dry-run
r 66 set --csv "$scratch/none.csv"
r 65 set --csv "$scratch/bad.csv"

# --- batches, packages, the rest ---
r 66 batch close b9
r 65 batch close b2
r 66 batch close b2 nooit.tif --reason x
r 64 batch withdraw b1
r 66 batch withdraw b9 --reason x
r 66 package receipt nooit accepted
r 64 package receipt nooit misschien
r 66 export 1999/9999
r 66 retry --batch b9
r 66 audit --object b9:1
r 66 register import "$scratch/none.csv"
r 66 gazetteer import "$scratch/none.csv"
r 66 run "$scratch/none"
r 66 run "$scratch/empty"
r 64 due --date 2026-02-30
r 64 search --year nooit x

# --- what a kill left is told, and cleaned by a command that says so ---
mkdir -p "$d/masters/ab/cd"
echo x >"$d/masters/ab/cd/abcd.tif"
t 'a master that belongs to nothing is told, with the command that cleans it' exits 65 b verify
t 'indeed' printed 'bouwarchief clean'
r 0 clean --dry-run
t 'the command sets it aside' exits 0 b clean --reason proef
t 'and says where' printed 'masters/ab/cd/abcd.tif went to rejected/.masters/abcd.tif'
t 'the depot is whole' exits 0 b verify
t 'it is in the audit log' sh -c "'$program' -C '$d' audit | grep -q 'clean  masters/ab/cd/abcd.tif'"

finish
