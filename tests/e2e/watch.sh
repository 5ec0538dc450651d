#!/bin/sh
# watch.sh PROGRAM SCRATCH [COUNT] - the inbox: COUNT files (240) from a slow writer, and everything that may lie in
# an inbox besides.

. "$(dirname "$0")/lib.sh"

number=${3:-240}
d=$scratch/depot
in=$scratch/inbox
b() {
    "$program" -C "$d" "$@"
}
page=$sample/batch-0001/blad-9.tif

# waits SECONDS COMMAND...: until the command succeeds
waits() {
    left=$(($1 * 10))
    shift
    while ! "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ "$left" -gt 0 ] || return 1
        sleep 0.1
    done
}
files_in() {
    find "$1" -type f | wc -l
}

# --- a writer that takes its time ---
new_depot depot
mkdir "$in"
"$program" -C "$d" watch --settle-s 4 "$in" >"$scratch/watch.out" 2>"$scratch/watch.err" </dev/null &
watcher=$!
t 'the slow writer finds its folders where it left them' \
    python3 -B "$here/slow_writer.py" "$in" "$number" 1.2 1 "$scratch/manifest"
t 'every batch leaves the inbox in the end' \
    waits $((20 + number / 20)) sh -c "[ \$(ls '$in' | wc -l) -eq 0 ]"
waits $((20 + number / 20)) sh -c "grep -q los-1 '$scratch/watch.out' && grep -q los-2 '$scratch/watch.out' &&
    grep -q met-klaar '$scratch/watch.out'"
t 'while watch waits for batches, another command may write' \
    waits 5 b register import "$sample/register.csv"
mkdir "$in/bezet"
cp "$page" "$in/bezet/1.tif"
flock "$d/lock" sleep 7 &
t 'while another command writes, watch waits for it, and says so' waits 10 grep -q DEPOT_LOCKED "$scratch/watch.err"
t 'and then goes on' waits 20 test -e "$in/.verwerkt/bezet/1.tif"
waits 20 b batch withdraw bezet --reason proef
rm -r "$in/.verwerkt/bezet"
kill -TERM "$watcher"
status=0
wait "$watcher" || status=$?
t 'a watch that is asked to stop ends well' test "$status" -eq 0
t 'none of its files is gone' test "$(files_in "$in/.verwerkt")" -eq $((number + 1))
b pages --json >"$scratch/pages"
python3 -B - "$scratch/pages" >"$scratch/got" <<'END'
import json, sys
print("\n".join(sorted("%s/%s %s" % (p["batch"], p["file"], p["sha256"])
                       for p in map(json.loads, open(sys.argv[1])))))
END
t "all $number files are pages with the bytes that were written, and nothing else is" \
    cmp "$scratch/manifest" "$scratch/got"
t 'nothing was refused' test "$(find "$d/rejected" -type f | wc -l)" -eq 0

# --- what may lie in an inbox besides ---
mkdir "$in/leeg" "$in/goed" "$scratch/elders"
cp "$page" "$in/goed/1.tif"
cp "$page" "$in/los bestand.tif"
ln -s "$scratch/elders" "$in/koppeling"
cp "$page" "$scratch/elders/1.tif"
mkdir "$in/raar"
cp "$page" "$in/raar/1.tif"
ln -s 1.tif "$in/raar/2.tif"
mkfifo "$in/raar/3.tif"
: >"$in/raar/Klaar"
t 'what cannot be taken in makes it 65' exits 65 b watch --once --settle-s 1 "$in"
t 'a loose file is left alone, and told' said 'los bestand.tif stays in the inbox'
t 'a link to a folder is not followed' said 'koppeling stays in the inbox'
t 'an empty folder waits' test -d "$in/leeg"
t 'a good batch is taken in' test -e "$in/.verwerkt/goed/1.tif"
t 'so is one with a marker, which is no scan' sh -c "'$program' -C '$d' status | grep -A1 'batch raar' |
    grep -q 'files 3 = taken in 1 + rejected 2'"
t 'nothing of another folder was touched' test -e "$scratch/elders/1.tif"
rm "$in/los bestand.tif" "$in/koppeling"

# --- the same name again ---
mkdir "$in/goed"
cp "$page" "$in/goed/1.tif"
t 'the same batch again is nothing to do, and moved' exits 0 b watch --once --settle-s 1 "$in"
t 'beside the first one' test -e "$in/.verwerkt/goed-2/1.tif"
mkdir "$in/goed"
cp "$sample/batch-0001/blad-1.tif" "$in/goed/1.tif"
t 'the same name with other content is 65' exits 65 b watch --once --settle-s 1 "$in"
t 'in words' said BATCH_DIFFERS
t 'and stays where it is' test -e "$in/goed/1.tif"
"$program" -C "$d" watch --settle-s 1 "$in" >"$scratch/watch.out" 2>"$scratch/watch.err" </dev/null &
watcher=$!
waits 10 grep -q BATCH_DIFFERS "$scratch/watch.err"
sleep 3
t 'it is told once, not again and again' test "$(grep -c BATCH_DIFFERS "$scratch/watch.err")" -eq 1
cp "$page" "$in/goed/1.tif"
t 'until it changes' waits 10 test -e "$in/.verwerkt/goed-3/1.tif"
mv "$in" "$in.weg"
t 'an inbox that goes away is told' waits 10 grep -q INBOX_MISSING "$scratch/watch.err"
mv "$in.weg" "$in"
t 'and waited for' waits 10 grep -q 'there again' "$scratch/watch.err"
kill -INT "$watcher"
status=0
wait "$watcher" || status=$?
t 'an interrupt ends it well too' test "$status" -eq 0

# --- a file that comes while the others are taken in ---
masters=$(files_in "$d/masters")
mkdir "$in/nakomer"
for n in 1 2 3 4 5 6 7 8 9 10 11 12; do # separators: they are quickly done; other bytes behind each
    { cat "$page" && echo "$n"; } >"$in/nakomer/blad-$n.tif"
done
"$program" -C "$d" watch --once --settle-s 1 --workers 1 "$in" >"$scratch/watch.out" 2>"$scratch/watch.err" </dev/null &
watcher=$!
waits 20 sh -c "[ \$(find '$d/masters' -type f | wc -l) -gt $masters ]"
cp "$page" "$in/nakomer/blad-99.tif"
status=0
wait "$watcher" || status=$?
t 'a file that comes late is taken in with the others' test "$status" -eq 0
t 'by the same watch' test "$(b pages --json --batch nakomer | grep -o '"file":"[^"]*"' | sort -u | wc -l)" -eq 13
t 'before the folder is moved' test -e "$in/.verwerkt/nakomer/blad-99.tif" -a ! -e "$in/nakomer"

# --- killed in the middle ---
mkdir "$in/stroom-1" "$in/stroom-2"
cp "$sample"/batch-0002/*.tif "$in/stroom-1/"
cp "$sample"/batch-0001/blad-1.tif "$sample"/batch-0001/blad-2.tif "$in/stroom-2/"
for after in 1.2 1.5 2; do
    timeout -s KILL "$after" "$program" -C "$d" watch --once --settle-s 1 "$in" >/dev/null 2>&1 </dev/null
done
t 'after a power cut it goes on' exits 0 b watch --once --settle-s 1 "$in"
t 'every folder is moved' test ! -e "$in/stroom-1" -a ! -e "$in/stroom-2"
t 'the sums hold and nothing waits' sh -c "'$program' -C '$d' status --json |
    python3 -c 'import json, sys; t = json.load(sys.stdin)[\"total\"]; sys.exit(t[\"waiting\"] or not t[\"sums_hold\"])'"

# --- where folders go ---
mkdir "$in/blijft"
cp "$page" "$in/blijft/1.tif"
t 'with --keep a batch stays' exits 0 b watch --once --settle-s 1 --keep "$in"
t 'where it was' test -e "$in/blijft/1.tif"
t 'with --move-to it goes there' exits 0 b watch --once --settle-s 1 --move-to "$scratch/klaar" "$in"
t 'with all that is in it' test -e "$scratch/klaar/blijft/1.tif"
t 'not both' exits 64 b watch --keep --move-to "$scratch/klaar" "$in"
t 'not on another file system' exits 64 b watch --once --move-to /dev/shm/bouwarchief-test "$in"
rmdir /dev/shm/bouwarchief-test 2>/dev/null
t 'not into the inbox as such' exits 64 b watch --once --move-to "$in" "$in"
t 'an inbox that holds the depot is refused' exits 64 b watch --once "$scratch"
t 'an inbox that is not there is 66' exits 66 b watch --once "$scratch/none"
t 'a dry run moves nothing' exits 0 b watch --dry-run "$in"
t 'and says what it sees' printed 'leeg: 0 files'

finish
