#!/bin/sh
# shared.sh PROGRAM SCRATCH - against the reference material in ../shared, when it is there: the receiver's
# checks on a package of the sample, both MDTO schemas on every sidecar, and 330 odd and hostile TIFFs.
#
# $BOUWARCHIEF_SHARED names another place. Needs xmllint (libxml2-utils) and python3.

. "$(dirname "$0")/lib.sh"

shared=${BOUWARCHIEF_SHARED:-$here/../../../shared}
if [ ! -d "$shared/samples/tiff" ]; then
    echo "shared: left out: no reference material at $shared"
    exit 0
fi

# --- a package of the sample ---
new_depot package
"$program" -C "$scratch/package" register import "$sample/register.csv" >/dev/null 2>&1
"$program" -C "$scratch/package" run "$sample/batch-0001" "$sample/batch-0002" >"$scratch/package.log" 2>&1
t 'the sample is exported' exits 0 "$program" -C "$scratch/package" export --all --out "$scratch/delivery"
mkdir "$scratch/unpacked"
t 'the tar can be unpacked' tar -xf "$(find "$scratch/delivery" -name '*.tar')" -C "$scratch/unpacked"
root=$(find "$scratch/unpacked" -mindepth 1 -maxdepth 1)
[ -n "$root" ] || root=$scratch/unpacked
t 'the receiver finds no error' python3 -B "$shared/checks/nha_check.py" "$root"
t 'by PRONOM every file is of the format that its sidecar says' \
    python3 -B "$here/pronom.py" "$(find "$shared/refs/pronom" -name '*.xml' | head -n 1)" "$root"
for version in v1.0 v1.0.1; do
    schema=$(find "$shared/refs/mdto/schema/$version" -name '*.xsd' | head -n 1)
    t "every sidecar is valid MDTO $version" \
        sh -c "find '$root' -name '*.mdto.xml' -print0 | xargs -0 xmllint --noout --nonet --schema '$schema'"
done
t 'there are sidecars' test "$(find "$root" -name '*.mdto.xml' | wc -l)" -gt 30

# --- the zoo of TIFFs, all in one batch ---
mkdir "$scratch/zoo"
find "$shared/samples/tiff" -type f \( -iname '*.tif' -o -iname '*.tiff' \) | sort | while IFS= read -r file; do
    cp "$file" "$scratch/zoo/$(echo "${file#"$shared/samples/tiff/"}" | tr / _)"
done
count=$(find "$scratch/zoo" -type f | wc -l)
t 'there are 330 TIFFs' test "$count" -eq 330
new_depot z
t 'the zoo is taken in; some are rejected' exits 65 timeout 900 "$program" -C "$scratch/z" run "$scratch/zoo"
"$program" -C "$scratch/z" status --json >"$scratch/zoo.status" 2>/dev/null
"$program" -C "$scratch/z" pages --json >"$scratch/zoo.pages"
t 'every file ends as pages or as rejected' check zoo "$scratch/zoo.status" "$scratch/zoo.pages" "$scratch/zoo"
t 'no page waits or was lost to a crash' check settled "$scratch/zoo.pages"
check zoo "$scratch/zoo.status" "$scratch/zoo.pages" "$scratch/zoo" | head -n 3

finish
