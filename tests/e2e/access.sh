#!/bin/sh
# access.sh PROGRAM SCRATCH - the citizen's copy: what is public goes in, everything else is listed.

. "$(dirname "$0")/lib.sh"

b() {
    "$program" "$@"
}
d=$scratch/depot
out=$scratch/copy
list() {
    cat "$out/$1-inzage/niet-opgenomen.txt"
}
pdfs() {
    find "$out" -name '*.pdf' | wc -l
}
has() { # FILE-NAME TEXT
    list "$1" | grep -qF -- "$2"
}
# personal PAGE KIND: as the indexer flags it
personal() {
    python3 -B -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("""INSERT INTO field(dossier, name, value, source, rule, confidence, page, at)
    SELECT dossier, "personal_data", ?, 3, "test", 0.9, id, "2026-11-21" FROM page WHERE state = "text"
    AND dossier = (SELECT id FROM dossier WHERE number = "1988/0019") AND seq_in_dossier = ?""",
    (sys.argv[3], int(sys.argv[2])))
db.commit()' "$d/index.db" "$1" "$2"
}

b init "$d" >"$scratch/init.log"
b -C "$d" register import "$sample/register.csv" >"$scratch/register.log"
b -C "$d" run "$sample/batch-0001" >"$scratch/run.log" 2>&1

t 'a dossier nobody decided on gives no PDF' exits 65 b -C "$d" export 1988/0019 --format access --out "$out"
t 'and says so' said 'ACCESS_NOTHING'
t 'there is a list' has 1988-0019 'Opgenomen (0)'
t 'which names the reason' has 1988-0019 'openbaarheid niet beoordeeld'
t 'no PDF is there' test "$(pdfs)" -eq 0

t 'a restriction is recorded' exits 0 b -C "$d" set 1974/0231 access levenssfeer
t 'a restricted dossier gives no PDF' exits 65 b -C "$d" export 1974/0231 --format access --out "$out"
t 'its list names the restriction' has 1974-0231 'levenssfeer'
t 'and no title' sh -c '! grep -qi verbouw "$1"' sh "$out/1974-0231-inzage/niet-opgenomen.txt"

t 'access is decided' exits 0 b -C "$d" set 1988/0019 access openbaar
t 'a public dossier can be shown' exits 0 b -C "$d" export 1988/0019 --format access --out "$out"
t 'its PDF is there' test -s "$out/1988-0019-inzage/1988-0019_001.pdf"
t 'its list is there' has 1988-0019 'Opgenomen (1)'
t 'a dry run changes nothing' exits 0 b -C "$d" export 1988/0019 --format access --out "$scratch/none" --dry-run
t 'no folder came of it' test ! -e "$scratch/none/1988-0019-inzage"

# --- what nobody may see, on pages that everyone may ---
pdf=$out/1988-0019-inzage/1988-0019_001.pdf
look() {
    python3 -B "$here/personal.py" "$@"
}
t 'personal data is flagged that stands nowhere on its page' personal 2 bsn
t 'its document goes in' exits 0 b -C "$d" export 1988/0019 --format access --out "$out"
t 'without that page' test "$(pdfinfo "$pdf" | sed -n 's/^Pages: *//p')" -eq 4
t 'the list says which, and why' \
    has 1988-0019 'pagina 2: weggelaten, want niet te vinden op de pagina: burgerservicenummer'
b -C "$d" pages --json >"$scratch/pages"
box=$(look plant "$d" "$scratch/pages" 1988/0019 1 123456782)
b -C "$d" index --rebuild >/dev/null 2>&1
t 'a title has it too' exits 0 b -C "$d" set 1988/0019 title 'Dakkapel, aanvrager 123456782'
t 'a number that was read is found' exits 0 b -C "$d" export 1988/0019 --format access --out "$out"
t 'the list says where' has 1988-0019 'pagina 1: zwartgemaakt: burgerservicenummer'
t 'it is in no stream of the PDF, and not in its metadata' look absent "$pdf" 123456782
pdfimages "$pdf" "$scratch/image"
t 'its pixels are black' look black "$(find "$scratch" -name 'image-000.*')" $box
t 'the PDF is sound' qpdf --check "$pdf"
t 'a second judge finds no rule broken, and nothing beside its objects' python3 -B "$here/pdf_rules.py" "$pdf"
t 'the rest of the text is there' sh -c "pdftotext '$pdf' - | grep -q Oosterwaarde"
full=$(stat -c %s "$pdf")
t 'a copy for the web is made' exits 0 b -C "$d" export 1988/0019 --format access --web --out "$out"
t 'which is not larger' test "$(stat -c %s "$pdf")" -le "$full"
t 'and sound' qpdf --check "$pdf"
t 'with a limit too' \
    exits 0 b -C "$d" export 1988/0019 --format access --web --max-mb 1 --out "$out"
t 'which it keeps' test "$(stat -c %s "$pdf")" -le 1000000
t '--web is for copies' exits 64 b -C "$d" export 1988/0019 --web --out "$out"
t 'the delivery has it as it was' exits 0 b -C "$d" export 1988/0019 --out "$scratch/delivery" --force test
for page in 1 2 3 4 5; do
    personal "$page" iban
done
t 'a document of such pages alone stays out' \
    exits 65 b -C "$d" export 1988/0019 --format access --out "$out"
t 'the list says what' has 1988-0019 'niet te vinden zijn (burgerservicenummer, rekeningnummer)'
t 'the PDF of before is gone' test "$(pdfs)" -eq 0
t 'nothing half-written remains' test "$(find "$out" -name '.tmp-*' | wc -l)" -eq 0
t 'it is in the audit log' test "$(python3 -B -c 'import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute("""SELECT count(*) FROM audit WHERE action = "access copy"
""").fetchone()[0])' "$d/index.db")" -eq 8
t '--new is for deliveries' exits 64 b -C "$d" export --new --format access

# --- what a copy says of its dossier ---
subject() {
    b -C "$d" export 1957/0112 --format access --out "$scratch/said" >"$scratch/subject.log" 2>&1
    pdfinfo "$scratch/said/1957-0112-inzage/1957-0112_001.pdf" | sed -n 's/^Subject: *//p'
}
b -C "$d" set 1957/0112 access openbaar >/dev/null 2>&1
t 'title and address were read on its pages' sh -c '"$1" -C "$2" show --json 1957/0112 | grep -q "Molenweg 28"' \
    sh "$program" "$d"
t 'what was only read a copy does not say' test -z "$(subject)"
t 'a copy of it was made' test -s "$scratch/said/1957-0112-inzage/1957-0112_001.pdf"
b -C "$d" set 1957/0112 title 'Veestal' >/dev/null 2>&1
t 'what a person said it does' test "$(subject)" = Veestal
t 'a document is opened by itself' exits 0 b -C "$d" set 1957/0112-001 access openbaar
t 'then its dossier is closed as a whole' exits 0 b -C "$d" set 1957/0112 access levenssfeer
t 'a copy gives nothing of a closed dossier, as a search does' \
    exits 65 b -C "$d" export 1957/0112 --format access --out "$out"
t 'and its list says that it is the dossier' has 1957-0112 'het dossier als geheel'

# --- a person decides of names and homes; copies and searches of everyone obey, also when the answer is changed ---
answers() { # KEYS WORD...
    keys=$1
    shift
    printf '%s' "$keys" | "$program" -C "$d" personal --review "$@" 1931/0047
}
shown() {
    b -C "$d" export 1931/0047 --format access --out "$out" >"$scratch/shown.log" 2>&1
    pdftotext "$out/1931-0047-inzage/1931-0047_001.pdf" - | grep -q Verschuren &&
        b -C "$d" search --public Verschuren 2>/dev/null | grep -q 1931/0047
}
hidden() {
    b -C "$d" export 1931/0047 --format access --out "$out" >"$scratch/shown.log" 2>&1
    look absent "$out/1931-0047-inzage/1931-0047_001.pdf" Verschuren &&
        ! b -C "$d" search --public Verschuren 2>/dev/null | grep -q 1931/0047
}
b -C "$d" set 1931/0047 access openbaar >/dev/null 2>&1
t 'names that nobody decided on are black' hidden
t 'the list says how many' has 1931-0047 'zonder dat iemand ze bekeek: 5'
t 'a person leaves them legible, and the home black' answers llllz
t 'then they stand in the copy and are found' shown
t 'a wrong answer is taken back within a review' answers 'lzttzzqx' --again
t 'or later' answers zzzzz --again
t 'then they are black once more' hidden
t 'the list says that somebody looked' has 1931-0047 'zonder dat iemand ze bekeek: 0'
t '--again is of a review' exits 64 b -C "$d" personal --again
t 'a list says what nobody looked for' has 1957-0112 'handschrift is niet doorzocht'
finish
