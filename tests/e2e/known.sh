#!/bin/sh
# known.sh PROGRAM SCRATCH - what people say of a dossier and its documents, as the package says it: access of a
# document, addresses and parcels, case, dates, appraisal; each change after acceptance goes out again.

. "$(dirname "$0")/lib.sh"

d=$scratch/depot
b() {
    "$program" -C "$d" "$@"
}
number=1974/0231
new_depot depot
sed -i 's/^activity *=.*/activity = Behandelen bouwaanvraag/' "$d/bouwarchief.conf"
mkdir "$scratch/doos"
for n in 10 12 15 16; do
    cp "$sample/batch-0001/blad-$n.tif" "$scratch/doos/"
done
cat >"$scratch/register.csv" <<'CSV'
dossier;title;street;number_from;number_to;place;year_from;year_to;access;cadastral;zaaknummer;case_source;other_ids;date_received;date_granted
1974/0231;Verbouwen;Lange Dijk;1;13;Oosterwaarde;1974;1975;openbaar;Oosterwaarde B 1184, 1185;Z-31;Zaaksysteem;OLO: 77;1974-02;1974-05-06
1974/0231;Verbouwen;Korte Dijk;4;;Oosterwaarde;;;;;;;;;
1974/0232;Bouwen;Korte Dijk;6;;Oosterwaarde;1974;1974;openbaar;;Z-31;Zaaksysteem;OLO: 77;;
BWT-77;Slopen;;;;;;;openbaar;;;;;1973-11;1974-02
CSV
cat >"$scratch/bag.csv" <<'CSV'
openbareruimte,openbareruimte_id,huisnummer,huisletter,toevoeging,postcode,woonplaats,nummeraanduiding_id,verblijfsobject_id,pand_id
Korte Dijk,1916300000000002,4,,,2271AC,Oosterwaarde,1916200000000002,1916010000000002,1916100000000002
CSV
b register import "$scratch/register.csv" >"$scratch/init.log" 2>&1
b gazetteer import "$scratch/bag.csv" >>"$scratch/init.log" 2>&1
b run "$scratch/doos" >"$scratch/run.log" 2>&1
mkdir "$scratch/doos2" # a second dossier of the same case
cp "$sample/batch-0001/blad-21.tif" "$scratch/doos2/"
python3 -B "$here/picture.py" page "$scratch/doos2/leeg.tif" --dpi 300 --size 80x80
b run "$scratch/doos2" >>"$scratch/run.log" 2>&1
b pages --json >"$scratch/pages"
page() { # FILE: the id of its page
    python3 -B -c 'import json, sys
print([p["page"] for p in map(json.loads, open(sys.argv[1])) if p["file"] == sys.argv[2]][0])' "$scratch/pages" "$1"
}
b assign "$(page blad-21.tif)" 1974/0232 >>"$scratch/run.log" 2>&1
b assign "$(page leeg.tif)" BWT-77 >>"$scratch/run.log" 2>&1

# out NAME: everything, unpacked in NAME.x
out() {
    b export --all --out "$scratch/$1" >"$scratch/export.log" 2>&1 || return 1
    mkdir -p "$scratch/$1.x" && tar -xf "$scratch/$1"/*.tar -C "$scratch/$1.x"
}
# says SIDECAR TEXT...: the sidecar of this name in the last export has all of them, close together in one element
side() {
    find "$scratch/$last.x" -name "$1.mdto.xml"
}
says() {
    python3 -B -c 'import sys, xml.etree.ElementTree as E
o = E.parse(sys.argv[1]).getroot()[0]
sys.exit(not any(all(t in list(e.itertext()) for t in sys.argv[2:]) for e in o))' "$(side "$1")" "$2" ${3+"$3"} ${4+"$4"}
}
new() { # true when the dossier would go out again
    b export --new --dry-run | grep -q "^$number would go"
}

t 'a document is restricted' exits 0 b set $number-002 access levenssfeer
t 'the dossier stays until that has an end' exits 65 b export --out "$scratch/niet" $number
t 'which the message says of the document' said 'document 2 of dossier 1974/0231'
t 'under the code of a dossier' said 'ACCESS_INCOMPLETE'
b set $number-002 access_until 2060 >"$scratch/set.log"
b set $number-002 date_drawn 1974-01 >>"$scratch/set.log"
b set $number-002 drawing_number 12-A >>"$scratch/set.log"
b set $number-002 scale 1:100 >>"$scratch/set.log"
b set $number-002 title 'Gevels en doorsneden' >>"$scratch/set.log"
b set $number appraisal V >>"$scratch/set.log"
t 'what is kept for a term stays without its end' exits 65 b export --out "$scratch/niet" $number
t 'and says so' said 'RETENTION_INCOMPLETE'
b set $number retention_until 2049-12-31 >>"$scratch/set.log"
b set $number category 7.2 >>"$scratch/set.log"
t 'then all goes out' out een
last=een
t 'the package is right' exits 0 b verify "$scratch/een"
t 'the dossier is as open as it was' says 1974-0231 'openbaar (Archiefwet 1995)'
t 'so is its other document' says 1974-0231_001 'openbaar (Archiefwet 1995)'
t 'the restricted one is not' says 1974-0231_002 'Openbaarheid/AW1995/BeperktOpenbaar-Levenssfeer/1.0' 2060-12-31
t 'a range without ids is named' says 1974-0231 'Lange Dijk 1-13, Oosterwaarde'
t 'a number with ids by each of them' says 1974-0231 1916200000000002 'BAG nummeraanduiding'
t 'the premises' says 1974-0231_002 1916100000000002 'BAG pand'
t 'the dwelling' says 1974-0231 1916010000000002 'BAG verblijfsobject'
t 'the street under its own name' says 1974-0231 1916300000000002 'Korte Dijk, Oosterwaarde'
t 'each parcel' says 1974-0231 'Oosterwaarde B 1185' 'BRK kadastrale aanduiding'
t 'the case' says 1974-0231 Z-31 Zaaksysteem
t 'of both dossiers of it' says 1974-0232 Z-31 Zaaksysteem
t 'ids of other systems' says 1974-0231 'Andere kenmerken: OLO: 77'
t 'when it was applied for' says 1974-0231 Ontvangst 1974-02
t 'and granted' says 1974-0231 Accordering 1974-05-06
t 'a dossier without years has those of its dates' says BWT.77 Looptijd 1973 1974
t 'when it was drawn' says 1974-0231_002 Creatie 1974-01
t 'number and scale of the drawing' says 1974-0231_002 'Tekeningnummer: 12-A; Schaal: 1:100'
t 'its title' says 1974-0231_002 'Gevels en doorsneden'
t 'until when it is kept' says 1974-0231 2049-12-31
t 'in which category' says 1974-0231 7.2

shared=${BOUWARCHIEF_SHARED:-$here/../../../shared}
if [ -d "$shared/checks" ]; then
    root=$(find "$scratch/een.x" -mindepth 1 -maxdepth 1)
    t 'the receiver finds nothing' sh -c "python3 -B '$shared/checks/nha_check.py' '$root' | grep ' 0 errors, 0 warnings'"
    for schema in v1.0/MDTO-XML1.0 v1.0.1/MDTO-XML1.0.1; do
        t "both schemas take it: $schema" sh -c "find '$root' -name '*.mdto.xml' -print0 |
            xargs -0 xmllint --noout --nonet --schema '$shared/refs/mdto/schema/$schema.xsd'"
    done
fi

# --- a correction after acceptance, of any of these ---
for delivery in "$scratch"/een/*.tar; do
    b package receipt "$(basename "$delivery" .tar)" accepted >>"$scratch/set.log"
done
t 'what was accepted is not new' fails new
while IFS='|' read -r what field value; do
    b set "$what" "$field" "$value" >>"$scratch/set.log" 2>&1
    t "$field of $what changed: it is new" new
    b set --undo "$what" "$field" >>"$scratch/set.log" 2>&1
    t 'taken back: it is not' fails new
done <<LIST
$number-002|access|openbaar
$number-002|access_until|2061
$number-002|date_drawn|1974-02
$number-002|date_received|1974
$number-002|date_granted|1974
$number-002|drawing_number|13
$number-002|scale|1:50
$number-002|architect|C. Bouwer
$number-002|case_number|Z-9
$number-002|other_ids|SA: 1
$number-002|access_ground|een kind
$number-002|copyright_holder|Erven Bouwer
$number|appraisal|B
$number|category|7.3
$number|retention_until|2050
$number|date_received|1973
$number|date_granted|1975
$number|case_number|Z-8
$number|case_source|Ander
$number|other_ids|OLO: 78
$number|street@2|Nieuwe Dijk
$number|pand_id@2|1916100000000009
$number|cadastral|Oosterwaarde B 1
LIST
b set $number-002 scale 1:20 >>"$scratch/set.log"
t 'it goes out again' exits 0 b export --new --out "$scratch/twee"
t 'as its next version' sh -c "tar -tf '$scratch'/twee/*.tar | grep -q '1974-0231_v2_002.mdto.xml'"
t 'which is right' exits 0 b verify "$scratch/twee"

# --- many addresses: their names count in the size of a delivery ---
python3 -B -c 'print("dossier;street;number_from;place;bag_id;verblijfsobject_id;pand_id")
for n in range(1, 401):
    print(f"1974/0232;Lange Dijk;{n};Oosterwaarde;{1916200000100000 + n};{1916010000100000 + n};{1916100000100000 + n}")
' >"$scratch/many.csv"
t 'a dossier gets 400 addresses' exits 0 b register import "$scratch/many.csv"
t 'alone it goes out' exits 0 b export 1974/0232 --out "$scratch/veel"
t 'with all of them' sh -c "test \$(tar -xOf '$scratch'/veel/*.tar --wildcards '*/1974-0232_v2.mdto.xml' | grep -c '<dekkingInRuimte>') -eq 1200"
t 'and is right' exits 0 b verify "$scratch/veel"
bytes=$(stat -c %s "$scratch"/veel/*.tar)
t 'that is more than a megabyte' test "$bytes" -gt 1000000
t 'so it fits in no delivery of one' exits 65 b export 1974/0232 --max-mb 1 --out "$scratch/klein"
t 'as is said' said DOSSIER_TOO_LARGE
finish
