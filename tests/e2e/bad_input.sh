#!/bin/sh
# bad_input.sh PROGRAM SCRATCH - what goes wrong on a scanning floor: each has its message and exit status,
# the rest of the batch is unharmed and nothing is lost.

. "$(dirname "$0")/lib.sh"

b() {
    "$program" "$@"
}
rejected_files() {
    find "$1/rejected" -type f | wc -l
}

# --- what is typed ---
t 'no command at all is 64' exits 64 b
t 'an unknown command is 64' exits 64 b serch
t 'and the nearest is named' said search
new_depot d
d=$scratch/d
t 'an unknown option is 64' exits 64 b -C "$d" pages --jsn
t 'and the nearest is named' said json
t 'a command without its operand is 64' exits 64 b -C "$d" run
t 'help is 0' exits 0 b help
t 'help of a command is 0' exits 0 b help run
t '--version is 0' exits 0 b --version
t 'and says what it is' printed bouwarchief
t 'a depot that is not there is 66' exits 66 b -C "$scratch/nowhere" status
t 'a folder that is no depot is 66' exits 66 b -C "$here" status

# --- a new depot ---
new_depot half
rm "$scratch/half/bouwarchief.conf"
t 'an init that was killed before the settings is finished by another' exits 0 b init "$scratch/half"
t 'and the depot works' exits 0 b -C "$scratch/half" status
t 'what was never there is not said to have been delivered' exits 65 b -C "$scratch/half" export --new
mkdir "$scratch/one"
cp "$sample/batch-0001/blad-23.tif" "$scratch/one/"
b -C "$scratch/half" ingest "$scratch/one" >"$scratch/t.log" 2>&1
rm "$scratch/half/bouwarchief.conf"
t 'a depot that lost its settings does not get others' exits 73 b init "$scratch/half"
t 'and it is said how it gets them back' said 'from a backup'
t 'and they were not written' test ! -e "$scratch/half/bouwarchief.conf"

# --- batches ---
t 'a batch that is not there is 66' exits 66 b -C "$d" run "$scratch/no-such-batch"
t 'and is named' said no-such-batch
mkdir "$scratch/empty"
t 'an empty batch is 66' exits 66 b -C "$d" run "$scratch/empty"
t 'a file for a batch is refused' fails b -C "$d" run "$sample/batch-0001/blad-1.tif"

if [ "$(id -u)" -ne 0 ]; then
    as_user=
else
    as_user='setpriv --reuid=65534 --regid=65534 --clear-groups'
fi
# Installed for that user: what was built may lie where no other user can read, as under /root.
mkdir -p "$scratch/user/bin" "$scratch/user/share/bouwarchief" "$scratch/closed"
cp "$program" "$scratch/user/bin/program"
cp -r "$here/../../config/lists" "$scratch/user/share/bouwarchief/"
[ -z "$as_user" ] || chown 65534:65534 "$scratch/user"
$as_user "$scratch/user/bin/program" init "$scratch/user/depot" >/dev/null 2>&1
cp "$sample/batch-0001/blad-23.tif" "$scratch/closed/"
chmod 000 "$scratch/closed"
t 'a folder that may not be read is 66' \
    exits 66 $as_user "$scratch/user/bin/program" -C "$scratch/user/depot" run "$scratch/closed"
t 'and is named' said closed
chmod 755 "$scratch/closed"
chmod 000 "$scratch/closed/blad-23.tif"
t 'a file that may not be read is rejected' \
    exits 65 $as_user "$scratch/user/bin/program" -C "$scratch/user/depot" run "$scratch/closed"
t 'and is named' told blad-23.tif
chmod 644 "$scratch/closed/blad-23.tif"
t 'when it may be read it is taken in' \
    exits 0 $as_user "$scratch/user/bin/program" -C "$scratch/user/depot" run "$scratch/closed"

# --- a disk with a bad spot ---
cc -shared -fPIC -o "$scratch/faults.so" "$here/faults.c"
mkdir "$scratch/spot"
cp "$sample/batch-0001/blad-23.tif" "$sample/batch-0001/blad-22.tif" "$scratch/spot/"
new_depot spotted
on_bad_disk() {
    BAD_SPOT=spot/blad-23 LD_PRELOAD=$scratch/faults.so "$program" "$@"
}
new_depot late
on_forgetful_disk() {
    LATE_ERROR=late/masters LATE_MARK=$scratch/late.mark LD_PRELOAD=$scratch/faults.so "$program" "$@"
}
t 'masters that the disk loses after they were written are no success' \
    exits 74 on_forgetful_disk -C "$scratch/late" ingest "$scratch/spot"
t 'it says so' told FILE_WRITE
t 'nothing is said of them in the database' test "$(b -C "$scratch/late" pages --json | wc -l)" = 0
t 'run again they are taken in' exits 0 on_forgetful_disk -C "$scratch/late" ingest "$scratch/spot"
t 'a file that the disk cannot read is tried later' exits 75 on_bad_disk -C "$scratch/spotted" ingest "$scratch/spot"
t 'and is named, with what to check' told 'the first is blad-23.tif; nothing is said of that scan. Check the disk'
t 'nothing is refused, and the other file is taken in' printed '1 file: 1 taken in, 0 rejected'
t 'when the disk reads it again it is taken in' exits 0 b -C "$scratch/spotted" ingest "$scratch/spot"
t 'and nothing stays rejected' printed '2 files: 2 taken in, 0 rejected'
on_worn_disk() {
    BAD_SPOT=spotted/masters LD_PRELOAD=$scratch/faults.so "$program" -C "$scratch/spotted" "$@"
}
t 'a master that the disk cannot read is not called a bad scan' exits 75 on_worn_disk ocr
t 'that is said' told 'Check the disk'
t 'no page has failed' sh -c "'$program' -C '$scratch/spotted' status --json | grep -q '\"failed\":0'"
t 'nor does verify judge it' exits 75 on_worn_disk verify
t 'but says what to check' told DISK_READ

mkdir "$scratch/bad"
cp "$sample/batch-0001/blad-21.tif" "$scratch/bad/1.tif"
: >"$scratch/bad/2.tif"
echo 'this is a letter, not an image' >"$scratch/bad/3.tif"
cp "$sample/batch-0001/blad-18.tif" "$scratch/bad/4.tif"
head -c 5 "$sample/batch-0001/blad-1.tif" >"$scratch/bad/5.tif"
ln -s /etc/passwd "$scratch/bad/6.tif"
mkfifo "$scratch/bad/7.tif"
cp "$sample/batch-0001/blad-23.tif" "$scratch/bad/8.tif"
cp "$sample/batch-0001/blad-23.tif" "$scratch/bad/9.tif"
t 'a batch with bad files is 65' exits 65 b -C "$d" run "$scratch/bad"
for n in 2 3 4 5 6 7; do
    t "bad file $n is named" told "$n.tif"
done
for code in FILE_EMPTY TIFF_NOT_TIFF TIFF_TRUNCATED; do
    t "with reason $code" told "$code"
done
b -C "$d" status --json >"$scratch/bad.status" 2>/dev/null
t 'the sums hold' check sums "$scratch/bad.status" 9 3 3
b -C "$d" pages --json >"$scratch/bad.pages"
t 'the good files became pages' check names "$scratch/bad.pages" 3
t 'the good ones are read' check words "$scratch/bad.pages"
t 'a byte-identical file is a page of the same master' check duplicate "$scratch/bad.pages" 9.tif
t 'two masters are kept' test "$(find "$d/masters" -type f | wc -l)" -eq 2
t 'the refused regular files are kept' test "$(rejected_files "$d")" -eq 4
t 'the same batch again is 65 as long as it holds rejects' exits 65 b -C "$d" run "$scratch/bad"
cp "$sample/batch-0001/blad-9.tif" "$scratch/bad/1.tif"
t 'the same name with another content is not taken for the same' fails b -C "$d" run "$scratch/bad"

# --- names ---
python3 -B - "$sample/batch-0001/blad-21.tif" "$scratch" <<'END'
import os, sys
with open(sys.argv[1], "rb") as file:
    image = file.read()
folder = os.fsencode(sys.argv[2]) + b"/-odd 'batch'\n\"x\"\xff"
os.mkdir(folder)
for name in (b"a b.tif", b"-rf.tif", b"q\"u'o.tif", b"new\nline.tif", b"bad\xff\xfe.tif", b"caf\xc3\xa9.tif", b"$(id);.tif",
             b"back\\slash.tif", b"%s%n.tif", b"bad\xfe\xff.tif", b"\x1b[31mred.tif", b"x" * 240 + b".tif"):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(image)
END
new_depot names
t 'odd names are no hindrance' \
    exits 0 b -C "$scratch/names" run -- "$(printf '%s/-odd '\''batch'\''\n"x"\377' "$scratch")"
t 'no control character of a name reaches the terminal' fails grep -q "$(printf '\033')\[31mred" "$scratch/err"
b -C "$scratch/names" pages --json >"$scratch/names.pages"
t 'each is a page under its own name, as valid JSON' check names "$scratch/names.pages" 12
t 'all are one master' test "$(find "$scratch/names/masters" -type f | wc -l)" -eq 1
cd "$scratch" || exit 1
t 'a folder with a leading dash is read' exits 0 b -C names run -- "$(printf -- '-odd '\''batch'\''\n"x"\377')"

# --- settings ---
new_depot conf
printf '\n[pool]\nwrokers = 2\n' >>"$scratch/conf/bouwarchief.conf"
last=$(wc -l <"$scratch/conf/bouwarchief.conf")
t 'an unknown key in the settings is 78' exits 78 b -C "$scratch/conf" status
t 'with the file and line' said "bouwarchief.conf:$last"
t 'and the nearest known key' said workers
sed -i '$d' "$scratch/conf/bouwarchief.conf"
echo 'workers = many' >>"$scratch/conf/bouwarchief.conf"
t 'a value that is none is 78' exits 78 b -C "$scratch/conf" status

# --- the register ---
t 'a register that is not there is 66' exits 66 b -C "$d" register import "$scratch/none.csv"
printf 'dossierr;street\n1974/0231;Kade\n' >"$scratch/r1.csv"
t 'a register without dossier column is refused' fails b -C "$d" register import "$scratch/r1.csv"
printf 'dossier;street;year_from\n1974/0231;Kade;1974\n1974/0232;Kade;soon\n1974/0233;Kade;1975\n' >"$scratch/r2.csv"
t 'a bad line of a register is 65' exits 65 b -C "$d" register import "$scratch/r2.csv"
t 'with its column' said year_from
t 'and the good lines are in' exits 0 b -C "$d" show --json 1974/0233

# --- what is no batch ---
new_depot place
t 'a depot is not taken in as a batch' exits 64 b -C "$scratch/place" run "$scratch/place"
t 'nor is a folder that holds it' exits 64 b -C "$scratch/place" run "$scratch"
t 'nor what it made' exits 64 b -C "$scratch/place" run "$scratch/place/masters"
t 'with its code' said BATCH_BAD_PLACE
printf '[ingest]\nseparator_pattern = [0-9\n' >>"$scratch/place/bouwarchief.conf"
t 'a pattern that cannot be used is told before anything is taken in' exits 78 b -C "$scratch/place" run "$sample/batch-0002"

# --- one writer at a time ---
new_depot lock
"$program" -C "$scratch/lock" run "$sample/batch-0001" >"$scratch/lock.log" 2>&1 </dev/null &
holder=$!
tries=0
while ! grep -qs "pid $holder " "$scratch/lock/"*lock* && [ "$tries" -lt 200 ]; do
    sleep 0.02
    tries=$((tries + 1))
done
kill -STOP "$holder"
t 'a depot that is being written to is 75' exits 75 b -C "$scratch/lock" run "$sample/batch-0002"
t 'and who has it is said' said "pid $holder"
t 'readers are not blocked' exits 0 b -C "$scratch/lock" pages --json
kill -CONT "$holder"
kill -TERM "$holder"
wait "$holder"
t 'a run that is asked to stop ends with 75' test $? -eq 75
b -C "$scratch/lock" ingest "$sample/batch-0001" >/dev/null 2>&1
t 'and the depot is free again' exits 0 b -C "$scratch/lock" pages --json
flock "$scratch/lock/lock" sleep 2 &
t 'a correction waits a while for a depot that is being written to' exits 0 b -C "$scratch/lock" retry
t 'the stopped run left the sums in order' sh -c "'$program' -C '$scratch/lock' status --json >'$scratch/lock.status'"
t 'they hold' check sums "$scratch/lock.status" 23 22 28

# --- a database from the future ---
new_depot newer
python3 -B - "$scratch/newer/index.db" <<'END'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("INSERT INTO migration(version, note, at) VALUES(1000, 'from the future', '2099-01-01T00:00:00')")
db.commit()
db.close()
END
before=$(sha256sum <"$scratch/newer/index.db")
t 'a database of a newer program is refused' fails b -C "$scratch/newer" run "$sample/batch-0002"
t 'nothing was taken in' test -z "$(find "$scratch/newer/masters" -type f)"
t 'and the database was left as it is' test "$before" = "$(sha256sum <"$scratch/newer/index.db")"
head -c 300 /dev/urandom >"$scratch/newer/index.db"
rm -f "$scratch/newer"/index.db-*
refused_in_words() {
    "$program" -C "$scratch/newer" status >"$scratch/out" 2>"$scratch/err"
    got=$?
    [ "$got" -gt 63 ] && [ "$got" -lt 80 ] && said index.db
}
t 'a damaged database is refused, in words' refused_in_words

# --- a full disk ---
small_batch "$scratch/small-batch"
small_depot measure
b -C "$scratch/measure" run "$scratch/small-batch" >/dev/null 2>&1
listing "$scratch/measure" "$scratch/measure.list"
mkdir "$scratch/disk"
if mount -t tmpfs -o size=64m none "$scratch/disk" 2>/dev/null; then
    trap 'umount -l "$scratch/disk" 2>/dev/null' EXIT
    new_depot disk/full
    "$program" -C "$scratch/disk/full" register import "$scratch/small.csv" >/dev/null 2>&1
    used=$(du -sk "$scratch/disk/full" | cut -f1)
    for room in 40 200 500 900 1300; do
        mount -o remount,size=$((used + room))k "$scratch/disk"
        got=0
        b -C "$scratch/disk/full" run "$scratch/small-batch" >"$scratch/full.log" 2>&1 || got=$?
        echo "disk full with $room kB of room: exit status $got" >>"$scratch/disk.log"
        t "a disk with $room kB of room gives 75 or is enough" sh -c "[ $got -eq 75 ] || [ $got -eq 0 ]"
        [ "$got" -eq 0 ] && break
        t "the full disk ($room kB) is named as the cause" grep -qiE 'full|space' "$scratch/full.log"
    done
    t 'the disk was full at least once' grep -q 'status 75' "$scratch/disk.log"
    mount -o remount,size=64m "$scratch/disk"
    t 'with room again the same command finishes the work' exits 0 b -C "$scratch/disk/full" run "$scratch/small-batch"
    listing "$scratch/disk/full" "$scratch/full.list"
    t 'and the pages are those of a run without trouble' cmp "$scratch/measure.list.pages" "$scratch/full.list.pages"
    mkdir "$scratch/disk/out"
    mount -o remount,size="$(($(du -sk "$scratch/disk" | cut -f1) + 60))k" "$scratch/disk"
    t 'an export to a full disk is 75' exits 75 b -C "$scratch/disk/full" export --all --out "$scratch/disk/out"
    t 'and leaves no package' test -z "$(find "$scratch/disk/out" -name '*.tar')"
    mount -o remount,size=64m "$scratch/disk"
    t 'with room again it is written' exits 0 b -C "$scratch/disk/full" export --all --out "$scratch/disk/out"
    umount "$scratch/disk"
else
    echo 'bad_input: may not mount here, so that no disk is full'
fi

# --- a limit of the size of files, as a login or a service may have it ---
limited() { # BLOCKS COMMAND...
    blocks=$1
    shift
    (ulimit -f "$blocks" && "$program" -C "$scratch/limited" "$@")
}
new_depot limited
for blocks in 8 200 1400; do
    t "$blocks blocks of 512 bytes a file: try again" exits 75 limited "$blocks" run "$scratch/small-batch"
    t 'the limit is named' told 'ulimit -f'
done
t 'without it the same command finishes the work' exits 0 b -C "$scratch/limited" run "$scratch/small-batch"
t 'a package over the limit is 75 too' exits 75 limited 100 export --all --out "$scratch/limited-out"
t 'its limit is named' told 'ulimit -f'
t 'it leaves no package' test -z "$(find "$scratch/limited-out" -type f 2>/dev/null)"

finish
