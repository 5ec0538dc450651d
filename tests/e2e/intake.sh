#!/bin/sh
# intake.sh PROGRAM SCRATCH - what is seen of pages when they are taken in: technical quality, patch codes,
# numbers missing between names, odd sizes; JPEG and PNG masters; the report.

. "$(dirname "$0")/lib.sh"

b() {
    "$program" "$@"
}
picture() {
    python3 -B "$here/picture.py" "$@"
}
# reasons DEPOT FILE: the codes of the first page of a file
reasons() {
    b -C "$scratch/$1" pages --json | python3 -B -c 'import json, sys
for line in sys.stdin:
    p = json.loads(line)
    if p["file"] == sys.argv[1] and p["frame"] == 0:
        print(" ".join(p["reasons"]))' "$2"
}
# setting DEPOT KEY VALUE: in [quality]
setting() {
    sed -i "/^\[quality\]/,/^\[ocr\]/ s/^$2 = .*/$2 = $3/" "$scratch/$1/bouwarchief.conf"
}

# --- technical quality ---
in=$scratch/in
mkdir -p "$in/eerste" "$in/tweede" "$in/derde"
picture page "$in/eerste/1.tif" --dpi 200 --seed 1
picture page "$in/eerste/2.tif" --dpi 150 --seed 2
picture page "$in/eerste/3.tif" --dpi 200 --seed 3 --border 14
picture page "$in/eerste/4.tif" --dpi 200 --seed 4 --no-dpi
new_depot depot
t 'a batch with poor pages comes in, poor is not refused' exits 0 b -C "$scratch/depot" ingest "$in/eerste"
t 'a good page has no reason' test -z "$(reasons depot 1.tif | tr ' ' '\n' | grep -v NO_DOSSIER)"
t 'few dots an inch are told' test "$(reasons depot 2.tif)" = 'NO_DOSSIER QUALITY_DPI_LOW'
t 'a dark border is told' test "$(reasons depot 3.tif)" = 'NO_DOSSIER QUALITY_BORDER'
t 'no resolution is told once' test "$(reasons depot 4.tif)" = 'NO_DOSSIER NO_RESOLUTION'
t 'with a guess' sh -c "'$program' -C '$scratch/depot' show 4 | grep -q 'looks like 200 dpi'"

# A depot of before a rule was known, and limits of rules that are off, are no other profile.
mkdir -p "$in/ouder" "$in/ouder2"
picture page "$in/ouder/1.tif" --dpi 200 --seed 7
picture page "$in/ouder2/1.tif" --dpi 200 --seed 8
sqlite3 "$scratch/depot/index.db" "UPDATE profile SET settings = json_remove(settings, '\$.QUALITY_PAPER')"
setting depot bits_min 4
t 'a profile that does not know a rule that is off stays as it is' exits 0 b -C "$scratch/depot" ingest "$in/ouder"
t 'the new rule is told' said QUALITY_NEW_RULES
t 'it judges as before' test "$(sqlite3 "$scratch/depot/index.db" 'SELECT count(*) FROM profile')" = 1
t 'the next batch comes in' exits 0 b -C "$scratch/depot" ingest "$in/ouder2"
t 'and the rule is told once' sh -c "! grep -q QUALITY_NEW_RULES '$scratch/err'"
sqlite3 "$scratch/depot/index.db" "UPDATE profile SET settings = json_remove(settings, '\$.QUALITY_BORDER')"
mkdir -p "$in/aan" && picture page "$in/aan/1.tif" --dpi 200 --seed 9
t 'a rule that is on and was not known is another profile' exits 78 b -C "$scratch/depot" ingest "$in/aan"
sqlite3 "$scratch/depot/index.db" "UPDATE profile SET settings = json_set(settings, '\$.QUALITY_BORDER', 'warning')"
setting depot bits_min 8

setting depot border error
picture page "$in/tweede/1.tif" --dpi 200 --seed 5 --border 14
t 'changed rules under the same version are refused' exits 78 b -C "$scratch/depot" ingest "$in/tweede"
t 'with their code' said PROFILE_CHANGED
t 'and nothing is taken in' test -z "$(reasons depot 1.tif | grep BORDER)"
setting depot version 2
t 'a new version judges' exits 0 b -C "$scratch/depot" ingest "$in/tweede"
t 'more gravely' test "$(b -C "$scratch/depot" pages --batch tweede --json | grep -c '"reason":"QUALITY_BORDER"')" = 1
t 'what was judged before stays' test "$(reasons depot 3.tif)" = 'NO_DOSSIER QUALITY_BORDER'
for rule in no_resolution dpi_low dpi_unequal black unsharp border cut_off; do
    setting depot $rule off
done
picture page "$in/derde/9.tif" --dpi 150 --seed 6 --border 14
t 'every rule can be switched off' exits 0 b -C "$scratch/depot" ingest "$in/derde"
t 'nothing is said then' test "$(reasons depot 9.tif)" = NO_DOSSIER

# --- separators without a code, sheets of an odd length, numbers that are missing ---
new_depot bars
mkdir -p "$in/rij"
cp "$sample/batch-0001/blad-1.tif" "$in/rij/scan_0001.tif"
for n in 2 3 4 6 7 8; do
    picture page "$in/rij/scan_000$n.tif" --dpi 100 --seed $n
done
picture page "$in/rij/scan_0005.tif" --dpi 100 --seed 5 --size 210x390
picture page "$in/rij/scan_0009.tif" --dpi 100 --seed 9 --patch
picture page "$in/rij/scan_0012.tif" --dpi 100 --seed 12
picture page "$in/rij/scan_0013.tif" --dpi 100 --seed 13 --size 148x210
printf 'no scan' >"$in/rij/scan_0014.tif"
t 'a gap in the numbers does not make a status' exits 65 b -C "$scratch/bars" ingest "$in/rij"
t 'it is told at once' printed 'numbers 10 to 11 are missing between scan_0009.tif and scan_0012.tif'
t 'a refused file is not missing' fails printed 'number 14'
t 'only the refused file counts' said ITEMS_REJECTED
t 'a separator without a code is told' test "$(reasons bars scan_0009.tif | tr ' ' '\n' | grep SEP)" = SEPARATOR_UNREADABLE
t 'one with a code is not' test -z "$(reasons bars scan_0001.tif)"
t 'a sheet that is too long is told' test "$(reasons bars scan_0005.tif | tr ' ' '\n' | grep SIZE)" = PAGE_SIZE_ODD
t 'a small one of a usual size is not' test -z "$(reasons bars scan_0013.tif | tr ' ' '\n' | grep SIZE)"
t 'status tells the gap' sh -c "'$program' -C '$scratch/bars' status --json | grep -q '\"code\":\"SEQUENCE_GAP\"'"
mkdir -p "$in/rest"
for n in $(seq 1 30); do
    picture page "$in/rest/$((n * n * 7)).tif" --dpi 50 --size 60x60 --seed $n
done
t 'names that do not count' exits 0 b -C "$scratch/bars" ingest "$in/rest"
t 'are told once' test "$(grep -c SEQUENCE_ "$scratch/out")" = 1
t 'as a remark' printed SEQUENCE_NONE

# --- JPEG and PNG as masters ---
new_depot beeld
m=$scratch/beeld
mkdir -p "$in/foto"
cp "$sample/batch-0001/blad-1.tif" "$in/foto/blad-1.tif"
picture jpeg "$sample/batch-0001/blad-7.tif" "$in/foto/blad-2.jpg"
picture png "$sample/batch-0001/blad-21.tif" "$in/foto/blad-3.png"
cp "$in/foto/blad-2.jpg" "$in/foto/blad-4.tif"
head -c 5000 "$in/foto/blad-2.jpg" >"$in/foto/blad-5.jpg"
head -c 5000 "$in/foto/blad-3.png" >"$in/foto/blad-6.png"
t 'JPEG and PNG go through a run, cut-off ones are refused' exits 65 b -C "$m" run "$in/foto"
t 'which is told of each' sh -c "test \$(grep -c IMAGE_TRUNCATED '$scratch/out') = 2"
t 'other extensions are no gap in the numbers' fails printed SEQUENCE_
t 'their text is found' sh -c "'$program' -C '$m' search --json --page schoonheidscommissie | grep -q '\"page\":2'"
t 'of the PNG too' sh -c "'$program' -C '$m' search --json --page kwitantie | grep -q '\"page\":3'"
t 'show knows the page' exits 0 b -C "$m" show --text 3
t 'by its text' printed KWITANTIE
t 'the master has the extension of its content' \
    test "$(find "$m/masters" -type f | sed 's/.*\.//' | sort | tr '\n' ' ')" = 'jpg png tif '
t 'they are exported' exits 0 b -C "$m" export --all --out "$scratch/uit"
t 'and the package is right' exits 0 b verify "$(echo "$scratch"/uit/*.tar)"
mkdir -p "$scratch/pak"
tar -xf "$scratch"/uit/*.tar -C "$scratch/pak"
t 'the JPEG is in the PDF byte for byte' python3 -B -c 'import sys
sys.exit(open(sys.argv[1], "rb").read() not in open(sys.argv[2], "rb").read())' \
    "$in/foto/blad-2.jpg" "$(find "$scratch/pak" -name '*.pdf')"
t 'the sidecars name their formats' \
    sh -c "cat \$(find '$scratch/pak' -name '*.bestand.mdto.xml') | grep -o 'fmt/[0-9]*' | sort | uniq -c | tr -s ' \n' ' ' | grep -q ' 1 fmt/13 2 fmt/44 1 fmt/476 '"
# --- JPEGs of cameras: what intake calls them, verify calls them too ---
new_depot camera
c=$scratch/camera
mkdir -p "$in/camera" "$scratch/pak2"
cp "$sample/batch-0001/blad-1.tif" "$in/camera/blad-1.tif"
n=1
for version in 0210 0220 0221 0230 0231 0300; do
    n=$((n + 1))
    picture exif "$in/foto/blad-2.jpg" "$in/camera/blad-$n.jpg" $version
done
t 'JPEGs with an Exif come in' exits 0 b -C "$c" run "$in/camera"
t 'a receiver of every format takes them' exits 0 b -C "$c" export --all --profile landelijk --out "$scratch/uit2"
t 'and verify finds them as they were named' exits 0 b verify --profile landelijk "$(echo "$scratch"/uit2/*.tar)"
tar -xf "$scratch"/uit2/*.tar -C "$scratch/pak2"
t 'by version: 2.1, 2.2, 2.21, two of 2.3, and one that PRONOM does not know' \
    sh -c "cat \$(find '$scratch/pak2' -name '*_00[0-9][0-9].jpg.bestand.mdto.xml') | grep -o '[x-]*fmt/[0-9]*' | sort | uniq -c |
    tr -s ' \n' ' ' | grep -qx ' 2 fmt/1507 1 fmt/41 1 fmt/645 1 x-fmt/390 1 x-fmt/391 '"
pronom=$(find "$here/../../../shared/refs/pronom" -name '*.xml' 2>/dev/null | head -n 1)
[ -z "$pronom" ] || t 'which PRONOM itself says' python3 -B "$here/pronom.py" "$pronom" "$scratch/pak2"

mkdir -p "$in/oud"
cp "$sample/batch-0001/blad-6.tif" "$in/oud/blad-1.tif"
picture plainpng "$in/foto/blad-3.png" "$in/oud/blad-2.png"
t 'an older PNG comes in' exits 0 b -C "$m" ingest "$in/oud"
t 'with the word that it will not be taken' test "$(reasons beeld blad-2.png)" = FORMAT_NOT_PREFERRED

# --- the report ---
small_depot verslag
v=$scratch/verslag
printf 'dossier;box\n1931/0047;12\n1933/0001;12\n' >"$scratch/dozen.csv"
b -C "$v" register import "$scratch/dozen.csv" >"$scratch/init.log" 2>&1
mkdir -p "$in/<b>7"
cp "$sample/batch-0001/blad-1.tif" "$in/<b>7/1.tif"
cp "$in/eerste/2.tif" "$in/<b>7/2.tif"
head -c 300 "$in/eerste/1.tif" >"$in/<b>7/3<img src=x onerror=alert(1)>.tif"
cp "$in/eerste/3.tif" "$in/<b>7/4.tif"
t 'a batch with one bad file' exits 65 b -C "$v" ingest "$in/<b>7"
t 'report prints' exits 0 b -C "$v" report
t 'what to scan again, as the operator counts' printed 'blad 2 van batch <b>7, doos 12 (2.tif): De resolutie is te laag'
t 'a refused file by the sheet before it' printed 'na blad 2 van batch <b>7, doos 12'
t 'a forecast in JSON' sh -c "'$program' -C '$v' report --json | python3 -B -c 'import json, sys
r = json.load(sys.stdin)
f = r[\"project\"][\"forecast\"]
sys.exit(not (f[\"dossiers\"] == 1 and f[\"pages\"][\"expected\"] == 2 and r[\"suspicious\"][0][\"seq\"] == 2))'"
t 'report --html writes a page' exits 0 b -C "$v" report --html "$scratch/verslag.html"
t 'without markup of a delivery' python3 -B -c 'import html.parser, sys
class P(html.parser.HTMLParser):
    def handle_starttag(self, tag, attrs):
        ours = tag == "img" and dict(attrs)["src"].startswith("data:image/jpeg;base64,")
        if tag in ("script", "b", "link", "iframe") or any(k.startswith("on") or k == "src" and not ours for k, _ in attrs):
            sys.exit(tag)
P().feed(open(sys.argv[1], encoding="utf-8").read())' "$scratch/verslag.html"
t 'equal bytes for an equal moment' sh -c "SOURCE_DATE_EPOCH=1 '$program' -C '$v' report --html '$scratch/1.html' &&
    SOURCE_DATE_EPOCH=1 TZ=Asia/Tokyo '$program' -C '$v' report --html '$scratch/2.html' && cmp '$scratch/1.html' '$scratch/2.html'"
# What is wrong with a delivery or the register as a whole is in it as well; many lines of the register are one.
mkdir "$in/geteld"
for n in 1 2 3 5 6; do cp "$in/eerste/$((n % 3 + 1)).tif" "$in/geteld/blad-$n.tif"; done
printf 'dossier;expected\n;=9\n' >"$in/geteld/batch.csv"
{
    echo dossier
    seq -f '1950/%04.0f' 40
} >"$scratch/veel.csv"
b -C "$v" ingest "$in/geteld" >"$scratch/init.log" 2>&1
b -C "$v" register import "$scratch/veel.csv" >"$scratch/init.log" 2>&1
t 'the report tells what is wrong' exits 0 b -C "$v" report
t 'of a batch, with what to do' printed 'batch geteld: Er kwamen meer of minder bladen dan batch.csv zegt. Tel de bladen'
t 'a number that is missing' printed 'batch geteld: Er ontbreken nummers tussen de namen'
t 'and dossiers without pages as one' printed '41 x Dossiers in de inventaris waarvan nog geen blad is geleverd'
t 'the JSON has them as a list' sh -c "'$program' -C '$v' report --json | python3 -B -c 'import json, sys
f = json.load(sys.stdin)[\"findings\"]
codes = [x[\"code\"] for x in f]
sys.exit(not ({\"COUNT_DIFFERS\", \"SEQUENCE_GAP\", \"REGISTER_NO_PAGES\"} <= set(codes) and
    [x[\"count\"] for x in f if x[\"code\"] == \"REGISTER_NO_PAGES\"] == [41] and all(x[\"what\"] and x[\"action\"] for x in f)))'"
t 'of one batch' exits 0 b -C "$v" report --batch geteld
t 'nothing of the register' fails printed 'inventaris waarvan'
b -C "$v" report --html "$scratch/v.html" >"$scratch/init.log" 2>&1
t 'the HTML has them' grep -q '<h2>Wat er niet klopt ([1-9]' "$scratch/v.html"
b -C "$v" batch close geteld --reason 'geteld: het klopt' --who Jan >"$scratch/init.log" 2>&1
b -C "$v" report --html "$scratch/v.html" >"$scratch/init.log" 2>&1
t 'what a person settled has the reason' grep -q 'class="done".*Afgedaan door Jan: geteld: het klopt' "$scratch/v.html"
t 'and is asked of nobody' exits 0 b -C "$v" report --batch geteld
t 'no more' fails printed COUNT_DIFFERS
t 'status counts dossiers without pages' exits 0 b -C "$v" status
t 'in one line' test "$(grep -c REGISTER_NO_PAGES "$scratch/out")" -eq 1
t 'an unknown batch is said' exits 66 b -C "$v" report --batch 8
t 'a report that cannot be written is said' fails b -C "$v" report --html "$scratch/nergens/v.html"

finish
