#!/usr/bin/python3
"""draw_lines.py FOLDER COUNT SEED WORDS UNICHARSET - typed lines as old files hold them, with what they say.

Writes FOLDER/typed-NNN.tif of 250 lines, an image each at 300 dpi, and FOLDER/typed-NNN.box, where a line of boxes says what
the image reads (`tesseract ... lstm.train` takes both). Machines of several founts and pitches, worn type, ribbons new
and dry, carbon copies, stencils, needle printers; the figure one is the small l where the machine had no other. WORDS is the
model's own word list, UNICHARSET what it can say. The same arguments give the same bytes.
"""
import os
import random
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from typed_text import TypedText

PAGES = 250  # images a file
DPI = 300
# Fount files of Debian's packages: fonts-gnutypewriter fonts-courier-prime fonts-tlwg-*-ttf fonts-freefont-ttf
# fonts-liberation2 fonts-lmodern; how often, of 100.
FOUNTS = [
    ("/usr/share/fonts/truetype/gnutypewriter/GNUTypewriter.ttf", 24),
    ("/usr/share/fonts/opentype/courier-prime/Courier Prime.otf", 20),
    ("/usr/share/fonts/truetype/tlwg/TlwgTypist.ttf", 12),
    ("/usr/share/fonts/truetype/tlwg/TlwgTypewriter.ttf", 8),
    ("/usr/share/texmf/fonts/opentype/public/lm/lmmono10-regular.otf", 10),
    ("/usr/share/texmf/fonts/opentype/public/lm/lmmonolt10-regular.otf", 8),
    ("/usr/share/fonts/truetype/freefont/FreeMono.ttf", 8),
    ("/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf", 10),
]


def blurred(a, sigma):
    """A Gaussian of numpy alone, rows and then columns."""
    if sigma < 0.15:
        return a
    reach = max(1, int(3 * sigma + 0.5))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        padded = np.pad(a, [(reach, reach) if i == axis else (0, 0) for i in (0, 1)], mode="edge")
        a = sum(k * np.take(padded, range(i, i + a.shape[axis]), axis) for i, k in enumerate(kernel))
    return a


class Machine:
    """One typewriter and its ribbon, for one line."""

    def __init__(self, rng):
        self.rng = rng
        path = rng.choices([f for f, _ in FOUNTS], [n for _, n in FOUNTS])[0]
        self.advance = rng.choice([30.0, 30.0, 25.0, 25.0, 22.0, 33.0]) * rng.uniform(0.97, 1.03)
        probe = ImageFont.truetype(path, 100)
        self.size = 100 * self.advance / probe.getlength("n") * rng.uniform(0.94, 1.06)
        self.fount = ImageFont.truetype(path, max(8, int(2 * self.size + 0.5)))  # drawn at 600 dpi
        self.l_is_one = rng.random() < 0.4
        self.kind = rng.choices(["ribbon", "worn", "heavy", "carbon", "stencil", "needle"], [34, 18, 16, 18, 9, 5])[0]
        self.lift = rng.uniform(0, 2.2)  # of a letter from its line, pixels of 600 dpi
        self.drift = {}  # a type that sits askew always does
        self.glyphs = {}

    def shape(self, char):
        if char not in self.glyphs:
            drawn = "l" if char == "1" and self.l_is_one else char
            w, h = int(2 * self.advance * 1.7) + 8, int(2 * self.size * 1.5) + 8
            pic = Image.new("L", (w, h), 0)
            # Typewriters have one width for all: the middle of each letter lies in the middle of its place.
            x = (w - self.fount.getlength(drawn)) / 2
            ImageDraw.Draw(pic).text((x, int(0.15 * self.size) + 4), drawn, fill=255, font=self.fount)
            self.glyphs[char] = np.asarray(pic, dtype=np.float32) / 255
            self.drift[char] = (self.rng.gauss(0, self.lift * 0.7), self.rng.gauss(0, self.lift * 0.7))
        return self.glyphs[char]

    def strike(self):
        """How much ink one stroke leaves."""
        spread = {"ribbon": 0.10, "worn": 0.22, "heavy": 0.06, "carbon": 0.16, "stencil": 0.14, "needle": 0.03}[self.kind]
        return min(1.25, max(0.6, self.rng.gauss(1.0, spread)))

    def ink(self, text):
        """The line's ink, 0..1, at 600 dpi."""
        step = 2 * self.advance
        first = self.shape("n")
        h = first.shape[0] + 12
        out = np.zeros((h, int(step * len(text)) + first.shape[1] + 8), dtype=np.float32)
        for i, char in enumerate(text):
            if char == " ":
                continue
            glyph = self.shape(char)
            dx, dy = self.drift[char]
            x = int(i * step + dx + self.rng.gauss(0, self.lift * 0.5)) + 4
            y = int(6 + dy + self.rng.gauss(0, self.lift * 0.4))
            y, x = min(max(y, 0), h - glyph.shape[0]), max(x, 0)
            part = glyph * self.strike()
            if self.kind != "needle" and self.rng.random() < 0.5:  # the type hits one edge harder
                part = part * np.linspace(self.rng.uniform(0.6, 1), 1, glyph.shape[0])[::self.rng.choice([1, -1]), None]
            place = out[y:y + glyph.shape[0], x:x + glyph.shape[1]]
            np.maximum(place, part[:, :place.shape[1]], out=place)
        return out


def noise(gen, shape, grain):
    small = gen.standard_normal((int(shape[0] / grain) + 2, int(shape[1] / grain) + 2)).astype(np.float32)
    pic = Image.fromarray(small).resize((shape[1], shape[0]), Image.BICUBIC)
    return np.asarray(pic, dtype=np.float32)


def wear(kind, ink, rng, gen):
    """What ribbon, copy and time make of the ink."""
    if kind == "needle":
        h, w = ink.shape
        pitch = rng.choice([4, 5, 6])
        dots = Image.fromarray(ink).resize((w // pitch, h // pitch), Image.BOX)
        grid = np.kron((np.asarray(dots) > 0.42).astype(np.float32), _dot(pitch))
        ink = np.pad(grid, [(0, h - grid.shape[0]), (0, w - grid.shape[1])])
    if kind in ("ribbon", "worn"):
        weave = noise(gen, ink.shape, rng.uniform(2.5, 5))
        ink = ink * np.clip(1 + rng.uniform(0.1, 0.5 if kind == "worn" else 0.3) * weave, 0, 1.2)
    soft = {"ribbon": (0.8, 2.0), "worn": (0.8, 1.8), "heavy": (1.6, 3.2), "carbon": (2.0, 4.2), "stencil": (1.2, 2.6),
            "needle": (0.6, 1.6)}[kind]
    ink = blurred(ink, rng.uniform(*soft))
    if kind == "heavy":  # eyes of a, e, o are full of ink
        ink = 1 / (1 + np.exp(-12 * (ink - rng.uniform(0.18, 0.36))))
    elif kind == "stencil":
        ink = 1 / (1 + np.exp(-14 * (ink * np.clip(1 + 0.5 * noise(gen, ink.shape, 3), 0, 2) - rng.uniform(0.3, 0.48))))
    elif kind in ("ribbon", "worn"):
        ink = 1 / (1 + np.exp(-9 * (ink - rng.uniform(0.3, 0.46))))
    return np.clip(ink, 0, 1)


def _dot(pitch):
    y, x = np.mgrid[:pitch, :pitch] - (pitch - 1) / 2
    return (np.hypot(x, y) <= 0.52 * pitch).astype(np.float32)


def draw(text, rng, gen):
    machine = Machine(rng)
    ink = wear(machine.kind, machine.ink(text), rng, gen)
    pic = Image.fromarray(ink).rotate(rng.gauss(0, 0.15), Image.BICUBIC)
    ink = np.asarray(pic.resize((pic.width // 2, pic.height // 2), Image.BOX))
    rows = np.where(ink.max(axis=1) > 0.3)[0]
    size = machine.size
    if len(rows) == 0:
        return None
    # The recogniser's lines reach from ascender to descender, though not every line has them.
    base = 3 + 0.075 * size + 2 + 0.78 * size
    top = max(0, int(min(rows[0], base - 0.68 * size) - rng.uniform(0, 0.14) * size))
    bottom = min(ink.shape[0], int(max(rows[-1], base + 0.16 * size) + rng.uniform(0.02, 0.16) * size))
    columns = np.where(ink.max(axis=0) > 0.3)[0]
    left = max(0, columns[0] - rng.randrange(2, 10))
    ink = ink[top:bottom, left:columns[-1] + rng.randrange(2, 10)]
    paper = rng.uniform(190, 252)
    dark = rng.uniform(70, 150) if machine.kind == "carbon" else rng.uniform(10, 95)
    dark = min(dark, paper - 45)
    grey = paper + rng.uniform(0, 6) * noise(gen, ink.shape, rng.uniform(8, 30)) * 0.5 - ink * (paper - dark)
    if machine.kind == "carbon":
        grey += rng.uniform(2, 12) * noise(gen, ink.shape, 2) * (0.3 + ink)
    grey += rng.uniform(0, 5) * gen.standard_normal(ink.shape)
    if rng.random() < 0.25:  # scanned in black and white
        grey = np.where(blurred(grey, 0.6) < (paper + dark) / 2 + rng.uniform(-15, 15), 0, 255)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def main(folder, count, seed, words, unicharset):
    rng, gen = random.Random(int(seed)), np.random.default_rng(int(seed))
    source = TypedText(rng, words, unicharset)
    os.makedirs(folder, exist_ok=True)
    for part in range(int(count) // PAGES):
        images, boxes = [], []
        while len(images) < PAGES:
            text = source.line()
            image = draw(text, rng, gen)
            if image is None:
                continue
            page, w, h = len(images), image.width, image.height
            boxes += [f"WordStr 0 0 {w} {h} {page} #{text}", f"\t {w} 0 {w + 1} {h} {page}"]
            images.append(image)
        name = os.path.join(folder, f"typed-{part:03d}")
        images[0].save(name + ".tif", save_all=True, append_images=images[1:], dpi=(DPI, DPI), compression="tiff_lzw")
        with open(name + ".box", "w", encoding="utf-8") as f:
            f.write("\n".join(boxes) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
