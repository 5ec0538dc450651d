#!/bin/sh
# export_bad.sh PROGRAM SCRATCH - what can be wrong when packages are made: each dossier that may not go is
# named with its reason, the others go out, and nothing half-written remains.

. "$(dirname "$0")/lib.sh"

b() {
    "$program" "$@"
}
d=$scratch/depot
holds() { # OUT TEXT: some sidecar has it
    rm -rf "$scratch/x" && mkdir "$scratch/x" && tar -xf "$scratch/$1"/*.tar -C "$scratch/x" && grep -rqF -- "$2" "$scratch/x"
}
empty() { # FOLDER: nothing in it, not even hidden
    [ ! -e "$1" ] || [ -z "$(find "$1" -mindepth 1 | head -n 1)" ]
}
t 'the library that fills disks is built' cc -shared -fPIC -o "$scratch/faults.so" "$here/faults.c"
full() { # PART BYTES COMMAND...: files with PART in their path hold no more than so many bytes
    part=$1
    after=$2
    shift 2
    FULL_DISK=$part FULL_AFTER=$after LD_PRELOAD=$scratch/faults.so "$program" "$@"
}

new_depot depot
long=$(printf 'Bouwen van een %0280d' 0 | tr 0 x)
printf 'dossier;title;street;number_from;place;year_from;year_to;applicant;access;access_until\n' >"$scratch/r.csv"
printf '1931/0047;"Zeven\001 arbeiders\nwoningen\t";Lange Dijk;1;Oosterwaarde;1931;1931;"J.\033[31m Jansen";openbaar;\n' >>"$scratch/r.csv"
printf '1957/0112;%s;Dam;2;Oosterwaarde;1957;1957;;;\n' "$long" >>"$scratch/r.csv"
printf '1999/0001;Nooit gescand;Dam;3;Oosterwaarde;1999;1999;;;\n' >>"$scratch/r.csv"
b -C "$d" register import "$scratch/r.csv" >"$scratch/register.log" 2>&1
small_batch "$scratch/doos"
b -C "$d" run "$scratch/doos" >"$scratch/run.log" 2>&1

t 'a dossier without pages is refused' exits 65 b -C "$d" export 1999/0001 --out "$scratch/leeg"
t 'with its reason' said 'DOSSIER_NO_PAGES'
t 'and nothing is there' empty "$scratch/leeg"
t 'it does not keep the others' exits 65 b -C "$d" export 1999/0001 1931/0047 --out "$scratch/een"
t 'of which the package is right' exits 0 b verify "$scratch/een"
t 'control characters of the register are no part of it' \
    sh -c "cd '$scratch' && mkdir y && tar -xf een/*.tar -C y && ! grep -rlP --include=*.xml '[\x01-\x08\x0b-\x1f\x7f]' y"
t 'a title of 300 characters goes out' exits 0 b -C "$d" export 1957/0112 --out "$scratch/lang"
t 'cut to what MDTO advises, and whole in the description' holds lang "<omschrijving>$long"
t 'the package is right' exits 0 b verify "$scratch/lang"

b -C "$d" run --export --out "$scratch/run" "$scratch/doos" >"$scratch/run.log" 2>&1
t 'run --export puts a package where --out says' sh -c "ls '$scratch'/run/*.tar"
t 'which is right' exits 0 b verify "$scratch/run"

# --- a disk that fills up ---
mkdir "$scratch/vol"
t 'a disk that is full while packing is no success' exits 75 full "$scratch/vol" 200000 -C "$d" export --all --out "$scratch/vol"
t 'and the reason is told' said 'No space left'
t 'nothing half-written remains' empty "$scratch/vol"
b -C "$d" export --all --out "$scratch/size" >/dev/null 2>&1
size=$(cat "$scratch/size"/*.tar | wc -c)
t 'a disk that is full behind the tar is none either' exits 75 full "$scratch/vol" "$((size + 10))" -C "$d" export --all --out "$scratch/vol"
t 'and leaves nothing' empty "$scratch/vol"
note=$(cat "$scratch/size"/*.pakbon.xml | wc -c)
t 'nor is one that is full behind the pakbon' exits 75 full "$scratch/vol" "$((size + note + 10))" -C "$d" export --all --out "$scratch/vol"
t 'which goes too' empty "$scratch/vol"
t 'when there is room again it goes out' exits 0 b -C "$d" export --all --out "$scratch/vol"
t 'and is right' exits 0 b verify "$scratch/vol"
rm -rf "$d/work/pdf"
t 'a disk that is full while PDFs are made stops it' exits 75 full work/pdf 5000 -C "$d" export --all --out "$scratch/vol2"
t 'without a package' empty "$scratch/vol2"
t 'and without half a PDF' sh -c "! find '$d/work' -name '.tmp-*' | grep -q ."

for profile in landelijk-zip landelijk-map; do
    mkdir "$scratch/$profile"
    t "$profile: a disk that is full is no success either" \
        exits 75 full "$scratch/$profile" 200000 -C "$d" export --all --profile "$profile" --out "$scratch/$profile"
    t "$profile: nothing half-written remains" empty "$scratch/$profile"
    mkdir -p "$scratch/$profile/.tmp-bouwarchief-ab12cd/NL-X" # as a killed export leaves it
    echo x >"$scratch/$profile/.tmp-bouwarchief-ab12cd/NL-X/half.tif"
    t "$profile: when there is room it goes out" exits 0 b -C "$d" export --all --profile "$profile" --out "$scratch/$profile"
    t "$profile: what a killed export left is gone" sh -c "! ls -A '$scratch/$profile' | grep -q '^.tmp-'"
    t "$profile: and it is right" exits 0 b verify "$scratch/$profile"
done

# --- masters ---
master=$(find "$d/masters" -name '*.tif' | sort | head -n 1)
cp -p "$master" "$scratch/kept"
spoil() {
    chmod u+w "$master" && printf x | dd of="$master" bs=1 seek=500 conv=notrunc 2>/dev/null
}
rm -rf "$d/work/pdf"
t 'a master changes' spoil
t 'its dossier stays, the other goes' exits 65 b -C "$d" export --all --out "$scratch/anders"
t 'for that reason' said 'MASTER_CHANGED'
t 'which is named' said 'stays here: 1957/0112: the access PDF of document 1'
t 'what went is right' exits 0 b verify "$scratch/anders"
for number in 1931/0047 1957/0112; do
    b -C "$d" set "$number" access openbaar >>"$scratch/set.log" 2>&1
done
t 'a copy for a citizen is not made of it either' exits 65 b -C "$d" export --all --format access --out "$scratch/inzage"
t 'for that reason' said '1957/0112: the access PDF of document 1 cannot be made'
t 'its list says that it is not there' grep -q 'er kon geen PDF van worden gemaakt' "$scratch/inzage/1957-0112-inzage/niet-opgenomen.txt"
t 'the other copy is there' test -s "$scratch/inzage/1931-0047-inzage/1931-0047_001.pdf"
b -C "$d" set 1957/0112 access '' >>"$scratch/set.log" 2>&1
rm -f "$master"
for profile in landelijk-zip landelijk-map; do
    t "$profile: it stays from there too" exits 65 b -C "$d" export --all --profile "$profile" --out "$scratch/anders-$profile"
    t "$profile: what went is right" exits 0 b verify "$scratch/anders-$profile"
    t "$profile: nothing half-written remains" sh -c "! ls -A '$scratch/anders-$profile' | grep -q '^.tmp-'"
done
t 'a master is gone' exits 65 b -C "$d" export --all --out "$scratch/weg"
t 'its dossier stays' said 'MASTER_MISSING'
t 'what went is right without it' exits 0 b verify "$scratch/weg"
cp -p "$scratch/kept" "$master"
t 'restored, all goes out' exits 0 b -C "$d" export --all --out "$scratch/terug"
t 'with the bytes of before' sh -c "cmp '$scratch'/vol/*.tar '$scratch'/terug/*.tar"
finish
