"""How a reading does line by line: the order in which lines were read, and handwriting among them, do not count.

Truth with places (NAME.lines.json, or ALTO beside the image): each word that was read goes to the line whose baseline runs
under it, and each typed line is compared with its words from left to right. Truth without (text): each line of it is looked
for in what was read, the longest first, and what was found there is used up; a line that stands there in pieces (the row of a
table read by columns) is looked for word by word.

NAME.lines.json: {"size": [w, h], "dpi": n, "lines": [{"box": [x, y, w, h], "baseline": [x, y, ...], "clean": text,
"hand": true for handwriting}, ...]}, pixels of the image.
"""
import collections
import json
import os
import re
import unicodedata
import xml.etree.ElementTree as ET

from ocr_text import distance, normal

FOUND = 0.34  # a piece of text this far from a line or word is another
HAND = re.compile(r"hand|manuscri", re.I)


class Line:
    def __init__(self, text, box=None, baseline=(), hand=False):
        self.text, self.box, self.hand = clean(text), box, hand
        self.baseline = sorted(zip(baseline[0::2], baseline[1::2]))

    def base_at(self, x):
        points = self.baseline
        if not points:
            return self.box[1] + 0.8 * self.box[3]
        if x <= points[0][0]:
            return points[0][1]
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            if x <= x1:
                return y0 + (y1 - y0) * (x - x0) / max(1e-9, x1 - x0)
        return points[-1][1]


class Tally(collections.Counter):
    """errors, letters, lost (letters of lines of which nothing was read), noise (words that stand nowhere in the truth),
    on_hand (letters read on handwriting), numbers and numbers_found, words and words_found (divided ones joined)."""

    def __add__(self, other):
        both = Tally(self)
        both.update(other)
        return both

    def rate(self, key="errors"):
        return self[key] / max(1, self["letters"])


def clean(text):
    """Without the marks of underlined and raised letters that transcriptions bear."""
    return re.sub(r"\s+", " ", re.sub(r"[_^~]+", "", normal(text))).strip()


def _numbers_of(element, names):
    values = [element.get(n) for n in names]
    return [float(v) for v in values] if None not in values else None


def _points(text):
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", text or "")]


def alto_lines(path):
    """Typed and written lines of an ALTO file, and the page's size in its units."""
    root = ET.parse(path).getroot()
    names = {t.get("ID"): t.get("LABEL") or "" for t in root.iter() if t.get("ID") and t.get("LABEL")}
    lines = []
    for line in root.iterfind(".//{*}TextLine"):
        box = _numbers_of(line, ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
        text = " ".join(s.get("CONTENT") or "" for s in line.iterfind(".//{*}String"))
        tags = " ".join(names.get(t, "") for t in (line.get("TAGREFS") or "").split())
        base = _points(line.get("BASELINE"))
        if box and text.strip():
            lines.append(Line(text, box, base if len(base) >= 4 else (), bool(HAND.search(tags))))
    page = next(root.iterfind(".//{*}Page"), None)
    return lines, _numbers_of(page, ("WIDTH", "HEIGHT")) if page is not None else None


def truth_lines(stem):
    """Lines of the truth beside an image, and its dots an inch (300 when it does not say); None: there is none with places."""
    if os.path.exists(stem + ".lines.json"):
        with open(stem + ".lines.json", encoding="utf-8") as file:
            page = json.load(file)
        return [Line(l.get("clean") or "", l["box"], l.get("baseline") or (), l.get("hand", False)) for l in page["lines"]], \
            page.get("dpi", 300)
    for name in (stem + ".alto.xml", stem + ".xml"):
        if os.path.exists(name):
            lines, _ = alto_lines(name)
            return lines, 300
    return None


def text_lines(path):
    """Lines of a text, which have no place. None: there is no such file."""
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8", errors="replace") as file:
        return [Line(row) for row in file if row.strip()]


def words_read(stem):
    """(x, y, w, h, text) of what a method wrote: ALTO, or Tesseract's table. None: it gives no places."""
    if os.path.exists(stem + ".alto.xml"):
        return [tuple(_numbers_of(s, ("HPOS", "VPOS", "WIDTH", "HEIGHT"))) + (s.get("CONTENT"),)
                for s in ET.parse(stem + ".alto.xml").getroot().iterfind(".//{*}String")]
    if os.path.exists(stem + ".tsv"):
        with open(stem + ".tsv", encoding="utf-8", errors="replace") as file:
            rows = [row.rstrip("\n").split("\t") for row in file][1:]
        return [tuple(map(float, r[6:10])) + (r[11],) for r in rows if len(r) >= 12 and r[0] == "5" and r[11].strip()]
    return None


def _assign(lines, words, dpi):
    on, stray = [[] for _ in lines], []
    for word in words:
        x, y, best = word[0] + word[2] / 2, word[1] + word[3] / 2, None
        for i, line in enumerate(lines):
            left, _, width, height = line.box
            if not left - 0.5 * height <= x <= left + width + 0.5 * height:
                continue
            far = abs(y + 0.3 * word[3] - line.base_at(x))
            if far < 0.75 * min(height, 60 * dpi / 300) and (best is None or far < best[0]):
                best = (far, i)
        (on[best[1]] if best else stray).append(word)
    return on, stray


def numbers_in(text):
    return collections.Counter(t for t in re.findall(r"\w+", text) if re.fullmatch(r"\d{2,}", t))


def words_in(text):
    """Folded words; those divided at the end of a line are whole."""
    text = re.sub(r"(\w)[-\u00ad\u00ac]\s*\n\s*(\w)", r"\1\2", unicodedata.normalize("NFKC", text))
    return collections.Counter(re.findall(r"\w+", text.lower()))


def _count(tally, want, got):
    want_numbers, want_words = numbers_in(want), words_in(want)
    tally["numbers"] += sum(want_numbers.values())
    tally["numbers_found"] += sum((want_numbers & numbers_in(got)).values())
    tally["words"] += sum(want_words.values())
    tally["words_found"] += sum((want_words & words_in(got)).values())


def _by_place(lines, words, dpi):
    on, stray = _assign(lines, words, dpi)
    tally, want_all, got_all = Tally(), [], []
    for line, those in zip(lines, on):
        got = clean(" ".join(w[4] for w in sorted(those)))
        if line.hand or not line.text:
            tally["on_hand"] += len(got)
            continue
        tally["errors"] += distance(line.text, got)
        tally["letters"] += len(line.text)
        tally["lost"] += 0 if got else len(line.text)
        tally["numbers"] += sum(numbers_in(line.text).values())
        tally["numbers_found"] += sum((numbers_in(line.text) & numbers_in(got)).values())
        want_all.append(line.text)
        got_all.append(got)
    want, got = words_in("\n".join(want_all)), words_in("\n".join(got_all))
    tally["words"], tally["words_found"] = sum(want.values()), sum((want & got).values())
    tally["noise"] = sum(1 for w in stray if words_in(w[4]) and not words_in(w[4]) & want)
    return tally


def _find(line, text):
    """Where in text the line stands best: distance, and the place behind its last letter (Myers 1999, free ends)."""
    peq = collections.defaultdict(int)
    for i, c in enumerate(line):
        peq[c] |= 1 << i
    mask, last = (1 << len(line)) - 1, 1 << (len(line) - 1)
    pv, mv, score, best, end = mask, 0, len(line), len(line), 0
    for at, c in enumerate(text):
        eq = peq.get(c, 0)
        xv = eq | mv
        xh = (((eq & pv) + pv) ^ pv) | eq
        ph, mh = mv | ~(xh | pv) & mask, pv & xh
        score += 1 if ph & last else -1 if mh & last else 0
        ph, mh = ph << 1 & mask, mh << 1 & mask
        pv, mv = mh | ~(xv | ph) & mask, ph & xv
        if score < best:
            best, end = score, at + 1
    return best, end


def _piecewise(line, rest):
    """The words of a line among the words that are left, which are used up; the errors."""
    errors = 0
    for word in line.split(" "):
        near = min(rest, key=lambda w: (distance(word, w) if abs(len(w) - len(word)) <= len(word) * FOUND else 99), default=None)
        far = distance(word, near) if near is not None else len(word)
        if near is not None and far <= FOUND * len(word):
            rest.remove(near)
            errors += far
        else:
            errors += len(word) + 1
    return errors


def _by_text(lines, text):
    tally, rest, late = Tally(), " ".join(t for t in map(clean, text.splitlines()) if t), []
    for line in sorted((l.text for l in lines if l.text), key=len, reverse=True):
        tally["letters"] += len(line)
        far, end = _find(line, rest)
        if far > FOUND * len(line):
            late.append(line)
            continue
        back, _ = _find(line[::-1], rest[:end][::-1])
        begin = end - min(end, _find(line[::-1], rest[:end][::-1])[1]) if back <= far else end - len(line)
        tally["errors"] += far
        rest = rest[:max(0, begin)] + "\x00" + rest[end:]
    left = [w for w in re.split(r"[ \x00]+", rest) if w]
    for line in late:
        errors = min(_piecewise(line, left), len(line))
        tally["errors"] += errors
        tally["lost"] += len(line) if errors >= len(line) else 0
    want = "\n".join(l.text for l in lines)
    _count(tally, want, text)
    tally["noise"] = sum(1 for w in left if words_in(w) and not words_in(w) & words_in(want))
    return tally


def measure(lines, dpi, stem):
    """What a method wrote at stem (.alto.xml, .tsv or .txt) against the lines of one page."""
    words = words_read(stem) if lines and all(l.box for l in lines) else None
    if words is not None:
        return _by_place(lines, words, dpi)
    text = ""
    if os.path.exists(stem + ".txt"):
        with open(stem + ".txt", encoding="utf-8", errors="replace") as file:
            text = file.read()
    return _by_text(lines, text)
