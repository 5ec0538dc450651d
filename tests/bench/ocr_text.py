"""Text as it is compared, and how far two texts are from each other."""
import collections
import re
import unicodedata


def normal(text):
    text = unicodedata.normalize("NFKC", text)
    for a, b in (("\u2019", "'"), ("\u2018", "'"), ("\u201d", '"'), ("\u201c", '"')):
        text = text.replace(a, b)
    return re.sub(r"\s+", " ", text).strip()


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
