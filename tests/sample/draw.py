#!/usr/bin/python3
"""Draws the sample batch: sheets of four fictitious building dossiers, as a scanner would deliver them.

usage: draw.py [FOLDER]     (default: the folder of this script)

Writes FOLDER/batch-0001/*.tif, FOLDER/batch-0002/*.tif, register.csv, truth.json and truth/<stem>-<frame>.txt. The same program and
packages give the same bytes. Needs the Debian packages python3-pil, python3-numpy, zint,
fonts-oldstandard, fonts-gnutypewriter, fonts-courier-prime, fonts-liberation and fonts-femkeklaver.
"""

import json
import os
import struct
import sys

import texts
from paper import Sheet, bilevel, scan, shades, tinted

A4, A3, A5 = (210, 297), (420, 297), (210, 148)
SCANNER = {271: "Oosterscan", 272: "DS-5120", 305: "Oosterscan Capture 4.1"}
REGISTER = """\
dossier;archive;title;street;number_from;number_to;letter;postcode;place;year_from;year_to;permit_kind;work;applicant;cadastral;access;access_until;sheets_expected;box;opmerking bureau
1931/0047;;Bouwen van zeven arbeiderswoningen;Lange Dijk;1;13;;;Oosterwaarde;1931;1931;bouwvergunning;zeven arbeiderswoningen;J.P. Verschuren;Oosterwaarde B 1184;openbaar;;5;12;blad 2 slap papier
1962/0008;;Bouwen van een transformatorhuisje;Veerdam;40;;;;Oosterwaarde;1962;1962;bouwvergunning;transformatorhuisje;N.V. Electra Oosterwaarde;Oosterwaarde A 77;;;3;31;nog niet gescand
1974/0231;;Vergroten van een woonhuis met garage en bijkeuken;Wilhelminalaan;9;;;;Oosterwaarde;1974;1974;bouwvergunning;garage en bijkeuken;A.B. Kuipers;Oosterwaarde C 3057;;;9;44;
1988/0019;;Plaatsen van een dakkapel;Veerdam;4;;a;3899 XB;Oosterwaarde;1988;1988;bouwvergunning;dakkapel;E. van Andel;;;;5;60;
"""


def head(sheet, y, name, points, sub):
    """The municipality's letterhead."""
    sheet.arms(22, y, 22)
    sheet.text(48, y + 2, "GEMEENTE OOSTERWAARDE", name, points)
    sheet.text(48, y + 11, sub, name, points * 0.55)
    sheet.line(22, y + 26, 190, y + 26)
    return y + 32


def separator(seed, number, symbology, data, label):
    sheet = Sheet(*A4, 300, seed)
    sheet.text(30, 40, label, "bold", 34)
    sheet.text(30, 62, number, "bold", 48)
    sheet.code(35, 110, 140 if symbology == 20 else 70, data, symbology)
    sheet.text(30, 250, "Niet bij het dossier bewaren.", "sans", 12)
    return sheet


def permit_1931(seed, second):
    sheet = Sheet(*A4, 300, seed)
    if second:
        y = sheet.flow(32, 35, texts.PERMIT_1931_B, "worn", 12, 150)
        sheet.signature(40, y + 14, 40)
        sheet.signature(120, y + 14, 45)
        return sheet
    y = head(sheet, 18, "oldbold", 24, "Bouw- en Woningtoezicht")
    sheet.text(32, y, "Dossier 1931/0047", "worn", 12)
    y = sheet.text(75, y + 8, "BOUWVERGUNNING", "oldbold", 20) + 3
    sheet.flow(32, y, texts.PERMIT_1931_A, "worn", 12, 150)
    return sheet


def request_1931(seed):
    sheet = Sheet(*A4, 300, seed)
    y = sheet.text(120, 28, "Oosterwaarde, 2 Maart 1931.", "old", 13) + 8
    y = sheet.flow(35, y, texts.REQUEST_1931, "old", 14, 142)
    sheet.signature(110, y + 12, 50)
    sheet.text(112, y + 22, "J. P. Verschuren", "old", 14)
    sheet.stamp(120, 238, ["INGEKOMEN", "3 MRT. 1931"], 7)
    return sheet


def plan_1931(seed):
    """A plan of the row of houses on an A4 of tracing paper."""
    sheet = Sheet(*A4, 300, seed)
    sheet.box(12, 12, 198, 285, 0.6)
    sheet.text(40, 22, "ZEVEN ARBEIDERSWONINGEN", "old", 22)
    sheet.text(40, 34, "aan den Langen Dijk te Oosterwaarde", "old", 14)
    for k in range(4):
        x = 24 + 40 * k
        sheet.box(x, 70, x + 40, 160, 0.8)
        sheet.line(x, 112, x + 40, 112, 0.8)
        sheet.text(x + 6, 88, "woonkamer", "old", 10)
        sheet.text(x + 10, 130, "keuken", "old", 10)
        sheet.line(x, 168, x + 40, 168, 0.2)
        sheet.text(x + 15, 169, "4.10", "old", 9, known=False)
    for k in range(60):
        sheet.line(24 + k * 2.65, 200 - (k % 7), 24 + k * 2.65, 214, 0.2)
    sheet.line(24, 214, 184, 214, 0.6)
    sheet.text(30, 222, "voorgevel", "old", 12)
    sheet.text(120, 258, "schaal 1 : 100", "old", 12)
    sheet.text(120, 266, "Maart 1931", "old", 12)
    return sheet


def permit_1957(seed):
    sheet = Sheet(*A4, 300, seed)
    y = head(sheet, 16, "serif", 22, "Afdeling gemeentewerken")
    sheet.text(30, y, "Dossiernummer: 1957/0112", "typed", 12)
    y = sheet.text(30, y + 6, "Bouwvergunning", "typed", 12) + 4
    y = sheet.flow(30, y, texts.PERMIT_1957, "typed", 12, 155)
    y = sheet.text(30, y + 4, "Oosterwaarde, 14 mei 1957", "typed", 12)
    sheet.signature(110, y + 6, 50)
    return sheet


def letter_1957(seed):
    sheet = Sheet(*A4, 200, seed)
    y = sheet.text(40, 22, "SCHOONHEIDSCOMMISSIE VOOR DE WAARDEN", "serif", 15)
    y = sheet.text(40, y, "secretariaat: Kade 3, Oosterwaarde", "serif", 11) + 12
    y = sheet.flow(25, y, "Aan burgemeester en wethouders\nvan Oosterwaarde", "typed", 12, 155) + 8
    y = sheet.text(110, y, "29 april 1957", "typed", 12) + 8
    y = sheet.flow(25, y, texts.LETTER_1957, "typed", 12, 155)
    sheet.signature(30, y + 14, 45)
    return sheet


def calculation(seed, heading, text, name):
    sheet = Sheet(*A4, 300, seed)
    y = sheet.text(28, 25, heading, name, 13) + 6
    for row in text.split("\n"):
        y = sheet.text(28, y, row, name, 12) + 2.2 if row else y + 6
    sheet.line(40, y + 14, 160, y + 14, 0.8)
    for x in (40, 160):
        sheet.line(x, y + 14, x - 4, y + 21, 0.5)
        sheet.line(x, y + 14, x + 4, y + 21, 0.5)
    for k in range(13):
        sheet.line(40 + 10 * k, y + 6, 40 + 10 * k, y + 13, 0.3)
    return sheet


def permit_1974(seed, second):
    sheet = Sheet(*A4, 300, seed)
    if second:
        sheet.flow(28, 30, texts.PERMIT_1974_B, "typed", 12, 155)
        return sheet
    y = head(sheet, 16, "sans", 22, "Bouwtoezicht, Raadhuisplein 1")
    sheet.text(28, y, "Dossier: 1974/0231", "typed", 12)
    y = sheet.text(28, y + 6, "BOUWVERGUNNING", "typed", 12) + 4
    y = sheet.flow(28, y, texts.PERMIT_1974_A, "typed", 12, 155)
    y = sheet.text(28, y + 6, "Oosterwaarde, 9 juli 1974", "typed", 12)
    sheet.stamp(125, y + 2, ["VERZONDEN", "10 JULI 1974"], -5)
    sheet.signature(35, y + 16, 45)
    return sheet


def form(seed, size, title, rows, foot, dpi=300):
    sheet = Sheet(*size, dpi, seed)
    y = sheet.text(22, 20, title, "bold", 18) + 6
    for label, value in rows:
        sheet.box(20, y, 192, y + 11)
        sheet.line(82, y, 82, y + 11)
        sheet.text(23, y + 3.2, label, "sans", 10)
        sheet.text(86, y + 2.8, value, "typed", 12)
        y += 11
    y = sheet.flow(22, y + 8, foot, "sans", 11, 165)
    sheet.signature(125, y + 12, 45)
    return sheet


def letter(seed, size, dpi, name, points, top, text):
    sheet = Sheet(*size, dpi, seed)
    y = sheet.text(22, 14, "Gemeente Oosterwaarde", name, points * 1.4)
    y = sheet.text(120, y + 2, top, name, points) + 6
    y = sheet.flow(22, y, text, name, points, 165)
    sheet.signature(26, y + 7, 34)
    return sheet


def drawing_1974(seed):
    sheet = Sheet(*A3, 300, seed)
    sheet.box(8, 8, 412, 289, 0.7)
    for x, y, w, h, name in [(30, 40, 70, 52, "garage"), (100, 40, 38, 52, "bijkeuken"),
                             (138, 40, 92, 52, "woonkamer"), (138, 92, 46, 34, "keuken"), (184, 92, 46, 34, "hal")]:
        sheet.box(x, y, x + w, y + h, 0.9)
        sheet.text(x + 5, y + h / 2 - 3, name, "sans", 13)
    for x0, x1, size in [(30, 100, "3500"), (100, 138, "1900"), (138, 230, "4600")]:
        sheet.line(x0, 30, x1, 30, 0.2)
        for x in (x0, x1):
            sheet.line(x, 27, x, 38, 0.2)
        sheet.text((x0 + x1) / 2 - 5, 24, size, "sans", 9, known=False)
    sheet.text(30, 132, "begane grond", "sans", 14)
    sheet.box(30, 195, 150, 240, 0.7)
    for row in range(9):
        sheet.line(30, 195 + 5 * row, 150, 195 + 5 * row, 0.15)
    sheet.box(42, 212, 84, 240, 0.6, fill=255)
    for slat in range(6):
        sheet.line(42, 216 + 4 * slat, 84, 216 + 4 * slat, 0.2)
    sheet.text(30, 246, "voorgevel", "sans", 14)
    sheet.line(190, 240, 290, 240, 0.9)
    sheet.line(195, 240, 195, 196, 0.9)
    sheet.line(195, 196, 285, 190, 0.9)
    sheet.line(285, 190, 285, 240, 0.9)
    sheet.text(190, 246, "doorsnede A-A", "sans", 14)
    sheet.box(290, 20, 400, 100, 0.3)
    sheet.text(300, 92, "situatie 1 : 1000", "sans", 11)
    sheet.box(320, 40, 350, 70, 0.6)
    sheet.line(290, 80, 400, 76, 0.4)
    title_block(sheet)
    return sheet


def title_block(sheet):
    sheet.box(302, 205, 412, 289, 0.7)
    rows = [("Uitbreiding woonhuis met garage", "bold", 13), ("Wilhelminalaan 9 te Oosterwaarde", "bold", 13),
            ("Opdrachtgever: A.B. Kuipers", "sans", 12), ("plattegrond, gevel en doorsnede", "sans", 12),
            ("Schaal 1 : 100      Formaat A3", "sans", 12), ("Bureau De Wit, Veerdam 31, Oosterwaarde", "sans", 12),
            ("Datum 4 juni 1974      Blad 2", "sans", 12), ("Werknr. 7418", "bold", 16)]
    y = 208
    for text, name, points in rows:
        sheet.text(306, y, text, name, points)
        y += 10
        if y < 285:
            sheet.line(302, y - 1.5, 412, y - 1.5, 0.3)


def permit_1988(seed):
    sheet = Sheet(*A4, 300, seed)
    y = head(sheet, 16, "sans", 20, "Sector grondgebied")
    y = sheet.flow(25, y, "Mevrouw E. van Andel\nVeerdam 4a\n3899 XB  Oosterwaarde", "sans", 11.5, 160) + 6
    y = sheet.flow(25, y, "Ons kenmerk: 1988/0019\nDatum: 4 maart 1988", "sans", 11.5, 160) + 6
    y = sheet.flow(25, y, texts.PERMIT_1988, "sans", 11.5, 162)
    sheet.signature(30, y + 9, 45)
    return sheet


def receipt_1988(seed):
    sheet = Sheet(148, 105, 200, seed)
    sheet.text(12, 10, "KWITANTIE", "bold", 20)
    y = sheet.flow(12, 28, texts.RECEIPT_1988, "sans", 14, 125)
    sheet.signature(85, y + 9, 35)
    return sheet


def blank(seed, size=A4, dpi=300):
    return Sheet(*size, dpi, seed)


def rescan():
    """The second batch: the sheet of the damaged file, fed again behind a separator."""
    d74 = "1974/0231"
    sheet = letter(23, A5, 300, "typed", 11, "19 juni 1974", texts.LETTER_1974)
    return [
        ("nascan-1", "g4", [("separator", d74, separator(30, d74, 20, "DOSSIER:" + d74, "DOSSIER"), {})]),
        ("nascan-2", "g4", [("letter", d74, sheet, dict(skew=-0.6))]),
    ]


def dossiers():
    """The first batch, file by file: name, how it is stored, and its frames: kind, dossier, sheet, treatment."""
    d31, d57, d74, d88 = "1931/0047", "1957/0112", "1974/0231", "1988/0019"
    front = permit_1974(40, False)
    return [
        ("blad-1", "g4", [("separator", d31, separator(1, d31, 20, "DOSSIER:" + d31, "DOSSIER"), {})]),
        ("blad-2", "g4", [("permit", d31, permit_1931(2, False), dict(skew=-1.3, ribbon=0.24, holes=True)),
                          ("permit", d31, permit_1931(3, True), dict(skew=0.8, ribbon=0.28, holes=True))]),
        ("blad-3", "g4", [("application", d31, request_1931(4), dict(skew=1.1, turn=180, speckle=60))]),
        ("blad-4", "jpeg", [("blank", d31, blank(5, dpi=150), dict(back=request_1931(4), paper=228))]),
        ("blad-5", "g4", [("drawing", d31, plan_1931(6), dict(skew=0.6, speckle=40, fold=0.5))]),
        ("blad-6", "g4", [("separator", d57, separator(7, d57, 20, "DOSSIER:" + d57, "DOSSIER"), dict(skew=1.0)),
                          ("permit", d57, permit_1957(8), dict(skew=2.4, ribbon=0.2))]),
        ("blad-7", "jpeg", [("letter", d57, letter_1957(9), dict(skew=-0.7, ribbon=0.25, noise=3.0, paper=224))]),
        ("blad-8", "g4", [("calculation", d57, calculation(10, "Berekening veestal", texts.CALC_1957_A, "worn"),
                           dict(skew=-1.8, ribbon=0.2, speckle=80)),
                          ("calculation", d57, calculation(11, "Vervolg", texts.CALC_1957_B, "worn"),
                           dict(skew=0.4, ribbon=0.2))]),
        ("blad-9", "g4", [("blank", d57, blank(12), dict(speckle=50, holes=True))]),
        ("blad-10", "g4", [("separator", d74, separator(13, d74, 20, "DOSSIER:" + d74, "DOSSIER"),
                            dict(turn=180, skew=-0.8))]),
        ("blad-11", "g4", [("permit", d74, front, dict(skew=0.9, holes=True, shadow=True)),
                           ("blank", d74, blank(15), dict(back=front, holes=True, paper=184, noise=8.0)),
                           ("permit", d74, permit_1974(16, True), dict(skew=-0.5, holes=True))]),
        ("blad-12", "g4", [("application", d74, form(17, A4, "AANVRAAG BOUWVERGUNNING", texts.FORM_1974,
                                                     texts.FORM_1974_FOOT), dict(turn=90, skew=0.7))]),
        ("blad-13", "g4", [("consent", d74, letter(18, A4, 300, "worn", 13, "Verklaring", texts.CONSENT_1974),
                            dict(skew=-3.1, speckle=350, shadow=True))]),
        ("blad-14", "lzw1", [("calculation", d74, calculation(19, "Berekening Wilhelminalaan 9", texts.CALC_1974,
                                                              "typed"), dict(skew=1.6))]),
        ("blad-15", "g4", [("separator", d74, separator(20, "tekening", 20, "DOCUMENT:drawing", "DOCUMENT"), {})]),
        ("blad-16", "g4", [("drawing", d74, drawing_1974(21), dict(turn=270, skew=0.5, speckle=60))]),
        ("blad-17", "jpeg", [("blank", d74, blank(22, A5, 150), dict(back=letter(23, A5, 150, "typed", 11, "19 juni "
                              "1974", texts.LETTER_1974), paper=214))]),
        ("blad-18", "damaged", [("letter", d74, letter(23, A5, 300, "typed", 11, "19 juni 1974", texts.LETTER_1974),
                                 {})]),
        ("blad-19", "g4", [("separator", d88, separator(24, d88, 58, "DOSSIER:" + d88, "DOSSIER"), {})]),
        ("blad-20", "g4", [("permit", d88, permit_1988(25), dict(skew=-0.9))]),
        ("blad-21", "lzw", [("other", d88, receipt_1988(26), dict(skew=0.5, noise=1.0, paper=240))]),
        ("blad-22", "g4", [("application", d88, form(27, A4, "Aanvraagformulier bouwen (deel 1)",
                                                     texts.FORM_1988_A, "Ga verder op deel 2."), dict(skew=0.6)),
                           ("application", d88, form(28, A4, "Aanvraagformulier bouwen (deel 2)", texts.FORM_1988_B,
                                                     texts.FORM_1988_B_FOOT), dict(skew=-2.0, speckle=60))]),
        ("blad-23", "rgb", [("letter", d88, letter(29, A5, 200, "sans", 11, "12 april 1988", texts.LETTER_1988),
                             dict(skew=0.4, noise=2.0, paper=246))]),
    ]


STORED = {
    "g4": (bilevel, dict(compression="group4")),
    "damaged": (bilevel, dict(compression="group4")),
    "lzw1": (bilevel, dict(compression="tiff_lzw")),
    "lzw": (lambda grey: shades(grey, 8), dict(compression="tiff_lzw")),
    "jpeg": (lambda grey: shades(grey, 256), dict(compression="jpeg", quality=42)),
    "rgb": (tinted, dict(compression="jpeg", quality=45)),
}


def save(path, stored, frames):
    convert, how = STORED[stored]
    images = [convert(scan(sheet, **treatment)) for _, _, sheet, treatment in frames]
    dpi = frames[0][2].dpi
    images[0].save(path, format="TIFF", save_all=True, append_images=images[1:], dpi=(dpi, dpi),
                   tiffinfo=dict(SCANNER), **how)
    if stored == "damaged":
        truncate(path)


def truncate(path):
    """Cuts the file in the middle of its strips, as a copy that was broken off leaves it.

    Pillow writes the directory and its values behind the strips; they are moved in front first, so that
    the file still says which image it should hold.
    """
    with open(path, "rb") as file:
        data = bytearray(file.read())
    at = struct.unpack_from("<I", data, 4)[0]
    moved = len(data) - at
    for entry in range(at + 2, at + 2 + 12 * struct.unpack_from("<H", data, at)[0], 12):
        tag, kind, values, where = struct.unpack_from("<HHII", data, entry)
        outside = values * {1: 1, 2: 1, 3: 2, 4: 4, 5: 8}[kind] > 4
        strips = where if outside else entry + 8
        for strip in range(values) if tag == 273 else ():
            offset = struct.unpack_from("<I", data, strips + 4 * strip)[0]
            struct.pack_into("<I", data, strips + 4 * strip, offset + moved)
        if outside:
            struct.pack_into("<I", data, entry + 8, where - at + 8)
    whole = data[:4] + struct.pack("<I", 8) + data[at:] + data[8:at]
    with open(path, "wb") as file:
        file.write(whole[:len(whole) * 3 // 5])


def page_truth(batch, name, frame, stored, kind, dossier, sheet, treatment):
    return {
        "batch": batch, "file": name + ".tif", "frame": frame, "kind": kind, "dossier": dossier,
        "readable": stored != "damaged", "blank": kind == "blank",
        "orientation_deg": treatment.get("turn", 0), "skew_deg": treatment.get("skew", 0.0), "dpi": sheet.dpi,
        "stored": stored,
    }


def draw_batch(out, batch, files):
    """Writes the images and the words of one batch; what is on each of them comes back."""
    os.makedirs(os.path.join(out, batch), exist_ok=True)
    pages = []
    for name, stored, frames in files:
        save(os.path.join(out, batch, name + ".tif"), stored, frames)
        for frame, (kind, dossier, sheet, treatment) in enumerate(frames):
            pages.append(page_truth(batch, name, frame, stored, kind, dossier, sheet, treatment))
            with open(os.path.join(out, "truth", f"{name}-{frame}.txt"), "w", encoding="utf-8") as file:
                file.write(sheet.truth())
    return pages


def main():
    out = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    os.makedirs(os.path.join(out, "truth"), exist_ok=True)
    pages = draw_batch(out, "batch-0001", dossiers()) + draw_batch(out, "batch-0002", rescan())
    with open(os.path.join(out, "truth.json"), "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(page) for page in pages) + "\n]\n")
    with open(os.path.join(out, "register.csv"), "w", encoding="utf-8") as file:
        file.write(REGISTER)
    print(f"{len(pages)} pages")


main()
