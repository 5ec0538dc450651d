#!/bin/sh
# drawings.sh PROGRAM SCRATCH - the title block of a drawing, from the scan to show and to the fields of its dossier, the
# same after a rebuild; and the languages of a batch and of a dossier.

. "$(dirname "$0")/lib.sh"

b() {
    "$program" -C "$scratch/depot" "$@"
}
# field PAGE NAME: what the title block of a page says
field() {
    b show --json "$1" | python3 -B -c 'import json, sys
for f in json.load(sys.stdin)["title_block"]["fields"]:
    if f["name"] == sys.argv[1]:
        print(f["value"])' "$2"
}
# proposals: the fields of the dossier that come from the title block
proposals() {
    b show --json 1974/0231 | python3 -B -c 'import json, sys
for f in json.load(sys.stdin)["fields"]:
    if (f["rule"] or "").startswith("title-"):
        print(f["name"], f["value"], f["rule"], f["page"], f["confidence"])'
}
# rev PAGE: the revision of its derived text
rev() {
    b show --json "$1" | grep -o '[0-9a-f]*\.txt'
}

# --- title blocks ---
new_depot depot
mkdir -p "$scratch/in/tekeningen"
cp "$sample/batch-0001/blad-10.tif" "$scratch/in/tekeningen/1.tif"
cp "$sample/batch-0001/blad-16.tif" "$scratch/in/tekeningen/2.tif"
cp "$sample/batch-0001/blad-12.tif" "$scratch/in/tekeningen/3.tif"
t 'a batch with a drawing comes in' exits 0 b run --workers 2 "$scratch/in/tekeningen"
t 'the scale of the title block is read' test "$(field 2 scale)" = '1:100'
t 'the date is read and made uniform' test "$(field 2 date)" = '1974-06-04'
t 'the number of the sheet is read' test "$(field 2 drawing_number)" = '2'
t 'the client is read' test "$(field 2 applicant)" = 'A.B. Kuipers'
t 'the address is read' test "$(field 2 address)" = 'Wilhelminalaan 9'
t 'what is drawn is read' test "$(field 2 part)" = 'plattegrond, gevel en doorsnede'
t 'show tells it in words' exits 0 b show 2
t 'with the place of the block' printed 'title block at ['
t 'a form is no drawing and has no title block' sh -c "'$program' -C '$scratch/depot' show --json 3 | grep -q '\"title_block\":null'"
proposals >"$scratch/before"
t 'the dossier gets its fields as proposals' grep -q '^scale 1:100 title-label 2 ' "$scratch/before"
t 'the index is made again' exits 0 b index --rebuild
proposals >"$scratch/after"
t 'with the same proposals' cmp "$scratch/before" "$scratch/after"

# --- languages ---
first=$(rev 2)
t 'a language whose model is missing is refused before anything is done' exits 69 b run --languages nld+xyz "$scratch/in/tekeningen"
t 'with the command that installs it' said 'apt-get install tesseract-ocr-xyz'
t 'what is no language is refused' exits 64 b run --languages 'nld eng' "$scratch/in/tekeningen"
t 'nothing was read again' test "$(rev 2)" = "$first"
t 'a batch is read in other languages' exits 0 b run --languages eng "$scratch/in/tekeningen"
second=$(rev 2)
t 'and its texts are new ones' test "$second" != "$first"
t 'the ALTO tells the language' grep -q 'languages=eng ' "$scratch/depot/$(b show --json 2 | grep -o 'derived[^"]*alto.xml')"
b export --all --out "$scratch/engels" --force test >"$scratch/engels.log" 2>&1
mkdir "$scratch/pak"
tar -xf "$scratch"/engels/*.tar -C "$scratch/pak"
t 'the PDF is read aloud in it' sh -c "python3 -B '$here/pdf_rules.py' --text \"\$(find '$scratch/pak' -name '*_001.pdf')\" |
    grep -q '^Document (en)'"
t 'a dossier can have a language of its own' exits 0 b set 1974/0231 languages nld
t 'which the next recognition takes' exits 0 b ocr
t 'and that is the text of before' test "$(rev 2)" = "$first"
t 'running again reads nothing' test "$(b ocr --dry-run)" = '0 pages would be read'
t 'a value that is no language is refused' exits 65 b set 1974/0231 languages 'nl, en'

finish
