"""Pages with truth, and how far a text is from it."""
import collections
import glob
import json
import os
import re

import ocr_lines
from ocr_text import distance, normal

IMAGES = ("tif", "tiff", "png", "jpg", "jpeg")


class Page:
    def __init__(self, name, image, text, kind, skew=None, turn=None, names=(), lines=None, dpi=300):
        self.name, self.image, self.text, self.kind = name, image, text, kind
        self.lines, self.dpi = lines, dpi  # of the truth, with their places where those are known (ocr_lines.Line)
        self.names = [w for n in names for w in re.findall(r"\w{4,}", n) if not w.isdigit()]
        self.skew, self.turn = skew, turn  # degrees counter-clockwise as scanned; None: unknown

    def has_text(self):
        return bool(self.text) and self.kind != "blank"


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
                              t["skew_deg"], t["orientation_deg"], (),
                              ocr_lines.text_lines(os.path.join(folder, "truth", stem + "-0.txt"))))
    return pages


def real_pages(folder):
    """Any folder of real pages: NAME.tif, .png or .jpg with NAME.lines.json, NAME.alto.xml, NAME.xml (ALTO), NAME.gt.txt or
    NAME.txt beside it."""
    pages = []
    for image in sorted(p for ending in IMAGES for p in glob.glob(os.path.join(folder, "*." + ending))):
        stem = image.rsplit(".", 1)[0]
        lines, dpi = ocr_lines.truth_lines(stem) or (None, 300)
        texts = [p for p in (stem + ".gt.txt", stem + ".txt") if os.path.exists(p)]
        if lines or texts:
            text = read(texts[0]) if texts else normal(" ".join(l.text for l in lines))
            pages.append(Page(os.path.basename(stem), image, text, "scan", None, None, (),
                              lines or ocr_lines.text_lines(texts[0]), dpi))
    return pages


def drawn_page(folder, t):
    text = os.path.join(folder, "truth", t["file"][:-4] + ".txt")
    return Page(t["file"][:-4], glob.glob(os.path.join(folder, "*", t["file"]))[0], read(text), t["kind"], t.get("skew_ccw"),
                t.get("rotated_ccw"), [t.get(k) or "" for k in ("street", "place", "applicant")], ocr_lines.text_lines(text))


def pages_of(folder):
    """The pages of a set but its separator sheets, which the program never recognises."""
    truth = os.path.join(folder, "truth.json")
    if not os.path.exists(truth):
        return real_pages(folder)
    with open(truth, encoding="utf-8") as file:
        rows = json.load(file)
    if rows and "frame" in rows[0]:
        return sample_pages(folder, rows)
    return [drawn_page(folder, t) for t in rows if t["kind"] != "separator"]


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
