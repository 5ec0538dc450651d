#!/bin/sh
# sheets.sh PROGRAM SCRATCH - what an operator is told of sheets: scanned twice, a batch delivered twice, a stack of
# two passes, a disk that is too small, a picture of each suspicious page, a line while it goes on.

. "$(dirname "$0")/lib.sh"

b() {
    "$program" "$@"
}
picture() {
    python3 -B "$here/picture.py" "$@"
}
# order DEPOT BATCH: its files in the order of the sheets
order() {
    b -C "$scratch/$1" pages --batch "$2" --json | python3 -B -c 'import json, sys
pages = sorted((json.loads(line) for line in sys.stdin), key=lambda p: p["seq"])
print(" ".join(p["file"] for p in pages))'
}
# twice DEPOT: the sheets that are said to have been scanned twice
twice() {
    b -C "$scratch/$1" pages --json | python3 -B -c 'import json, sys
for line in sys.stdin:
    p = json.loads(line)
    if "NEAR_DUPLICATE" in p["reasons"]:
        print(p["batch"], p["seq"])'
}
in=$scratch/in
mkdir -p "$in/doos" "$in/tweepas/recto" "$in/tweepas/verso" "$in/plat" "$in/scheef"

# --- a sheet scanned twice ---
for n in 1 2 3 4; do
    picture page "$in/doos/$n.tif" --dpi 200 --seed $n
done
picture page "$in/doos/5.tif" --dpi 150 --seed 2
new_depot depot
t 'a batch with a sheet scanned twice comes in' exits 0 b -C "$scratch/depot" ingest "$in/doos"
t 'the second scan is told, and no other sheet' test "$(twice depot)" = 'doos 5'
t 'as the pair that it is' sh -c "'$program' -C '$scratch/depot' show 5 | grep -q 'looks like sheet 2 scanned again'"
t 'the report names both in Dutch' sh -c "'$program' -C '$scratch/depot' report --json | grep -q '\"pair\":2'"
t 'the same batch again says the same' exits 0 b -C "$scratch/depot" ingest "$in/doos"
t 'of the same sheet' test "$(twice depot)" = 'doos 5'
new_depot other
t 'another depot, with one worker' exits 0 b -C "$scratch/other" ingest --workers 1 "$in/doos"
t 'finds the same' test "$(twice other)" = "$(twice depot)"
new_depot off
sed -i 's/^near_duplicate = .*/near_duplicate = off/' "$scratch/off/bouwarchief.conf"
t 'the rule can be switched off' exits 0 b -C "$scratch/off" ingest "$in/doos"
t 'nothing is said then' test -z "$(twice off)"

# --- the report with pictures ---
t 'report --html makes pictures of the suspicious pages' exits 0 b -C "$scratch/depot" report --html "$scratch/r.html"
t 'both of the pair, within the page' test "$(grep -c 'src="data:image/jpeg;base64,' "$scratch/r.html")" -ge 1
t 'with words for who cannot see them' grep -q 'alt="blad 2 van batch doos"' "$scratch/r.html"
t 'that are JPEGs as wide as a thumb' python3 -B -c 'import base64, re, sys
html = open(sys.argv[1], encoding="utf-8").read()
found = re.findall(r"<img width=\"(\d+)\" height=\"(\d+)\" [^>]*base64,([^\"]*)\"", html)
assert len(found) >= 2, len(found)
for width, height, data in found:
    jpeg = base64.b64decode(data, validate=True)
    assert jpeg[:2] == b"\xff\xd8" and jpeg[-2:] == b"\xff\xd9"
    assert int(width) == 200 and 250 < int(height) < 320, (width, height)' "$scratch/r.html"
t 'the same report has the same pictures' sh -c "'$program' -C '$scratch/depot' report --html '$scratch/r2.html' >/dev/null &&
    grep -o 'base64,[^\"]*' '$scratch/r.html' >'$scratch/p1' && grep -o 'base64,[^\"]*' '$scratch/r2.html' | cmp - '$scratch/p1'"
t 'without pictures the lines stay' exits 0 b -C "$scratch/depot" report --html "$scratch/r3.html" --pictures-mb 0
t 'and are the same lines' sh -c "grep -q 'Leg de twee naast elkaar' '$scratch/r3.html' && ! grep -q base64 '$scratch/r3.html'"
rm -rf "$scratch/depot/masters/"*/*/*
t 'a report of pages whose scans are gone is still made' exits 0 b -C "$scratch/depot" report --html "$scratch/r4.html"
t 'and says that there is no picture' grep -q 'geen beeld' "$scratch/r4.html"

# --- a batch delivered twice ---
mkdir -p "$in/nogeens" && cp "$in/doos/"* "$in/nogeens/"
mkdir -p "$in/deels" && cp "$in/doos/1.tif" "$in/deels/"
picture page "$in/deels/9.tif" --dpi 150 --seed 9
t 'a batch that was delivered before comes in' exits 0 b -C "$scratch/other" ingest "$in/nogeens"
t 'and is told at once' printed 'all 5 files are those of batch doos'
t 'with its code' printed BATCH_TWICE
t 'status lists it too' sh -c "'$program' -C '$scratch/other' status --json | grep -q '\"code\":\"BATCH_TWICE\",\"batch\":\"nogeens\",\"object\":\"doos\"'"
t 'one sheet in common is no second delivery' sh -c "'$program' -C '$scratch/other' ingest '$in/deels' | { ! grep -q BATCH_TWICE; }"
t 'status says what waits for whom' sh -c "'$program' -C '$scratch/other' status --json |
    python3 -B -c 'import json, sys
waits = {w[\"who\"]: w for w in json.load(sys.stdin)[\"waits\"]}
assert waits[\"system\"][\"count\"] == 12, waits
assert \"NEAR_DUPLICATE\" in waits[\"operator\"][\"reasons\"], waits
assert \"NO_DOSSIER\" in waits[\"archivist\"][\"reasons\"], waits'"

t 'both are withdrawn' sh -c "for b in doos nogeens; do '$program' -C '$scratch/other' batch withdraw \$b --reason proef || exit; done"
t 'nothing is delivered twice then' sh -c "'$program' -C '$scratch/other' status --json | { ! grep -q BATCH_TWICE; }"
mkdir "$in/opnieuw" && cp "$in/doos/"* "$in/opnieuw/"
t 'nor when the folder comes again under another name' exits 0 b -C "$scratch/other" ingest "$in/opnieuw"
t 'as nothing is there of it' sh -c "'$program' -C '$scratch/other' status --json | { ! grep -q BATCH_TWICE; }"
t 'and the sheet scanned twice is found again' test "$(twice other)" = 'opnieuw 5'

# --- a pair and its correction ---
new_depot mended
b -C "$scratch/mended" ingest "$in/doos" >/dev/null 2>&1
t 'the pair says how it is mended' sh -c "'$program' -C '$scratch/mended' show 5 | grep -q 'bouwarchief -C .* replace doos:2 with doos:5'"
t 'the better scan takes the place of the other' exits 0 b -C "$scratch/mended" replace doos:2 with doos:5 --no-read
t 'nothing is twice then' test -z "$(twice mended)"
picture page "$scratch/opnieuw.tif" --dpi 150 --seed 3
t 'a page gets a scan of a sheet that is there already' exits 0 \
    b -C "$scratch/mended" replace doos:4 with "$scratch/opnieuw.tif" --no-read
t 'that is told at once' test "$(twice mended)" = 'doos 4'
picture page "$scratch/nieuw.tif" --dpi 150 --seed 44
t 'and taken back with the next scan' exits 0 b -C "$scratch/mended" replace doos:3 with "$scratch/nieuw.tif" --no-read
t 'of the other of the two' test -z "$(twice mended)"
picture page "$scratch/eerste.tif" --dpi 150 --seed 4
b -C "$scratch/mended" insert "$scratch/eerste.tif" before doos:1 --no-read >/dev/null 2>&1
picture page "$scratch/tweede.tif" --dpi 120 --seed 4
t 'a scan put in before one that was compared long ago' exits 0 \
    b -C "$scratch/mended" insert "$scratch/tweede.tif" before doos:1 --no-read
t 'is found in it' test "$(twice mended)" = 'doos 2'

# --- two passes ---
for n in 1 2 3; do
    picture page "$in/tweepas/recto/f$n.tif" --dpi 100 --seed 2$n
    picture page "$in/tweepas/verso/b$n.tif" --dpi 100 --seed 3$n
done
new_depot passes
t 'a stack of two passes comes in' exits 0 b -C "$scratch/passes" ingest --duplex two-pass "$in/tweepas"
t 'each back behind its front' test "$(order passes tweepas)" = \
    'recto/f1.tif verso/b1.tif recto/f2.tif verso/b2.tif recto/f3.tif verso/b3.tif'
t 'again is nothing to do' exits 0 b -C "$scratch/passes" ingest --duplex two-pass "$in/tweepas"
t 'and the order stays' test "$(order passes tweepas | cut -c1-25)" = 'recto/f1.tif verso/b1.tif'
i=0
for f in 1 2 3; do
    i=$((i + 1))
    cp "$in/tweepas/recto/f$f.tif" "$in/plat/$i.tif"
done
for f in 3 2 1; do
    i=$((i + 1))
    cp "$in/tweepas/verso/b$f.tif" "$in/plat/$i.tif"
done
new_depot turned
sed -i 's/^duplex = .*/duplex = two-pass-reversed/' "$scratch/turned/bouwarchief.conf"
t 'a stack turned over as a whole, by the settings' exits 0 b -C "$scratch/turned" ingest "$in/plat"
t 'ends in the order of the sheets' test "$(order turned plat)" = '1.tif 6.tif 2.tif 5.tif 3.tif 4.tif'
cp "$in/plat/1.tif" "$in/plat/2.tif" "$in/plat/3.tif" "$in/scheef/"
t 'another number of backs is refused' exits 65 b -C "$scratch/turned" ingest "$in/scheef"
t 'with both numbers' said '2 fronts and 1 backs'
t 'and nothing is taken in' test -z "$(order turned scheef 2>/dev/null)"
t 'a word that is none is refused' exits 64 b -C "$scratch/turned" ingest --duplex both "$in/plat"

# --- will it fit? ---
cc -shared -fPIC -o "$scratch/faults.so" "$here/faults.c"
small_disk() {
    bytes=$1
    shift
    FREE_BYTES=$bytes LD_PRELOAD=$scratch/faults.so "$program" "$@"
}
new_depot full
t 'a disk that is too small is told beforehand' exits 75 small_disk 5000 -C "$scratch/full" ingest "$in/doos"
t 'with the code of a full disk' said DISK_FULL
t 'and nothing was taken in' test -z "$(order full doos 2>/dev/null)"
t 'one that will be nearly full is warned of' exits 0 small_disk 60000000 -C "$scratch/full" ingest "$in/doos"
t 'in words' said 'nearly full' # of 60 MB, of which the reserve alone takes more
t 'the same batch again needs no room' exits 0 small_disk 5000 -C "$scratch/full" ingest "$in/doos"
t '--dry-run says what a batch needs' exits 0 b -C "$scratch/full" ingest --dry-run "$in/plat"
t 'in files, bytes and memory' printed '6 files to take in'

# --- a line while it goes on ---
new_depot lines
script -qec "'$program' -C '$scratch/lines' ingest '$in/doos'" "$scratch/tty" >/dev/null 2>&1 </dev/null
t 'on a terminal one line is written over' grep -q "$(printf '\r')" "$scratch/tty"
t 'with how far and how fast' grep -q 'doos: 5 of 5 files' "$scratch/tty"
new_depot quiet
t 'elsewhere there is no such line' exits 0 b -C "$scratch/quiet" ingest "$in/doos"
t 'but its end' said 'doos: 5 of 5 files'
t 'and no control character' fails grep -q "$(printf '\r')" "$scratch/err"
finish
