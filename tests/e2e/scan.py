#!/usr/bin/env python3
"""scan.py IN.pgm OUT.tif DPI QUARTERS DEGREES [bilevel] - a printed page as a scanner might deliver it: turned
clockwise by quarters and by a few degrees, grey or black and white, uncompressed. Standard library only.
"""
import math
import struct
import sys

WHITE = b"\xff"


def read_pgm(path):
    with open(path, "rb") as file:
        magic, size, most = file.readline(), file.readline(), file.readline()
        if magic != b"P5\n" or most != b"255\n":
            sys.exit(path + ": no 8-bit PGM")
        width, height = map(int, size.split())
        return width, height, file.read(width * height)


def rows(width, pixels):
    return [pixels[i:i + width] for i in range(0, len(pixels), width)]


def quarter(width, height, pixels):
    """Clockwise: the columns, read upwards, become the rows."""
    return height, width, b"".join(pixels[x::width][::-1] for x in range(width))


def shift(line, by):
    by = max(-len(line), min(len(line), by))
    return WHITE * by + line[:len(line) - by] if by >= 0 else line[-by:] + WHITE * -by


def shear_rows(width, height, pixels, slope):
    return b"".join(shift(line, round(slope * (y - height / 2))) for y, line in enumerate(rows(width, pixels)))


def shear_columns(width, height, pixels, slope):
    out = bytearray(len(pixels))
    for x in range(width):
        out[x::width] = shift(pixels[x::width], round(slope * (x - width / 2)))
    return bytes(out)


def turn(width, height, pixels, degrees):
    """A turn is three shears (Paeth)."""
    angle = math.radians(degrees)
    for shear, slope in ((shear_rows, -math.tan(angle / 2)), (shear_columns, math.sin(angle)),
                         (shear_rows, -math.tan(angle / 2))):
        pixels = shear(width, height, pixels, slope)
    return pixels


def write_tiff(path, width, height, pixels, dpi, bilevel):
    if bilevel:
        ink = bytes(b"1"[0] if v < 128 else b"0"[0] for v in range(256))
        spare = -width % 8
        pixels = b"".join((int(line.translate(ink), 2) << spare).to_bytes((width + 7) // 8, "big")
                          for line in rows(width, pixels))
    tags = [(256, 4, width), (257, 4, height), (258, 3, 1 if bilevel else 8), (259, 3, 1),
            (262, 3, 0 if bilevel else 1), (273, 4, 0), (277, 3, 1), (278, 4, height), (279, 4, len(pixels)),
            (282, 5, 0), (283, 5, 0), (296, 3, 2)]
    end = 8 + 2 + 12 * len(tags) + 4
    at = {273: end + 8, 282: end, 283: end}
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, at.get(tag, value)) for tag, kind, value in tags)
    with open(path, "wb") as file:
        file.write(b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + struct.pack("<I", 0))
        file.write(struct.pack("<II", dpi, 1) + pixels)


def main():
    source, target, dpi, quarters, degrees = sys.argv[1:6]
    width, height, pixels = read_pgm(source)
    for _ in range(int(quarters)):
        width, height, pixels = quarter(width, height, pixels)
    if float(degrees):
        pixels = turn(width, height, pixels, float(degrees))
    write_tiff(target, width, height, pixels, int(dpi), "bilevel" in sys.argv[6:])


main()
