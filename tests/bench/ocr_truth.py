"""Pages with truth, and how far a text is from it."""
import collections
import glob
import json
import os
import re
import unicodedata


class Page:
    def __init__(self, name, image, text, kind, skew=None, turn=None, names=()):
        self.name, self.image, self.text, self.kind = name, image, text, kind
        self.names = [w for n in names for w in re.findall(r"\w{4,}", n) if not w.isdigit()]
        self.skew, self.turn = skew, turn  # degrees counter-clockwise as scanned; None: unknown

    def has_text(self):
        return bool(self.text) and self.kind != "blank"


def normal(text):
    text = unicodedata.normalize("NFKC", text)
    for a, b in (("\u2019", "'"), ("\u2018", "'"), ("\u201d", '"'), ("\u201c", '"')):
        text = text.replace(a, b)
    return re.sub(r"\s+", " ", text).strip()


def read(path):
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8", errors="replace") as file:
        return normal(file.read())


def sample_pages(folder, rows):
    """The project's own sample (tests/sample): of the files with one image, which is what all methods read alike."""
    files = collections.Counter((t["batch"], t["file"]) for t in rows)
    pages = []
    for t in rows:
        stem = os.path.splitext(t["file"])[0]
        if t["kind"] != "separator" and t["readable"] and files[t["batch"], t["file"]] == 1:
            pages.append(Page(stem, os.path.join(folder, t["batch"], t["file"]),
                              read(os.path.join(folder, "truth", stem + "-0.txt")), "blank" if t["blank"] else t["kind"],
                              t["skew_deg"], t["orientation_deg"]))
    return pages


def pages_of(folder):
    """The pages of a set but its separator sheets, which the program never recognises."""
    truth = os.path.join(folder, "truth.json")
    if not os.path.exists(truth):
        return [Page(os.path.basename(gt)[:-7], gt[:-7] + ".tif", read(gt), "scan")
                for gt in sorted(glob.glob(os.path.join(folder, "*.gt.txt")))]
    with open(truth, encoding="utf-8") as file:
        rows = json.load(file)
    if rows and "frame" in rows[0]:
        return sample_pages(folder, rows)
    rows = [t for t in rows if t["kind"] != "separator"]
    return [Page(t["file"][:-4], glob.glob(os.path.join(folder, "*", t["file"]))[0],
                 read(os.path.join(folder, "truth", t["file"][:-4] + ".txt")), t["kind"],
                 t.get("skew_ccw"), t.get("rotated_ccw"), [t.get(k) or "" for k in ("street", "place", "applicant")])
            for t in rows]


def distance(a, b):
    """Edit distance, bit-parallel (Myers 1999, Hyyro 2003): Python's long integers are the columns."""
    if not a:
        return len(b)
    peq = collections.defaultdict(int)
    for i, c in enumerate(a):
        peq[c] |= 1 << i
    mask, last = (1 << len(a)) - 1, 1 << (len(a) - 1)
    pv, mv, score = mask, 0, len(a)
    for c in b:
        eq = peq.get(c, 0)
        xv = eq | mv
        xh = (((eq & pv) + pv) ^ pv) | eq
        ph, mh = mv | ~(xh | pv) & mask, pv & xh
        score += 1 if ph & last else -1 if mh & last else 0
        ph, mh = (ph << 1 | 1) & mask, mh << 1 & mask
        pv, mv = mh | ~(xv | ph) & mask, ph & xv
    return score


def words_of(text):
    return collections.Counter(re.findall(r"\w+", text.lower()))


class Score:
    """Error rates of one method on one set: of each page, in all, and without drawings."""

    def __init__(self, pages, folder):
        self.pages = {}
        self.names = self.names_read = 0  # words of streets, places and people that stand on the pages
        edits = chars = text_edits = text_chars = hits = words = 0
        for page in pages:
            if not page.has_text():
                continue
            got, want = read(os.path.join(folder, page.name + ".txt")), words_of(page.text)
            e, n = distance(page.text, got), len(page.text)
            self.pages[page.name] = e / n
            edits, chars = edits + e, chars + n
            hits, words = hits + sum((want & words_of(got)).values()), words + sum(want.values())
            if page.kind != "drawing":
                text_edits, text_chars = text_edits + e, text_chars + n
            for name in page.names:
                self.names += want[name.lower()]
                self.names_read += min(want[name.lower()], words_of(got)[name.lower()])
        self.cer = edits / max(1, chars)
        self.text_cer = text_edits / max(1, text_chars)
        self.recall = hits / max(1, words)
