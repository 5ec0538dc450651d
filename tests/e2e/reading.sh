#!/bin/sh
# reading.sh PROGRAM SCRATCH - how the reading of a page ends: as text, doubtful, drawing, blank or failed, each with its
# figures and its code; workers that crash, hang, run out of memory or of time; ALTO of every kind of page; languages
# that batch.csv announces; and large pages that do not meet.
#
# ALTO_XSD=FILE (alto-4-2.xsd or later, of the Library of Congress) has that schema look at the ALTO too.

. "$(dirname "$0")/lib.sh"

d=$scratch/depot
b() {
    "$program" -C "$d" "$@"
}
# value PAGE KEY: of `show --json`, as JSON
value() {
    b show --json "$1" | python3 -B -c 'import json, sys
print(json.dumps(json.load(sys.stdin)[sys.argv[1]]))' "$2"
}
ending() {
    echo "$(value "$1" state) $(value "$1" reasons)"
}
# draw FILE.tif KIND: a sheet of lines at 200 dpi, without a letter; or one too small for a letter
draw() {
    python3 -B - "$scratch/drawn.pgm" "$2" <<'END'
import sys
w, h = (8, 8) if sys.argv[2] == "tiny" else (3300, 2340)
rows = [bytearray(b"\xff" * w) for _ in range(h)]
def box(x0, y0, x1, y1, t=6):
    for x, y, u, v in ((x0, y0, x1, y0 + t), (x0, y1 - t, x1, y1), (x0, y0, x0 + t, y1), (x1 - t, y0, x1, y1)):
        for row in rows[y:v]:
            row[x:u] = bytes(u - x)
if w == 8:
    rows[3][2:6] = bytes(4)
else:
    for one in ((100, 100, 3200, 2240), (400, 400, 2000, 1600), (700, 600, 1000, 1600), (1200, 400, 1210, 1600)):
        box(*one)
with open(sys.argv[1], "wb") as file:
    file.write(b"P5\n%d %d\n255\n" % (w, h) + b"".join(rows))
END
    python3 -B "$here/scan.py" "$scratch/drawn.pgm" "$1" 200 0 0
}

# --- every ending ---
new_depot depot
in=$scratch/in/einden
mkdir -p "$in"
cp "$sample/batch-0001/blad-3.tif" "$in/1.tif"
python3 -B "$here/picture.py" page "$in/2.tif" --dpi 200 --seed 3
cp "$sample/batch-0001/blad-4.tif" "$in/3.tif"
cp "$sample/batch-0001/blad-16.tif" "$in/4.tif"
draw "$in/5.tif" plan
draw "$in/6.tif" tiny
t 'pages of every kind are taken in' exits 0 b ingest "$in"

cc -shared -fPIC -o "$scratch/faults.so" "$here/faults.c"
first=$(value 1 sha256 | tr -d '"')
faulty() {
    env "$@" LD_PRELOAD="$scratch/faults.so" "$program" -C "$d" ocr
}
t 'a worker that dies of a page fails that page' exits 65 faulty CRASH_AT="$first"
t 'twice, and the signal is told' printed 'ended twice on this item (signal 9'
t 'with its code' test "$(ending 1)" = '"failed" ["WORKER_CRASH", "NO_DOSSIER"]'
t 'nothing is said of it that is not known' test "$(value 1 orientation_deg) $(value 1 skew_applied) $(value 1 words)" = 'null null null'
t 'and the others are read' test "$(ending 2 | cut -d' ' -f1) $(value 4 state)" = '"text" "drawing"'
t 'a worker that hangs is ended in time' exits 65 faulty HANG_AT="$first" POOL_CLOCK=60
t 'with its code' test "$(ending 1)" = '"failed" ["WORKER_TIMEOUT", "NO_DOSSIER"]'
t 'a page that wants more memory than is planned fails alone' exits 65 faulty LITTLE_MEMORY=4
t 'with its code' test "$(ending 1)" = '"failed" ["WORKER_MEMORY", "NO_DOSSIER"]'
t 'a page that takes too long fails' exits 65 faulty WORKER_CLOCK=1000
t 'with its code' test "$(ending 1)" = '"failed" ["OCR_TIMEOUT", "NO_DOSSIER"]'
t 'which is not tried again by itself' exits 65 b ocr
t 'and status says it' sh -c "'$program' -C '$d' status | grep -q '^  OCR_TIMEOUT  *1 '"
t 'retry puts it back' exits 0 b retry OCR_TIMEOUT
t 'and only it' printed '1 page'
t 'then it is read' exits 65 b ocr

t 'text ends as text' test "$(ending 1)" = '"text" ["NO_DOSSIER"]'
t 'with the languages it was read in' test "$(value 1 languages)" = '"nld"'
t 'and how much of it is in the dictionary' sh -c "test $(value 1 dictionary_pct | cut -d. -f1) -gt 70"
t 'as its ALTO says' grep -q "dictionary_pct=$(value 1 dictionary_pct)" "$d/$(value 1 alto | tr -d '"')"
t 'ink that is no text is doubtful' test "$(ending 2)" = '"text" ["NO_DOSSIER", "OCR_DOUBTFUL", "ORIENTATION_UNSURE"]'
t 'a blank page is blank, and was not read' test "$(value 3 state) $(value 3 words) $(value 3 languages)" = '"blank" 0 null'
t 'a drawing ends as a drawing' test "$(ending 4)" = '"drawing" ["NO_DOSSIER"]'
t 'a drawing without text says so' test "$(ending 5)" = '"drawing" ["NO_DOSSIER", "DRAWING_NO_TEXT"]'
t 'as a remark, not as a failure' sh -c "'$program' -C '$d' show 5 | grep -q '^  remark DRAWING_NO_TEXT'"
t 'what is too small for a letter fails' test "$(ending 6 | cut -d, -f1)" = '"failed" ["OCR_TOO_SMALL"'
t 'no page is lost' sh -c "'$program' -C '$d' status | grep -q 'pages 6 = waiting 0 + text 2 + drawing 2 + blank 1 + separator 0 + failed 1'"
t 'who waits for the doubtful page is told' sh -c "'$program' -C '$d' status | grep -q 'archivist.*OCR_DOUBTFUL 1'"

# --- a page in another language, and what batch.csv says of languages ---
talen=$scratch/inbox/talen
mkdir -p "$talen"
for n in 10 12 13 19 20; do
    cp "$sample/batch-0001/blad-$n.tif" "$talen/"
done
printf 'dossier;languages\n;abc+xyz\n' >"$talen/batch.csv"
t 'a model that batch.csv asks for and is not there is 69' exits 69 b run "$talen"
t 'with the line and the package' said 'batch.csv:2 of talen asks for abc+xyz'
t 'that is to be installed' said 'apt-get install tesseract-ocr-abc tesseract-ocr-xyz'
t 'and nothing was taken in' fails grep -q talen <<END
$(b pages --json)
END
t 'a watch leaves such a batch where it is' exits 69 b watch --once --settle-s 0 "$scratch/inbox"
t 'and says why' said 'talen stays in the inbox: batch.csv:2'
printf 'dossier;languages;expected\n;eng;\n1988/0019;nld;1\n' >"$talen/batch.csv"
t 'a batch is read as its batch.csv says' exits 0 b run "$talen"
b pages --json --batch talen >"$scratch/talen"
python3 -B - "$scratch/talen" >"$scratch/talen.read" <<'END'
import json, sys
for p in map(json.loads, open(sys.argv[1])):
    if p["state"] == "text":
        print(p["file"], p["languages"], p["dossier"], "OCR_DOUBTFUL" in p["reasons"])
END
cat "$scratch/talen.read"
t 'in the languages of the batch' test "$(grep -c ' eng 1974/0231 ' "$scratch/talen.read")" -eq 2
t 'and those of the dossier' grep -qx 'blad-20.tif nld 1988/0019 False' "$scratch/talen.read"
t 'a page read in another language than it is in is doubtful' grep -q ' eng 1974/0231 True' "$scratch/talen.read"
doubtful=$(python3 -B -c 'import json, sys
print([p["page"] for p in map(json.loads, sys.stdin) if "OCR_DOUBTFUL" in p["reasons"]][0])' <"$scratch/talen")
t 'and says what to think of' sh -c "'$program' -C '$d' show $doubtful | grep -q 'the dictionary of eng knows only .* perhaps it is written in another language'"
t 'a person says better' exits 0 b run --languages nld "$talen"
t 'and the pages are read again' fails grep -q '"languages":"eng"' <<END
$(b pages --json --batch talen)
END
t 'without doubt' fails grep -q OCR_DOUBTFUL <<END
$(b pages --json --batch talen)
END
printf 'dossier;languages\n;ned erlands\n' >"$talen/batch.csv"
t 'what names no languages is told' exits 65 b run "$talen"
t 'with its line' printed 'batch.csv:2: names no languages'
new_depot elsewhere
sed -i 's/^[; ]*languages *=.*/languages = nld+xyz/' "$scratch/elsewhere/bouwarchief.conf"
t 'a model that the settings ask for is missed before anything is taken in' exits 69 "$program" -C "$scratch/elsewhere" run "$in"
t 'with its package' said 'tesseract-ocr-xyz'
t 'nothing was' test "$("$program" -C "$scratch/elsewhere" pages --json | wc -l)" -eq 0

# --- ALTO ---
find "$d/derived" -name '*.alto.xml' | sort >"$scratch/altos"
t 'there is ALTO of many pages' test "$(wc -l <"$scratch/altos")" -gt 8
t 'all of it has the form that we say it has' sh -c "xargs xmllint --noout --relaxng '$here/../alto.rng' <'$scratch/altos'"
t 'and holds together' sh -c "xargs python3 -B '$here/../alto_check.py' <'$scratch/altos'"
[ -z "${ALTO_XSD:-}" ] ||
    t 'and the schema of the standard agrees' sh -c "xargs xmllint --noout --schema '$ALTO_XSD' <'$scratch/altos'"
t 'no file at all is not said to be right' fails python3 -B "$here/../alto_check.py"
text=$d/$(value 1 alto | tr -d '"')
# spoilt SENTENCE OLD NEW: the check must find it in the ALTO of page 1, or in the drawing's
spoilt() {
    python3 -B - "$text" "$d/$(value 4 alto | tr -d '"')" "$scratch/spoilt.xml" "$2" "$3" <<'END'
import re, sys
for path in sys.argv[1:3]:
    with open(path, encoding="utf-8") as file:
        text, n = re.subn(sys.argv[4], sys.argv[5], file.read(), count=1, flags=re.S)
    if n:
        break
with open(sys.argv[3], "w", encoding="utf-8") as file:
    file.write(text if n else "")
END
    t "$1" sh -c "test -s '$scratch/spoilt.xml' && ! python3 -B '$here/../alto_check.py' '$scratch/spoilt.xml'"
}
spoilt 'an id that is there twice is found' 'ID="S2"' 'ID="S1"'
spoilt 'a reference to nothing is found' '<TextBlock ' '<TextBlock IDNEXT="nowhere" '
spoilt 'a word outside the page is found' '(<String[^>]* HPOS=)"\d+"' '\1"99999"'
spoilt 'a word outside its line is found' '(<String[^>]* VPOS=)"\d+"' '\1"0"'
spoilt 'a line outside its block is found' '(<TextLine[^>]* WIDTH=)"\d+"' '\1"2400"'
spoilt 'a hyphen without a divided word is found' '</TextLine>' '<HYP CONTENT="-"/></TextLine>'
spoilt 'a divided word that goes on nowhere is found' '(<String [^>]*)/>(\s*</TextLine>)' '\1 SUBS_TYPE="HypPart1" SUBS_CONTENT="x"/><HYP CONTENT="-"/>\2'
spoilt 'a rest of nothing is found' '(<TextLine[^>]*>\s*<String [^>]*)/>' '\1 SUBS_TYPE="HypPart2" SUBS_CONTENT="x"/>'
spoilt 'a page without its confidence is found' ' PC="[^"]*"' ''
spoilt 'words that no step made are found' 'contentGeneration' 'other'
spoilt 'programs without version are found' '<softwareVersion>.*?</softwareVersion>(.*)<softwareVersion>.*?</softwareVersion>(.*)<softwareVersion>.*?</softwareVersion>' '\1\2'
spoilt 'a second page is found' '(<Page .*</Page>)' '\1<Page ID="other" WIDTH="9" HEIGHT="9"/>'
spoilt 'what is no XML is found' '</alto>' ''

# --- two pages of 35 million pixels in colour, of which the memory takes one ---
# large NAME MB: the largest sum of memory while both are read
large() {
    new_depot "$1"
    "$program" -C "$scratch/$1" ingest "$scratch/in/groot" >"$scratch/init.log" 2>&1
    sed -i "s/^[; ]*memory_mb *=.*/memory_mb = $2/" "$scratch/$1/bouwarchief.conf"
    python3 -B "$here/peak.py" "$program" -C "$scratch/$1" ocr --workers 2 2>"$scratch/err"
}
mkdir "$scratch/in/groot"
python3 -B "$here/peak.py" --page "$scratch/in/groot/1.tif" 5000 7000
python3 -B "$here/peak.py" --page "$scratch/in/groot/2.tif" 5000 7040
together=$(large ruim 4000)
apart=$(large krap 300)
echo "at most $together MiB together, $apart MiB apart"
t 'pages that memory does not take together are read one after the other' test $((apart * 10)) -lt $((together * 8))
t 'and each alone asks for more than there may be: they are read all the same' test \
    "$("$program" -C "$scratch/krap" pages --json | grep -c '"state":"blank"')" -eq 2

finish
