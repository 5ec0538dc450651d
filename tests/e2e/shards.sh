#!/bin/sh
# shards.sh PROGRAM SCRATCH - pages read in shares, without database and lock, and taken in by merge: the end is
# that of one run on one machine, to the byte; what is wrong with results is refused line by line.

. "$(dirname "$0")/lib.sh"

SOURCE_DATE_EPOCH=1700000000
export SOURCE_DATE_EPOCH
batch=$scratch/small-batch
small_batch "$batch"

b() {
    "$program" "$@"
}
# dump DEPOT: its database in words
dump() {
    sqlite3 "$scratch/$1/index.db" .dump
}
# of DEPOT EXPRESSION: a value of what status --json says
of() {
    b -C "$scratch/$1" status --json | python3 -B -c 'import json, sys
s = json.load(sys.stdin)
print(eval(sys.argv[1]))' "$2"
}
# ends_alike DEPOT: indexed and exported, it is the depot that one run made
ends_alike() {
    exits 0 b -C "$scratch/$1" index &&
        exits 0 b -C "$scratch/$1" export --all --out "$scratch/$1.out" &&
        diff -r "$scratch/whole/derived" "$scratch/$1/derived" &&
        dump "$1" | cmp - "$scratch/whole.dump" &&
        diff -r "$scratch/whole.out" "$scratch/$1.out"
}
# copy OF NAME: a depot as another one was
copy() {
    rm -rf "${scratch:?}/$2" && cp -a "$scratch/$1" "$scratch/$2"
}
# change DEPOT PYTHON: changes its one file of results; lines is the list of its lines, as objects
change() {
    python3 -B - "$scratch/$1/work/shards/results" "$2" <<'END'
import json, os, sys
folder, code = sys.argv[1:]
path = os.path.join(folder, os.listdir(folder)[0])
with open(path, encoding="utf-8") as f:
    lines = [json.loads(line) for line in f]
exec(code)
with open(path, "w", encoding="utf-8") as f:
    f.writelines(json.dumps(line) + "\n" for line in lines)
END
}
# refuses DEPOT CODE WAITING: merge says 65 and why, and so many pages go on waiting
refuses() {
    exits 65 b -C "$scratch/$1" merge && said "[$2]" && said '[MERGE_REFUSED]' &&
        test "$(of "$1" 's["total"]["waiting"]')" = "$3"
}
# reads_again DEPOT: the same share once more, and merged
reads_again() {
    exits 0 b -C "$scratch/$1" ocr --shard 1/1 && exits 0 b -C "$scratch/$1" merge
}

small_depot whole
t 'one machine takes in, reads and indexes a batch' exits 0 b -C "$scratch/whole" run "$batch"
t 'and writes its database in words' test -n "$(dump whole | tee "$scratch/whole.dump" | head -n 1)"
t 'and exports it' exits 0 b -C "$scratch/whole" export --all --out "$scratch/whole.out"
dump whole >"$scratch/whole.dump"
t 'a run leaves no list for other machines' fails test -e "$scratch/whole/work/shards/plan.jsonl"

# --- several machines ---
small_depot many
t 'without a list a shard has nothing to read from: 66' exits 66 b -C "$scratch/many" ocr --shard 1/3
t 'and says who writes it' said 'ocr --plan'
t 'another machine that takes the batch in' exits 0 b -C "$scratch/many" ingest "$batch"
t 'lists what waits' test "$(wc -l <"$scratch/many/work/shards/plan.jsonl")" = 8
t 'merging before anything was read is not a success: 66' exits 66 b -C "$scratch/many" merge
t 'and says so' said '[MERGE_NOTHING]'
copy many waits
# No database and no lock: a shard would fail if it wanted them.
mv "$scratch/many/index.db" "$scratch/index.db"
rm -f "$scratch/many/lock"
"$program" -C "$scratch/many" ocr --shard 3/3 --workers 1 >/dev/null 2>&1 &
victim=$!
sleep 0.7
kill -9 "$victim" 2>/dev/null
wait "$victim" 2>/dev/null
"$program" -C "$scratch/many" ocr --shard 1/3 --workers 1 >"$scratch/twice" 2>&1 &
twin=$!
t 'the second of three shards reads' exits 0 b -C "$scratch/many" ocr --shard 2/3
t 'the first reads twice at once' exits 0 b -C "$scratch/many" ocr --shard 1/3 --workers 1
wait "$twin"
t 'both times to the end' test $? -eq 0
t 'the third, killed, reads again' exits 0 b -C "$scratch/many" ocr --shard 3/3
t 'a shard that runs again has nothing to read, and says so' exits 0 b -C "$scratch/many" ocr --shard 2/3
t 'with what it left for merge' printed 'nothing to read'
t 'no shard made a database or a lock' fails ls "$scratch/many/index.db" "$scratch/many/lock"
mv "$scratch/index.db" "$scratch/many/index.db"
t 'status says how many wait' test "$(of many 's["total"]["waiting"]')" = 7
t 'and which shards have delivered' \
    test "$(of many 'sorted({r["shard"] for r in s["shards"]["results"] if r["read"]})')" = '[1, 2, 3]'
copy many locked
t 'merge while another writes is 75' exits 75 flock "$scratch/locked/lock" "$program" -C "$scratch/locked" merge
t 'a dry run of merge counts' exits 0 b -C "$scratch/many" merge --dry-run
t 'and takes nothing in' test "$(of many 's["total"]["waiting"]')" = 7
t 'merge takes all of it in' exits 0 b -C "$scratch/many" merge
t 'no page waits' test "$(of many 's["total"]["waiting"]')" = 0
t 'merging again is told as nothing to merge' exits 0 b -C "$scratch/many" merge
t 'in words' printed 'nothing to merge'
t 'and no page is said to have been merged' fails grep -q '^merged' "$scratch/out"
t 'database, files and package are those of one run' ends_alike many

# --- a share that is stopped ---
copy waits stopped
"$program" -C "$scratch/stopped" ocr --shard 1/1 --workers 1 >/dev/null 2>&1 &
pid=$!
tries=0
until [ -n "$(find "$scratch/stopped/derived" -name '*.txt' 2>/dev/null)" ] || [ $tries -gt 200 ]; do
    tries=$((tries + 1))
    sleep 0.05
done
kill -TERM "$pid"
wait "$pid"
t 'SIGTERM ends a shard with 75' test $? -eq 75
t 'what it had read is in its results' test "$(of stopped '0 < s["shards"]["results"][0]["read"] < 7')" = True
t 'merge takes that in' exits 0 b -C "$scratch/stopped" merge
t 'and says that the rest waits' printed 'still to be read'
t 'the shard goes on with the rest' reads_again stopped
t 'the end is the same' ends_alike stopped

# --- results that are wrong; one share of one, so that there is one file of seven ---
copy waits read
t 'one share of one reads all' exits 0 b -C "$scratch/read" ocr --shard 1/1
wrong() { # SENTENCE CODE WAITING PYTHON
    copy read wrong
    change wrong "$4"
    t "$1 is refused" refuses wrong "$2" "$3"
}
wrong 'a file of another depot' MERGE_OTHER_DEPOT 7 'lines[0]["depot"] = "0" * 16'
wrong 'a file of another version' SHARD_FORMAT 7 'lines[0]["version"] = 2'
wrong 'a line of another rev' MERGE_OTHER_REV 1 'lines[2]["rev"] = "0" * 16'
wrong 'a line of an image that is not here' MERGE_PAGE_GONE 1 'lines[2]["sha256"] = "0" * 64'
wrong 'a line with a path in the place of a hash' SHARD_LINE 1 'lines[2]["sha256"] = "../../../../etc/passwd"'
wrong 'a line with a path as rev' SHARD_LINE 1 'lines[2]["rev"] = "../../../x.txt?"'
wrong 'a line of an impossible turn' SHARD_LINE 1 'lines[2]["orientation_deg"] = 45'
wrong 'a line without its figures' SHARD_LINE 1 'del lines[2]["words"]'
wrong 'a line with a frame below nought' SHARD_LINE 1 'lines[2]["frame"] = -1'
wrong 'a line of a megabyte' SHARD_LINE 1 'lines[2]["why"] = "x" * 1000000'
wrong 'a line whose text has another checksum' MERGE_RESULT_CHANGED 1 'lines[2]["text"] = "0" * 64'
wrong 'a file that lacks a line' SHARD_CUT_OFF 1 'del lines[2]'
t 'its shard reads what is missing' reads_again wrong
t 'and the end is the same' ends_alike wrong

copy read cut
file=$(ls "$scratch"/cut/work/shards/results/*)
head -c -300 "$file" >"$scratch/cut.tmp" && mv "$scratch/cut.tmp" "$file"
t 'a file that is cut off in a line is refused there' refuses cut SHARD_CUT_OFF 1
t 'and kept aside' ls "$scratch"/cut/work/shards/results/*.refused
t 'its shard reads the rest' reads_again cut
t 'and its end is the same' ends_alike cut

copy read lost
find "$scratch/lost/derived" -name '*.txt' | sort | head -n 1 | xargs rm -f
t 'a result whose file is not there is refused' refuses lost MERGE_RESULT_MISSING 1
t 'its shard reads it again' reads_again lost
t 'to the same end' ends_alike lost

copy read linked
file=$(ls "$scratch"/linked/work/shards/results/*)
mv "$file" "$scratch/elsewhere" && ln -s "$scratch/elsewhere" "$file"
t 'a link in the place of results is refused' refuses linked FILE_READ 7

copy read settings
sed -i 's/^doubtful_pct = .*/doubtful_pct = 61/' "$scratch/settings/bouwarchief.conf"
t 'results of before a change of settings are refused' refuses settings MERGE_OTHER_REV 7
t 'a shard refuses a list of other settings: 69' exits 0 b -C "$scratch/settings" ocr --plan
sed -i 's/^doubtful_pct = .*/doubtful_pct = 62/' "$scratch/settings/bouwarchief.conf"
t 'with what to do' exits 69 b -C "$scratch/settings" ocr --shard 1/1
t 'in its message' said '[SHARD_OTHER_REV]'

copy read gone
t 'a batch is withdrawn while its pages are read' \
    exits 0 b -C "$scratch/gone" batch withdraw small-batch --reason 'wrong folder'
t 'its results are refused' exits 65 b -C "$scratch/gone" merge
t 'one by one' test "$(grep -c 'MERGE_PAGE_GONE' "$scratch/err")" = 7
copy read replaced
sheet=$(b -C "$scratch/replaced" pages --json | grep '"state":"waiting"' | head -n 1 | grep -oE '"seq":[0-9]+')
t 'a page gets another scan while the old one is read' exits 0 \
    b -C "$scratch/replaced" replace "small-batch:${sheet#*:}" with "$sample/batch-0002/nascan-2.tif" --no-read
t 'the result of the old scan is refused' exits 65 b -C "$scratch/replaced" merge
t 'alone' test "$(grep -c 'MERGE_PAGE_GONE' "$scratch/err")" = 1

# --- pages that fail ---
mkdir "$scratch/two" && cp "$sample/batch-0001/blad-5.tif" "$sample/batch-0001/blad-22.tif" "$scratch/two/"
small_depot plain
t 'a batch of two sheets' exits 0 b -C "$scratch/plain" ingest "$scratch/two"
copy plain damaged
for depot in damaged plain; do
    master=$(find "$scratch/$depot/masters" -name '*.tif' | sort | head -n 1)
    chmod u+w "$master" && printf x >>"$master" && chmod a-w "$master"
done
t 'a page that fails on one machine' exits 65 b -C "$scratch/plain" ocr
t 'fails in a shard: 65' exits 65 b -C "$scratch/damaged" ocr --shard 1/1
t 'merge says 65' exits 65 b -C "$scratch/damaged" merge
t 'with the page and its code' told MASTER_CHANGED
dump plain >"$scratch/plain.dump"
damaged_alike() {
    dump damaged | cmp - "$scratch/plain.dump"
}
t 'the database is that of one machine' damaged_alike

copy read crashed
change crashed 'l = lines[3]; del l["alto"]; del l["text"]; l.update(code="WORKER_CRASH", message="twice")'
t 'a crash in a shard fails its page at merge' exits 65 b -C "$scratch/crashed" merge
t 'as WORKER_CRASH' test "$(b -C "$scratch/crashed" pages --json | grep -c '"state":"failed","reason":"WORKER_CRASH"')" = 1
t 'a shard leaves it alone' exits 0 b -C "$scratch/crashed" ocr --shard 1/1
t 'until a new list gives it another chance' exits 0 b -C "$scratch/crashed" ocr --plan
t 'that is one image' printed '1 image waits'
copy crashed alone
t 'which is read by one machine as well' exits 0 b -C "$scratch/alone" ocr
t 'and then is listed no more' test "$(of alone 's["shards"]["waiting"]')" = 0
t 'so that a shard has nothing to read' exits 0 b -C "$scratch/alone" ocr --shard 1/2
t 'as it says' printed 'nothing to read'
t 'it is read then' reads_again crashed
t 'and the end is that of one run' ends_alike crashed
for first in 0 f; do
    copy read both
    good=$(ls "$scratch"/both/work/shards/results/*)
    cp "$good" "$scratch/good"
    change both 'l = lines[3]; del l["alto"]; del l["text"]; l.update(code="WORKER_CRASH", message="twice")'
    mv "$good" "$scratch/both/work/shards/results/1-1.${first}bad.jsonl"
    cp "$scratch/good" "$scratch/both/work/shards/results/1-1.7good.jsonl"
    t "of two attempts the one that read the page counts (bad one named ${first}bad)" \
        exits 0 b -C "$scratch/both" merge
    t "and no page has failed (${first}bad)" test "$(of both 's["total"]["failed"]')" = 0
done

# --- the list ---
copy waits rounds
grep '"round":1' "$scratch/rounds/work/shards/plan.jsonl" >"$scratch/before"
mkdir "$scratch/second" && cp "$sample/batch-0001/blad-2.tif" "$scratch/second/"
t 'a second batch comes in while shards read' exits 0 b -C "$scratch/rounds" ingest "$scratch/second"
still() {
    grep '"round":1' "$scratch/rounds/work/shards/plan.jsonl" | cmp - "$scratch/before"
}
t 'what was listed stays where it was' still
t 'and what came is a round of its own' grep -q '"round":2' "$scratch/rounds/work/shards/plan.jsonl"
sed 's/"extension":"tif"/"extension":"..\/x"/' "$scratch/waits/work/shards/plan.jsonl" >"$scratch/list"
copy waits hostile
cp "$scratch/list" "$scratch/hostile/work/shards/plan.jsonl"
t 'a list with a path in it is refused: 66' exits 66 b -C "$scratch/hostile" ocr --shard 1/1
t 'as damaged' said '[PLAN_DAMAGED]'
head -n 4 "$scratch/waits/work/shards/plan.jsonl" >"$scratch/hostile/work/shards/plan.jsonl"
t 'so is one that is cut off' exits 66 b -C "$scratch/hostile" ocr --shard 1/1
t 'a new one can be written' exits 0 b -C "$scratch/hostile" ocr --plan
t 'that is whole' exits 0 b -C "$scratch/hostile" ocr --shard 1/2 --dry-run
for bad in 0/3 4/3 1/0 x 1 1/10001 -1/2 1/2x; do
    t "--shard $bad is a wrong command line" exits 64 b -C "$scratch/waits" ocr --shard "$bad"
done
t 'a list cannot be written and read from in one' exits 64 b -C "$scratch/waits" ocr --plan --shard 1/2

finish
