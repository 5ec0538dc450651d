"""A sheet of paper: put ink on it, then let time and a scanner have their way with it.

Lengths are millimetres, type sizes points. Everything random comes from the generator that a sheet is made
with, so the same seed draws the same sheet.
"""

import io
import math
import random
import subprocess

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = {
    "old": "/usr/share/fonts/truetype/fonts-oldstandard/OldStandard-Regular.ttf",
    "oldbold": "/usr/share/fonts/truetype/fonts-oldstandard/OldStandard-Bold.ttf",
    "worn": "/usr/share/fonts/truetype/gnutypewriter/GNUTypewriter.ttf",
    "typed": "/usr/share/fonts/opentype/courier-prime/Courier Prime.otf",
    "serif": "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
    "sans": "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "bold": "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf",
    "narrow": "/usr/share/fonts/truetype/liberation/LiberationSansNarrow-Regular.ttf",
    "hand": "/usr/share/fonts/truetype/femkeklaver/femkeklaver.ttf",
}
TYPEWRITERS = ("worn", "typed")


class Sheet:
    """Ink in grey values (0 is black) and the words it spells, in reading order."""

    def __init__(self, width, height, dpi, seed):
        self.dpi = dpi
        self.width, self.height = width, height
        self.rng = random.Random(seed)
        self.image = Image.new("L", (self.px(width), self.px(height)), 255)
        self.ink = ImageDraw.Draw(self.image)
        self.words = []

    def px(self, mm):
        return round(mm / 25.4 * self.dpi)

    def font(self, name, points):
        return ImageFont.truetype(FONTS[name], round(points / 72 * self.dpi))

    def advance(self, points):
        """Line distance in millimetres of type of this size."""
        return points / 72 * 25.4 * 1.36

    def length(self, text, name, points):
        return self.font(name, points).getlength(text) / self.dpi * 25.4

    def text(self, x, y, text, name, points, known=True, grey=0):
        """One line with its top left at x, y; gives the y of the next. known: it is part of the truth."""
        if name in TYPEWRITERS:
            self._type(x, y, text, name, points)
        else:
            self.ink.text((self.px(x), self.px(y)), text, font=self.font(name, points), fill=grey)
        if known and text.strip():
            self.words.append(text)
        return y + self.advance(points)

    def _type(self, x, y, text, name, points):
        """Letter by letter: each struck a little higher or lower, harder or softer."""
        font = self.font(name, points)
        step = font.getlength("n")
        for i, letter in enumerate(text):
            dy = self.rng.gauss(0, self.dpi / 500)
            struck = self.rng.randint(0, 60)
            place = (self.px(x) + i * step, self.px(y) + dy)
            self.ink.text(place, letter, font=font, fill=struck)

    def lines(self, text, name, points, width):
        """Text broken into lines of at most this width; spaces inside a line stay as they are."""
        for paragraph in text.split("\n"):
            line = ""
            for word in paragraph.split(" "):
                longer = line + " " + word if line else word
                if line and self.length(longer, name, points) > width:
                    yield line
                    line = word
                else:
                    line = longer
            yield line

    def flow(self, x, y, text, name, points, width):
        for line in self.lines(text, name, points, width):
            y = self.text(x, y, line, name, points) if line else y + self.advance(points) * 0.6
        return y

    def line(self, x0, y0, x1, y1, width=0.35, grey=0):
        ends = (self.px(x0), self.px(y0), self.px(x1), self.px(y1))
        self.ink.line(ends, fill=grey, width=max(1, self.px(width)))

    def box(self, x0, y0, x1, y1, width=0.35, fill=None):
        corners = (self.px(x0), self.px(y0), self.px(x1), self.px(y1))
        self.ink.rectangle(corners, outline=0, width=max(1, self.px(width)), fill=fill)

    def arms(self, x, y, size):
        """The arms of Oosterwaarde: a tower above three waves."""
        w, u = self.px(size * 0.03), size / 10
        shield = [(x, y), (x + 8 * u, y), (x + 8 * u, y + 6 * u), (x + 4 * u, y + 10 * u), (x, y + 6 * u)]
        self.ink.line([(self.px(a), self.px(b)) for a, b in shield + shield[:1]], fill=0, width=max(2, w))
        self.box(x + 3 * u, y + 1 * u, x + 5 * u, y + 5 * u, 0.3, fill=0)
        self.box(x + 2.5 * u, y + 0.6 * u, x + 5.5 * u, y + 1.4 * u, 0.3, fill=0)
        for k in range(3):
            left, wide = x + (1 + 0.5 * k) * u, (6 - k) * u
            wave = [(self.px(left + wide * t / 40), self.px(y + (5.7 + k) * u + 0.25 * u * math.sin(t * 0.9)))
                    for t in range(41)]
            self.ink.line(wave, fill=0, width=max(2, w))

    def signature(self, x, y, width):
        """A scrawl: not words, and not in the truth."""
        points, phase, pace = [], self.rng.uniform(0, 6), self.rng.uniform(0.3, 0.9)
        for t in range(90):
            u = t / 89
            points.append((self.px(x + width * (u + 0.06 * math.sin(t * pace + phase))),
                           self.px(y + 6 * math.sin(t * pace * 1.5 + phase) * (1 - 0.7 * u))))
        self.ink.line(points, fill=30, width=self.px(0.4), joint="curve")

    def stamp(self, x, y, rows, tilt):
        """A rubber stamp, askew and unevenly inked: not in the truth."""
        w, h = self.px(52), self.px(6 + 6 * len(rows))
        ink = Image.new("L", (w, h), 255)
        pen = ImageDraw.Draw(ink)
        pen.rectangle((2, 2, w - 3, h - 3), outline=70, width=self.px(0.6))
        for i, row in enumerate(rows):
            pen.text((w // 2, self.px(6 + 6 * i)), row, font=self.font("narrow", 12), fill=70, anchor="mm")
        ink = ink.rotate(tilt, resample=Image.BICUBIC, expand=True, fillcolor=255)
        self.image.paste(0, (self.px(x), self.px(y)), Image.eval(ink, lambda v: (255 - v) * 3 // 4))

    def code(self, x, y, width, data, symbology):
        """A bar code by zint (20: Code 128, 58: QR), scaled to this width without grey edges."""
        made = subprocess.run(["zint", "--direct", "--filetype=PNG", "--scale=4", "--notext", "-b",
                               str(symbology), "-d", data], check=True, capture_output=True)
        code = Image.open(io.BytesIO(made.stdout)).convert("L")
        height = code.height * self.px(width) // code.width if symbology == 58 else self.px(32)
        self.image.paste(code.resize((self.px(width), height), Image.NEAREST), (self.px(x), self.px(y)))

    def truth(self):
        return "".join(line + "\n" for line in self.words)


def scan(sheet, *, skew=0.0, turn=0, speckle=0, ribbon=0.0, holes=False, shadow=False, fold=None, back=None,
         soft=0.7, noise=6.0, paper=236):
    """What the scanner saw: grey values as an array.

    skew: the text's counter-clockwise turn in degrees. turn: the clockwise turn (0, 90, 180, 270) that will
    make the page upright. back: the sheet printed on the other side, which shows through, mirrored.
    """
    rng = np.random.default_rng(sheet.rng.getrandbits(32))
    ink = 1.0 - np.asarray(sheet.image, dtype=np.float32) / 255
    height, width = ink.shape
    if ribbon:
        ink *= 1.0 - ribbon * _clouds(rng, height, width)
    if back is not None:
        other = back.image.resize((width, height)).filter(ImageFilter.GaussianBlur(sheet.dpi / 110))
        ink += 0.22 * (1.0 - np.asarray(other, dtype=np.float32)[:, ::-1] / 255)
    page = Image.fromarray(np.uint8(np.clip(255 * (1 - ink), 0, 255)))
    if skew:
        page = page.rotate(skew, resample=Image.BICUBIC, fillcolor=255)
    page = page.filter(ImageFilter.GaussianBlur(soft * sheet.dpi / 300))
    grey = 25 + np.asarray(page, dtype=np.float32) / 255 * (paper - 25)
    if fold is not None:
        grey[round(height * fold) + np.arange(3), :] -= 35
    grey += rng.normal(0, noise, grey.shape).astype(np.float32)
    for _ in range(speckle):
        y, x, size = rng.integers(0, height - 5), rng.integers(0, width - 5), rng.integers(1, 5)
        grey[y:y + size, x:x + rng.integers(1, 5)] = 40
    if holes:
        _punch(grey, sheet.dpi)
    if shadow:
        grey[:, :round(width * 0.008)] = 10
    return np.rot90(np.uint8(np.clip(grey, 0, 255)), turn // 90)


def _clouds(rng, height, width):
    """Smooth patches between 0 and 1: where the ribbon was dry."""
    coarse = Image.fromarray(np.uint8(rng.integers(0, 256, (height // 90 + 2, width // 90 + 2))))
    return np.asarray(coarse.resize((width, height), Image.BICUBIC), dtype=np.float32) / 255


def _punch(grey, dpi):
    """Two holes of a ring binder, 80 mm apart, black as the lid behind them."""
    y, x = np.ogrid[:grey.shape[0], :grey.shape[1]]
    for dy in (-40, 40):
        centre = grey.shape[0] / 2 + dy / 25.4 * dpi
        grey[(y - centre) ** 2 + (x - 11 / 25.4 * dpi) ** 2 < (2.9 / 25.4 * dpi) ** 2] = 8


def bilevel(grey):
    return Image.fromarray(grey).point(lambda v: 255 if v > 128 else 0).convert("1")


def shades(grey, levels):
    """Grey in few steps, as scanners with a small memory gave it."""
    step = 256 // levels
    return Image.fromarray(np.uint8(np.minimum(255, (grey.astype(np.uint16) + step // 2) // step * step)))


def tinted(grey):
    """Colour of yellowed paper."""
    tint = np.array([1.0, 0.97, 0.86], dtype=np.float32)
    return Image.fromarray(np.uint8(grey[..., None] * tint))
