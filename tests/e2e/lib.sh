# lib.sh - a few words for tests in the shell. Each test script begins with:
#
#     . "$(dirname "$0")/lib.sh"
#
# and is called as `script PROGRAM SCRATCH`: the program under test and an empty folder of its own.
#
#   t SENTENCE COMMAND...       passes when the command succeeds; shows what it printed when it does not
#   exits STATUS COMMAND...     succeeds when the command ends with this status; keeps what it printed in
#                               $scratch/out and $scratch/err for `printed` and `said`
#   printed TEXT, said TEXT     succeeds when the last `exits` had this text on stdout, on stderr
#   told TEXT                   the same, on either
#   finish                      one closing line; the script's exit status
#
# Needs python3 (standard library only) besides the shell and coreutils.

set -u
here=$(cd "$(dirname "$0")" && pwd)
sample=$(cd "$here/../sample" && pwd)
case $1 in
/*) program=$1 ;;
*) program=$PWD/$1 ;;
esac
scratch=$(cd "$2" && pwd)
passed=0
failed=0

unset BOUWARCHIEF_DEPOT
LC_ALL=C.UTF-8
TZ=UTC
export LC_ALL TZ
umask 022

t() {
    sentence=$1
    shift
    if "$@" >"$scratch/t.log" 2>&1; then
        passed=$((passed + 1))
        printf 'ok %s\n' "$sentence"
    else
        failed=$((failed + 1))
        printf 'FAILED: %s\n' "$sentence"
        printf '  %s\n' "$*" | head -c 400
        echo
        tail -n 25 "$scratch/t.log" | sed 's/^/  | /'
    fi
}

exits() {
    want=$1
    shift
    got=0
    "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || got=$?
    [ "$got" -eq "$want" ] && return 0
    echo "exit status $got, not $want; on stdout and stderr:"
    head -c 2000 "$scratch/out"
    tail -n 12 "$scratch/err"
    return 1
}

printed() {
    grep -qF -- "$1" "$scratch/out" && return 0
    echo "stdout lacks: $1"
    head -c 2000 "$scratch/out"
    return 1
}

said() {
    grep -qF -- "$1" "$scratch/err" && return 0
    echo "stderr lacks: $1"
    tail -n 12 "$scratch/err"
    return 1
}

told() {
    cat "$scratch/out" "$scratch/err" | grep -qF -- "$1" && return 0
    echo "neither stdout nor stderr has: $1"
    head -c 2000 "$scratch/out"
    tail -n 12 "$scratch/err"
    return 1
}

fails() {
    ! "$@"
}

check() {
    python3 -B "$here/check.py" "$@"
}

# new_depot NAME: an empty depot $scratch/NAME.
new_depot() {
    "$program" init "$scratch/$1" >"$scratch/init.log" 2>&1 || cat "$scratch/init.log"
}

# small_batch FOLDER: nine pages of the sample: two dossiers, files of two images, a separator in a file.
small_batch() {
    mkdir -p "$1"
    for n in 1 5 6 9 17 21 22; do
        cp "$sample/batch-0001/blad-$n.tif" "$1/"
    done
}

# small_depot NAME: a depot whose register knows one of the two dossiers, and not how many sheets it has.
small_depot() {
    new_depot "$1"
    printf '%s\n' 'dossier;title;street;number_from;number_to;place;year_from;year_to' \
        '1931/0047;Zeven arbeiderswoningen;Lange Dijk;1;13;Oosterwaarde;1931;1931' >"$scratch/small.csv"
    "$program" -C "$scratch/$1" register import "$scratch/small.csv" >"$scratch/init.log" 2>&1 ||
        cat "$scratch/init.log"
}

# listing DEPOT FILE: what users see of a depot's pages and of searching it.
listing() {
    "$program" -C "$1" pages --json >"$2.pages" &&
        "$program" -C "$1" search --json --page vergunning >"$2.search" &&
        "$program" -C "$1" search --json -- dossier >>"$2.search" &&
        "$program" -C "$1" search --json -- woningen >>"$2.search"
}

finish() {
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
