#!/bin/sh
# packages.sh PROGRAM SCRATCH - what the receiver said of deliveries, and what goes out again because of it.

. "$(dirname "$0")/lib.sh"

b() {
    "$program" "$@"
}
d=$scratch/depot
latest() { # the delivery that came last
    b -C "$d" package list --json | tail -n 1 |
        python3 -B -c 'import json, sys; print(json.load(sys.stdin)["delivery"])'
}
new() { # OUT: exports what is new
    b -C "$d" export --new --out "$scratch/$1"
}
holds() { # OUT TEXT: some sidecar has it
    mkdir -p "$scratch/$1.x" && tar -xf "$scratch/$1"/*.tar -C "$scratch/$1.x" && grep -rqF -- "$2" "$scratch/$1.x"
}

small_depot depot
small_batch "$scratch/doos"
b -C "$d" run "$scratch/doos" >"$scratch/run.log" 2>&1

t 'before anything went out the paper stays' exits 0 b -C "$d" package list --boxes
t 'and the reason is told' printed 'doos: not yet, because:'
t 'everything new goes out' exits 0 new een
one=$(latest)
t 'it is listed as exported' sh -c "'$program' -C '$d' package list | grep -q '^exported .*$one'"
t 'nothing is new then' exits 0 new niets
t 'a receipt is recorded, also by the name of the file' exits 0 b -C "$d" package receipt "$one.tar" sent
t 'a return needs a reason' exits 64 b -C "$d" package receipt "$one" returned
t 'a return is recorded' exits 0 b -C "$d" package receipt "$one" returned 'verkeerde bron'
t 'with its reason' sh -c "'$program' -C '$d' package list | grep -q 'verkeerde bron'"
t 'what was returned goes out again' exits 0 new twee
t 'with equal bytes, since nothing changed' cmp "$scratch/een/$one.tar" "$scratch/twee/$one.tar"
t 'an unknown delivery is refused' exits 66 b -C "$d" package receipt NL-NIETS accepted
t 'acceptance is recorded' exits 0 b -C "$d" package receipt "$one" accepted
t 'what is open keeps the paper' sh -c "'$program' -C '$d' package list --boxes --json | grep -q '\"paper_may_go\":false.*SEQUENCE_GAP:doos:blad-1.tif'"
t 'until a person says why it is all right' exits 0 b -C "$d" batch close doos --reason 'een keuze uit de doos'
t 'accepted pages let the paper go' exits 0 b -C "$d" package list --boxes --json
t 'as the list says' printed '"paper_may_go":true'
t 'what was accepted is not new' exits 0 new niets
t 'nothing was written for it' test ! -e "$scratch/niets"

t 'a dossier is corrected after acceptance' exits 0 b -C "$d" set 1931/0047 title 'Acht arbeiderswoningen'
t 'it is new again' exits 0 new drie
t 'alone' test "$(b -C "$d" package list --json | tail -n 1 | grep -c '"dossiers":1,')" -eq 1
t 'under a name of its own' holds drie '<identificatieKenmerk>1931/0047_v2<'
t 'with the relation to what it replaces' holds drie '<begripLabel>Vervangt<'
t 'and the identification of that' holds drie '<identificatieKenmerk>1931/0047<'
t 'the package is right' exits 0 b verify "$scratch/drie"
two=$(latest)
t 'it is on its way, not new' exits 0 new niets
t 'the paper may still go' exits 0 b -C "$d" package list --boxes --json
t 'since the pages were accepted before' printed '"paper_may_go":true'
t 'the correction is accepted' exits 0 b -C "$d" package receipt "$two" accepted
t 'the same dossier by name has the same bytes' exits 0 b -C "$d" export 1931/0047 --out "$scratch/vier"
t 'and the same relation' cmp "$scratch/drie/$two.tar" "$scratch/vier/$two.tar"

# --- what a receiver takes in one delivery ---
under() { # OUT FILES: every tar of it has at most so many files
    for tar in "$scratch/$1"/*.tar; do
        [ "$(tar -tf "$tar" | grep -vc '/$')" -le "$2" ] || return 1
    done
}
tars() {
    find "$scratch/$1" -name '*.tar' | wc -l
}
t 'without limits there is one delivery' exits 0 b -C "$d" export --all --out "$scratch/heel"
t 'in one tar' test "$(tars heel)" -eq 1
all=$(tar -tf "$scratch/heel"/*.tar | grep -vc '/$')
t 'a limit of files divides it' exits 0 b -C "$d" export --all --max-files "$((all - 1))" --out "$scratch/delen"
t 'into several' test "$(tars delen)" -gt 1
t 'none of which has more' under delen "$((all - 1))"
t 'and all are right' exits 0 b verify "$scratch/delen"
t 'a dossier that fits nowhere stays' exits 65 b -C "$d" export --all --max-files 3 --out "$scratch/klein"
t 'with its reason' said 'DOSSIER_TOO_LARGE'
t 'nothing was written' test "$(tars klein)" -eq 0
t 'the default profile has no limits' exits 0 b -C "$d" export --all --profile standaard --out "$scratch/heel"
t 'an unknown profile is refused' exits 64 b -C "$d" export --all --profile onbekend --out "$scratch/klein"

# --- series, and archives with an identity of their own ---
sed -e '1s/$/;series/' -e '2s/$/;Bouwvergunningen 1930-1940/' "$scratch/small.csv" >"$scratch/series.csv"
t 'a register can name series' exits 0 b -C "$d" register import "$scratch/series.csv"
printf 'archive;name;creator;creator_code\nNL-VbdVDM-BWT;Bouwdossiers Oosterwaarde;Gemeente Oosterwaarde;gm9999\n' \
    >"$d/archieven.csv"
t 'its dossiers go out in a folder of their series' exits 0 b -C "$d" export --all --out "$scratch/serie"
t 'which is described' holds serie '<begripLabel>Serie<'
t 'and named' holds serie '<naam>Bouwvergunningen 1930-1940<'
t 'the archive bears the name of archieven.csv' holds serie '<naam>Bouwdossiers Oosterwaarde<'
t 'and its creator' holds serie '<identificatieKenmerk>gm9999<'
t 'the package is right' exits 0 b verify "$scratch/serie"
printf 'archief;name\nx;y\n' >"$d/archieven.csv"
t 'a column that is not known is refused' exits 78 b -C "$d" export --all --out "$scratch/niets2"
t 'and named' said '"archief"'
rm "$d/archieven.csv"
finish
