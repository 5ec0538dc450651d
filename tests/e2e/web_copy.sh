#!/bin/sh
# web_copy.sh PROGRAM SCRATCH - the copy for the web of grey scans: smaller, within a limit, as right as the other;
# and what goes to the e-depot is not touched by it.

. "$(dirname "$0")/lib.sh"

d=$scratch/depot
b() {
    "$program" -C "$d" "$@"
}
copy() { # FOLDER OPTION...: the copy of the dossier; its PDF is $pdf
    folder=$1
    shift
    pdf=$scratch/$folder/1931-0047-inzage/1931-0047_001.pdf
    b export 1931/0047 --format access --out "$scratch/$folder" "$@"
}
size() {
    stat -c %s "$1"
}
words() {
    pdftotext "$1" - | grep -o '[A-Za-z][A-Za-z]*' | sort
}
ppi() { # PDF: of its densest grey image
    pdfimages -list "$1" | awk 'NR > 2 && $6 == "gray" && $8 == 8 { if ($13 > most) most = $13 } END { print most + 0 }'
}
grain() { # FILE SEED: grey paper with a grain that no JPEG keeps small, A5 at 300 dpi
    python3 -B -c 'import random, struct, sys
w, h, r = 1748, 2480, random.Random(int(sys.argv[2]))
table = bytes(128 + i % 128 for i in range(256))
rows = [b"".join(bytes((v, v)) for v in r.randbytes(w // 2).translate(table)) for _ in range(h // 2)]
pixels = b"".join(row + row for row in rows)
tags = [(256, 3, 1, w), (257, 3, 1, h), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8),
        (277, 3, 1, 1), (278, 3, 1, h), (279, 4, 1, w * h), (282, 5, 1, 8 + w * h), (283, 5, 1, 8 + w * h + 8), (296, 3, 1, 2)]
ifd = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *t) for t in tags) + bytes(4)
open(sys.argv[1], "wb").write(b"II*\0" + struct.pack("<I", 8 + w * h + 16) + pixels + struct.pack("<4I", 300, 1, 300, 1) + ifd)
' "$1" "$2"
}

new_depot depot
printf 'dossier;title;access\n1931/0047;Zeven woningen;openbaar\n' >"$scratch/register.csv"
b register import "$scratch/register.csv" >"$scratch/log" 2>&1
mkdir "$scratch/doos"
cp "$sample/batch-0001/blad-1.tif" "$sample/batch-0001/blad-5.tif" "$scratch/doos/"
python3 -B "$here/picture.py" page "$scratch/doos/blad-6.tif" --dpi 300 --seed 6
for n in 7 8 9; do
    grain "$scratch/doos/blad-$n.tif" "$n"
done
b run "$scratch/doos" >"$scratch/run.log" 2>&1
b pages --json >"$scratch/pages"
t 'the dossier has grey pages' sh -c "test \$(grep -c '\"dossier\":\"1931/0047\"' '$scratch/pages') -ge 4"
b export 1931/0047 --out "$scratch/voor" >"$scratch/log" 2>&1
t 'the whole copy is made' exits 0 copy heel
whole=$pdf
t 'with images as they were scanned' test "$(ppi "$whole")" -ge 295
t 'the copy for the web too' exits 0 copy web --web
web=$pdf
t 'which is much smaller' sh -c "test \$(($(size "$web") * 3)) -lt $(size "$whole")"
t 'with images for a screen' test "$(ppi "$web")" -le 155
t 'and not less' test "$(ppi "$web")" -ge 145
t 'as many pages' test "$(pdfinfo "$web" | sed -n 's/^Pages: *//p')" = "$(pdfinfo "$whole" | sed -n 's/^Pages: *//p')"
words "$whole" >"$scratch/words"
words "$web" >"$scratch/webwords"
t 'the same words' cmp "$scratch/words" "$scratch/webwords"
t 'there are words' test -s "$scratch/words"
t 'it is sound' qpdf --check "$web"
t 'it says what it is' sh -c "grep -aq '<pdfaid:conformance>A<' '$web' && grep -aq '<pdfuaid:part>1<' '$web'"
t 'it is more than a megabyte all the same' test "$(size "$web")" -gt 1000000
t 'so a limit of one makes it smaller' exits 0 copy grens --web --max-mb 1
t 'which it keeps' test "$(size "$pdf")" -le 1000000
t 'and is sound' qpdf --check "$pdf"
t 'twice the same' exits 0 copy nog --web
t 'gives equal bytes' cmp "$web" "$pdf"
b export 1931/0047 --out "$scratch/na" >"$scratch/log" 2>&1
t 'the delivery is what it was' sh -c "cmp '$scratch'/voor/*.tar '$scratch'/na/*.tar"
t 'and right' exits 0 "$program" verify "$scratch/na"
finish
