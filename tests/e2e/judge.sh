#!/bin/sh
# judge.sh PROGRAM SCRATCH - PDFs of scans of several kinds, before the second judge: every rule of PDF/A-2a and
# PDF/UA-1, what a screen reader meets, and what a copy for the public may not have in it.

. "$(dirname "$0")/lib.sh"

b() { "$program" "$@"; }
d=$scratch/depot
in=$scratch/in/soorten
mkdir -p "$in"
b init "$d" >"$scratch/init.log" 2>&1
b -C "$d" register import "$sample/register.csv" >>"$scratch/init.log" 2>&1

cp "$sample/batch-0001/blad-1.tif" "$sample/batch-0001/blad-2.tif" "$in"
cp "$sample/batch-0001/blad-5.tif" "$in/blad-3.tif"
python3 -B "$here/picture.py" jpeg "$sample/batch-0001/blad-4.tif" "$scratch/leeg.jpg"
# A note of the scanner's operator in the file, and that it was held on its side, behind the JFIF segment.
python3 -B -c 'import sys
data = open(sys.argv[1], "rb").read()
at = 4 + int.from_bytes(data[4:6], "big")
note = b"brief van de weduwe Hoogendijk"
exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
data = data[:at] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + data[at:]
open(sys.argv[2], "wb").write(data[:at] + b"\xff\xfe" + (len(note) + 2).to_bytes(2, "big") + note + data[at:])
' "$scratch/leeg.jpg" "$in/blad-4.jpg"
python3 -B "$here/picture.py" page "$in/blad-5.png" --dpi 150 --seed 4
t 'scans of several kinds are taken in' exits 0 b -C "$d" run "$in"
t 'a title of all that a PDF escapes' exits 0 b -C "$d" set 1931/0047-001 title '(\)<>& é 🏠 [x] %EOF'
t 'the dossier is open' exits 0 b -C "$d" set 1931/0047 access openbaar
t 'its package is made' exits 0 b -C "$d" export --all --out "$scratch/uit" --force "enkele bladen"
t 'and is right' exits 0 b verify "$(echo "$scratch"/uit/*.tar)"
mkdir "$scratch/pak"
tar -xf "$scratch"/uit/*.tar -C "$scratch/pak"
pdf=$(find "$scratch/pak" -name '*_001.pdf')
judge() {
    python3 -B "$here/pdf_rules.py" "$@"
}
t 'every rule holds' judge "$pdf"
t 'a page for each scan' test "$(pdfinfo "$pdf" | sed -n 's/^Pages: *//p')" = 5
judge --text "$pdf" >"$scratch/read"
heard() {
    grep -qF -- "$1" "$scratch/read" && return 0
    echo "not heard: $1"
    cut -c1-160 "$scratch/read" | head -n 40
    return 1
}
t 'a heading first' heard 'H1 (nl-NL) GEMEENTE OOSTERWAARDE'
t 'text in whole sentences' heard 'aan den verzoeker de gevraagde vergunning te verleenen'
t 'the drawing says what it is' heard 'Figure (nl-NL) {Tekening, pagina 3 van bouwdossier 1931/0047}'
t 'bookmarks lead to the pages' heard '[bookmark] Pagina 3: tekening'
t 'a blank page says nothing' test "$(grep -c Figure "$scratch/read")" -le 2
t 'the JPEG is in it as it came' sh -c "pdfimages -j -f 4 -l 4 '$pdf' '$scratch/j' && cmp '$scratch/j-000.jpg' '$in/blad-4.jpg'"

t 'a page without words is turned as its file says' sh -c "pdfinfo -f 4 -l 4 '$pdf' |
    awk '/size:/ { exit !(\$4 > \$6) }'"

t 'a copy for the public is made' exits 0 b -C "$d" export 1931/0047 --format access --out "$scratch/kopie"
copy=$(find "$scratch/kopie" -name '*.pdf')
t 'every rule holds for it' judge "$copy"
t 'nobody reads notes in its JPEGs' sh -c "! grep -aq Hoogendijk '$copy'"
pdfimages -f 4 -l 4 "$pdf" "$scratch/a" && pdfimages -f 4 -l 4 "$copy" "$scratch/b"
t 'their pixels are the same' cmp "$scratch/a-000.ppm" "$scratch/b-000.ppm"
t 'a copy for the web is made' exits 0 b -C "$d" export 1931/0047 --format access --web --out "$scratch/web"
t 'every rule holds for it too' judge "$(find "$scratch/web" -name '*.pdf')"

# The judge itself: a file with a fault is not let through.
python3 -B -c 'import sys
data = open(sys.argv[1], "rb").read()
assert data.count(b"/Tabs /S") == 5
open(sys.argv[2], "wb").write(data.replace(b"/Tabs /S", b"/Tabs /R", 1))' "$pdf" "$scratch/fout.pdf"
t 'the judge says a fault' exits 1 judge "$scratch/fout.pdf"
t 'by its rule' printed 'UA7.18.3-1'
finish
