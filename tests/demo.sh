#!/bin/sh
# `make demo`: the main job on the project's own sample batch, in ./demo.
set -u
b=$(realpath "${1:?usage: demo.sh BOUWARCHIEF}")
cd "$(dirname "$0")/.." || exit 70
sample=tests/sample
depot=demo/depot out=demo/delivery

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
show() { printf '$ bouwarchief'; printf ' %s' "$@"; printf '\n'; "$b" "$@"; }
must() { show "$@" || { status=$?; [ "$status" = 65 ] || { echo "demo: stopped with status $status" >&2; exit "$status"; }; }; }

rm -rf demo
mkdir -p demo || exit 73

say "1. A depot, and the municipality's register of dossiers"
must init "$depot"
must -C "$depot" register import "$sample/register.csv"

say "2. The scanner's batch: take in, read the text, index"
echo "(one file of this batch is damaged on purpose: it is kept and listed with its reason)"
must -C "$depot" run "$sample/batch-0001"

say "3. Find things again"
while IFS= read -r query; do
    show -C "$depot" search --limit 3 "$query"
    echo
done <"$sample/demo-queries.txt"

say "4. The damaged sheet, scanned again"
must -C "$depot" run "$sample/batch-0002"

say "5. A delivery for the e-depot, written and checked"
must -C "$depot" export --all --out "$out"
for tar in "$out"/*.tar; do
    show verify "$tar" || exit 1
done

say "Where everything lies"
cat <<TEXT
  $depot/bouwarchief.conf   settings; replace the example archive before a real delivery
  $depot/masters/           the scans, byte for byte, named by their SHA-256
  $depot/derived/           ALTO and text of every page
  $depot/rejected/          what could not be taken in, with its reason in: bouwarchief -C $depot status
  $out/                 the delivery: tar, pakbon, SHA-256
Next: ./bouwarchief -C $depot search YOUR WORDS     ./bouwarchief -C $depot status     README.md
TEXT
