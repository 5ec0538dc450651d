#!/bin/sh
# spine.sh PROGRAM [GENERATOR [FOLDER]] - the figures of the spine: words read and pages lost on drawn sets,
# wall time of two workers against the CPU time they use, memory of a worker, and what comes of odd TIFFs.
#
# GENERATOR is a program that draws dossiers: GENERATOR FOLDER --seed N --dossiers N [--hard] writes
# FOLDER/batch-0001/*.tif, FOLDER/register.csv, FOLDER/truth.json and FOLDER/truth/*.txt (gen_dossiers.py of the
# reference material in ../shared is one, and the default). FOLDER keeps the sets for the next time (default: a new folder under /tmp).

set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
generator=$(realpath "${2:-$here/../../../shared/tools/gen_dossiers.py}")
work=${3:-$(mktemp -d "${TMPDIR:-/tmp}/bouwarchief-spine.XXXXXX")}
mkdir -p "$work"
unset BOUWARCHIEF_DEPOT

# draw NAME OPTIONS...: a set, unless it is there already.
draw() {
    name=$1
    shift
    [ -f "$work/$name/truth.json" ] || /usr/bin/python3 "$generator" "$work/$name" "$@" >/dev/null
}

# measured SET: a new depot and a run of the set; figures of time and memory on stdout.
measured() {
    rm -rf "$work/depot-$1"
    "$program" init "$work/depot-$1" >/dev/null 2>&1
    [ ! -f "$work/$1/register.csv" ] ||
        "$program" -C "$work/depot-$1" register import "$work/$1/register.csv" >/dev/null 2>&1
    python3 -B "$here/cost.py" "$program" -C "$work/depot-$1" run --workers 2 "$work/$1/batch-0001"
}

draw easy --seed 1 --dossiers 4
draw hard --seed 2 --dossiers 4 --hard
for set in easy hard; do
    echo "$set: $(find "$work/$set/batch-0001" -type f | wc -l) files"
    measured "$set"
    "$program" -C "$work/depot-$set" status || true
    "$program" -C "$work/depot-$set" pages --json >"$work/$set.pages"
    python3 -B "$here/score.py" "$work/$set.pages" "$work/$set/truth.json" "$work/$set/truth" "$work/depot-$set"
done

mkdir -p "$work/thirty"
[ -d "$work/thirty/batch-0001" ] || {
    mkdir "$work/thirty/batch-0001"
    cp "$work/easy/register.csv" "$work/thirty/"
    for set in easy hard; do
        for file in "$work/$set"/batch-0001/*.tif; do
            [ "$(find "$work/thirty/batch-0001" -type f | wc -l)" -lt 30 ] || break
            cp "$file" "$work/thirty/batch-0001/$set-$(basename "$file")"
        done
    done
}
echo "30 pages, three times (of use only on a machine that does nothing else):"
for round in 1 2 3; do
    measured thirty
done | tee "$work/rounds"
echo "  best: wall / (CPU / 2) = $(sed 's|.*(CPU / 2) = \([0-9.]*\);.*|\1|' "$work/rounds" | sort -n | head -n 1)"

zoo=$(dirname "$generator")/../samples/tiff
if [ -d "$zoo" ]; then
    echo "odd and hostile TIFFs of $(realpath "$zoo"), in one batch:"
    rm -rf "$work/zoo" && mkdir -p "$work/zoo/batch-0001"
    find "$zoo" -type f \( -iname '*.tif' -o -iname '*.tiff' \) | sort | while IFS= read -r file; do
        cp "$file" "$work/zoo/batch-0001/$(echo "${file#"$zoo/"}" | tr / _)"
    done
    measured zoo
    "$program" -C "$work/depot-zoo" status --json >"$work/zoo.status"
    "$program" -C "$work/depot-zoo" pages --json >"$work/zoo.pages"
    echo "  $(python3 -B "$here/../e2e/check.py" zoo "$work/zoo.status" "$work/zoo.pages" "$work/zoo/batch-0001")"
fi
