#!/bin/sh
# dropped.sh PROGRAM SCRATCH - a sheet that was scanned twice leaves its dossier: kept, counted, never a gap, and it comes back.

. "$(dirname "$0")/lib.sh"

d=$scratch/depot
in=$scratch/in
b() {
    "$program" -C "$d" "$@"
}
scan() { # N: a file of the sample
    echo "$sample/batch-0001/blad-$1.tif"
}
value() { # PAGE KEY: of a page, as `show --json` says
    b show --json "$1" | python3 -B -c 'import json, sys
v = json.load(sys.stdin)[sys.argv[1]]
print(v if isinstance(v, str) else json.dumps(v))' "$2"
}
total() { # of the depot's sums
    b status --json | python3 -B -c 'import json, sys
t = json.load(sys.stdin)["total"]
print(" ".join("%s=%s" % (k, t[k]) for k in ("pages", "text", "dropped", "sums_hold")))'
}
exported() { # the files of the masters in an export of the dossier
    rm -rf "$scratch/delivery"
    b export 1931/0047 --out "$scratch/delivery" --force proef >/dev/null 2>&1
    tar tf "$scratch/delivery/"*.tar | grep -c '\.tif$'
}

small_depot depot
mkdir -p "$in/b1"
cp "$(scan 1)" "$(scan 2)" "$in/b1/"
cp "$(scan 2)" "$in/b1/blad-3.tif"
cp "$(scan 9)" "$in/b1/blad-4.tif"
b run "$in/b1" >"$scratch/log" 2>&1
t 'the copy was taken in as well' test "$(exported)" = 3
pages=$(total)

t 'without a reason or its pair it is not dropped' exits 64 b page drop b1:4
t 'a separator cannot be dropped' exits 65 b page drop b1:1 --reason x
t '--dry-run changes nothing' exits 0 b page keep b1:2 drop b1:4 --dry-run
t 'indeed' test "$(total)" = "$pages"
t 'of a pair one is kept and one is dropped' exits 0 b page keep b1:2 drop b1:4 --who Jan
t 'both sheets are named' printed 'the same as b1:2 (page'
t 'with a reason a page is dropped by itself' exits 0 b page drop b1:blad-3.tif#2 --reason 'dubbel gescand' --json
t 'and told' printed '"sheets":[{"page":5,"batch":"b1","sheet":"5","file":"blad-3.tif","frame":1,"state":"text"'
t 'twice is refused' exits 65 b page drop b1:4 --reason x
t 'with its code' told PAGE_DROPPED
t 'nothing else is done with it' exits 65 b assign b1:4 1931/0047
t 'it is kept, in no dossier' test "$(value b1:4 state) $(value b1:4 dossier)" = 'dropped null'
t 'who and why are shown' sh -c "'$program' -C '$d' show b1:4 | grep -q 'dropped .* by Jan: the same sheet as b1:2 (b1:2, page 2)'"
t 'the sums hold and count both' test "$(total)" = 'pages=6 text=2 dropped=2 sums_hold=True'
t 'the batch list says so' sh -c "'$program' -C '$d' run '$in/b1' 2>/dev/null | grep -q ', 0 failed, 2 dropped'"
t 'the report does too' sh -c "'$program' -C '$d' report --batch b1 | grep -q '2 vervallen'"
t 'it is no gap' sh -c "'$program' -C '$d' status --json | python3 -B -c 'import json, sys
sys.exit(any(\"SEQUENCE\" in f[\"code\"] for f in json.load(sys.stdin)[\"batch_findings\"]))'"
t 'nobody is asked about the pair' sh -c "! '$program' -C '$d' report --batch b1 --json | grep -qE 'NEAR_DUPLICATE|DUPLICATE'"
t 'the delivery has the sheet once' test "$(exported)" = 2
t 'the depot is whole' exits 0 b verify
t 'the log finds it' sh -c "'$program' -C '$d' audit --object b1:4 | grep -q '  drop  sheet 4 of b1'"
t '--undo brings it back' exits 0 b page drop b1:4 --undo
t 'as it was' test "$(value b1:4 state) $(value b1:4 dossier) $(value b1:4 seq_in_dossier)" = 'text 1931/0047 3'
t 'what was not dropped cannot come back' exits 65 b page drop b1:2 --undo
t 'the other too' exits 0 b page drop 5 --undo
t 'the sums are those of before' test "$(total)" = "$pages"
t 'and the delivery' test "$(exported)" = 3
t 'two sheets with one scan are told how one is dropped' exits 65 b replace b1:2 with b1:4
t 'by the command' told 'page keep 2 drop 4'

finish
