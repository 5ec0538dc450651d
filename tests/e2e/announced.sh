#!/bin/sh
# announced.sh PROGRAM SCRATCH - what was announced with a batch, checksums and counts, against what came.

. "$(dirname "$0")/lib.sh"

b() {
    "$program" "$@"
}
in=$scratch/in
d=$scratch/depot
# batch NAME: a small batch, intact
batch() {
    rm -rf "$in/$1"
    mkdir -p "$in/$1/doos 2"
    cp "$sample/batch-0001/blad-1.tif" "$sample/batch-0001/blad-2.tif" "$in/$1/"
    cp "$sample/batch-0001/blad-6.tif" "$in/$1/doos 2/"
}
# damage FILE: other bytes, still a TIFF
damage() {
    printf 'x' >>"$1"
}
taken() {
    b -C "$d" status --json | python3 -B -c 'import json, sys
for b in json.load(sys.stdin)["batches"]:
    if b["batch"] == sys.argv[1]:
        print("%d taken, %d rejected" % (b["taken"], b["rejected"]))' "$1"
}
findings() {
    b -C "$d" status --json | python3 -B -c 'import json, sys
for f in json.load(sys.stdin)["batch_findings"]:
    if f["batch"] == sys.argv[1] and f["code"] != "BATCH_TWICE":  # these are the same scans each time: see sheets.sh
        print(f["code"], f["object"])' "$1"
}
new_depot depot

# --- every layout of an intact batch ---
n=0
layout() { # SENTENCE COMMAND..., run in the batch folder
    n=$((n + 1))
    batch "goed-$n"
    sentence=$1
    shift
    (cd "$in/goed-$n" && sh -c "$*")
    t "$sentence" exits 0 b -C "$d" ingest "$in/goed-$n"
    t '  the list itself is no scan' test "$(taken "goed-$n")" = '3 taken, 0 rejected'
    t '  and nothing is found' test -z "$(findings "goed-$n")"
}
layout 'md5sum of all' 'md5sum *.tif */*.tif >md5sum.txt'
layout 'sha256sum of all, from the folder above' 'cd .. && sha256sum goed-2/*.tif goed-2/*/*.tif >goed-2/SHA256SUMS'
layout 'BSD lines with SHA-512' 'sha512sum --tag *.tif */*.tif >batch.sha512'
layout 'a list in each folder' 'md5sum *.tif >a.md5; cd "doos 2"; sha1sum *.tif >b.sha1'
layout 'a hash a file' 'for f in *.tif */*.tif; do md5sum "$f" | cut -c1-32 >"$f.md5"; done'
layout 'a manifest, itself in a manifest' \
    'sha256sum *.tif */*.tif >manifest-sha256.txt; md5sum manifest-sha256.txt >tagmanifest-md5.txt'
layout 'Windows lines and backslashes' \
    'md5sum *.tif */*.tif | sed "s|doos 2/|doos 2\\\\|; s|$|\r|" >md5sum.md5; sed -i "1i ; gemaakt met een ander programma" md5sum.md5'

# --- a file that was damaged on its way ---
batch stuk
(cd "$in/stuk" && md5sum -- *.tif */*.tif >md5sum.txt)
damage "$in/stuk/doos 2/blad-6.tif"
t 'a file with another checksum is refused' exits 65 b -C "$d" ingest "$in/stuk"
t 'with its code' printed CHECKSUM_DIFFERS
t 'and the list that says so' printed md5sum.txt
t 'the others are taken in' test "$(taken stuk)" = '2 taken, 1 rejected'
t 'it is kept' test -s "$d/rejected/stuk/doos 2/blad-6.tif"
t 'the same again is 65 again' exits 65 b -C "$d" ingest "$in/stuk"
cp "$sample/batch-0001/blad-6.tif" "$in/stuk/doos 2/blad-6.tif"
t 'copied again it is taken in' exits 0 b -C "$d" ingest "$in/stuk"
t 'and all is well' test "$(taken stuk)" = '3 taken, 0 rejected'
t 'in its place' sh -c "'$program' -C '$d' pages --json | grep '\"batch\":\"stuk\"' | tail -1 | grep -q 'doos 2/blad-6'"

# --- a folder that comes again with what was lacking only ---
mkdir -p "$in/heel"
for n in 1 2 6 9; do cp "$sample/batch-0001/blad-$n.tif" "$in/heel/"; done
printf 'stuk' >"$in/heel/blad-6.tif"
order() {
    b -C "$d" pages --json | python3 -B -c 'import json, sys
print(" ".join("%d:%s" % (p["seq"], p["file"]) for p in map(json.loads, sys.stdin) if p["batch"] == "heel" and not p["frame"]))'
}
b -C "$d" ingest "$in/heel" >/dev/null 2>&1
rm -r "$in/heel"
mkdir "$in/heel"
cp "$sample/batch-0001/blad-6.tif" "$sample/batch-0001/blad-17.tif" "$in/heel/"
cp "$sample/batch-0001/blad-9.tif" "$in/heel/blad-7.tif"
t 'new files want --add' exits 65 b -C "$d" ingest "$in/heel"
t 'then they are taken in' exits 0 b -C "$d" ingest --add "$in/heel"
t 'each where its name belongs' test \
    "$(order | sed 's/[0-9]*://g')" = 'blad-1.tif blad-2.tif blad-6.tif blad-7.tif blad-9.tif blad-17.tif'

# --- the list was wrong ---
batch lijst
(cd "$in/lijst" && md5sum -- *.tif */*.tif >md5sum.txt && sed -i '1s/^......../00000000/' md5sum.txt)
t 'a wrong list refuses a file too' exits 65 b -C "$d" ingest "$in/lijst"
(cd "$in/lijst" && md5sum -- *.tif */*.tif >md5sum.txt)
t 'with the right list it is taken in' exits 0 b -C "$d" ingest "$in/lijst"

# --- a list that comes late ---
batch laat
t 'a batch without a list is taken in' exits 0 b -C "$d" ingest "$in/laat"
(cd "$in/laat" && sha512sum -- *.tif */*.tif >laat.sha512 && sed -i '2s/^......../00000000/' laat.sha512)
t 'a list that comes later is looked at' exits 65 b -C "$d" ingest "$in/laat"
t 'what differs was taken in, and is found' test "$(findings laat)" = 'CHECKSUM_DIFFERS blad-2.tif'

# --- a file that did not come ---
batch weg
(cd "$in/weg" && sha256sum -- *.tif */*.tif >weg.sha256 && rm 'doos 2/blad-6.tif')
t 'a listed file that is not there makes it 65' exits 65 b -C "$d" ingest "$in/weg"
t 'and is found' test "$(findings weg)" = 'CHECKSUM_FILE_MISSING doos 2/blad-6.tif'
t 'in the summary too' printed 'doos 2/blad-6.tif is listed in weg.sha256'
cp "$sample/batch-0001/blad-6.tif" "$in/weg/doos 2/"
t 'when it came, it is not missed' exits 0 b -C "$d" ingest --add "$in/weg"
t 'any more' test -z "$(findings weg)"

# --- lists that say little ---
batch half
(cd "$in/half" && md5sum blad-1.tif >half.md5 && echo 'geen controlegetal' >>half.md5)
t 'a line that cannot be read makes it 65' exits 65 b -C "$d" ingest "$in/half"
t 'what could not be verified is told' test "$(findings half | tr '\n' ,)" = 'CHECKSUM_NOT_LISTED None,CHECKSUM_SYNTAX half.md5,'
t 'and taken in' test "$(taken half)" = '3 taken, 0 rejected'
batch vreemd
(cd "$in/vreemd" && printf '%s  ../../depot/bouwarchief.conf\n%s  /etc/passwd\n' \
    d41d8cd98f00b204e9800998ecf8427e d41d8cd98f00b204e9800998ecf8427e >vreemd.md5)
t 'a list may not point outside the batch' exits 65 b -C "$d" ingest "$in/vreemd"
t 'such names are files that are missing' test "$(findings vreemd | grep -c MISSING)" -eq 2

# --- batch.csv ---
b -C "$d" register import "$sample/register.csv" >"$scratch/register.log" 2>&1
rm -rf "$in/telling"
cp -r "$sample/batch-0001" "$in/telling"
rm "$in/telling/blad-18.tif" # the damaged one
b -C "$d" ingest "$in/telling" >/dev/null 2>&1
b -C "$d" pages --json >"$scratch/pages"
python3 -B - "$scratch/pages" >"$scratch/counts" <<'END'
import collections, json, sys
pages = [p for p in map(json.loads, open(sys.argv[1])) if p["batch"] == "telling" and p["state"] != "separator"]
print("dossier;expected\n;=%d" % len(pages))
for dossier, n in sorted(collections.Counter(p["dossier"] for p in pages).items()):
    print("%s;>=%d" % (dossier, n))
END
cp "$scratch/counts" "$in/telling/batch.csv"
t 'counts that are right are no news' exits 0 b -C "$d" ingest "$in/telling"
t 'batch.csv is no scan' test "$(b -C "$d" status --json | grep -c batch.csv)" -eq 0
first=$(sed -n 3p "$scratch/counts" | cut -d';' -f1)
printf 'dossier;expected\n;<=2\n%s;=999\n1888/0001;=3\n' "$first" >"$in/telling/batch.csv"
t 'counts that differ make it 65' exits 65 b -C "$d" ingest "$in/telling"
t 'with their code' said DELIVERY_DIFFERS
t 'each is told' printed "telling, dossier $first: batch.csv expects = 999 pages"
t 'a dossier of which nothing came too' printed 'dossier 1888/0001: batch.csv expects = 3 pages, 0 came'
t 'the whole batch too' printed 'telling: batch.csv expects <= 2 pages'
t 'status knows' test "$(findings telling | grep -c COUNT_DIFFERS)" -eq 3
printf 'dossier;aantal\n;5\n' >"$in/telling/batch.csv"
t 'a batch.csv without its columns is told' exits 65 b -C "$d" ingest "$in/telling"
t 'in words' printed COUNTS_NO_HEADER
printf 'dossier;expected\n;veel\n' >"$in/telling/batch.csv"
t 'a value that is none is told' exits 65 b -C "$d" ingest "$in/telling"
t 'with its line' printed 'batch.csv:2'
t 'the depot is whole' exits 0 b -C "$d" verify

# --- hidden names ---
batch verborgen
mkdir "$in/verborgen/.prullenbak"
cp "$sample/batch-0001/blad-7.tif" "$in/verborgen/doos 2/.blad-7.tif"
: >"$in/verborgen/Thumbs.db"
: >"$in/verborgen/.DS_Store"
t 'hidden names are left out of a batch' exits 0 b -C "$d" ingest "$in/verborgen"
t 'and counted, with the first' sh -c "'$program' -C '$d' status --json |
    grep -q '2 hidden files or folders were left out, the first is .prullenbak;'"
rm -rf "$in/verborgen/.prullenbak" "$in/verborgen/doos 2/.blad-7.tif"
b -C "$d" ingest "$in/verborgen" >/dev/null 2>&1
t 'until they are gone' fails sh -c "'$program' -C '$d' status --json | grep -q HIDDEN_FILES"

finish
