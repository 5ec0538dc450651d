#!/bin/sh
# main_job.sh PROGRAM SCRATCH - from the sample batches to a verified package, as a municipality would.

. "$(dirname "$0")/lib.sh"

depot=$scratch/depot
truth=$sample/truth.json

pages_to() {
    "$program" -C "$depot" pages --json >"$scratch/$1"
}

# status_of FILE: `status --json` as one line, whatever its exit status.
status_of() {
    "$program" -C "$depot" status --json >"$scratch/$1" 2>"$scratch/err"
    [ -s "$scratch/$1" ]
}

# first_hit KEY VALUE ARGUMENTS...: the best hit of a search.
first_hit() {
    key=$1
    value=$2
    shift 2
    exits 0 "$program" -C "$depot" search --json "$@" && check field "$scratch/out" "$key" "$value"
}

t 'init makes a depot' exits 0 "$program" init "$depot"
for part in bouwarchief.conf index.db masters derived rejected packages reports; do
    t "a new depot has $part" test -e "$depot/$part"
done
t 'init leaves a depot that is there alone' exits 73 "$program" init "$depot"
t 'the register is loaded' exits 0 "$program" -C "$depot" register import "$sample/register.csv"
t 'loading it again changes nothing' exits 0 "$program" -C "$depot" register import "$sample/register.csv"

t 'the batch runs; one file is rejected' exits 65 "$program" -C "$depot" run "$sample/batch-0001"
t 'the rejected file is named' told 'blad-18.tif'
t 'and why' told 'TIFF_TRUNCATED'
t 'the rejected file is kept' cmp "$sample/batch-0001/blad-18.tif" \
    "$(find "$depot/rejected" -type f -name '*blad-18.tif*' | head -n 1)"
t 'status gives JSON' status_of status.json
t 'the sums hold' check sums "$scratch/status.json" 23 22 28
t 'the one reason of rejection is there' check rejected "$scratch/status.json" TIFF_TRUNCATED
t 'the pages are listed' pages_to pages.json
t 'every image is there once, with what the truth says' check pages "$scratch/pages.json" "$truth" batch-0001
t 'the words are read' check recall "$scratch/pages.json" "$truth" batch-0001 "$depot"
check recall "$scratch/pages.json" "$truth" batch-0001 "$depot" | grep 'over'

t 'a sentence from a permit is found' first_hit dossier 1931/0047 \
    -- slaapvertrekken, welke rechtstreeks licht en lucht ontvangen
t 'its words are shown where they stand' first_hit snippet 'rechtstreeks' --page -- rechtstreeks licht en lucht
t 'a hit has boxes on the master' first_hit boxes '[[' --page -- mestvaalt
t 'a permit outside the register is found by its text' first_hit dossier 1957/0112 -- melklokaal stankafsluiter
t 'its address was read from the text' first_hit address 'Molenweg 28' -- melklokaal
t 'its year was read from the text' first_hit year 1957 -- melklokaal
t 'the register gives a title' first_hit title 'garage en bijkeuken' -- Kuipers garage
t 'a house number inside a range is found' first_hit dossier 1931/0047 --street 'Lange Dijk' --number 9 -- woningen
t 'years limit a search' first_hit dossier 1974/0231 --year 1970-1980 -- bouwvergunning
t 'a hit can be cited' first_hit citation '/1957%2F0112/001/' --page -- mestvaalt
t 'and says how well it answers' first_hit match exact --page -- mestvaalt
t 'a house number that is not known' exits 0 "$program" -C "$depot" search --json -- Lange Dijk 3999 1931
t 'is no hit' fails test -s "$scratch/out"
t 'a misspelt word' first_hit match alike -- mestvaa1t
t 'is told' told 'look alike'
t 'dossiers are counted' exits 0 "$program" -C "$depot" search --json --facets -- bouwvergunning
t 'by year' printed '"facet":"year","value":"1974","dossiers":1'
t 'everyone sees nothing of what nobody reviewed' exits 0 "$program" -C "$depot" search --json --public -- mestvaalt
t 'not one line' fails test -s "$scratch/out"
t 'no hit is no line and no failure' exits 0 "$program" -C "$depot" search --json -- xylofoonfabriek
t 'indeed no line' fails test -s "$scratch/out"
t 'beyond the last hit' exits 0 "$program" -C "$depot" search --offset 99 -- mestvaalt
t 'it is said how many there are' told 'no more; there are 1'
t 'no question is a mistake in the command' exits 64 "$program" -C "$depot" search ''
t 'told once' told 'bouwarchief search: say what to look for'
t 'so is a range of years that runs back' exits 64 "$program" -C "$depot" search --year 1960-1950
t 'an archive that is not there is 66' exits 66 "$program" -C "$depot" search --archive Nergens x
t 'a dossier is shown' exits 0 "$program" -C "$depot" show --json 1974/0231
t 'as JSON' check field "$scratch/out" dossier 1974/0231
t 'the text of a page is shown' exits 0 "$program" -C "$depot" show --text \
    "$(sed -n 's/^{"page":\([0-9]*\),.*"file":"blad-6.tif","frame":1,.*/\1/p' "$scratch/pages.json")"
t 'with its words' printed 'mestvaalt'
t 'a dossier that is not there is 66' exits 66 "$program" -C "$depot" show 1899/0001

t 'a dossier with a sheet too few does not leave' exits 65 "$program" -C "$depot" export --all --out "$scratch/short"
t 'it is named' told '1974/0231'
t 'the others leave' exits 0 "$program" verify "$(find "$scratch/short" -name '*.tar' | head -n 1)"

t 'the sheet is scanned again' exits 0 "$program" -C "$depot" run "$sample/batch-0002"
t 'the pages are listed again' pages_to pages2.json
t 'the new batch is right' check pages "$scratch/pages2.json" "$truth" batch-0002 8
t 'everything is exported' exits 0 "$program" -C "$depot" export --all --out "$scratch/out1"
tar=$(find "$scratch/out1" -name '*.tar')
t 'one package with its pakbon and sum' test "$(find "$scratch/out1" -type f | wc -l)" -eq 3
t 'the package is right' exits 0 "$program" verify "$tar"
t 'the sum is that of sha256sum' sh -c "cd '$scratch/out1' && sha256sum -c ./*.sha256"
t 'the program says so of the whole depot' exits 0 "$program" -C "$depot" verify
t 'exported again' exits 0 "$program" -C "$depot" export --all --out "$scratch/out2"
t 'the bytes are equal' diff -r "$scratch/out1" "$scratch/out2"

mkdir "$scratch/unpacked" && tar -xf "$tar" -C "$scratch/unpacked"
root=$(find "$scratch/unpacked" -mindepth 1 -maxdepth 1)
t 'the tar has one top folder' test "$(echo "$root" | wc -l)" -eq 1
t 'the unpacked folder is right too' exits 0 "$program" verify "$root"
t 'four dossiers are in it' test "$(find "$root" -mindepth 1 -maxdepth 1 -type d | wc -l)" -eq 4
t 'no separator is in it' check masters "$scratch/pages2.json" "$root"
t 'the PDFs have their pages and words' check pdfs "$scratch/pages2.json" "$root"

lose_a_master() {
    rm -f "$(find "$depot/masters" -type f | sort | head -n 1)"
    exits 65 "$program" -C "$depot" verify && printed DEPOT_MASTER_MISSING
}
t 'a master that is lost is seen' lose_a_master
t 'the batch folders, run again, bring it back' exits 65 "$program" -C "$depot" run \
    "$sample/batch-0001" "$sample/batch-0002"
t 'then the depot is whole again' exits 0 "$program" -C "$depot" verify

damage_an_alto() {
    echo x >>"$(find "$depot/derived" -name '*.alto.xml' | sort | head -n 1)"
    exits 65 "$program" -C "$depot" verify && printed DEPOT_DERIVED_CHANGED
}
t 'an ALTO file that was changed is seen' damage_an_alto
t 'its page can be put back in the queue' exits 0 "$program" -C "$depot" retry --missing
t 'and is read again, but the batch still holds a reject' exits 65 "$program" -C "$depot" ocr
t 'which is told with its reason' printed TIFF_TRUNCATED
t 'so it is after indexing' exits 65 "$program" -C "$depot" index
t 'and the depot is whole again' exits 0 "$program" -C "$depot" verify

# spoil COMMAND: a copy of the unpacked package in which COMMAND broke something; verify must see it.
spoil() {
    rm -rf "$scratch/spoilt"
    mkdir "$scratch/spoilt" && cp -r "$root" "$scratch/spoilt/"
    broken=$scratch/spoilt/$(basename "$root")
    some=$(find "$broken" -name '*.tif' | sort | head -n 1)
    eval "$1"
    exits 65 "$program" verify "$broken"
}
t 'verify sees a changed byte' spoil 'printf x | dd of="$some" bs=1 seek=2000 conv=notrunc'
t 'verify sees a missing file' spoil 'rm "$some"'
t 'verify sees a missing sidecar' spoil 'rm "$some.bestand.mdto.xml"'
t 'verify sees a file too many' spoil 'echo x >"$broken/extra.txt"'
t 'verify sees a wrong size' spoil 'sed -i "s/<omvang>/<omvang>1/" "$some.bestand.mdto.xml"'
t 'verify sees an empty folder' spoil 'mkdir "$broken/leeg"'
t 'verify of a folder with nothing in it is not a success' spoil 'rm -rf "${broken:?}"/*'
t 'verify of what is not there is 66' exits 66 "$program" verify "$scratch/nowhere.tar"
cut_tar() {
    mkdir -p "$scratch/cut" && head -c 300000 "$tar" >"$scratch/cut/$(basename "$tar")"
    exits 65 "$program" verify "$scratch/cut/$(basename "$tar")"
}
t 'verify sees a tar that was cut' cut_tar

finish
