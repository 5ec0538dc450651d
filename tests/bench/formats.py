#!/usr/bin/python3
"""formats.py PROGRAM SIGNATURES.xml - odd masters, drawn here, identified by the program and by PRONOM's own signatures
through a window of 64 KiB at either end, as DROID and fido look (tests/e2e/pronom.py). Every difference is told; status 1.

Not drawn: what is refused at arrival (bytes before the head of a PDF, a JPEG without its end), and a PDF without %%EOF, which
no signature of PRONOM answers and which we name by its head. Odd: what stands at the edge of a window, more than one signature in a file, versions that nobody writes any more, and
bytes before a head or behind an end. Only heads and ends are drawn: a format is told by these.
"""
import itertools
import os
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
import pronom

WINDOW = 65536


def pdfs():
    claims = {"plain": b"", "1b": b"<pdfaid:part>1</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>",
              "1a": b"<pdfaid:part>1</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>",
              "2a": b"<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>",
              "2b": b"<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>",
              "2u": b"<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>U</pdfaid:conformance>",
              "3b": b"<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>B</pdfaid:conformance>",
              "attribute": b'pdfaid:part="1" pdfaid:conformance="B"', "attribute2": b"pdfaid:part='2' pdfaid:conformance='A'",
              "x1a": b"/GTS_PDFXVersion (PDF/X-1:2001) /GTS_PDFXConformance (PDF/X-1a:2001)", "x3": b"/GTS_PDFXVersion (PDF/X-3:2002)"}
    places = {"head": 30, "edge": WINDOW - 60, "over": WINDOW - 20, "behind": WINDOW + 500}
    for version, (claim, text), (place, at) in itertools.product((b"1.0", b"1.2", b"1.3", b"1.4", b"1.5", b"1.6", b"1.7", b"2.0"),
                                                                 claims.items(), places.items()):
        if claim == "plain" and place != "head":
            continue
        space = b'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">\n' if claim[0] in "123" else b'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" '
        body = b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n"
        body += b" " * (at - len(body)) + (space if b"pdfaid" in text else b"") + text + b"\n"
        yield f"{version.decode()}-{claim}-{place}.pdf", body + b" " * 200000 + b"\n%%EOF\n"
    yield "two-ends.pdf", b"%PDF-1.4\n%%EOF\n" + b" " * 70000 + b"%%EOF\n"


def tiff(order, tags, big=False, pad=0):
    """One directory; tags: number -> bytes of an ASCII value, or a number."""
    e = "<" if order == b"II" else ">"
    head = order + (struct.pack(e + "HHHQ", 43, 8, 0, 16) if big else struct.pack(e + "HI", 42, 8 + pad))
    out = struct.pack(e + ("Q" if big else "H"), len(tags))
    for tag in sorted(tags):
        out += struct.pack(e + ("HHQQ" if big else "HHII"), tag, 4, 1, tags[tag])
    return head + b"\0" * pad + out + b"\0" * 64


def tiffs():
    base = {256: 100, 257: 100, 258: 1, 259: 4, 262: 0, 273: 8, 277: 1, 278: 100, 279: 4}
    more = {"plain": {}, "exif": {34665: 200}, "geo": {33550: 200, 34735: 300}, "ep": {37398: 1}, "both": {34665: 200, 34735: 300},
            "icc": {34675: 300}, "xmp": {700: 300}, "gps": {34853: 300}}
    for (name, tags), order, big, pad in itertools.product(more.items(), (b"II", b"MM"), (False, True), (0, 1000, 70000)):
        if not (big and pad):
            yield f"{name}-{order.decode()}-{'big' if big else 'classic'}-{pad}.tif", tiff(order, {**base, **tags}, big, pad)


def jpegs():
    quant = b"\xff\xdb\x00\x43\x00" + b"\x01" * 64
    frame = b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x00" * 64
    heads = {"raw": b""}
    for version in (b"\x01\x00", b"\x01\x01", b"\x01\x02"):
        heads["jfif-%d" % version[1]] = b"\xff\xe0\x00\x10JFIF\0" + version + b"\x01\x01\x2c\x01\x2c\0\0"
    for version in (b"0200", b"0210", b"0220", b"0221", b"0230", b"0231", b"0232"):
        for order in (b"II", b"MM"):
            e = "<" if order == b"II" else ">"
            ifd = struct.pack(e + "HHHII", 1, 0x8769, 4, 1, 26) + b"\0\0\0\0"
            sub = struct.pack(e + "HHHI", 1, 0x9000, 7, 4) + version + b"\0\0\0\0"
            body = b"Exif\0\0" + order + struct.pack(e + "HI", 42, 8) + ifd + sub
            heads["exif-%s-%s" % (version.decode(), order.decode())] = b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    heads["adobe"] = b"\xff\xee\x00\x0eAdobe\0\x64\0\0\0\0\0"
    for name, head in heads.items():
        for end in (b"\xff\xd9", b"\xff\xd9" + b"\0" * 40):
            yield f"{name}-{len(end)}.jpg", b"\xff\xd8" + head + quant + frame + scan + end


def others():
    for chunk, version in ((b"iTXt", 0), (b"iCCP", 0), (b"tEXt", 0), (b"acTL", 0)):
        png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0" + b"\0" * 4
        yield f"{chunk.decode()}.png", png + b"\0\0\0\x04" + chunk + b"\0" * 8 + b"\0\0\0\0IEND\xaeB`\x82"
    jp2 = b"\0\0\0\x0cjP  \r\n\x87\n"
    for brand, compatible in itertools.product((b"jp2 ", b"jpx ", b"jpm "), (b"jp2 ", b"jpx ", b"jpxb", b"jpm ")):
        yield f"{brand.strip().decode()}-{compatible.strip().decode()}.jp2", jp2 + b"\0\0\0\x14ftyp" + brand + b"\0\0\0\0" + compatible + \
            b"\0\0\0\x2djp2h\0\0\0\x16ihdr" + b"\0" * 64 + b"\xff\x4f\xff\x51" + b"\0" * 40 + b"\xff\xd9"
    yield "stream.j2k", b"\xff\x4f\xff\x51\0\x2f" + b"\0" * 60 + b"\xff\xd9"


def main():
    program, signatures = sys.argv[1:3]
    formats, by_bytes = pronom.load(signatures)
    with tempfile.TemporaryDirectory() as folder:
        drawn = []
        for name, data in itertools.chain(pdfs(), tiffs(), jpegs(), others()):
            drawn.append((os.path.join(folder, name), data))
            with open(drawn[-1][0], "wb") as f:
                f.write(data)
        said = dict(line.split("\t") for line in
                    subprocess.run([program] + [p for p, _ in drawn], check=True, capture_output=True, text=True).stdout.splitlines())
        wrong, several = 0, 0
        for path, data in drawn:
            found = pronom.identify(data, formats, by_bytes)
            several += len(found) > 1
            # fmt/353 stands for a TIFF of which PRONOM finds nothing; of several any one is right.
            if said[path] not in found and (found or said[path] != "fmt/353"):
                wrong += 1
                print(f"{os.path.basename(path)}: {said[path]} here, {sorted(found)} by PRONOM")
        print(f"{len(drawn)} odd masters, {several} of more than one format by PRONOM: {wrong} identified otherwise here")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
