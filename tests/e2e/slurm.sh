#!/bin/sh
# slurm.sh PROGRAM SCRATCH - the shares of shards.sh on a Slurm cluster of three nodes: one node loses its power, one
# task is told to stop, and the end is that of one machine. Needs Slurm's programs, root, and mini-slurm.sh of
# ../shared, which makes the cluster on this machine; without them it is left out.

. "$(dirname "$0")/lib.sh"

tree=$(cd "$here/../.." && pwd)
mini=$tree/../shared/tools/mini-slurm.sh
if ! command -v sbatch >/dev/null || ! command -v slurmd >/dev/null || [ ! -x "$mini" ] || [ "$(id -u)" != 0 ]; then
    echo 'left out: it needs slurmctld, slurmd, munge, root and ../shared/tools/mini-slurm.sh'
    exit 0
fi

SOURCE_DATE_EPOCH=1700000000
BOUWARCHIEF=$program
MINI_SLURM_DIR=$(mktemp -d /tmp/ba-slurm.XXXXXX) && chmod 755 "$MINI_SLURM_DIR"
PORT=$((20000 + $$ % 20000))
export SOURCE_DATE_EPOCH BOUWARCHIEF MINI_SLURM_DIR PORT
trap '"$mini" stop >/dev/null 2>&1; rm -rf "$MINI_SLURM_DIR"' EXIT
trap 'exit 1' INT TERM
batch=$scratch/small-batch
small_batch "$batch"
cd "$scratch" || exit 1

submit() { # TASKS N: its job in $job
    job=$("$mini" exec sbatch --parsable --array="$1" --mem=1500 --time=5 \
        "$tree/docs/slurm/read.sbatch" "$scratch/depot" "$2")
}
# until_running TASK: it has begun to read
until_reads() {
    tries=0
    until ls -d "$scratch/depot/work/shards/scratch/$1-"* >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ "$tries" -lt 400 ] || return 1
        sleep 0.05
    done
}
state() {
    "$mini" exec scontrol -o show job "$1" | grep -oE "$2=[^ ]+" | head -n 1
}

small_depot whole
t 'one machine runs the batch' exits 0 "$program" -C "$scratch/whole" run "$batch"
small_depot depot
t 'a depot on the shared disk takes it in' exits 0 "$program" -C "$scratch/depot" ingest "$batch"
t 'a cluster of three nodes starts' exits 0 "$mini" start 3

submit 1-3 3
t 'a job array reads' until_reads 3
t 'one task is told to stop' "$mini" exec scancel --signal=TERM --batch "${job}_3"
t 'one node loses its power' "$mini" kill-node n1
t 'and comes back' "$mini" start-node n1
"$mini" wait "$job" >"$scratch/waited" 2>&1
t 'the task that was told to stop ended with 75' test "$(state "${job}_3" ExitCode)" = ExitCode=75:0
submit 3 3
t 'it goes on when it is submitted again' "$mini" wait "$job"
"$program" -C "$scratch/depot" merge >"$scratch/merged" 2>&1
# Which task the lost node had is Slurm's to say; whatever it did, the same array again reads what is left.
submit 1-3 3
t 'the same array again has all of its tasks done' "$mini" wait "$job"
exits 0 "$program" -C "$scratch/depot" merge >>"$scratch/merged" 2>&1
t 'no page waits' exits 0 "$program" -C "$scratch/depot" merge
t 'and it is indexed' exits 0 "$program" -C "$scratch/depot" index
for depot in whole depot; do
    listing "$scratch/$depot" "$scratch/$depot.list"
done
t 'the pages are those of one machine' cmp "$scratch/whole.list.pages" "$scratch/depot.list.pages"
t 'so are the hits' cmp "$scratch/whole.list.search" "$scratch/depot.list.search"
t 'and the derived files' diff -r "$scratch/whole/derived" "$scratch/depot/derived"

finish
