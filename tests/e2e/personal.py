#!/usr/bin/env python3
"""Personal data in a copy for citizens. Standard library only.

personal.py plant DEPOT PAGES DOSSIER SEQ VALUE   the longest word that was read on this page becomes VALUE, in ALTO and
                                                  text; prints its box on the master: X Y W H
personal.py absent PDF VALUE                      VALUE is in no stream of the PDF, decoded or not, as bytes or as codes
personal.py black IMAGE.pgm|pbm|ppm X Y W H       every pixel of this box is black
"""
import json
import re
import sys
import zlib


def plant(depot, pages, dossier, seq, value):
    with open(pages, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    page = next(p for p in rows if p["dossier"] == dossier and p["seq_in_dossier"] == int(seq))
    alto = depot + "/" + page["alto"]
    text = depot + "/" + page["text"]
    with open(alto, encoding="utf-8") as file:
        xml = file.read()
    words = [m for m in re.finditer(r'<String [^>]*CONTENT="([^"]+)"[^>]*>', xml) if m[1].isalpha()]
    with open(text, encoding="utf-8") as file:
        plain = file.read()
    best = max((m for m in words if plain.count(m[1]) == 1), key=lambda m: len(m[1]))
    with open(alto, "w", encoding="utf-8") as file:
        file.write(xml[:best.start(1)] + value + xml[best.end(1):])
    with open(text, "w", encoding="utf-8") as file:
        file.write(plain.replace(best[1], value))
    print(*(int(re.search(name + r'="(-?\d+)', best[0])[1]) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")))


def absent(pdf, value):
    with open(pdf, "rb") as file:
        data = file.read()
    parts = [data]
    for m in re.finditer(rb"/Length (\d+)[^>]*>>\nstream\n", data):
        body = data[m.end():m.end() + int(m[1])]
        if b"/FlateDecode" in data[max(0, m.start() - 200):m.end()]:
            parts.append(zlib.decompress(body))
    if len(parts) < 3:
        sys.exit("no streams were found")
    codes = "".join("%04X" % ord(c) for c in value).encode()
    for part in parts:
        for needle in (value.encode(), value.encode("utf-16-be"), codes, codes.lower()):
            if needle in part:
                sys.exit("%s is in %s" % (value, pdf))


def black(path, x, y, w, h):
    with open(path, "rb") as file:
        data = file.read()
    m = re.match(rb"P([456])\s+(\d+)\s+(\d+)\s+(?:(\d+)\s)?", data)
    kind, width = int(m[1]), int(m[2])
    if kind == 4:
        m = re.match(rb"P4\s+\d+\s+\d+\s", data)
    pixels = data[m.end():]
    stride = {4: (width + 7) // 8, 5: width, 6: 3 * width}[kind]
    for row in range(y, y + h):
        for column in range(x, x + w):
            at = row * stride
            if kind == 4:
                ink = pixels[at + column // 8] >> (7 - column % 8) & 1
            else:
                size = 1 if kind == 5 else 3
                ink = max(pixels[at + size * column:at + size * column + size]) <= 2
            if not ink:
                sys.exit("%s: a pixel at %d,%d is not black" % (path, column, row))


def main():
    command, *rest = sys.argv[1:]
    if command == "black":
        black(rest[0], *map(int, rest[1:]))
    else:
        {"plant": plant, "absent": absent}[command](*rest)


main()
