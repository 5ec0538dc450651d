#!/usr/bin/python3
"""Word recall: which share of the words that are on a page was read, order and case aside.

score.py PAGES.jsonl TRUTH.json TRUTH_FOLDER DEPOT [-v]

PAGES.jsonl is what `bouwarchief pages --json` prints, TRUTH.json a list of objects with `file`, `kind` and
perhaps `frame`. The words of a page are in TRUTH_FOLDER/<stem>-<frame>.txt or TRUTH_FOLDER/<stem>.txt.
"""

import json
import os
import re
import sys
import unicodedata
from collections import Counter


class Tally:
    """Words wanted, and how many of them were found."""

    def __init__(self, found=0, wanted=0):
        self.found, self.wanted = found, wanted

    def add(self, other):
        self.found += other.found
        self.wanted += other.wanted

    def recall(self):
        return self.found / self.wanted if self.wanted else 1.0


def words(path):
    """Runs of letters and digits, folded; a word that occurs twice counts twice."""
    with open(path, encoding="utf-8", errors="replace") as file:
        text = unicodedata.normalize("NFKC", file.read()).casefold()
    return Counter(re.findall(r"[^\W_]+", text))


def compare(truth_path, text_path):
    """text_path None: nothing was read."""
    want = words(truth_path)
    have = words(text_path) if text_path else Counter()
    return Tally(sum((want & have).values()), sum(want.values()))


def truth_file(folder, page):
    stem = os.path.join(folder, os.path.splitext(page["file"])[0])
    by_frame = f"{stem}-{page['frame']}.txt"
    return by_frame if os.path.exists(by_frame) else stem + ".txt"


def main():
    pages_path, truth_path, folder, depot = sys.argv[1:5]
    with open(truth_path, encoding="utf-8") as file:
        kinds = {(t["file"], t.get("frame", 0)): t["kind"] for t in json.load(file)}
    per_kind, total, lost = {}, Tally(), set(kinds)
    with open(pages_path, encoding="utf-8") as file:
        pages = [json.loads(line) for line in file]
    for page in pages:
        kind = kinds.get((page["file"], page["frame"]))
        lost.discard((page["file"], page["frame"]))
        if kind in (None, "blank", "separator"):
            continue
        tally = compare(truth_file(folder, page), os.path.join(depot, page["text"]) if page["text"] else None)
        per_kind.setdefault(kind, Tally()).add(tally)
        total.add(tally)
        if "-v" in sys.argv:
            print(f"  {page['file']} {page['frame']} {kind} {page['state']} turn {page['orientation_deg']} "
                  f"skew {page['skew_deg']} recall {tally.recall():.3f}")
    for kind, tally in sorted(per_kind.items()):
        print(f"  word recall {tally.recall():.4f}  {kind}")
    print(f"  word recall {total.recall():.4f}  all {total.wanted} words; pages lost: {len(lost)}")


if __name__ == "__main__":
    main()
