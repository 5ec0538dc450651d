#!/bin/sh
# corrections.sh PROGRAM SCRATCH - a person corrects what the scanner delivered: replace, insert, reorder, assign,
# separators, closing and withdrawing a batch. Originals and history stay, the sums hold, the search knows at once.

. "$(dirname "$0")/lib.sh"

d=$scratch/depot
in=$scratch/in
b() {
    "$program" -C "$d" "$@"
}
scan() { # N: a file of the sample
    echo "$sample/batch-0001/blad-$1.tif"
}
# value PAGE KEY: of a page, as `show --json` says
value() {
    b show --json "$1" | python3 -B -c 'import json, sys
v = json.load(sys.stdin)[sys.argv[1]]
print(v if isinstance(v, str) else json.dumps(v))' "$2"
}
# order DOSSIER: the files and images of its pages, in their order
order() {
    b show --json "$1" | python3 -B -c 'import json, sys
print(" ".join("%s#%d" % (p["file"].replace("blad-", "").replace(".tif", ""), p["frame"])
               for p in sorted(json.load(sys.stdin)["pages"], key=lambda p: p["seq_in_dossier"])))'
}
# sums BATCH: the counts of a batch, or of the depot
sums() {
    b status --json | python3 -B -c 'import json, sys
s = json.load(sys.stdin)
l = [x for x in s["batches"] if x["batch"] == sys.argv[1]] if len(sys.argv) > 1 else [s["total"]]
print(" ".join("%s=%s" % (k, l[0][k]) for k in ("files", "frames", "pages", "replaced", "sums_hold")) if l else "none")' "$@"
}
audited() { # ACTION WHO
    sqlite3 "$d/index.db" "SELECT reason FROM audit WHERE action = '$1' AND who = '$2'" | grep -q .
}

small_depot depot
small_batch "$in/b7"
b run "$in/b7" >"$scratch/log" 2>&1
first=$(value b7:2 sha256)

# --- replace ---
t 'a page gets another scan' exits 0 b replace b7:2 with "$(scan 7)" --who Jan --reason 'blad was leeg'
t 'it keeps its sheet and its dossier' test "$(value b7:2 page) $(value b7:2 dossier)" = '2 1931/0047'
t 'it has the new bytes' test "$(value b7:2 sha256)" = "$(sha256sum "$(scan 7)" | cut -c1-64)"
t 'it was read at once' test "$(value b7:2 state)" = text
t 'its new words are found' sh -c "'$program' -C '$d' search --json hoogachtend | grep -q '1931/0047'"
t 'what it was is kept' sh -c "'$program' -C '$d' show --json 2 | grep -q '\"history\":\[{.*$first.*\"who\":\"Jan\",\"why\":\"blad was leeg\"'"
t 'and so is the master' test -n "$(find "$d/masters" -name "$first*")"
t 'who and why are in the audit log' audited replace Jan
t 'the sums hold and count the replaced image' test "$(sums b7)" = 'files=8 frames=10 pages=9 replaced=1 sums_hold=True'
t 'the very same scan again is refused' exits 65 b replace 2 with "$(scan 7)"
t 'with its code' told RESCAN_SAME
t 'a file of two images cannot become one page' exits 65 b replace 2 with "$(scan 8)"
t 'with its code' told RESCAN_IMAGES
t 'a file that is no scan is refused with the reason of intake' exits 65 b replace 2 with "$sample/register.csv"
t 'with its code' told TIFF_NOT_TIFF
t 'a file that is not there is told' exits 66 b replace 2 with "$scratch/none.tif"
t 'a page that is not there is told' exits 66 b replace 99 with "$(scan 10)"
t 'nothing of that changed anything' test "$(sums b7)" = 'files=8 frames=10 pages=9 replaced=1 sums_hold=True'
t '--dry-run changes nothing' exits 0 b replace 2 with "$(scan 12)" --dry-run
t 'indeed' test "$(value 2 sha256)" = "$(sha256sum "$(scan 7)" | cut -c1-64)"
t 'running the folder again takes in nothing' exits 0 b run "$in/b7"
t 'and the page stays as it was corrected' test "$(value 2 sha256)" = "$(sha256sum "$(scan 7)" | cut -c1-64)"

t 'a wrong replacement is taken back' exits 0 b replace b7:2 --undo --who Jan --reason 'verkeerd bestand'
t 'the page has the scan that it had' test "$(value b7:2 sha256)" = "$first"
t 'the sums hold' test "$(sums b7)" = 'files=8 frames=10 pages=9 replaced=1 sums_hold=True'
t 'and brought again' exits 0 b replace 2 --undo --json
t 'with the new scan' test "$(value b7:2 sha256)" = "$(sha256sum "$(scan 7)" | cut -c1-64)"
t 'both are in the audit log' audited undo Jan
t 'there is nothing to take back of another page' exits 65 b replace b7:3 --undo
t 'with its code' told RESCAN_NONE
t 'with a file beside --undo the usage is told' exits 64 b replace 2 with "$(scan 10)" --undo

# --- insert ---
t 'sheets that were left out are put in their place' exits 0 b insert "$(scan 8)" after b7:4 --who Jan
t 'they belong to the dossier there' test "$(order 1957/0112)" = '6#1 8#0 8#1 9#0 17#0 21#0 22#0 22#1'
t 'they are named after the sheet before them' test "$(value b7:4a file) $(value b7:4b frame)" = 'blad-8.tif 1'
t 'the sheets behind keep their names' test "$(value b7:5 file) $(value b7:5 seq)" = 'blad-9.tif 7'
t 'a page is found by its file too' test "$(value b7:blad-9.tif sheet) $(value b7:blad-8.tif#2 sheet)" = '5 4b'
t 'the sums hold' test "$(sums b7)" = 'files=9 frames=12 pages=11 replaced=1 sums_hold=True'
t 'the same command again has nothing to do' exits 0 b insert "$(scan 8)" after b7:4
t 'and says so' told 'nothing to do'
t 'the same file elsewhere is refused' exits 65 b insert "$(scan 8)" after b7:2
t 'with its code' told INSERT_AGAIN
t 'nothing of that changed anything' test "$(sums b7)" = 'files=9 frames=12 pages=11 replaced=1 sums_hold=True'
t 'unless it is meant' exits 0 b insert "$(scan 8)" after b7:2 --again --no-read
t 'and taken out again with all its pages' exits 0 b insert b7:2a --undo --who Jan
t 'no sheet moved' test "$(value b7:5 file)" = blad-9.tif
t 'the names that were given are gone' exits 66 b show b7:2a
t 'and says so' told 'no sheet 2a any more'
t 'its images are counted as replaced' test "$(sums b7)" = 'files=10 frames=14 pages=11 replaced=3 sums_hold=True'
t 'a delivered sheet cannot be taken out so' exits 65 b insert b7:2 --undo
t 'before a page works as well' exits 0 b insert "$(scan 10)" before b7:2 --no-read
t 'its separator code is heeded' test "$(value b7:1a state) $(value b7:2 dossier)" = 'separator 1974/0231'
b assign --no-separator b7:1a >"$scratch/log" 2>&1
t 'a sheet that a person calls no separator is a page' test "$(value b7:1a state) $(value b7:2 dossier)" = 'text 1931/0047'

# --- reorder ---
t 'a page moves before another of its dossier' exits 0 b reorder b7:4a before b7:4 --who Jan
t 'the dossier has that order' test "$(order 1957/0112)" = '8#0 6#1 8#1 9#0 17#0 21#0 22#0 22#1'
t 'the sheets count as they were scanned' test "$(value b7:4a file)" = blad-8.tif
t 'pages of two dossiers are told' exits 65 b reorder b7:4a after b7:2
t 'with its code' told DOSSIER_DIFFERS
t 'an order of the whole dossier' exits 0 b reorder 1957/0112 b7:9 b7:8 b7:4-7
t 'is followed' test "$(order 1957/0112)" = '22#1 22#0 6#1 8#0 8#1 9#0 17#0 21#0'
t 'one that leaves a page out is refused' exits 65 b reorder 1957/0112 b7:9 b7:8
t 'with its code' told ORDER_INCOMPLETE
t 'and changed nothing' test "$(order 1957/0112)" = '22#1 22#0 6#1 8#0 8#1 9#0 17#0 21#0'

# --- assign ---
t 'pages are put in another dossier' exits 0 b assign b7:8-9 1931/0047 --who Jan --reason 'lag bij de buren'
t 'behind what is there' test "$(order 1931/0047)" = '10#0 7#0 22#0 22#1'
t 'as a new document of a kind' exits 0 b assign b7:9 1931/0047 --kind letter
t 'it is there' test "$(value b7:9 document) $(value b7:9 kind)" = '1931/0047-002 letter'
t 'a kind that does not exist is told' exits 64 b assign b7:9 1931/0047 --kind brief
t 'a document that does not exist is told' exits 66 b assign b7:9 1931/0047 --document 7
t 'a number that is nowhere and looks like none is told' exits 66 b assign b7:9 onbekend
t 'and one that is nowhere and looks like one' exits 66 b assign b7:9 1999/9999
t 'unless it is said to be new' exits 0 b assign b7:9 1999/9999 --new --dry-run
t 'a separator belongs in no dossier' exits 65 b assign b7:1 1931/0047
t 'a later run leaves a person'\''s word alone' exits 0 b run "$in/b7"
t 'indeed' test "$(value b7:9 dossier)" = 1931/0047
t '--undo gives the pages back to the separators' exits 0 b assign --undo b7:8-9
t 'the file, the state and the first words of each are told' printed '  was b7:9 (page'
t 'indeed' test "$(value b7:9 dossier) $(value b7:9 document)" = '1957/0112 1957/0112-001'
t 'a page with text becomes no separator' exits 65 b assign --separator b7:2 1931/0047
t 'with its code' told PAGE_HAS_TEXT
t 'force wants a reason' exits 64 b assign --separator b7:2 1931/0047 --force
t 'with a reason it may' exits 0 b assign --separator b7:2 1931/0047 --force --reason x --dry-run
t 'a separator of an unknown dossier wants --new' exits 66 b assign --separator b7:6 1974/0231
t 'a sheet whose code could not be read is called a separator' exits 0 b assign --separator b7:6 1974/0231 --new
t 'what it was is told' printed '  was b7:6 (page'
t 'it is one, and what follows is in its dossier' \
    test "$(value b7:6 state) $(value b7:7 dossier) $(value b7:9 dossier)" = 'separator 1974/0231 1974/0231'
t 'the sums hold' sh -c "'$program' -C '$d' status --json | grep -q '\"sums_hold\":false' && exit 1 || exit 0"
t 'everything was recorded' audited assign Jan
t 'by the number of the dossier, for who asks for it' \
    sh -c "'$program' -C '$d' audit --json --object 1931/0047 | grep -q '\"action\":\"assign\".*lag bij de buren'"
t 'sheets of a correction are no gap between file names' \
    sh -c "'$program' -C '$d' status --json | python3 -B -c 'import json, sys
f = [x[\"message\"] for x in json.load(sys.stdin)[\"batch_findings\"] if x[\"code\"].startswith(\"SEQUENCE\")]
sys.exit(not f or any(\"blad-%d.tif\" % n in m for m in f for n in (7, 8, 10)))'"

# --- a re-scan that came in as a page of its own ---
mkdir "$in/b8"
for n in 10 12 13; do cp "$(scan $n)" "$in/b8/"; done
b run "$in/b8" >"$scratch/log" 2>&1
t 'the page behind takes the place of the one before' exits 0 b replace b8:2 with b8:3
t 'two became one' test "$(sums b8)" = 'files=3 frames=3 pages=2 replaced=1 sums_hold=True'
t 'with the later image' test "$(value b8:2 file)" = blad-13.tif
t 'which was not read again' test "$(value b8:2 state)" = text

# --- export heeds the corrections ---
b set 1957/0112 sheets_expected '' >/dev/null 2>&1
t 'what was corrected is exported' exits 0 b export 1931/0047 1957/0112 --out "$scratch/delivery"
t 'and verified' exits 0 "$program" verify "$scratch/delivery"
t 'the sidecars tell of each scan' sh -c "tar xOf '$scratch/delivery/'*.tar --wildcards '*.mdto.xml' | grep -q \"\$(sha256sum '$(scan 9)' | cut -c1-64)\""
t 'and not of the replaced one' sh -c "! tar xOf '$scratch/delivery/'*.tar --wildcards '*.mdto.xml' | grep -q '$first'"

# --- withdraw ---
t 'a batch that was exported is not withdrawn' exits 65 b batch withdraw b7 --reason proef
t 'with its code' told BATCH_DELIVERED
t 'a reason is wanted' exits 64 b batch withdraw b8
before=$(b search --json --limit 50 -- Kuipers | wc -l)
t 'a wrong batch is withdrawn' exits 0 b batch withdraw b8 --reason 'proefscans' --who Jan
t 'it is in no count' test "$(sums b8)" = none
t 'its pages are gone from the list' sh -c "! '$program' -C '$d' pages --json | grep -q '\"batch\":\"b8\"'"
t 'and from the search' test "$(b search --json --limit 50 -- Kuipers | wc -l)" -lt "$before"
t 'its masters are kept' test -n "$(find "$d/masters" -name "$(sha256sum "$(scan 12)" | cut -c1-64)*")"
t 'status says who, when and why' sh -c "'$program' -C '$d' status --json | grep -q '\"withdrawn\":\[{\"batch\":\"b8\",.*\"who\":\"Jan\",\"reason\":\"proefscans\"'"
t 'the sums of the depot hold' sh -c "'$program' -C '$d' status | grep -q 'NOT HOLD' && exit 1 || exit 0"
t 'the depot is whole' exits 0 b verify
t 'the same folder comes in anew' exits 0 b run "$in/b8"
t 'as new' test "$(sums b8)" = 'files=3 frames=3 pages=3 replaced=0 sums_hold=True'
t 'and is no duplicate of what was withdrawn' test "$(value b8:2 reasons)" = '[]'

# --- close ---
t 'a separator that nobody can read keeps a batch open' sh -c "mkdir '$in/b10' && cp '$(scan 2)' '$in/b10/' &&
    '$program' -C '$d' run '$in/b10' >/dev/null 2>&1; sqlite3 '$d/index.db' \"INSERT INTO page_reason SELECT p.id,
    'SEPARATOR_UNREADABLE', 'w', 'x', 'place' FROM page p JOIN batch b ON b.id = p.batch WHERE b.name = 'b10' LIMIT 1\";
    '$program' -C '$d' batch close b10 --dry-run | grep -q SEPARATOR_UNREADABLE"
mkdir "$in/b9"
cp "$(scan 1)" "$(scan 2)" "$(scan 18)" "$in/b9/"
printf 'dossier;expected\n1931/0047;3\n' >"$in/b9/batch.csv"
b run "$in/b9" >"$scratch/log" 2>&1
t 'a batch with a refused file and a wrong count is open' exits 65 b batch close b9
t 'both are named' printed TIFF_TRUNCATED
t 'indeed' printed COUNT_DIFFERS
t 'a person says of the file why it is all right' exits 65 b batch close b9 blad-18.tif --reason 'komt in batch 10' --who Jan
t 'that one is settled, and nothing else' sh -c "'$program' -C '$d' batch list --json | python3 -B -c 'import json, sys
b = [json.loads(x) for x in sys.stdin if \"b9\" in x][0]
sys.exit([p[\"code\"] for p in b[\"points\"] if p[\"settled\"]] != [\"TIFF_TRUNCATED\"] or b[\"open\"] < 2)'"
t 'a point that is not there is told' exits 66 b batch close b9 blad-99.tif --reason x
t 'and of the rest' exits 0 b batch close b9 --reason 'geteld: het zijn er twee' --who Jan
t 'then it is closed' sh -c "'$program' -C '$d' batch list | grep -q '^b9: closed'"
t 'status tells why' sh -c "'$program' -C '$d' status | grep -q 'settled: komt in batch 10'"
t 'the file is not asked for again' sh -c "! '$program' -C '$d' report --json | python3 -B -c 'import json, sys
r = json.load(sys.stdin)
print(json.dumps([r[\"refused\"], r[\"rescan\"], r[\"suspicious\"]]))' | grep -q 'blad-18.tif'"
t 'a batch in which a number is missing is open' sh -c "'$program' -C '$d' batch list --json | grep -q '\"batch\":\"b8\",\"state\":\"open\".*SEQUENCE_GAP:b8:blad-10.tif'"
t 'the missing sheet comes' exits 0 b insert "$(scan 11)" after b8:1
t 'and nobody asks for it any more' sh -c "! '$program' -C '$d' status --json | grep -q 'SEQUENCE_GAP:b8'"

# --- a new scan that cannot be read ---
mkdir "$in/b11"
cp "$(scan 9)" "$in/b11/"
b run "$in/b11" >"$scratch/log" 2>&1
python3 -B "$here/picture.py" page "$scratch/klein.tif" --dpi 100 --size 2x2 >"$scratch/log" 2>&1
t 'a correction whose page cannot be read is no success' exits 65 b replace b11:1 with "$scratch/klein.tif"
t 'it says so' told 'could not be read'
t 'the page is failed, not missing' test "$(value b11:1 state) $(value b11:1 reason)" = 'failed OCR_TOO_SMALL'

# --- access: a page from a closed document comes into an open one ---
cp -r "$in/b11" "$in/it's b12"
t "a batch with a space and a quote in its name is taken in" exits 0 b run "$in/it's b12"
grep -o "bouwarchief -C .*" "$scratch/out" | sed "s|^bouwarchief|$program|" | grep "batch close" >"$scratch/paste"
t 'its summary names a command' test -s "$scratch/paste"
t 'which can be pasted' sh -c "$(cat "$scratch/paste") >/dev/null; test \$? -eq 0 -o \$? -eq 65"
b set 1931/0047 access levenssfeer >"$scratch/log" 2>&1
b set 1974/0231 access openbaar >"$scratch/log" 2>&1
page=$(b show --json 1931/0047 | python3 -B -c 'import json, sys
print(json.load(sys.stdin)["pages"][0]["page"])')
t 'a closed page that is put in an open dossier is warned of' exits 0 b assign "$page" 1974/0231 --dry-run
t 'with both accesses' said '"levenssfeer", is in 1974/0231-001 now, which everyone may see ("openbaar")'
t 'and how to keep it closed' said "assign PAGE 1974/0231 --kind other"
t 'in JSON too' exits 0 b assign "$page" 1974/0231 --dry-run --json
t 'by page' printed "\"opened\":[{\"page\":$page,"
t 'into a closed one there is no warning' exits 0 b assign "$page" 1931/0047 --dry-run
t 'indeed' sh -c "! grep -q warning '$scratch/err'"

finish
