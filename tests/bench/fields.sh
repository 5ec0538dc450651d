#!/bin/sh
# fields.sh PROGRAM [GENERATOR [FOLDER]] - how well the fields of dossiers are read from their text: dossier number,
# street and number, year, and kind of each page, on drawn sets without a register; the streets also with a gazetteer.
#
# GENERATOR: as for spine.sh. FOLDER (default: build/bench-fields) keeps the sets and their depots, so that a page is
# recognised once; the fields are read anew each time. SEEDS and DOSSIERS (a set) may be given in the environment.

set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
generator=$(realpath "${2:-$here/../../../shared/tools/gen_dossiers.py}")
work=${3:-build/bench-fields}
mkdir -p "$work"
work=$(realpath "$work")
unset BOUWARCHIEF_DEPOT

# b SET ARGUMENT...: the program on the depot of a set.
b() {
    depot=$work/$1/depot
    shift
    "$program" -C "$depot" "$@"
}

for seed in ${SEEDS:-11 12 13}; do
    for kind in easy hard; do
        set=$kind-$seed
        [ -f "$work/$set/truth.json" ] || {
            [ "$kind" = hard ] && hard=--hard || hard=
            /usr/bin/python3 "$generator" "$work/$set" --seed "$seed" --dossiers "${DOSSIERS:-3}" $hard >/dev/null
        }
        [ -f "$work/$set/read" ] || {
            rm -rf "$work/$set/depot"
            "$program" init "$work/$set/depot" >/dev/null 2>&1
            b "$set" run --workers 2 "$work/$set/batch-0001" >/dev/null 2>&1 || true
            touch "$work/$set/read"
        }
        # What it knows of streets before is of no use: twice from nothing.
        printf 'openbareruimte,huisnummer,woonplaats\nNergensstraat,1,Nergenshuizen\n' >"$work/none.csv"
        b "$set" gazetteer import "$work/none.csv" >/dev/null
        b "$set" index --rebuild >/dev/null 2>&1
        python3 -B "$here/fields.py" dump "$program" "$work/$set" without
        python3 -B "$here/fields.py" gazetteer "$generator" "$work/streets.csv"
        b "$set" gazetteer import "$work/streets.csv" >/dev/null
        b "$set" index --rebuild >/dev/null 2>&1
        python3 -B "$here/fields.py" dump "$program" "$work/$set" with
    done
done

# The same texts again, read worse: one sign in eight that has a double taken for another that looks like it.
for set in "$work"/hard-*; do
    set=$(basename "$set")
    rm -rf "$work/$set/worse"
    mkdir "$work/$set/worse"
    cp -a "$work/$set/depot/." "$work/$set/worse/"
    python3 -B "$here/fields.py" noise "$work/$set/worse" "${set#hard-}"
    for name in without with; do
        [ $name = with ] && list=$work/streets.csv || list=$work/none.csv
        "$program" -C "$work/$set/worse" gazetteer import "$list" >/dev/null
        "$program" -C "$work/$set/worse" index --rebuild >/dev/null 2>&1
        python3 -B "$here/fields.py" dump "$program" "$work/$set" "worse-$name" worse
    done
    rm -rf "$work/$set/worse"
done
python3 -B "$here/fields.py" score "$work"
