#!/usr/bin/env python3
"""pronom.py SIGNATURES.xml ROOT - is every content file of an unpacked package of the format that its sidecar says, by
PRONOM's own signatures (a DROID signature file)? An own small reader of these, standard library only: it knows the
signatures of the formats that packages hold, and judges by content alone, of which it sees what DROID and fido see by
their settings of origin: the first and the last 64 KiB.
"""
import os
import re
import sys
import xml.etree.ElementTree as ET

MDTO = "{https://www.nationaalarchief.nl/mdto}"
WINDOW = 65536
KNOWN = set("""
    fmt/353 fmt/1917 fmt/154 fmt/155 x-fmt/387 x-fmt/388 x-fmt/399 fmt/11 fmt/12 fmt/13 fmt/935
    fmt/41 fmt/42 fmt/43 fmt/44 x-fmt/390 x-fmt/391 x-fmt/398 fmt/645 fmt/1507
    x-fmt/392 fmt/151 fmt/463 fmt/337 fmt/1794 fmt/1964 fmt/101
    fmt/14 fmt/15 fmt/16 fmt/17 fmt/18 fmt/19 fmt/20 fmt/276 fmt/1129 fmt/95 fmt/354 fmt/476 fmt/477 fmt/478
    fmt/479 fmt/480 fmt/481 fmt/144 fmt/145 fmt/146 fmt/147 fmt/148 fmt/157 fmt/158 fmt/488 fmt/489 fmt/490
    fmt/491 fmt/492 fmt/493 fmt/1910 fmt/1911 fmt/1912""".split())


def regex(sequence):
    """A sequence of DROID: hexadecimal bytes and sets of them."""
    out, i = b"", 0
    while i < len(sequence):
        if sequence[i] == "[":
            end = sequence.index("]", i)
            inside = sequence[i + 1:end]
            negate = inside.startswith("!")
            low, _, high = inside.lstrip("!").partition(":")
            out += b"[" + (b"^" if negate else b"") + b"\\x%02x-\\x%02x]" % (int(low, 16), int(high or low, 16))
            i = end + 1
        else:
            out += b"\\x" + sequence[i:i + 2].lower().encode()
            i += 2
    return out


def gap(node, low, high):
    most = node.get(high)
    return b".{%d,%s}" % (int(node.get(low) or 0), b"" if most is None else most.encode())


def fragments(node, name):
    """Of one side, by position: alternatives with the gap that is between them and the sequence."""
    places = {}
    for f in node.findall(NS + name):
        places.setdefault(int(f.get("Position")), []).append(f)
    return [places[n] for n in sorted(places)]


def subsequence(node):
    out = regex(node.find(NS + "Sequence").text)
    for alternatives in fragments(node, "LeftFragment"):
        out = b"(?:" + b"|".join(regex(f.text) + gap(f, "MinOffset", "MaxOffset") for f in alternatives) + b")" + out
    for alternatives in fragments(node, "RightFragment"):
        out += b"(?:" + b"|".join(gap(f, "MinOffset", "MaxOffset") + regex(f.text) for f in alternatives) + b")"
    return out


def byte_sequence(node):
    parts = sorted(node.findall(NS + "SubSequence"), key=lambda s: int(s.get("Position")))
    where = node.get("Reference")
    if where == "EOFoffset":
        end = re.compile(subsequence(parts[0]) + gap(parts[0], "SubSeqMinOffset", "SubSeqMaxOffset") + rb"\Z", re.S)
        return lambda data: end.search(data[-WINDOW:])
    out = b""
    for i, part in enumerate(parts):
        anywhere = where is None and i == 0
        out += (b"" if anywhere else gap(part, "SubSeqMinOffset", "SubSeqMaxOffset")) + subsequence(part)
    begin = re.compile((rb"\A" if where == "BOFoffset" else b"") + out, re.S)
    return lambda data: begin.search(data[:WINDOW])


def load(path):
    global NS
    root = ET.parse(path).getroot()
    NS = root.tag.split("}")[0] + "}"
    formats, wanted = {}, {}
    for f in root.iter(NS + "FileFormat"):
        if f.get("PUID") in KNOWN:
            over = {x.text for x in f.findall(NS + "HasPriorityOverFileFormatID")}
            formats[f.get("ID")] = (f.get("PUID"), over)
            for s in f.findall(NS + "InternalSignatureID"):
                wanted[s.text] = f.get("ID")
    signatures = [(wanted[s.get("ID")], [byte_sequence(b) for b in s.iter(NS + "ByteSequence")])
                  for s in root.iter(NS + "InternalSignature") if s.get("ID") in wanted]
    return formats, signatures


def identify(data, formats, signatures):
    hits = {f for f, sequences in signatures if all(s(data) for s in sequences)}
    beaten = set().union(*(formats[f][1] for f in hits)) if hits else set()
    return {formats[f][0] for f in hits if f not in beaten}


def main():
    formats, signatures = load(sys.argv[1])
    checked = wrong = 0
    for folder, _, names in os.walk(sys.argv[2]):
        for name in names:
            path = os.path.join(folder, name)
            sidecar = path + ".bestand.mdto.xml"
            if not os.path.exists(sidecar):
                continue
            said = ET.parse(sidecar).getroot().find(".//" + MDTO + "bestandsformaat/" + MDTO + "begripCode").text
            with open(path, "rb") as file:
                found = identify(file.read(), formats, signatures)
            checked += 1
            if found != {said}:
                wrong += 1
                print("%s: its sidecar says %s, PRONOM %s" % (path, said, sorted(found)))
    print("%d files, %d of another format than their sidecars say" % (checked, wrong))
    sys.exit(1 if wrong or not checked else 0)


if __name__ == "__main__":
    main()
