#!/bin/sh
# codes.sh PROGRAM SCRATCH - every code that a source file gives out is explained in docs/OPERATIONS.md, and
# every code that has an exit status of its own (cli/exit_status.c) is given out somewhere.

. "$(dirname "$0")/lib.sh"

tree=$(cd "$here/../.." && pwd)
cd "$tree" || exit 1

# A code is the first string in a call that makes an error or a reason; the call may go on over several lines.
cat core/*.c config/*.c ingest/*.c ocr/*.c index/*.c export/*.c cli/*.c | tr '\n' ' ' |
    grep -oE '(ba_fail|ba_fail_sys|page_add_reason|[a-z_]*reason)\([^;"]*"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*"' |
    grep -oE '[A-Z][A-Z0-9_]*"$' | tr -d '"' | sort -u >"$scratch/used"
grep -oE '^ *\{ *"[A-Z0-9_]+", EX_' cli/exit_status.c | grep -oE '"[A-Z0-9_]+' | tr -d '"' | sort -u >"$scratch/special"

t 'the source files give out codes' test -s "$scratch/used"
t 'some codes have an exit status of their own' test -s "$scratch/special"
for code in $(cat "$scratch/used"); do
    t "$code is explained in docs/OPERATIONS.md" grep -qw "$code" docs/OPERATIONS.md
    t "$code has at most 31 characters" test "${#code}" -le 31
done
for code in $(cat "$scratch/special"); do
    t "$code, which has an exit status of its own, is given out" \
        grep -rqF "\"$code\"" --include='*.c' --exclude=codes.c core config ingest ocr index export cli
done

# What is said of a delivered file or a page, the operator reads in Dutch with what to do (report).
sed -n '/^## Codes of a delivered file/,/^## Findings on dossiers/p' docs/OPERATIONS.md |
    sed -n 's/^| \(`[^|]*\) |.*/\1/p' | grep -oE '`[A-Z][A-Z0-9_]+`' | tr -d '`' | sort -u >"$scratch/operator"
t 'the operator has codes' test "$(wc -l <"$scratch/operator")" -gt 30
for code in $(cat "$scratch/operator"); do
    t "$code is told in Dutch" grep -qF "{ \"$code\"," report/code_sentences.c
done

# So with what is wrong with a delivery or the register as a whole; the last of them is only the sum of the others.
sed -n '/^## Findings on dossiers/,/^## Batches and the register/p' docs/OPERATIONS.md |
    sed -n 's/^| \(`[^|]*\) |.*/\1/p' | grep -oE '`[A-Z][A-Z0-9_]+`' | tr -d '`' | grep -vx DELIVERY_DIFFERS |
    sort -u >"$scratch/findings"
t 'deliveries and dossiers have codes' test "$(wc -l <"$scratch/findings")" -gt 15
for code in $(cat "$scratch/findings"); do
    t "the finding $code is told in Dutch" grep -qF "\"$code\"," report/finding_words.c
done

finish
