#!/usr/bin/python3
"""What the end-to-end tests ask of the program's JSON; each check says what is wrong and then exits 1.

check.py pages PAGES TRUTH BATCH       keys, types and order of the contract; every image once; what the truth says
check.py recall PAGES TRUTH BATCH DEPOT  words of each page against the truth, with a bound for its kind
check.py sums STATUS [FILES TAKEN PAGES] the sums of `status --json` hold, and are these
check.py rejected STATUS CODE...       these reasons, as often as given, and no other, are why files were rejected
check.py zoo STATUS PAGES FOLDER       every file of the folder ended as pages or as rejected
check.py settled PAGES                 no page waits, or failed by a crash or time-out
check.py masters PAGES ROOT            the images of the package are those of the pages, separators left out
check.py pdfs PAGES ROOT               so are the pages of its PDFs; qpdf and pdftotext are content with them
check.py field FILE KEY VALUE          the first JSON object of the file has this value
check.py json FILE                     JSON objects only, one a line
check.py hits FILE                     hits with the keys of the contract, best first
check.py words PAGES                   every page has words
check.py duplicate PAGES NAME          this file, and no other, is a duplicate
check.py names PAGES COUNT             so many lines of valid JSON with different file names
"""

import json
import os
import re
import struct
import subprocess
import sys
from collections import Counter

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "bench"))
import score  # noqa: E402  (the scorer of tests/bench)

TEXT, NUMBER, WHOLE, TRUTH = (str,), (int, float), (int,), (bool,)
NONE = (type(None),)
PAGE_KEYS = {
    "page": WHOLE, "batch": TEXT, "seq": WHOLE, "seq_in_dossier": WHOLE + NONE, "file": TEXT, "frame": WHOLE,
    "sha256": TEXT, "state": TEXT, "reason": TEXT + NONE, "reasons": (list,), "width_px": WHOLE, "height_px": WHOLE,
    "dpi": NUMBER + NONE, "orientation_deg": WHOLE + NONE, "skew_deg": NUMBER + NONE,
    "skew_confidence": NUMBER + NONE, "skew_applied": TRUTH + NONE, "blank": TRUTH + NONE, "words": WHOLE + NONE,
    "confidence_pct": NUMBER + NONE, "dossier": TEXT + NONE, "document": TEXT + NONE, "kind": TEXT + NONE,
    "text": TEXT + NONE, "alto": TEXT + NONE, "blank_grade": TEXT + NONE,
    "dictionary_pct": NUMBER + NONE, "languages": TEXT + NONE, "sheet": TEXT,
}
STATES = {"waiting", "text", "drawing", "blank", "separator", "failed"}
KINDS = {"permit", "application", "letter", "calculation", "drawing", "report", "photo", "consent", "separator",
         "blank", "other", None}
RECALL = {"permit": 0.92, "letter": 0.95, "consent": 0.93, "application": 0.93, "calculation": 0.88, "drawing": 0.60,
          "other": 0.85}
MAX_SKEW_ERROR_DEG = 0.35

problems = []


def expect(holds, what):
    if not holds:
        problems.append(what)


def read_lines(path):
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    expect(lines.pop() == "", f"{path}: the last line has no newline")
    for number, line in enumerate(lines, 1):
        page = json.loads(line)
        compact = json.dumps(page, ensure_ascii=False, separators=(",", ":"))
        expect(len(compact) >= len(line) - 60, f"{path}:{number}: not compact")
        yield page


def read_truth(path, batch):
    with open(path, encoding="utf-8") as file:
        return {(t["file"], t["frame"]): t for t in json.load(file) if t["readable"] and t["batch"] == batch}


def check_shape(page, where):
    for key, kinds in PAGE_KEYS.items():
        expect(key in page, f"{where}: key {key} is missing")
        value = page.get(key)
        right = isinstance(value, kinds) and (not isinstance(value, bool) or bool in kinds)
        expect(right, f"{where}: {key} is {value!r}")
    expect(page["state"] in STATES, f"{where}: state {page['state']}")
    expect(page["kind"] in KINDS, f"{where}: kind {page['kind']}")
    expect((page["reason"] is None) == (page["reasons"] == []), f"{where}: reason {page['reason']}, {page['reasons']}")


def check_truth(page, truth, where):
    state, kind = page["state"], truth["kind"]
    expect((state == "separator") == (kind == "separator"), f"{where}: state {state}, but it is a {kind}")
    expect((state == "blank") == truth["blank"], f"{where}: state {state}, blank {truth['blank']}")
    if kind == "separator":
        return
    expect(page["dossier"] == truth["dossier"], f"{where}: dossier {page['dossier']}, not {truth['dossier']}")
    expect(page["blank"] == truth["blank"], f"{where}: blank {page['blank']}")
    expect(page["dpi"] == truth["dpi"], f"{where}: dpi {page['dpi']}, not {truth['dpi']}")
    if kind == "blank":
        return
    turn = page["orientation_deg"]
    expect(turn == truth["orientation_deg"], f"{where}: orientation {turn}, not {truth['orientation_deg']}")
    skew = page["skew_deg"]
    near = skew is not None and abs(skew - truth["skew_deg"]) <= MAX_SKEW_ERROR_DEG
    expect(near, f"{where}: skew {skew}, not {truth['skew_deg']}")


def check_pages(pages_path, truth_path, batch, before=0):
    """before: pages that the dossiers of this batch had already."""
    truth = read_truth(truth_path, batch)
    seen = Counter()
    kinds = {}
    per_dossier = {}
    seq = 0
    for page in read_lines(pages_path):
        where = f"{page['file']} frame {page['frame']}"
        check_shape(page, where)
        if page["batch"] != batch:
            continue
        seq += 1
        expect(page["seq"] == seq, f"{where}: seq {page['seq']}, not {seq}")
        expect(page["sheet"] == str(seq), f"{where}: sheet {page['sheet']}, not {seq}")
        seen[page["file"], page["frame"]] += 1
        kinds[page["file"], page["frame"]] = page["kind"]
        if (page["file"], page["frame"]) in truth:
            check_truth(page, truth[page["file"], page["frame"]], where)
        if page["state"] != "separator":
            place = per_dossier[page["dossier"]] = per_dossier.get(page["dossier"], int(before)) + 1
            expect(page["seq_in_dossier"] == place, f"{where}: seq_in_dossier {page['seq_in_dossier']}, not {place}")
    right = sum(kinds[place] == told["kind"] for place, told in truth.items() if place in kinds)
    expect(right >= 0.75 * len(truth), f"only {right} of {len(truth)} pages are of the kind that they are")
    expect(seen == Counter(truth.keys()), f"pages differ from the truth: {seen - Counter(truth.keys())} too much, "
           f"{Counter(truth.keys()) - seen} missing")


def check_recall(pages_path, truth_path, batch, depot):
    truth = read_truth(truth_path, batch)
    total = score.Tally()
    for page in read_lines(pages_path):
        told = truth.get((page["file"], page["frame"]))
        if told is None or told["kind"] in ("blank", "separator"):
            continue
        stem = os.path.splitext(page["file"])[0]
        want = os.path.join(os.path.dirname(truth_path), "truth", f"{stem}-{page['frame']}.txt")
        tally = score.compare(want, os.path.join(depot, page["text"]) if page["text"] else None)
        bound = RECALL[told["kind"]]
        expect(tally.recall() >= bound, f"{stem}-{page['frame']} ({told['kind']}): recall {tally.recall():.3f} < {bound}")
        total.add(tally)
    print(f"word recall {total.recall():.4f} over {total.wanted} words")
    expect(total.recall() >= 0.96, f"word recall {total.recall():.4f} in all")


def check_names(pages_path, count):
    names = [page["file"] for page in read_lines(pages_path)]
    expect(len(names) == int(count), f"{len(names)} pages, not {count}")
    expect(len(set(names)) == len(names), f"names are not different: {names}")


def check_field(path, key, value):
    """KEY may be a path: fields.address"""
    with open(path, encoding="utf-8") as file:
        have = json.loads(file.readline())
    for part in key.split("."):
        have = have.get(part) if isinstance(have, dict) else None
    have = "null" if have is None else str(have)
    expect(value in have if value else have == "null", f"{key} is {have!r}, not {value!r}")


def check_words(pages_path):
    """Text was read on every page."""
    for page in read_lines(pages_path):
        expect(page["state"] == "text" and page["words"] > 5, f"{page['file']}: {page['state']}, {page['words']} words")


def check_duplicate(pages_path, name):
    for page in read_lines(pages_path):
        expect(("DUPLICATE" in page["reasons"]) == (page["file"] == name), f"{page['file']}: {page['reasons']}")


def read_status(path):
    with open(path, encoding="utf-8") as file:
        return json.loads(file.readline())


STATE_COUNTS = ("waiting", "text", "drawing", "blank", "separator", "failed")


def check_sums(status_path, files=None, taken=None, pages=None):
    """The sums of the whole depot and of each batch, counted here again."""
    status = read_status(status_path)
    total = status["total"]
    for part in [total] + status["batches"]:
        name = part.get("batch", "total")
        expect(part["sums_hold"] is True, f"{name}: the program says that the sums do not hold")
        expect(part["files"] == part["taken"] + part["rejected"], f"{name}: files {part}")
        expect(part["frames"] == part["pages"] + part["reduced"], f"{name}: frames {part}")
        expect(part["pages"] == sum(part[state] for state in STATE_COUNTS), f"{name}: pages {part}")
        expect(part["masters"] == part["masters_distinct"], f"{name}: masters {part}")
    for key, want in (("files", files), ("taken", taken), ("pages", pages)):
        expect(want is None or total[key] == int(want), f"{key} {total[key]}, not {want}")


def check_rejected(status_path, *codes):
    have = Counter(file["code"] for file in read_status(status_path)["rejected_files"])
    expect(have == Counter(codes), f"rejected for {dict(have)}, not {codes}")


def check_zoo(status_path, pages_path, folder):
    """Each delivered file is in the list of pages, or in that of rejected files with a reason, not in both."""
    check_sums(status_path)
    rejected = {file["file"]: file["code"] for file in read_status(status_path)["rejected_files"]}
    taken = {page["file"] for page in read_lines(pages_path)}
    delivered = set(os.listdir(folder))
    expect(not taken & set(rejected), f"both taken and rejected: {taken & set(rejected)}")
    expect(taken | set(rejected) == delivered, f"neither taken nor rejected: {delivered - taken - set(rejected)}")
    expect(all(rejected.values()), "a rejected file has no reason")
    print(f"{len(delivered)} files: {len(taken)} taken in, {len(rejected)} rejected "
          f"({', '.join(f'{code} {n}' for code, n in sorted(Counter(rejected.values()).items()))})")


def check_settled(pages_path):
    for page in read_lines(pages_path):
        settled = page["state"] != "waiting" and not {"WORKER_CRASH", "WORKER_TIMEOUT"} & set(page["reasons"])
        expect(settled, f"{page['file']} frame {page['frame']}: {page['state']} {page['reasons']}")


HIT_KEYS = ("dossier", "document", "page", "title", "address", "year", "kind", "snippet", "score", "boxes")


def check_json(path):
    for value in read_lines(path):
        expect(isinstance(value, dict), f"not an object: {value!r}")


def check_hits(path):
    """The keys of a hit, boxes of four whole numbers, best first."""
    scores = []
    for hit in read_lines(path):
        expect(set(HIT_KEYS) <= set(hit), f"keys {sorted(hit)}")
        boxes = hit["boxes"]
        expect(all(len(box) == 4 and all(isinstance(n, int) for n in box) for box in boxes), f"boxes {boxes}")
        scores.append(hit["score"])
    expect(scores and scores == sorted(scores, reverse=True), f"scores {scores}")


def packed(root, ending):
    return sorted(os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names
                  if name.endswith(ending))


def frames(path):
    """How many directories a classic little- or big-endian TIFF has."""
    with open(path, "rb") as file:
        data = file.read()
    order = "<" if data[:2] == b"II" else ">"
    at, count = struct.unpack_from(order + "I", data, 4)[0], 0
    while at:
        count += 1
        at = struct.unpack_from(order + "I", data, at + 2 + 12 * struct.unpack_from(order + "H", data, at)[0])[0]
    return count


def leaving(pages_path):
    return [page for page in read_lines(pages_path) if page["state"] != "separator"]


def check_masters(pages_path, root):
    pages = leaving(pages_path)
    images = sum(frames(path) for path in packed(root, ".tif"))
    expect(images == len(pages), f"{images} images in the package, not {len(pages)}")


def check_pdfs(pages_path, root):
    pages, words = 0, ""
    for path in packed(root, ".pdf"):
        told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
        pages += int(re.search(r"^Pages:\s+(\d+)", told, re.M).group(1))
        words += subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
        sound = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
        expect(sound.returncode == 0, f"{path}: qpdf: {sound.stdout}{sound.stderr}")
    expect(pages == len(leaving(pages_path)), f"{pages} pages in the PDFs, not {len(leaving(pages_path))}")
    expect("mestvaalt" in words, "a word of a page is not in the PDFs")


def main():
    checks = {"pages": check_pages, "recall": check_recall, "names": check_names, "words": check_words, "duplicate": check_duplicate, "field": check_field,
              "sums": check_sums, "rejected": check_rejected, "zoo": check_zoo, "json": check_json, "hits": check_hits,
              "settled": check_settled, "masters": check_masters, "pdfs": check_pdfs}
    checks[sys.argv[1]](*sys.argv[2:])
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


main()
