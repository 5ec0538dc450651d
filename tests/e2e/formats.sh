#!/bin/sh
# formats.sh PROGRAM SCRATCH - JPEG 2000 and PDF scans as masters, the whole way: intake, text, package, verify,
# a master that was lost.

. "$(dirname "$0")/lib.sh"

picture() { python3 -B "$here/picture.py" "$@"; }
b() { "$program" "$@"; }
# shellcheck disable=SC2046 # one word a flag
cc $(pkg-config --cflags libopenjp2) -o "$scratch/jp2" "$here/jp2.c" $(pkg-config --libs libopenjp2)

d=$scratch/depot
in=$scratch/in/soorten
mkdir -p "$in"
b init "$d" >"$scratch/init.log" 2>&1
b -C "$d" register import "$sample/register.csv" >>"$scratch/init.log" 2>&1

cp "$sample/batch-0001/blad-1.tif" "$in/blad-1.tif"
picture jpeg "$sample/batch-0001/blad-7.tif" "$scratch/brief.jpg"
picture png "$sample/batch-0001/blad-21.tif" "$scratch/bon.png"
picture pdf "$in/blad-2.pdf" "$scratch/brief.jpg" "$scratch/bon.png" "$sample/batch-0001/blad-2.tif"
picture pgm "$sample/batch-0001/blad-21.tif" "$scratch/bon.pgm"
"$scratch/jp2" "$scratch/bon.pgm" "$in/blad-3.jp2"
head -c 4000 "$in/blad-3.jp2" >"$in/blad-4.jp2"
head -c 4000 "$in/blad-2.pdf" >"$in/blad-5.pdf"
sed 's#/Type /Catalog#/Type /Catalog /AA <</O <</S /JavaScript>>>>#' "$in/blad-2.pdf" >"$in/blad-6.pdf"

t 'PDF and JPEG 2000 go through a run, bad ones are refused' exits 65 b -C "$d" run "$in"
t 'a cut-off JPEG 2000 with the words of its library' printed 'IMAGE_TRUNCATED'
t 'a cut-off PDF' printed PDF_DAMAGED
b -C "$d" pages --json >"$scratch/pages"
page() { grep "\"file\":\"$1\",\"frame\":$2," "$scratch/pages"; }
t 'each page of the PDF is a page' test "$(grep -c blad-2.pdf "$scratch/pages")" = 3
t 'with the pixels and the dpi of its scan' sh -c \
    "grep '\"file\":\"blad-2.pdf\",\"frame\":2,' '$scratch/pages' | grep -q '\"width_px\":2480,\"height_px\":3508,\"dpi\":300'"
t 'the text of the JPEG in the PDF is found' sh -c \
    "'$program' -C '$d' search --json --page schoonheidscommissie | grep -q '\"page\":2'"
t 'that of its other image too, and of the JPEG 2000' test \
    "$(b -C "$d" search --json --page kwitantie | wc -l)" = 2
t 'the master has the extension of its content' test \
    "$(find "$d/masters" -type f | sed 's/.*\.//' | sort | tr '\n' ' ')" = 'jp2 pdf tif '

t 'they are exported' exits 0 b -C "$d" export --all --out "$scratch/uit" --force "enkele bladen"
t 'and the package is right' exits 0 b verify "$(echo "$scratch"/uit/*.tar)"
mkdir "$scratch/pak"
tar -xf "$scratch"/uit/*.tar -C "$scratch/pak"
t 'the PDF is in the package as it came' sh -c \
    "find '$scratch/pak' -name '*.pdf' -exec cmp -s {} '$in/blad-2.pdf' \; -print | grep -q ."
t 'so is the JPEG 2000' sh -c \
    "find '$scratch/pak' -name '*.jp2' -exec cmp -s {} '$in/blad-3.jp2' \; -print | grep -q ."
t 'the sidecars name their formats' sh -c "cat \$(find '$scratch/pak' -name '*.bestand.mdto.xml') |
    grep -o '[x-]*fmt/[0-9]*' | sort | uniq -c | tr -s ' \n' ' ' | grep -q ' 1 fmt/276 1 fmt/476 1 x-fmt/392 '"
t 'the access PDF has a page for each' test \
    "$(pdfinfo "$(find "$scratch/pak" -name '*.pdf' -path '*_001/*' ! -name '*_001_*')" | sed -n 's/^Pages: *//p')" = 4

chmod -R u+w "$d/masters"
find "$d/masters" -name '*.pdf' -exec rm -f {} +
find "$d/masters" -name '*.jp2' -exec rm -f {} +
t 'verify sees that they are gone' exits 65 b -C "$d" verify
t 'lost masters come back from their batch folder' exits 65 b -C "$d" run "$in"
t 'and the depot is whole again' exits 0 b -C "$d" verify

# --- a PDF whose pages belong to two documents ---
m=$scratch/deel
b init "$m" >"$scratch/init.log" 2>&1
b -C "$m" register import "$sample/register.csv" >>"$scratch/init.log" 2>&1
mkdir "$scratch/in/deel"
picture pdf "$scratch/in/deel/alles.pdf" "$sample/batch-0001/blad-1.tif" "$scratch/brief.jpg" \
    "$sample/batch-0001/blad-6.tif" "$scratch/bon.png"
t 'a PDF with separator sheets in it is taken in' exits 0 b -C "$m" run "$scratch/in/deel"
t 'its separators are read' sh -c "'$program' -C '$m' pages --json | grep -q '\"state\":\"separator\"'"
t 'what is delivered of it leaves' exits 0 b -C "$m" export --all --out "$scratch/deeluit" --force "enkele bladen"
t 'as a package that is right' exits 0 b verify "$(echo "$scratch"/deeluit/*.tar)"
mkdir "$scratch/deelpak"
tar -xf "$scratch"/deeluit/*.tar -C "$scratch/deelpak"
t 'each page as a PDF of its own' test \
    "$(find "$scratch/deelpak" -name '*_00?_00??.pdf' | wc -l)" -ge 2
t 'that qpdf finds sound' sh -c "find '$scratch/deelpak' -name '*.pdf' | while read -r f; do qpdf --check \"\$f\" || exit 1; done"
t 'with the data of the scan as they were' sh -c "find '$scratch/deelpak' -name '*.pdf' |
    while read -r f; do python3 -B -c 'import sys
sys.exit(open(sys.argv[1], \"rb\").read() not in open(sys.argv[2], \"rb\").read())' '$scratch/brief.jpg' \"\$f\" && echo in; done | grep -q in"

# --- two pages of A0 in colour, of which the memory holds one (420 MB of pixels each, 2 MB on the disk) ---
g=$scratch/groot
b init "$g" >"$scratch/init.log" 2>&1
sed -i 's/^[; ]*memory_mb *=.*/memory_mb = 1000/' "$g/bouwarchief.conf"
mkdir "$scratch/in/groot"
python3 -B "$here/peak.py" --page "$scratch/in/groot/1.tif" 9933 14043
python3 -B "$here/peak.py" --page "$scratch/in/groot/2.tif" 9933 14040
python3 -B "$here/peak.py" "$program" -C "$g" ingest --workers 2 "$scratch/in/groot" >"$scratch/peak" 2>"$scratch/err"
t 'both are taken in' sh -c "'$program' -C '$g' status | grep -q 'taken in 2'"
t 'one after the other' test "$(cat "$scratch/peak")" -gt 300 -a "$(cat "$scratch/peak")" -lt 700

finish
