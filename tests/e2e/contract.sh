#!/bin/sh
# contract.sh PROGRAM SCRATCH - what users' scripts rely on: how a depot is named, --json and --dry-run on every
# command, keys, what goes to stdout, exit statuses, the register's rules, exports of a part.

. "$(dirname "$0")/lib.sh"

small_batch "$scratch/small-batch"
small_depot d
d=$scratch/d
b() {
    "$program" -C "$d" "$@"
}
# json_lines: the last `exits` printed JSON objects only, one a line.
json_lines() {
    check json "$scratch/out" && { ! test -s "$scratch/out" || "$here/../schemas.py" "$scratch/out"; }
}

# --- before anything is in ---
t 'an empty depot has no pages' exits 0 b pages --json
t 'and prints nothing' fails test -s "$scratch/out"
t 'status of an empty depot is 0' exits 0 b status
t 'export of nothing is no success' fails b export --all --out "$scratch/none"
t 'verify of a depot that holds nothing is no success' fails b verify

# --- nothing is changed by --dry-run ---
# unchanged COMMAND...: the depot's files and content are the same afterwards.
unchanged() {
    tree "$scratch/before"
    "$program" -C "$d" "$@" >"$scratch/out" 2>"$scratch/err"
    got=$?
    [ "$got" -eq 0 ] || [ "$got" -eq 65 ] || { echo "exit status $got"; tail -n 5 "$scratch/err"; return 1; }
    tree "$scratch/after"
    diff "$scratch/before" "$scratch/after"
}
tree() {
    (cd "$d" && find . -path ./lock -o -name 'index.db-*' -o -type f -print | sort | xargs sha256sum) >"$1"
}
t 'init --dry-run makes nothing' exits 0 "$program" init --dry-run "$scratch/not-made"
t 'indeed' fails test -e "$scratch/not-made"
t 'run --dry-run takes in nothing' unchanged run --dry-run "$scratch/small-batch"
t 'ingest --dry-run takes in nothing' unchanged ingest --dry-run "$scratch/small-batch"
t 'register import --dry-run loads nothing' unchanged register import --dry-run "$sample/register.csv"

t 'ingest alone' exits 0 b ingest "$scratch/small-batch"
t 'ocr --dry-run reads nothing' unchanged ocr --dry-run
t 'ocr alone' exits 0 b ocr
t 'index --dry-run' unchanged index --dry-run
t 'index alone' exits 0 b index
t 'the stages one by one give what run gives' exits 0 b run "$scratch/small-batch"
t 'export --dry-run' unchanged export --dry-run --all --out "$scratch/dry"
t 'writes no package' fails test -e "$scratch/dry"
t 'set --dry-run' unchanged set --dry-run 1931/0047 title Anders
t 'retry --dry-run' unchanged retry --dry-run

# --- which depot ---
by_environment() {
    BOUWARCHIEF_DEPOT=$d exits 0 "$program" pages --json && test -s "$scratch/out"
}
by_folder() (
    cd "$d" && exits 0 "$program" pages --json && test -s "$scratch/out"
)
t 'the depot is named by the environment' by_environment
t 'or is the current folder' by_folder
t '-C may stand behind the command' exits 0 "$program" pages -C "$d" --json
t 'and prints the same' test -s "$scratch/out"

# --- JSON ---
for command in 'status --json' 'pages --json' 'pages --batch small-batch --json' 'search --json vergunning' \
    'search --json --page vergunning' 'search --json --dossier vergunning' \
    'search --json --facets vergunning' 'search --json --explain vergunning' 'search --json --public vergunning' 'show --json 1931/0047' \
    'run --json '"$scratch/small-batch" 'ocr --json' 'index --json' 'retry --json' \
    'run --dry-run --json '"$scratch/small-batch" 'ingest --dry-run --json '"$scratch/small-batch" \
    'ocr --dry-run --json' 'export --all --dry-run --json'; do
    t "$command" exits 0 b $command
    t "$command prints JSON objects, one a line" json_lines
done
t 'search --json' exits 0 b search --json -- vergunning
t 'has the keys of the contract' check hits "$scratch/out"
t '--limit' exits 0 b search --json --page --limit 1 -- de
t 'limits' test "$(wc -l <"$scratch/out")" -eq 1
t 'words beginning with a dash follow --' exits 0 b search --json -- vergunning -xyz
t 'a batch that is not there is 66' exits 66 b pages --batch nowhere --json
t 'a page is shown by its id' exits 0 b show --json 2
t 'as JSON' json_lines

# --- output that cannot be written ---
to_full_disk() {
    got=0
    b "$@" >/dev/full 2>"$scratch/err" || got=$?
    [ "$got" -eq 74 ] || { echo "exit status $got"; cat "$scratch/err"; return 1; }
}
t 'pages to a full disk is 74' to_full_disk pages --json
t 'search to a full disk is 74' to_full_disk search --json -- vergunning
t 'status to a full disk is 74' to_full_disk status

# --- the register ---
printf '\357\273\277"title","dossier","year_to","schap"\n"Huizen, ""zeven"" stuks","1931/0047","1932","B 4"\n' \
    >"$scratch/comma.csv"
t 'commas, quotes, any order, a byte order mark and a foreign column' \
    exits 0 b register import "$scratch/comma.csv"
t 'show' exits 0 b show --json 1931/0047
t 'the title was updated' check field "$scratch/out" title 'Huizen, "zeven" stuks'
t 'what the file does not have stays' check field "$scratch/out" street 'Lange Dijk'
t 'a person corrects a field' exits 0 b set --reason 'stond verkeerd' 1931/0047 title 'Zeven woningen'
t 'the register again' exits 0 b register import "$scratch/comma.csv"
t 'show again' exits 0 b show --json 1931/0047
t 'does not go over the value of a person' check field "$scratch/out" title 'Zeven woningen'
t 'a field that is none is refused' fails b set 1931/0047 colour red

# --- exports ---
t 'one dossier' exits 0 b export --out "$scratch/one" 1957/0112
t 'one dossier is in it' sh -c "tar -tf '$scratch'/one/*.tar | grep -q 1957-0112"
t 'and the other is not' fails sh -c "tar -tf '$scratch'/one/*.tar | grep -q 1931-0047"
t 'a dossier that is not there is 66' exits 66 b export --out "$scratch/one" 1899/0001
t 'all' exits 0 b export --all --out "$scratch/all"
t 'all of them are in it' sh -c "tar -tf '$scratch'/all/*.tar | grep -q 1957-0112"
tar=$(find "$scratch/all" -name '*.tar')
t 'beside it lie the pakbon and the sum' test -f "${tar%.tar}.pakbon.xml" -a -f "$tar.sha256"
t 'every name in the tar is plain' fails sh -c "tar -tf '$tar' | grep -vE '^[A-Za-z0-9._/-]+\$'"

# tampered FILE COMMAND: verify sees what COMMAND did to a file beside the tar.
tampered() {
    rm -rf "$scratch/tampered" && cp -r "$scratch/all" "$scratch/tampered"
    file=$(find "$scratch/tampered" -name "$1")
    eval "$2"
    exits 65 "$program" verify "$(find "$scratch/tampered" -name '*.tar')"
}
t 'verify sees a wrong sum beside the tar' tampered '*.sha256' 'tr 0-9 1-90 <"$file" >"$file.x" && mv "$file.x" "$file"'
t 'verify sees a wrong number in the pakbon' tampered '*.pakbon.xml' 'sed -i "s/>\([0-9][0-9]*\)</>1\1</" "$file"'

# junk_behind BYTES: a tar alone, with so many bytes behind its end.
junk_behind() {
    rm -rf "$scratch/junk" && mkdir "$scratch/junk" && cp "$tar" "$scratch/junk/"
    head -c "$1" /dev/zero | tr '\0' x >>"$scratch/junk/$(basename "$tar")"
    exits "$2" "$program" verify "$scratch/junk/$(basename "$tar")"
}
t 'a tar alone is right' junk_behind 0 0
for bytes in 1 512 20000; do
    t "verify sees $bytes bytes behind the end of a tar" junk_behind $bytes 65
done

# --- pages before the first separator ---
mkdir "$scratch/loose"
cp "$sample/batch-0001/blad-21.tif" "$scratch/loose/"
t 'a batch without separator' exits 0 b run "$scratch/loose"
t 'its pages' exits 0 b pages --batch loose --json
t 'have no dossier and wait for a person' check field "$scratch/out" dossier ''
t 'status says so' exits 0 b status

# --- one number in two archives of the register ---
new_depot twins
printf '%s\n' 'dossier;archive;title' '1974/0231;A1;De ene' '1974/0231;B2;De andere' >"$scratch/twins.csv"
mkdir "$scratch/twin"
cp "$sample/batch-0001/blad-10.tif" "$sample/batch-0001/blad-12.tif" "$scratch/twin/"
t 'two archives have one number' exits 0 "$program" -C "$scratch/twins" register import "$scratch/twins.csv"
t 'a sheet names that number only' exits 0 "$program" -C "$scratch/twins" run "$scratch/twin"
t 'so its pages do not leave' exits 65 "$program" -C "$scratch/twins" export --all --out "$scratch/twins-out"
t 'and it is said why' told DOSSIER_AMBIGUOUS
t 'a person may let them go' exits 0 "$program" -C "$scratch/twins" export --all --force 'checked' --out "$scratch/twins-out"

# --- a master that changed on the disk between intake and reading ---
new_depot rot
mkdir "$scratch/rot-batch"
cp "$sample/batch-0001/blad-21.tif" "$scratch/rot-batch/"
t 'a batch is taken in' exits 0 "$program" -C "$scratch/rot" ingest "$scratch/rot-batch"
master=$(find "$scratch/rot/masters" -type f)
chmod u+w "$master" && printf x | dd of="$master" bs=1 seek=3000 conv=notrunc 2>/dev/null
t 'a page is not read from other bytes than those that arrived' exits 65 "$program" -C "$scratch/rot" ocr
t 'it fails with its reason' told MASTER_CHANGED

# --- help ---
t 'help' exits 0 "$program" help
for command in $(sed -n 's/^  \([a-z]*\) .*/\1/p' "$scratch/out" | grep -vx help); do
    t "help $command" exits 0 "$program" help "$command"
done

t '--help stands anywhere' exits 0 "$program" batch close --help
t 'also as -h' exits 0 "$program" separators -h
t 'every schema has its file' "$here/../schemas.py" --tables
for command in $("$program" help | sed -n 's/^  \([a-z]*\) .*/\1/p' | grep -vx help); do
    t "$command takes the options that the table says" exits 64 b "$command" --no-such-option
    t "$command says so" said 'no option --no-such-option'
done
t 'an option twice is refused' exits 64 b status --json --json
t 'and said' said '--json is given twice'

# --- messages ---
new_depot pijp0
t 'a folder is no register' exits 65 "$program" -C "$scratch/pijp0" register import "$scratch"
t 'which is said' said 'is a folder; name a file'
for word in register batch package; do
    t "$word with another word" exits 64 "$program" -C "$scratch/pijp0" "$word" foo
    t 'lists the words there are' said "bouwarchief $word: no such word: foo; there are: "
done
t 'a command is named once' exits 64 "$program" -C "$scratch/pijp0" due --date gisteren
t 'in its message' said 'bouwarchief due: --date wants'
printf 'dossier\n"1/1\n' >"$scratch/stuk.csv"
t 'a register that is no CSV' exits 65 "$program" -C "$scratch/pijp0" register import "$scratch/stuk.csv"
t 'was not imported' said 'nothing was imported'
printf 'dossier\n1/1;te;veel\n' >"$scratch/veel.csv"
t 'a line of too many fields' exits 65 "$program" -C "$scratch/pijp0" register import "$scratch/veel.csv"
t 'has a code of its own' said '[REGISTER_FIELDS]'

# --- the settings, and a PDF in a pipe ---
new_depot pijp
t 'config gives JSON' sh -c "'$program' -C '$scratch/pijp' config --json | python3 -B -c 'import json, sys
c = json.load(sys.stdin)
sys.exit(not (c[\"archive\"][\"id\"] and isinstance(c[\"pool\"][\"workers\"], int) and c[\"quality\"]))'"
printf 'dossier\n1/1\n' >"$scratch/een.csv"
"$program" -C "$scratch/pijp" register import "$scratch/een.csv" >/dev/null 2>&1
t 'separators go to standard output' sh -c "cd '$scratch' && '$program' -C pijp separators --out - >pijp.pdf"
t 'as a PDF and nothing else' sh -c "head -c 5 '$scratch/pijp.pdf' | grep -q '%PDF-' && tail -n 1 '$scratch/pijp.pdf' | grep -q '%%EOF'"
t 'and in no file' test ! -e "$scratch/-"
t 'not together with JSON' exits 64 "$program" -C "$scratch/pijp" separators --out - --json

# --- places that a person names are not among the depot's own files ---
p() {
    "$program" -C "$scratch/pijp" "$@"
}
files() {
    find "$scratch/pijp" -not -name lock -not -name 'index.db-*' | sort
}
files >"$scratch/before"
for place in masters/x derived/y work . ..; do
    t "an export to $place of the depot is refused" exits 64 p export --all --out "$scratch/pijp/$place"
    t "and says why" said '[PLACE_NOT_FREE]'
done
t 'a copy too' exits 64 p export --all --format access --out "$scratch/pijp/masters/x"
t 'open data too' exits 64 p export --all --format csv --out "$scratch/pijp/masters/x.csv"
t 'a run that exports too, before it reads' exits 64 p run --export --out "$scratch/pijp/masters/x" "$scratch/nowhere"
t 'a report too' exits 64 p report --html "$scratch/pijp/masters/r.html"
t 'sheets too' exits 64 p separators --out "$scratch/pijp/masters/s.pdf"
t 'a watch of it too' exits 64 p watch --once "$scratch/pijp/masters"
t 'under its own code' said '[INBOX_BAD_PLACE]'
files >"$scratch/after"
t 'nothing was written' cmp "$scratch/before" "$scratch/after"
t 'its reports are for reports' exits 0 p report --html "$scratch/pijp/reports/r.html"

finish
