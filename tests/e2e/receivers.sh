#!/bin/sh
# receivers.sh PROGRAM SCRATCH - deliveries as each receiver wants them: names of sidecars, zip, folder, lists of the
# depot's own, and what must be closed before a dossier leaves.

. "$(dirname "$0")/lib.sh"

d=$scratch/depot
b() {
    "$program" -C "$d" "$@"
}
out() { # NAME PROFILE OPTION...: everything, by its rules
    name=$1
    profile=$2
    shift 2
    b export --all --profile "$profile" --out "$scratch/$name" "$@"
}
holds() { # FOLDER TEXT: some file below it has it
    grep -rqF -- "$2" "$1"
}
empty() { # FOLDER: nothing in it, not even hidden
    [ ! -e "$1" ] || [ -z "$(find "$1" -mindepth 1 | head -n 1)" ]
}
bag_is_named() { # FOLDER: the folder of the bag in its package is called as the package
    python3 -B -c 'import glob, os, sys, tarfile, zipfile
names = []
for path in glob.glob(sys.argv[1] + "/*"):
    name, ending = os.path.splitext(os.path.basename(path))
    if ending == ".tar":
        names += [(name, m.split("/")[0]) for m in tarfile.open(path).getnames()]
    elif ending == ".zip":
        names += [(name, m.split("/")[0]) for m in zipfile.ZipFile(path).namelist()]
    elif os.path.isdir(path):
        names += [(os.path.basename(path), m) for m in os.listdir(path)]
sys.exit(not (names and all(a == b for a, b in names)) and str(set(names)))' "$1"
}
audited() { # TEXT: the audit log has it
    b audit --json | grep -qF -- "$1"
}

small_depot depot
small_batch "$scratch/doos"
b run "$scratch/doos" >"$scratch/run.log" 2>&1

# --- the profiles that come along ---
for profile in streng standaard landelijk landelijk-zip landelijk-map; do
    t "$profile: it goes out" exits 0 out "$profile" "$profile"
    t "$profile: verify knows by whose rules from the pakbon" exits 0 "$program" verify --json "$scratch/$profile"
    t "$profile: and says so" printed "\"profile\":\"$profile\""
    t "$profile: in a bag too" exits 0 out "bag-$profile" "$profile" --format bagit
    t "$profile: whose folder is called as the package" bag_is_named "$scratch/bag-$profile"
    t "$profile: which is right" exits 0 "$program" verify "$scratch/bag-$profile"
done
t 'a zip is no tar' exits 65 "$program" verify --profile landelijk "$(echo "$scratch"/landelijk-zip/*.zip)"
t 'as is said' printed VERIFY_CONTAINER
t 'every program that knows zips unpacks it' python3 -B -m zipfile -e "$(echo "$scratch"/landelijk-zip/*.zip)" "$scratch/unzipped"
t 'its digest is beside it' sh -c "cd '$scratch/landelijk-zip' && sha256sum -c --quiet *.sha256 && sha512sum -c --quiet *.sha512"
folder=$(find "$scratch/landelijk-map" -mindepth 1 -maxdepth 1 -type d)
t 'of a folder the list is' sh -c "cd '$folder' && sha256sum -c --quiet ../*.sha256"
t 'its sidecars have no extension of the file' test -n "$(find "$folder" -name '*_0001.bestand.mdto.xml')"
t 'a folder can be verified by its own name' exits 0 "$program" verify "$folder"
mkdir "$folder/over"
t 'an empty folder beside its root is told' exits 65 "$program" verify "$folder"
t 'as in a tar' printed VERIFY_ROOT
rmdir "$folder/over"
t 'a receipt is recorded under the name of a zip' \
    exits 0 b package receipt "$(basename "$(echo "$scratch"/landelijk-zip/*.zip)")" sent

# --- equal bytes ---
other() { # PROFILE: as it is made elsewhere, by other hands
    (umask 077 && TZ=Asia/Tokyo LC_ALL=C b export --all --profile "$1" --workers 1 --out "$scratch/other-$1")
}
for profile in landelijk-zip landelijk-map; do
    t "$profile: made elsewhere" other "$profile"
    t "$profile: equal bytes" diff -r "$scratch/$profile" "$scratch/other-$profile"
done

# --- a profile of the depot's own ---
printf 'name;access;formats;file_sidecar;folder_sidecar;container\nons-rhc;mdto;fmt/353 fmt/476;{file}.metadata;{folder}.metadata;zip\n' \
    >"$d/ontvangers.csv"
t 'a profile of the depot is taken' exits 0 out eigen ons-rhc
t 'whose names are kept' sh -c "python3 -B -m zipfile -l '$scratch'/eigen/*.zip | grep -q 'tif\.metadata'"
sed -i 's/^profile *= *streng.*/profile = ons-rhc/' "$d/bouwarchief.conf"
t 'the settings can name it' exits 0 b export --all --out "$scratch/eigen2"
t 'which gives the same' diff -r "$scratch/eigen" "$scratch/eigen2"
sed -i 's/^profile *= *ons-rhc.*/profile = streng/' "$d/bouwarchief.conf"
t 'with the depot verify knows it' exits 0 b verify "$scratch/eigen"
t 'without it says what to do' exits 65 "$program" verify "$scratch/eigen"
t 'and of which receiver' printed 'the receiver "ons-rhc" is not in ontvangers.csv'
cp -r "$scratch/eigen" "$scratch/meegekomen"
cp "$d/ontvangers.csv" "$d/bouwarchief.conf" "$scratch/meegekomen"
t 'lists that came with a delivery have no say in it' \
    exits 65 sh -c "cd '$scratch/meegekomen' && '$program' verify ./*.zip"
t 'even where it is verified' printed 'the receiver "ons-rhc" is not in ontvangers.csv'
t 'nor in the folder that holds it' exits 65 sh -c "cd '$scratch/meegekomen' && '$program' verify ."
printf 'name;formats\nons-rhc;fmt/44\n' >"$d/ontvangers.csv"
t 'formats it does not name stay here' exits 65 out geen ons-rhc
t 'for that reason' said FORMAT_NOT_TAKEN
t 'and nothing is there' empty "$scratch/geen"
printf 'name;container\ngoed;tar\nfout;rar\n' >"$d/ontvangers.csv"
t 'a broken one is refused' exits 78 out fout streng
t 'with its line and its key' said 'ontvangers.csv line 3, container: "rar" is not tar, zip or map'
t 'and nothing is there' empty "$scratch/fout"
rm "$d/ontvangers.csv"

sed -i.kept '/^\[export\]/,/^\[/s/^profile = .*/profile = strng/' "$d/bouwarchief.conf"
t 'a receiver of the settings that is not there is their fault' exits 78 b export --all --out "$scratch/strng"
t 'as is said' said 'bouwarchief.conf'
t 'and the option goes before it' exits 0 out strng2 streng
mv "$d/bouwarchief.conf.kept" "$d/bouwarchief.conf"

# --- what must be closed before a dossier leaves ---
# The list of the scanner announces more pages of a dossier than came.
mkdir "$scratch/kist"
cp "$sample/batch-0001/blad-10.tif" "$sample/batch-0001/blad-12.tif" "$scratch/kist/"
printf 'dossier;expected\n1974/0231;3\n' >"$scratch/kist/batch.csv"
b run "$scratch/kist" >"$scratch/run2.log" 2>&1
for number in 1931/0047 1957/0112 1974/0231; do
    b set "$number" access openbaar >>"$scratch/set.log" 2>&1
done
# What else is open - a dossier that the register does not know, numbers that are missing - is settled.
for name in $(b batch list --json | grep -o '"batch":"[^"]*' | cut -d'"' -f4); do
    [ "$name" = kist ] || b batch close "$name" --reason 'een keuze uit de doos' >>"$scratch/set.log" 2>&1
done
t 'a finding is open' sh -c "'$program' -C '$d' batch list | grep -q '^kist: open'"
t 'by default that keeps nothing here' exits 0 b export 1974/0231 --out "$scratch/ruim"
t 'a receiver who wants all closed does not get it' exits 65 out streng2 nauwgezet
t 'as the finding says' said 'DOSSIER_FINDINGS_OPEN'
t 'in its own words' said 'COUNT_DIFFERS'
t 'the others go' sh -c "tar -tf '$scratch'/streng2/*.tar | grep -q 1931-0047"
t 'without it' fails sh -c "tar -tf '$scratch'/streng2/*.tar | grep -q 1974-0231"
t 'a reason lets it go' exits 0 b export 1974/0231 --profile nauwgezet --force 'geteld met de gemeente' --out "$scratch/dwang"
t 'the package says so' sh -c "tar -xOf '$scratch'/dwang/*.tar --wildcards '*/1974-0231.mdto.xml' | grep -q 'openstaande controle: geteld met de gemeente'"
t 'and the audit log' audited 'geteld met de gemeente'
t 'the finding is settled' exits 0 b batch close kist --reason 'blad 3 bestaat niet'
t 'then it goes without force' exits 0 b export 1974/0231 --profile nauwgezet --out "$scratch/dicht"
t 'and is right' exits 0 "$program" verify "$scratch/dicht"
t 'the quality of its pages is refused' python3 -B -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("""INSERT INTO page_reason(page, code, level, message, origin) SELECT p.id, "UNSHARP", "e", "test", "intake"
    FROM page p JOIN dossier d ON d.id = p.dossier WHERE d.number = "1957/0112" AND p.state <> "separator" """)
db.commit()' "$d/index.db"
t 'that keeps its dossier here' exits 65 b export 1957/0112 --profile nauwgezet --out "$scratch/onscherp"
t 'for each of them' said 'has 6 open findings'
python3 -B -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("DELETE FROM page_reason WHERE message = \"test\"")
db.commit()' "$d/index.db"
t 'a page was read with doubt' python3 -B -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("""INSERT INTO page_reason(page, code, level, message, origin) SELECT p.id, "OCR_DOUBTFUL", "w", "test", "ocr"
    FROM page p JOIN dossier d ON d.id = p.dossier WHERE d.number = "1974/0231" AND p.state <> "separator" LIMIT 1""")
db.commit()' "$d/index.db"
t 'that keeps its dossier here too' exits 65 b export 1974/0231 --profile nauwgezet --out "$scratch/twijfel"
t 'for that reason' said DOSSIER_PAGES_DOUBTFUL
t 'but not for others' exits 0 b export 1974/0231 --json --out "$scratch/geen-twijfel"
t 'which name their receiver' printed '"profile":"streng"'
b set 1974/0231 access '' >>"$scratch/set.log" 2>&1

# --- the text of each page goes along, and names the image beside it ---
t 'a receiver of texts gets them' exits 0 b export 1931/0047 --profile landelijk-volledig --out "$scratch/volledig"
mkdir "$scratch/teksten" && tar -xf "$(echo "$scratch"/volledig/*.tar)" -C "$scratch/teksten"
t 'each names a file that is there' python3 -B -c 'import os, re, sys
texts = [os.path.join(f, n) for f, _, names in os.walk(sys.argv[1]) for n in names if n.endswith(".alto.xml")]
named = [os.path.join(os.path.dirname(t), re.search("<fileName>(.*?)</fileName>", open(t, encoding="utf-8").read())[1]) for t in texts]
lost = [n for n in named if not os.path.isfile(n)]
sys.exit(not (texts and not lost) and str((len(texts), lost)))' "$scratch/teksten"

# --- what a receiver may see, a citizen may not ---
printf '%s\n' 'set;key;code;label;list;restricted;description' 'intern;niet-beoordeeld;;Nog;Onze;nee;' \
    'intern;levenssfeer;;Bij ons bekend;Onze;nee;' >"$d/beperkingGebruik.csv"
printf 'name;access\nzusterarchief;intern\n' >"$d/ontvangers.csv"
b set 1957/0112 access levenssfeer >>"$scratch/set.log" 2>&1
t 'a receiver of whom no restriction is asked gets a closed dossier' \
    exits 0 b export 1957/0112 --profile zusterarchief --out "$scratch/zuster"
t 'by whose rules no copy is made for the public' \
    exits 65 b export 1957/0112 --profile zusterarchief --format access --out "$scratch/burger"
t 'since nothing of it is open' said ACCESS_NOTHING
t 'and none is there' fails sh -c "find '$scratch/burger' -name '*.pdf' | grep -q ."

# --- the archiefvormer ---
sed -i 's/^id *=.*/id = NL-TilGA-BWT/; s/^creator *=.*/creator = Gemeente Tiel/; s/^creator_code *=.*/creator_code = gm0218/' "$d/bouwarchief.conf"
t 'the code of another municipality is told when settings are shown' exits 0 b config
t 'with the right one' said 'the code of Tiel is gm0281'
t 'and when it would go out' exits 0 b export 1931/0047 --out "$scratch/tiel"
t 'which is no refusal' said 'ARCHIVE_CREATOR'
finish
