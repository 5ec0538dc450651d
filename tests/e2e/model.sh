#!/bin/sh
# model.sh PROGRAM SCRATCH - what is known of dossiers: several addresses, documents of their own, two archives side
# by side, a gazetteer, corrections with their history, what a date has ended, and the public part as open data.

. "$(dirname "$0")/lib.sh"

d=$scratch/depot
b() {
    "$program" -C "$d" "$@"
}
# json FILTER COMMAND...: true when the Python expression FILTER holds for the list o of lines that COMMAND prints.
json() {
    filter=$1
    shift
    "$program" -C "$d" "$@" >"$scratch/json" 2>"$scratch/json.err" || true
    python3 -B -c 'import json, sys
o = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
sys.exit(0 if eval(sys.argv[2]) else (print(o) or 1))' "$scratch/json" "$filter"
}
cd "$scratch" || exit 1
small_depot depot
small_batch "$scratch/small-batch"
b run "$scratch/small-batch" >"$scratch/run.log" 2>&1
read=$("$program" -C "$d" pages --json | python3 -c 'import json, sys
print(sorted({p["dossier"] for p in map(json.loads, sys.stdin) if p["dossier"]} - {"1931/0047"})[0])')

# --- several addresses ---
cat >register.csv <<'CSV'
dossier;archive;title;street;number_from;number_to;letter;place;applicant;zaaknummer
1931/0047;;Zeven arbeiderswoningen;Lange Dijk;1;13;;Oosterwaarde;J.P. Verschuren;Z-31
1931/0047;;Acht woningen;Korte Dijk;4;;a;Oosterwaarde;;
1931/0047;Stompwijk;Veestal;Dorpsweg;8;;;Stompwijk;;
CSV
t 'two lines of one number are taken' exits 0 b register import register.csv
t 'what they disagree about is told' said 'REGISTER_LINES_DIFFER'
t 'status tells it too' sh -c "'$program' -C '$d' status | grep -q REGISTER_LINES_DIFFER"
t 'a dossier has both addresses' json '[a["address"] for a in o[0]["addresses"]] == [
    "Lange Dijk 1-13, Oosterwaarde", "Korte Dijk 4a, Oosterwaarde"]' show --json 1931/0047
t 'the case number is kept' json 'o[0]["case_number"] == "Z-31"' show --json 1931/0047
t 'it is found by the first' json '[h["dossier"] for h in o] == ["1931/0047"]' search --json lange dijk 5
t 'and by the second' json '[h["dossier"] for h in o] == ["1931/0047"]' search --json korte dijk 4a
b pages --json >before
t 'the same file again' exits 0 b register import register.csv
t 'changes nothing' json 'len(o[0]["addresses"]) == 2' show --json 1931/0047
grep -v 'Korte Dijk' register.csv >less.csv
t 'without the line' exits 0 b register import less.csv
t 'its address is gone' json 'len(o[0]["addresses"]) == 1' show --json 1931/0047
t 'and found no more' json 'o == []' search --json korte dijk 4a
b register import register.csv >/dev/null 2>&1

# --- the same number in two archives ---
own=NL-VbdVDM-BWT
t 'show gives both' json 'len(o) == 2' show --json 1931/0047
t 'or the one that is named' json '[x["title"] for x in o] == ["Veestal"]' show --json Stompwijk:1931/0047
t 'in the other way' json '[x["title"] for x in o] == ["Veestal"]' show --json --archive Stompwijk 1931/0047
t 'set asks which' exits 65 b set 1931/0047 work x
t 'and says how' said "$own:1931/0047, Stompwijk:1931/0047"
t 'set of the named one' exits 0 b set Stompwijk:1931/0047 work 'een veestal'
t 'set of the own one' exits 0 b set --archive "$own" 1931/0047 box 12
t 'search in one archive' json '[h["title"] for h in o] == ["Veestal"]' search --json --archive Stompwijk 1931/0047
t 'search in an archive that is none' exits 66 b search --archive Nergens x
t 'export of one' exits 65 b export --dry-run Stompwijk:1931/0047
t 'names that one only' printed '1931/0047 would stay'

# --- documents ---
t 'a document has access of its own' exits 0 b set "$own:1931/0047-001" access levenssfeer
t 'which is shown' json 'o[0]["documents"][0]["access"] == "levenssfeer" and o[0]["access"] is None' \
    show --json "$own:1931/0047"
t 'a document that is not there' exits 66 b set "$own:1931/0047-099" access openbaar
t 'access that is no such thing' exits 65 b set "$own:1931/0047" access geheimzinnig
b set "$own:1931/0047" access openbaar >/dev/null
t 'a restricted document is in no copy' exits 65 b export --format access --out copy "$own:1931/0047"
t 'though its dossier is open' grep -q levenssfeer copy/*/niet-opgenomen.txt
t 'a package does not leave as open' exits 65 b export --out packages "$own:1931/0047" --force test
t 'before the restriction has its end' said 'ACCESS_INCOMPLETE'
b set "$own:1931/0047-001" access_until 2060-01-01 >/dev/null
t 'with it' exits 0 b export --out packages "$own:1931/0047" --force test
t 'it leaves as restricted' sh -c 'tar -xOf packages/*.tar --wildcards "*.mdto.xml" | grep -q Levenssfeer'
t 'it is taken back' exits 0 b set --undo "$own:1931/0047-001" access
t 'then it goes in' exits 0 b export --format access --out copy "$own:1931/0047"

# --- where a value was read ---
t 'fields say where on the master they stand' json 'any(f["source"] == "text" and f["boxes"] and
    all(len(x) == 4 and min(x) >= 0 and x[2] > 0 for x in f["boxes"]) for f in o[0]["fields"])' show --json "$read"

t 'personal data is listed with its place' json 'all(x["kind"] and (x["boxes"] is None or x["boxes"]) for x in o)' \
    personal --json
t 'of a dossier that is not there' exits 66 b personal 9999/9999

# --- many changes at once ---
printf 'dossier,field,value,reason\n%s,title,Nieuw,gezien\n%s,colour,rood,\n' "$read" "$read" >bad.csv
t 'a list with a wrong line' exits 65 b set --csv bad.csv
t 'says which line' said 'line 3: '
t 'and prints no change' test ! -s out
t 'and changes nothing' json 'o[0]["title"] != "Nieuw"' show --json "$read"
printf 'dossier,field,value,reason\n%s,title,Nieuw,gezien\n%s,street@2,Kerkweg,\n' "$read" "$read" >good.csv
t 'a dry run tells' exits 0 b set --csv good.csv --dry-run
t 'what would become' printed 'title would become "Nieuw"'
t 'and changes nothing either' json 'o[0]["title"] != "Nieuw"' show --json "$read"
t 'a good list' exits 0 b set --csv good.csv --who jan
t 'is done' json 'o[0]["title"] == "Nieuw"' show --json "$read"
t 'and searched at once' json 'len(o) == 1' search --json kerkweg
t 'all of it is taken back' exits 0 b set --undo --csv good.csv
t 'as it was' json 'o[0]["title"] != "Nieuw"' show --json "$read"
t 'what was never set cannot be' exits 65 b set --undo "$read" title
t 'a list of other columns' sh -c "printf 'a,b\n' >other.csv; ! '$program' -C '$d' set --csv other.csv"
t 'the log has it all' json '[(a["action"], a["who"]) for a in o] == [("set title", "jan"), ("set street@2", "jan")]' \
    audit --json --object "$read" --who jan
t 'since tomorrow nothing' json 'o == []' audit --json --since 2099-01-01
b set --reason "$(printf 'gezien \377')" "$read" box 9 >/dev/null
t 'bytes that are no text do not break the log' json 'o[-1]["reason"] == "gezien \\xFF"' audit --json --object "$read"
t 'imports are in it' json 'any(a["action"] == "register import" for a in o)' audit --json
t 'a date that is none' exits 64 b audit --since yesterday

t 'a value that is there already' exits 0 b set "$own:1931/0047" box 12
t 'is told' printed 'box is already "12"'
t 'a range that ends before it begins' exits 65 b set "$own:1931/0047" number_to@2 3
t 'is refused with both' said '"3" is before `number_from`, which is "4"'
t 'a day that no calendar has' exits 65 b set "$own:1931/0047" access_until 2001-02-30
printf 'dossier;street;number_from;number_to;address_from;address_to\n9/9;Laan;9;3;;\n9/8;Laan;3;9;1950;1940\n' >wrong.csv
t 'nor from the register' exits 65 b register import wrong.csv --dry-run
t 'that line' said 'line 2, dossier 9/9: `number_from` 9 is more than `number_to` 3'
t 'nor an address that ends before it begins' said 'line 3 of dossier 9/8 is imported without `address_to`'
page=$("$program" -C "$d" pages --json | head -n 1 | python3 -c 'import json, sys; print(json.loads(sys.stdin.read())["page"])')
t 'pages that nobody assigned' exits 0 b assign --undo "$page"
t 'have nothing to take back' printed 'nothing to take back'

# --- what a date has ended ---
b set "$read" access levenssfeer >/dev/null
b set "$read" access_until 2001-01-01 >/dev/null
t 'what has ended is listed' json '[x["what"] for x in o] == ["ACCESS_ENDED"]' due --json
t 'not before its time' json 'o == []' due --json --date 2000-12-31
t 'lifted' exits 0 b due --lift --who jan
t 'it is open' json 'o[0]["access"] == "openbaar"' show --json "$read"
t 'with a record' json 'o[-1]["detail"] == "\"levenssfeer\" -> \"openbaar\"" and "2001-01-01" in o[-1]["reason"]' \
    audit --json --object "$read"

# --- gazetteer ---
cat >bag.csv <<'CSV'
openbareruimte,openbareruimte_id,huisnummer,huisletter,toevoeging,postcode,woonplaats,nummeraanduiding_id,verblijfsobject_id,pand_id,x,y
Korte Dijk,1916300000000002,4,A,,2271AC,Oosterwaarde,1916200000000002,1916010000000002,1916100000000002,84100,453100
CSV
printf 'oude_naam;nieuwe_naam;van;tot;woonplaats\nModderpad;Korte Dijk;1900;1920;Oosterwaarde\n' >names.csv
t 'addresses are imported' exits 0 b gazetteer import bag.csv
t 'and old names' exits 0 b gazetteer import names.csv
t 'a number has its ids' json '[a["pand_id"] for a in o[0]["addresses"]] == [None, "1916100000000002"]' \
    show --json "$own:1931/0047"
t 'and is found by the old name' json '[h["dossier"] for h in o] == ["1931/0047"]' search --json modderpad 4a
t 'its names are given to the recogniser' exits 0 b register words
t 'old ones too' printed Modderpad
t 'a file that is no gazetteer' exits 65 b gazetteer import register.csv
t 'the rebuilt index is the same' exits 0 b index --rebuild
t 'still' json '[h["dossier"] for h in o] == ["1931/0047"]' search --json modderpad 4a

# --- open data ---
b set "$own:1931/0047" access openbaar-milieu >/dev/null
t 'open for the environment is open to search' json '"1931/0047" in [h["dossier"] for h in o]' \
    search --public --json korte dijk 4a
t 'to the copy' exits 0 b export --format access --out milieu "$own:1931/0047"
t 'and to open data' json '[x["dossier"] for x in o] == ["1931/0047"]' export --format jsonl "$own:1931/0047"
python3 -c 'import sqlite3
c = sqlite3.connect("depot/index.db")
c.execute("DELETE FROM open_to")
c.commit()'
t 'an index for everyone that is not made' exits 0 b search --public korte dijk 4a
t 'is no silent "nothing found"' grep -q 'warning: the index of what everyone may see is not made' err
t 'indexing makes it' exits 0 b index
t 'and then it is there' json '"1931/0047" in [h["dossier"] for h in o]' search --public --json korte dijk 4a
t 'without a warning' sh -c '! grep -q warning json.err'
b set "$own:1931/0047" access niet-beoordeeld >/dev/null
t 'not judged yet is not' json 'o == []' search --public --json korte dijk 4a
b set "$own:1931/0047" access openbaar >/dev/null
b set "$own:1931/0047" title 'Woningen voor Verschuren' >/dev/null
b set "$read" access '' >/dev/null
t 'as CSV' exits 0 b export --format csv --out open --all
t 'what nobody decided on is not in it' sh -c "! grep -q '$read' open/bouwdossiers.csv"
t 'nobody is named' sh -c '! grep -q Verschuren open/bouwdossiers.csv'
t 'two addresses are two rows' test "$(grep -c '^1931/0047' open/bouwdossiers.csv)" -eq 2
t 'with a place on the map' grep -q '52.06[0-9]*,4.35' open/bouwdossiers.csv
t 'as GeoJSON' exits 0 b export --format geojson --out open/map.geojson --all
t 'which is sound' python3 -c 'import json
o = json.load(open("open/map.geojson"))
assert o["licence"].startswith("https://creativecommons.org/")
assert [f["geometry"] and f["geometry"]["coordinates"] for f in o["features"]] == [None, [4.353315, 52.061657]], o'
t 'as lines on standard output' json '[len(x["addresses"]) for x in o] == [2]' export --format jsonl --all
b set "$own:1931/0047-001" access levenssfeer >/dev/null
t 'a restricted document is not in it' json 'o[0]["documents"] == []' export --format jsonl --all
b set "$own:1931/0047" names_public ja >/dev/null
t 'names when somebody decided so' json 'o[0]["applicant"] == "J.P. Verschuren"' export --format jsonl --all
python3 -c 'import sqlite3
c = sqlite3.connect("depot/index.db")
c.execute("INSERT INTO field(dossier, name, value, source, rule, confidence, at, item) SELECT id, \x27architect\x27,"
          " \x27Q. Onbekend\x27, 1, \x27architect\x27, 0.9, \x272026-01-01T00:00:00\x27, 1 FROM dossier WHERE number = \x271931/0047\x27")
c.commit()'
t 'a name that was only read is a proposal' json 'any(f["value"] == "Q. Onbekend" and f["source"] == "text" for f in o[0]["fields"])' \
    show --json "$own:1931/0047"
t 'and in no open data, also where names are public' json 'o[0]["architect"] is None' export --format jsonl --all
t 'until somebody says so' exits 0 b set "$own:1931/0047" architect 'Q. Onbekend'
t 'then it is there' json 'o[0]["architect"] == "Q. Onbekend"' export --format jsonl --all
cp open/bouwdossiers.csv first.csv
b export --format csv --out open --all >/dev/null 2>&1
b export --format csv --all >second.csv 2>/dev/null
t 'equal bytes wherever it goes' cmp open/bouwdossiers.csv second.csv
t 'nothing was written half' test "$(find open -name '.tmp-*' | wc -l)" -eq 0
finish
