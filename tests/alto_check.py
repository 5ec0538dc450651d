#!/usr/bin/env python3
"""alto_check.py FILE... - what must hold between the elements of an ALTO file that bouwarchief wrote, and that a
schema cannot say. The shape of the elements is checked by alto.rng beside this.

Prints a line a fault; status 1 when there was one, or when there was no file to check.
"""
import sys
import xml.etree.ElementTree as ET

NS = "{http://www.loc.gov/standards/alto/ns-v4#}"
REFERENCES = ("STYLEREFS", "TAGREFS", "PROCESSINGREFS", "PROCESSING", "IDNEXT", "REF")


def box(e):
    x, y, w, h = (float(e.get(k)) for k in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    return x, y, x + w, y + h


def inside(a, b):
    return a[0] >= b[0] and a[1] >= b[1] and a[2] <= b[2] and a[3] <= b[3]


def check_ids(root):
    """Every ID once (xsd:ID), every reference to one that is there (xsd:IDREF)."""
    ids = set()
    for e in root.iter():
        if "ID" in e.attrib:
            if e.get("ID") in ids:
                yield f"ID {e.get('ID')} twice"
            ids.add(e.get("ID"))
    for e in root.iter():
        for name in REFERENCES:
            for ref in e.get(name, "").split():
                if ref not in ids:
                    yield f"{name} {ref} leads nowhere"


def check_boxes(page):
    """Each box lies in the one around it, and all in the page; a title block may be larger than its words."""
    sheet = (0.0, 0.0, float(page.get("WIDTH")), float(page.get("HEIGHT")))

    def below(e, around):
        for child in e:
            if child.tag in (NS + "SP", NS + "HYP"):
                continue
            b = box(child)
            if not inside(b, sheet):
                yield f"{child.get('ID', child.tag)} lies outside the page"
            if not inside(b, around):
                yield f"{child.get('ID')} lies outside what it is part of"
            yield from below(child, sheet if child.get("TYPE") == "titleblock" else b)

    for space in page:
        yield from below(space, sheet if any(c.get("TYPE") == "titleblock" for c in space) else box(space))
        if not inside(box(space), sheet):
            yield "the print space lies outside the page"


def check_words(page):
    """Parts of a divided word: the first ends its line with a HYP, the second begins the next one, both name the
    whole. Languages are those of a block, confidence that of a page with words."""
    lines = [[e for e in line if e.tag == NS + "String"] for line in page.iter(NS + "TextLine")]
    hyphens = [any(e.tag == NS + "HYP" for e in line) for line in page.iter(NS + "TextLine")]
    for i, words in enumerate(lines):
        goes_on = words[-1].get("SUBS_TYPE") == "HypPart1"
        if hyphens[i] != goes_on:
            yield f"{words[-1].get('ID')}: a hyphen without a division, or the other way round"
        if any(w.get("SUBS_TYPE") == "HypPart1" for w in words[:-1]):
            yield f"line {i + 1}: a word is divided in the middle of it"
        for w in words:
            whole = w.get("SUBS_CONTENT")
            if whole is not None and w.get("CONTENT") not in whole:
                yield f"{w.get('ID')} is no part of {whole}"
        if goes_on and i + 1 == len(lines):
            yield f"{words[-1].get('ID')} goes on nowhere"
        elif goes_on:
            rest = lines[i + 1][0]
            if rest.get("SUBS_TYPE") is None or rest.get("SUBS_CONTENT") != words[-1].get("SUBS_CONTENT"):
                yield f"{rest.get('ID')} is not the rest of {words[-1].get('ID')}"
        if words[0].get("SUBS_TYPE") == "HypPart2" and (i == 0 or not hyphens[i - 1]):
            yield f"{words[0].get('ID')} is the rest of nothing"
    if page.get("PAGECLASS") == "blank" and lines:
        yield "there are words on a blank page"
    if (page.get("PC") is None) != (not lines):
        yield "a page has a confidence if and only if it has words"


def check_steps(root):
    """A page with words names what read it, by version."""
    steps = root.findall(f"{NS}Description/{NS}Processing")
    if not any(s.findtext(f"{NS}processingSoftware/{NS}softwareVersion") for s in steps):
        yield "no step names a program and its version"
    if next(root.iter(NS + "String"), None) is not None and not any(
            s.findtext(NS + "processingCategory") == "contentGeneration" for s in steps):
        yield "there are words, and no step that made them"


def check(path):
    root = ET.parse(path).getroot()
    pages = list(root.iter(NS + "Page"))
    yield from check_ids(root)
    yield from check_steps(root)
    for page in pages:
        yield from check_boxes(page)
        yield from check_words(page)
    if len(pages) != 1:
        yield f"{len(pages)} pages"


def main(paths):
    faults = 0
    for path in paths:
        try:
            for fault in check(path):
                print(f"{path}: {fault}")
                faults += 1
        except (ET.ParseError, TypeError, ValueError, IndexError) as e:
            print(f"{path}: {e}")
            faults += 1
    return 1 if faults or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
