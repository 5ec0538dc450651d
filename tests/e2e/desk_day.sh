#!/bin/sh
# desk_day.sh PROGRAM SCRATCH - a day of the operator, the archivist and the receiver. After each step batch list, status, report,
# show, boxes, packages and verify agree (desk_day.py): no page lost, no open point released, none asked twice.

. "$(dirname "$0")/lib.sh"

d=$scratch/depot
b() {
    "$program" -C "$d" "$@"
}
step() { # SENTENCE STATUS COMMAND...: the command ends so, and afterwards everything agrees
    sentence=$1
    shift
    t "$sentence" exits "$@"
    t "... and all agree" python3 -B "$here/desk_day.py" "$program" "$d" "$scratch/seen.json"
}
is() { # WHAT VALUE: as desk_day.py --ask says
    got=$(python3 -B "$here/desk_day.py" "$program" "$d" --ask "$1")
    [ "$got" = "$2" ] || { echo "$1 is $got, not $2"; return 1; }
}
scan() { # NN: the scans of the day
    printf '%s' "$scratch/scans/scan_00$1.tif"
}
made() { # OUT: the time in its pakbon
    grep -o '<[^<]*aanmaakTijd>[^<]*' "$scratch/$1"/*.pakbon.xml | sed 's/.*>//; s/[Z+].*//'
}
undone() { # when the last correction was taken back
    b audit --json | grep '"action":"undo' | tail -n 1 | grep -o '"at":"[^"]*' | cut -d'"' -f4
}
latest() {
    b package list --json | tail -n 1 | python3 -B -c 'import json, sys; print(json.load(sys.stdin)["delivery"])'
}

# Two dossiers of three and two sheets that lie in box 13, and one that the register does not know. Sheet 6 was left out.
new_depot depot
printf '%s\n' 'dossier;title;year_from;year_to;sheets_expected;box' '1931/0047;Zeven woningen;1931;1931;3;13' \
    '1974/0231;Schuur;1974;1974;2;13' >"$scratch/r.csv"
b register import "$scratch/r.csv" >"$scratch/init.log" 2>&1
mkdir "$scratch/scans" "$scratch/doos-13"
at=0
for n in 1 3 7 12 10 13 14 19 20 21 23 5; do
    at=$((at + 1))
    cp "$sample/batch-0001/blad-$n.tif" "$(scan "$(printf %02d $at)")"
done
for n in 01 02 03 04 05 07 08 09 10; do cp "$(scan $n)" "$scratch/doos-13/"; done

# --- the operator ---
b run "$scratch/doos-13" >"$scratch/run.log" 2>&1
b retry >"$scratch/retry.log" 2>&1 # a page that took too long on a busy machine
step 'a batch comes in' 0 b run "$scratch/doos-13"
t 'a number is missing' sh -c "'$program' -C '$d' status | grep -q SEQUENCE_GAP:doos-13:scan_0005.tif"
t 'the summary tells what came of each dossier' sh -c "'$program' -C '$d' index | grep -q '1974/0231: 1 page, 2 expected, in the register .SHEETS_DIFFER'"
t 'and which is not known' sh -c "'$program' -C '$d' index | grep -q '1988/0019: 2 pages, no number expected, NOT in the register .DOSSIER_NO_REGISTER'"
t 'the batch is open' is doos-13 open
step 'the missing sheet is put in' 0 b insert "$(scan 06)" after doos-13:scan_0005.tif
t 'nobody asks for it' fails sh -c "'$program' -C '$d' status | grep -q 'SEQUENCE_GAP'"
step 'taken out again' 0 b insert doos-13:scan_0006.tif --undo
t 'it is asked for again' sh -c "'$program' -C '$d' status | grep -q SEQUENCE_GAP:doos-13:scan_0005.tif"
step 'and put in' 0 b insert "$(scan 06)" after doos-13:scan_0005.tif
t 'the unknown dossier keeps the batch open' is doos-13 open
step 'a point without a reason is not settled' 64 b settle DOSSIER_NO_REGISTER:1988/0019
step 'nor one that is not there' 66 b settle DOSSIER_NO_REGISTER:1966/999 --reason x
step 'a dry run settles nothing' 0 b settle DOSSIER_NO_REGISTER:1988/0019 --reason 'komt nog in de inventaris' --dry-run
t 'indeed' is doos-13 open
step 'the archivist says why it is all right' 0 b settle DOSSIER_NO_REGISTER:1988/0019 --reason 'komt nog in de inventaris' --who Anna
t 'and the batch is closed' is doos-13 closed
step 'twice is as once' 0 b settle DOSSIER_NO_REGISTER:1988/0019 --reason 'nog eens'
step 'it is taken back' 0 b settle DOSSIER_NO_REGISTER:1988/0019 --undo
t 'and open' is doos-13 open
step 'and said again' 0 b settle 1988/0019 --reason 'komt nog in de inventaris'
t 'the paper stays: nothing was delivered' is box:doos-13 false

# --- the receiver ---
step 'everything goes out' 0 b export --new --out "$scratch/een"
t 'the paper stays until it is accepted' is box:doos-13 false
step 'it is accepted' 0 b package receipt "$(latest)" accepted
t 'the paper of the batch may go' is box:doos-13 true
t 'and that of the box of the register' is box:13 true
t 'nothing is new' is new ''

# --- after acceptance: each change goes out as a new version, and its undo is what was delivered ---
there_and_back() { # SENTENCE DOSSIERS PAPER UNDO -- COMMAND...
    sentence=$1 dossiers=$2 paper=$3 undo=$4
    shift 5
    step "$sentence" 0 b "$@"
    t "... is new" is new "$dossiers"
    t "... and the paper: $paper" is box:doos-13 "$paper"
    step "... taken back" 0 sh -c "'$program' -C '$d' $undo"
    t "... is what was delivered" is new ''
    t "... and lets the paper go" is box:doos-13 true
}
there_and_back 'another scan' 1931/0047 false 'replace doos-13:3 --undo' -- replace doos-13:3 with "$(scan 11)"
there_and_back 'a page in the place of another' 1931/0047 false 'replace doos-13:2 --undo' -- replace doos-13:2 with doos-13:3
there_and_back 'a sheet more' 1931/0047 false 'insert doos-13:scan_0012.tif --undo' -- insert "$(scan 12)" after doos-13:3
there_and_back 'a page in another dossier' '1931/0047 1974/0231' false 'assign --undo doos-13:4' -- assign doos-13:4 1974/0231
there_and_back 'another title' 1931/0047 true 'set --undo 1931/0047 title' -- set 1931/0047 title 'Dubbel woonhuis'
there_and_back 'access' 1974/0231 true 'set --undo 1974/0231 access' -- set 1974/0231 access openbaar
there_and_back 'the order of pages' 1931/0047 true 'reorder 1931/0047 doos-13:2 doos-13:3 doos-13:4' -- reorder doos-13:4 before doos-13:3
step 'another scan that stays' 0 b replace doos-13:3 with "$(scan 11)"
step 'goes out' 0 b export --new --out "$scratch/twee"
t 'as version 2' sh -c "tar -tf '$scratch'/twee/*.tar | grep -q '1931-0047_v2'"
t 'that replaces what was accepted' sh -c "tar -xOf '$scratch'/twee/*.tar --wildcards '*.mdto.xml' | grep -q Vervangt"
step 'and is accepted' 0 b package receipt "$(latest)" accepted
t 'the paper may go' is box:doos-13 true
step 'then it is taken back' 0 b replace doos-13:3 --undo
t 'and goes out as the next version' is new 1931/0047
step 'does' 0 b export --new --out "$scratch/drie"
t 'version 3' sh -c "tar -tf '$scratch'/drie/*.tar | grep -q '1931-0047_v3'"
t 'its time is when the last change went in' test "$(made drie)" = "$(undone)"
t 'made again it has the same bytes' exits 0 b export 1931/0047 --out "$scratch/vier"
t 'and the same name' sh -c "cmp '$scratch'/drie/*.tar '$scratch'/vier/*.tar"
step 'is accepted' 0 b package receipt "$(latest)" accepted
t 'a batch that was delivered is not withdrawn' exits 65 b batch withdraw doos-13 --reason x
t 'the paper may go, at the end of the day' is box:13 true
finish
