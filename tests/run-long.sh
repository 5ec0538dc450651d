#!/bin/sh
# `make test-long`: what takes too long for `make test`, one step after the other; a day on two cores. Stopped and
# started again on the same commit it goes on with the first step that has not passed. SEED=1 says which random cases;
# STEPS="abort fuzz" takes those alone. Its outcome belongs in docs/MEASURED.md, with the commit.
set -u
cd "$(dirname "$0")/.." || exit 70
seed=${SEED:-1}
commit=$(git rev-parse --short HEAD)$(git diff --quiet HEAD || echo -changed)
results=build/long/$commit-$seed
mkdir -p "$results"

# NAME COMMAND...
table() {
    cat <<TABLE
abort make --no-print-directory abort
kills env MOMENTS=60 tests/e2e/run.sh ./bouwarchief resume
mutate tests/mutate.py --count 7 --seed $seed --floor 90 --state $results/mutate.tsv
fuzz make --no-print-directory fuzz FUZZ_SECONDS=600
bookworm tests/chroot.sh bookworm demo test
trixie tests/chroot.sh trixie demo test
TABLE
}

table | while read -r name command; do
    case " ${STEPS:-$name} " in *" $name "*) ;; *) continue ;; esac
    if grep -q '^passed' "$results/$name/$name.result" 2>/dev/null; then
        echo "passed before on $commit: $name"
    else
        # shellcheck disable=SC2086 # the words of a command
        tests/run-one.sh "$results" "$name/$name" $command
    fi
done
echo "commit $commit, seed $seed; all that was printed is in $results"
# shellcheck disable=SC2046 # one word a step
tests/outcome.py "$results" - $(for name in ${STEPS:-$(table | cut -d' ' -f1)}; do echo "$name/$name"; done)
