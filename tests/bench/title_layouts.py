#!/usr/bin/python3
"""Draws sheets with title blocks of many layouts, as a scanner delivers them.

  title_layouts.py FOLDER [--seed N] [--each N]

Writes FOLDER/batch-0001/*.tif, FOLDER/truth/*.txt and FOLDER/truth.json, where "title" has the fields of the block and
"layout" its name. Needs python3-pil, python3-numpy and the fonts of tests/sample/draw.py.
"""
import argparse, json, os, random, sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "sample"))
from PIL import Image  # noqa: E402
from paper import Sheet, bilevel, scan  # noqa: E402

A4, A3, A2, A1 = (297, 210), (420, 297), (594, 420), (841, 594)
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
STREETS = ["Molenstraat", "Korte Wal", "Havenkade", "Burg. Aalberselaan", "Achterdijk", "Lindeplein", "Jan van Galenstraat",
           "Oude Singel", "Noordeinde", "Vijverweg", "Dr. Schaepmanlaan", "Kerkpad"]
PLACES = ["Oosterwaarde", "Veerdam", "Lage Zijp", "Bovenhuizen"]
PEOPLE = ["A.B. Kuipers", "Wed. J. de Lange", "P.C. van der Meulen", "Gebr. Hofstra", "N.V. Melkfabriek De Hoop", "H. Timmer"]
ARCHITECTS = ["W.F. Overeem", "J.H. van Loon", "T. Brinkman", "C. de Waal"]
WORKS = ["het bouwen van een dubbel woonhuis", "verbouwing van een winkelpand", "uitbreiding van een woonhuis met garage",
         "het oprichten van een wagenschuur", "het plaatsen van twee dakkapellen", "nieuwbouw van zes woningen met bergingen"]
PARTS = ["plattegrond begane grond", "gevels", "doorsnede A-A", "fundering en riolering", "plattegrond 1e verdieping", "situatie",
         "kapplan en details", "gevels en doorsneden"]


def facts(rng):
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1908, 1989)
    n = rng.randint(1, 40)
    date = rng.choice([f"{day} {MONTHS[month - 1]} {year}", f"{day}-{month}-{year}", f"{day:02d}.{month:02d}.{year}",
                       f"{day}/{month}/{year % 100:02d}", f"{day} {MONTHS[month - 1][:3]}. {year}"])
    scale = rng.choice([10, 20, 50, 100, 200, 500])
    house = str(rng.randint(1, 240)) + rng.choice(["", "", "a", "b"])
    number = rng.choice([str(n), f"{rng.randint(10, 99)}-{n:02d}", f"B{n}"])
    return dict(work=rng.choice(WORKS), street=rng.choice(STREETS) + " " + house, place=rng.choice(PLACES),
                applicant=rng.choice(PEOPLE), architect=rng.choice(ARCHITECTS), scale=f"1:{scale}",
                scale_text=rng.choice([f"1:{scale}", f"1 : {scale}"]), date=f"{year}-{month:02d}-{day:02d}", date_text=date,
                number=number, part=rng.choice(PARTS), maker=rng.choice(["J.V.", "P.K.", "H.T."]), sheets=n + rng.randint(0, 5), n=n)


def clutter(sheet, rng, right, bottom):
    """Rooms, measures and captions of the drawing itself, left of and above the given place."""
    for _ in range(rng.randint(3, 5)):
        w, h = rng.uniform(50, 90), rng.uniform(40, 60)
        x, y = rng.uniform(18, max(19, right - w)), rng.uniform(16, max(17, bottom - h - 22))
        sheet.box(x, y, x + w, y + h, 0.7)
        sheet.line(x + w / 2, y, x + w / 2, y + h, 0.4)
        for k in (0, 1):
            sheet.text(x + 4 + k * w / 2, y + h / 2, rng.choice(["keuken", "kamer", "hal", "bijkeuken", "garage", "zolder"]), "sans", 10)
        sheet.line(x, y + h + 5, x + w, y + h + 5, 0.2)
        sheet.text(x + w / 2 - 4, y + h + 6, str(rng.randint(2000, 9900)), "sans", 8)
    sheet.text(24, bottom - 8, rng.choice(["voorgevel", "achtergevel", "doorsnede"]), "sans", 12)


def cell(sheet, x, y, w, h, label, value, font="sans", points=11, small=7):
    sheet.box(x, y, x + w, y + h, 0.35)
    sheet.text(x + 1.5, y + 1, label, "sans", small)
    sheet.text(x + 3, y + 1 + small * 0.5, value, font, points)


def grid_above(sheet, f, rng, x1, y1):
    """Cells with a small label in the corner and the value under it."""
    x, y = x1 - 150, y1 - 62
    cell(sheet, x, y, 150, 14, "project", f["work"])
    cell(sheet, x, y + 14, 90, 14, "adres", f["street"])
    cell(sheet, x + 90, y + 14, 60, 14, "plaats", f["place"])
    cell(sheet, x, y + 28, 75, 12, "opdrachtgever", f["applicant"])
    cell(sheet, x + 75, y + 28, 75, 12, "architect", f["architect"])
    cell(sheet, x, y + 40, 110, 11, "onderdeel", f["part"])
    cell(sheet, x + 110, y + 40, 40, 11, "get.", f["maker"])
    cell(sheet, x, y + 51, 50, 11, "schaal", f["scale_text"])
    cell(sheet, x + 50, y + 51, 55, 11, "datum", f["date_text"])
    cell(sheet, x + 105, y + 51, 45, 11, "tek. nr.", f["number"], "bold", 13)
    return {"part", "work", "address", "place", "applicant", "architect", "scale", "date", "drawing_number"}


def grid_left(sheet, f, rng, x1, y1):
    """A table: labels in the first column, values in the second."""
    rows = [("Werk", f["work"]), ("Adres", f["street"]), ("Gemeente", f["place"]), ("Aanvrager", f["applicant"]),
            ("Architect", f["architect"]), ("Omschrijving", f["part"]), ("Schaal", f["scale_text"]), ("Datum", f["date_text"]),
            ("Tekeningnummer", f["number"])]
    x, y = x1 - 145, y1 - 8.5 * len(rows)
    for label, value in rows:
        sheet.box(x, y, x + 42, y + 8.5, 0.35)
        sheet.box(x + 42, y, x + 145, y + 8.5, 0.35)
        sheet.text(x + 2, y + 1.8, label, "sans", 10)
        sheet.text(x + 45, y + 1.8, value, "typed", 10)
        y += 8.5
    return {"part", "work", "address", "place", "applicant", "architect", "scale", "date", "drawing_number"}


def plain_left(sheet, f, rng, x1, y1):
    """No frame; labels with colons, values in a column."""
    rows = [("Project", f["work"]), ("Locatie", f"{f['street']} te {f['place']}"), ("Opdrachtgever", f["applicant"]),
            ("Architect", f["architect"]), ("Onderdeel", f["part"]), ("Schaal", f["scale_text"]), ("Datum", f["date_text"]),
            ("Tekening nr.", f["number"])]
    x, y = x1 - 135, y1 - 8 * len(rows)
    for label, value in rows:
        sheet.text(x, y, label, "sans", 11)
        sheet.text(x + 38, y, ":", "sans", 11)
        sheet.text(x + 42, y, value, "sans", 11)
        y += 7.5
    return {"part", "work", "address", "place", "applicant", "architect", "scale", "date", "drawing_number"}


def plain_above(sheet, f, rng, x1, y1):
    """No frame; labels over their values, several beside each other."""
    x, y = x1 - 150, y1 - 62
    for rows in ([("werk", f["work"], 0)], [("bouwadres", f["street"], 0), ("gemeente", f["place"], 85)],
                 [("aanvrager", f["applicant"], 0), ("architect", f["architect"], 85)],
                 [("schaal", f["scale_text"], 0), ("datum", f["date_text"], 45), ("blad", f"{f['n']} van {f['sheets']}", 110)]):
        for label, value, dx in rows:
            sheet.text(x + dx, y, label, "sans", 8)
            sheet.text(x + dx, y + 4.5, value, "bold", 11)
        y += 15
    f["number"] = f"{f['n']} van {f['sheets']}"
    return {"work", "address", "place", "applicant", "architect", "scale", "date", "drawing_number"}


def strip(sheet, f, rng, x1, y1):
    """A strip of cells along the right edge."""
    x, y = x1 - 62, y1 - 150
    sheet.box(x, 12, x1, y1, 0.6)
    half = f["work"].split(" ")
    cut = len(half) // 2
    sheet.box(x, y, x1, y + 26, 0.35)
    sheet.text(x + 2, y + 1.5, "werk:", "sans", 8)
    sheet.text(x + 2, y + 7, " ".join(half[:cut]), "sans", 11)
    sheet.text(x + 2, y + 13, " ".join(half[cut:]), "sans", 11)
    for label, value, h in (("adres:", f["street"], 16), ("plaats:", f["place"], 16), ("opdrachtgever:", f["applicant"], 16),
                            ("arch.:", f["architect"], 16), ("onderdeel:", f["part"], 16), ("schaal:", f["scale_text"], 15),
                            ("datum:", f["date_text"], 14), ("tekeningnr.:", f["number"], 15)):
        cell(sheet, x, y + 26, 62, h, label, value, "sans", 11, 8)
        y += h
    return {"part", "work", "address", "place", "applicant", "architect", "scale", "date", "drawing_number"}


def old(sheet, f, rng, x1, y1):
    """Old spelling and abbreviations, in a frame without cells."""
    x, y = x1 - 128, y1 - 78
    sheet.box(x - 4, y - 4, x1, y1, 0.6)
    rows = [f"Plan tot {f['work']}", f"Ligging: {f['street']} te {f['place']}", f"Opdr.g.: {f['applicant']}",
            f"Arch.: {f['architect']}", f"Teekening: {f['part']}", f"Schaal {f['scale_text'].replace(':', rng.choice([':', 'à']))}    Wijk {rng.choice('ABCD')}",
            f"Datum {f['date_text']}    get. {f['maker']}    gew.", f"Bestek nr. {rng.randint(100, 999)}    Teek. No. {f['number']}"]
    for row in rows:
        sheet.text(x, y, row, "old", 13)
        y += 9.5
    return {"part", "work", "address", "place", "applicant", "architect", "scale", "date", "drawing_number"}


def bottom(sheet, f, rng, x1, y1):
    """A row of cells along the lower edge."""
    y, w = y1 - 26, (x1 - 12) / 420
    x = 12
    for label, value, share in (("opdrachtgever", f["applicant"], 75), ("werk", f["work"], 100), ("adres", f"{f['street']}, {f['place']}", 85),
                                ("onderdeel", f["part"], 60)):
        cell(sheet, x, y, share * w, 26, label, value, "sans", 10 if len(value) < 36 else 9, 7)
        x += share * w
    cell(sheet, x, y, (x1 - x) / 2, 13, "schaal", f["scale_text"], "sans", 10)
    cell(sheet, x + (x1 - x) / 2, y, (x1 - x) / 2, 13, "get.", f["maker"], "sans", 10)
    cell(sheet, x, y + 13, (x1 - x) / 2, 13, "datum", f["date_text"], "narrow", 9)
    cell(sheet, x + (x1 - x) / 2, y + 13, (x1 - x) / 2, 13, "bladnr.", f["number"], "bold", 11)
    return {"part", "work", "address", "place", "applicant", "scale", "date", "drawing_number"}


def unlabelled(sheet, f, rng, x1, y1):
    """Lines that say what they are by themselves."""
    x, y = x1 - 125, y1 - 66
    sheet.box(x - 4, y - 5, x1, y1, 0.6)
    work = f["work"] if f["work"].startswith("het") else f["work"]
    for row, points in ((work, 13), (f"{f['street']} te {f['place']}", 13), (f"voor de heer {f['applicant']}", 11), (f["part"], 13),
                        (f"schaal {f['scale_text']}", 11), (f"{f['date_text']}", 11), (f"blad {f['n']} van {f['sheets']}", 13)):
        sheet.text(x, y, row, "sans", points)
        y += 8.8
    f["number"] = f"{f['n']} van {f['sheets']}"
    return {"part", "work", "address", "place", "scale", "date", "drawing_number"}


def on_end(sheet, f, rng, x1, y1):
    """The block stands on end along the right edge, the drawing does not."""
    block = Sheet(152, 64, sheet.dpi, rng.random())
    kinds = grid_above(block, f, rng, 151, 63)
    turned = block.image.rotate(90, expand=True)
    sheet.image.paste(turned, (sheet.px(x1) - turned.size[0], sheet.px(y1) - turned.size[1]))
    sheet.words += block.words
    return kinds


LAYOUTS = {"grid_above": (grid_above, A3), "grid_left": (grid_left, A3), "plain_left": (plain_left, A3), "plain_above": (plain_above, A3),
           "strip": (strip, A3), "old": (old, A3), "bottom": (bottom, A3), "unlabelled": (unlabelled, A3), "on_end": (on_end, A2),
           "large": (grid_above, A1), "small": (grid_above, A4), "small_plain": (plain_left, A4)}


def draw(folder, stem, name, seed):
    rng = random.Random(seed)
    layout, size = LAYOUTS[name]
    sheet = Sheet(*size, 300, seed)
    sheet.box(8, 8, size[0] - 8, size[1] - 8, 0.6)
    f = facts(rng)
    clutter(sheet, rng, size[0] - (75 if name in ("strip", "on_end") else 160), size[1] - (80 if size == A4 else 95))
    kinds = layout(sheet, f, rng, size[0] - 8 if rng.random() < .5 else size[0] - 11, size[1] - 8 if rng.random() < .5 else size[1] - 11)
    turn, skew = rng.choice([0, 0, 0, 90, 180, 270]), round(rng.uniform(-2, 2), 2)
    hard = rng.random() < .4
    grey = scan(sheet, skew=skew, turn=turn, speckle=150 if hard else 20, ribbon=0.3 if hard else 0, soft=1.1 if hard else 0.8,
                noise=8 if hard else 4, paper=rng.choice([215, 236]))
    mode = not hard and rng.random() < .5
    im = bilevel(grey) if mode else Image.fromarray(grey)
    im.save(os.path.join(folder, "batch-0001", stem + ".tif"), dpi=(300, 300),
                                          compression="group4" if mode else "tiff_deflate")
    with open(os.path.join(folder, "truth", stem + ".txt"), "w", encoding="utf-8") as o:
        o.write(sheet.truth())
    all_fields = dict(work=f["work"], address=f["street"], place=f["place"], applicant=f["applicant"], architect=f["architect"],
                      scale=f["scale"], date=f["date"], drawing_number=f["number"], part=f["part"])
    # Of a block on end either way up is right.
    turns = [turn, (turn + 90) % 360] if name == "on_end" else [turn]
    return dict(file=stem + ".tif", kind="drawing", layout=name, skew_ccw=skew, rotated_ccw=turn, turns=turns, hard=hard,
                title={k: all_fields[k] for k in sorted(kinds)})


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder"); ap.add_argument("--seed", type=int, default=1); ap.add_argument("--each", type=int, default=2)
    ap.add_argument("--layout", choices=sorted(LAYOUTS))
    o = ap.parse_args()
    for d in ("batch-0001", "truth"):
        os.makedirs(os.path.join(o.folder, d), exist_ok=True)
    truth = []
    for k in range(o.each):
        for i, name in enumerate(LAYOUTS):
            if o.layout in (None, name):
                truth.append(draw(o.folder, f"{len(truth) + 1:05d}", name, o.seed * 1000 + k * 50 + i))
    with open(os.path.join(o.folder, "truth.json"), "w", encoding="utf-8") as f:
        json.dump(truth, f, indent=1)


if __name__ == "__main__":
    main()
