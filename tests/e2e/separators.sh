#!/bin/sh
# separators.sh PROGRAM SCRATCH - separator sheets are printed, "scanned" askew, and read back.

. "$(dirname "$0")/lib.sh"

d=$scratch/depot
new_depot depot
b() {
    "$program" "$@"
}
t 'without a register there is nothing to print, and that is said' exits 66 b -C "$d" separators
t 'no file is written' test ! -e "$d/work/separators.pdf"
b -C "$d" register import "$sample/register.csv" >"$scratch/register.log" 2>&1
t 'a dry run prints nothing' exits 0 b -C "$d" separators --dry-run
t 'but counts' printed '4 sheets'
t 'nor does it write' test ! -e "$d/work/separators.pdf"
t 'the register is printed' exits 0 b -C "$d" separators --kinds
t 'a sheet for each line and each kind' printed '4 sheets of dossiers and 9 of kinds'
t 'the PDF is sound' qpdf --check "$d/work/separators.pdf"
t 'it has 13 pages' sh -c "pdfinfo '$d/work/separators.pdf' | grep -qE '^Pages: +13$'"
pdftotext -f 3 -l 3 "$d/work/separators.pdf" "$scratch/sheet.txt"
for word in SCHEIDINGSBLAD 1974/0231 'Wilhelminalaan 9' 'Doos 44'; do
    t "people can read $word" grep -qF "$word" "$scratch/sheet.txt"
done
t 'one dossier alone can be printed' exits 0 b -C "$d" separators --json --dossier 1974/0231 --out "$scratch/one.pdf"
t 'and is one sheet' printed '"dossiers":1'
cp "$scratch/one.pdf" "$scratch/first.pdf"
b -C "$d" separators --dossier 1974/0231 --out "$scratch/one.pdf" >/dev/null 2>&1
t 'printed again it has the same bytes' cmp "$scratch/first.pdf" "$scratch/one.pdf"
n() { # what is printed by these options
    b -C "$d" separators --json --dry-run "$@" 2>/dev/null | grep -o '"dossiers":[0-9]*'
}
t 'two dossiers are two sheets' test "$(n --dossier 1974/0231 --dossier 1931/0047)" = '"dossiers":2'
t 'a box is chosen as the register calls it' test "$(n --box 44)" = '"dossiers":1'
t 'boxes too' test "$(n --box 44 --box 99)" = '"dossiers":1'
t 'a box that is not there is told' exits 66 b -C "$d" separators --box 99
t 'a range of numbers' test "$(n --from 1931/47 --to 1962/8)" = '"dossiers":2'
t 'from a number on' test "$(n --from 1974/0231)" = "$(n --from 1974/1)"
t 'the wrong way round is told' exits 64 b -C "$d" separators --from 1974/1 --to 1931/1
printf '\357\273\277dossier;title\r\n"1974/0231";x\r\n1931/0047\r\n\r\n' >"$scratch/list.csv"
t 'a list' test "$(n --list "$scratch/list.csv")" = '"dossiers":2'
t 'a list from standard input' sh -c "echo 1931/0047 | '$program' -C '$d' separators --dry-run --list - | grep -q '^1 sheet of dossiers'"
t 'narrowed by a box' test "$(n --list "$scratch/list.csv" --box 44)" = '"dossiers":1'
: >"$scratch/empty.txt"
printf '1999/9999\n' >"$scratch/unknown.txt"
t 'an unknown number in a list is told' exits 66 b -C "$d" separators --list "$scratch/unknown.txt"
t 'a list that is not there too' exits 66 b -C "$d" separators --list "$scratch/none.txt"
t 'and an empty one' exits 64 b -C "$d" separators --list "$scratch/empty.txt"
t 'a dossier that the register does not know is 66' exits 66 b -C "$d" separators --dossier 1999/9999
t 'a folder that cannot be written to is told' fails b -C "$d" separators --out /proc/none/x.pdf

# Every sheet, each lying another way in the feeder, grey or black and white: dossier, then kind.
mkdir "$scratch/gedraaid"
pdftoppm -r 200 -gray -f 1 -l 6 "$d/work/separators.pdf" "$scratch/p"
pdftoppm -r 300 -gray -f 3 -l 3 "$d/work/separators.pdf" "$scratch/fine"
# expected DOSSIER of file N is line N of this list
: >"$scratch/want"
n=0
scan() { # PAGE QUARTERS DEGREES DOSSIER [bilevel]
    n=$((n + 1))
    python3 -B "$here/scan.py" "$scratch/p-$1.pgm" "$scratch/gedraaid/$n.tif" 200 "$2" "$3" "${5:-grey}"
    echo "$4" >>"$scratch/want"
}
scan 01 0 8 1931/0047 bilevel
scan 02 1 -8 1962/0008
scan 03 2 8 1974/0231 bilevel
scan 04 3 -8 1988/0019
scan 01 1 0 1931/0047
scan 02 2 3.5 1962/0008 bilevel
scan 05 2 -8 1962/0008 bilevel
scan 03 3 -5 1974/0231
scan 06 1 8 1974/0231 bilevel
scan 04 0 -8 1988/0019 bilevel
n=11
python3 -B "$here/scan.py" "$scratch/fine-03.pgm" "$scratch/gedraaid/11.tif" 300 1 8 bilevel
echo 1974/0231 >>"$scratch/want"
t 'sheets that lie askew are taken in' exits 0 b -C "$d" ingest "$scratch/gedraaid"
b -C "$d" pages --json >"$scratch/pages"
python3 -B - "$scratch/pages" >"$scratch/got" <<'END'
import json, sys
for line in open(sys.argv[1]):
    page = json.loads(line)
    print(page["dossier"] if page["state"] == "separator" else page["state"])
END
t 'every one is read, with the right number' cmp "$scratch/want" "$scratch/got"
b -C "$d" ingest "$sample/batch-0001" >"$scratch/ingest.log" 2>&1
t 'what has pages is not printed with --only-missing' exits 0 b -C "$d" separators --only-missing --out "$scratch/rest.pdf"
have=$(python3 -B - "$scratch" "$program" "$d" <<'END'
import json, subprocess, sys
pages = subprocess.run([sys.argv[2], "-C", sys.argv[3], "pages", "--json"], capture_output=True, check=True)
seen = {p["dossier"] for p in map(json.loads, pages.stdout.splitlines()) if p["state"] != "separator"}
print(len({"1931/0047", "1962/0008", "1974/0231", "1988/0019"} - seen))
END
)
t 'what has none is' printed "$have sheet$([ "$have" = 1 ] || echo s) of dossiers and 0 of kinds"

# A number that no code can hold.
printf 'dossier;title\n1974/0231;Garage\nCaf\303\251 1974;Caf\303\251\n' >"$scratch/accent.csv"
new_depot accent
b -C "$scratch/accent" register import "$scratch/accent.csv" >"$scratch/register.log" 2>&1
t 'a number that cannot be printed as a code is 65' exits 65 b -C "$scratch/accent" separators
t 'and is named' said 'Café 1974'
t 'the others are printed' test -s "$scratch/accent/work/separators.pdf"

finish
