#!/bin/sh
# codes.sh PROGRAM SCRATCH - the check of the table of codes (tests/codes.py) holds for this tree, and sees each
# kind of fault when one is planted in a copy.

. "$(dirname "$0")/lib.sh"

tree=$(cd "$here/../.." && pwd)

t 'the table of codes, the sources and docs/OPERATIONS.md agree' "$tree/tests/codes.py"

faulty() {
    exits 1 "$tree/tests/codes.py" --root "$copy" && grep -qF "$1" "$scratch/err"
}

# planted NAME SENTENCE FILE SED-EXPRESSION: a copy with this change is refused with that sentence.
planted() {
    copy=$scratch/$1
    mkdir -p "$copy"
    for room in core config image ingest ocr index export depot pipeline desk report cli web; do
        [ ! -d "$tree/$room" ] || cp -r "$tree/$room" "$copy/"
    done
    mkdir -p "$copy/docs/man" && cp "$tree/docs/OPERATIONS.md" "$copy/docs/" && cp "$tree/docs/man/bouwarchief.conf.5" "$copy/docs/man/"
    sed -i "$4" "$copy/$3"
    t "told: $2" faulty "$2"
    rm -rf "$copy"
}
planted unlisted 'TIFF_INVENTED is raised and stands in no row' image/tiff/chain.c 's/"TIFF_NOT_TIFF"/"TIFF_INVENTED"/'
planted unraised 'XSD_BAD is never raised' export/verify/verify_xsd.c 's/"XSD_BAD"/"NO_MEMORY"/'
planted class 'NO_MEMORY is raised with BA_FATAL' core/codes_depot.def 's/^CODE(NO_MEMORY, DEPOT, CODE_FATAL/CODE(NO_MEMORY, DEPOT, CODE_ITEM/'
planted dutch "NO_MEMORY has nothing for 'wat'" core/codes_depot.def '/^CODE(NO_MEMORY/,/)$/s/"Er is [^"]*"/""/'
planted part 'NO_MEMORY has 9 parts' core/codes_depot.def '/^CODE(NO_MEMORY/,/)$/{/"Er is /d}'
planted twice 'NO_MEMORY stands twice' core/codes_depot.def 's/^CODE(STORE_BUSY,/CODE(NO_MEMORY,/'
planted untold 'its tables are not those' docs/OPERATIONS.md '/^| `NO_MEMORY`/d'
planted unset 'bouwarchief.conf.5: border is not there' docs/man/bouwarchief.conf.5 '/^.It Ic border$/d'
planted blind 'the check is blind' core/codes_package.def '/^CODE(VERIFY_TAR/,$d'

finish
