#!/usr/bin/python3
"""Draws pages as archives hold them and sets of clean letters do not: other layouts, papers and scanners.

  ocr_material.py FOLDER [--seed N] [--only NAME,...] [--list]

Writes FOLDER/batch-0001/*.tif, FOLDER/truth/*.txt and FOLDER/truth.json, as tests/bench/ocr takes them. Each page is one
layout under one treatment, and its file is called after them. Needs python3-pil, python3-numpy and the fonts of tests/sample.
"""
import argparse, json, os, random, sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "sample"))
import numpy as np  # noqa: E402
from PIL import Image, ImageFilter  # noqa: E402
from paper import FONTS, Sheet, scan  # noqa: E402

FONTS.update({
    "book": "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "plain": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "mono": "/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf",
})
PORTRAIT, LANDSCAPE = (210, 297), (297, 210)
PARTS = [
    "De raad van toezicht heeft in zijn vergadering van dinsdag jongstleden kennis genomen van het rapport over de toestand van de bruggen "
    "en kademuren in het oostelijke stadsdeel.",
    "Uit het onderzoek komt naar voren dat het metselwerk onder de waterlijn op verscheidene plaatsen is uitgespoeld en dat de houten "
    "roosterwerken door paalrot zijn aangetast.",
    "De kosten van herstel worden door de ingenieur geraamd op zeventienduizend gulden, waarvan een derde gedeelte voor rekening van het "
    "hoogheemraadschap kan worden gebracht.",
    "Aan de aanwonenden zal worden meegedeeld dat gedurende de werkzaamheden geen voertuigen zwaarder dan twee ton kunnen worden toegelaten.",
    "Het voorstel om de leuning van smeedijzer te vervangen door een gemetselde borstwering vond bij een meerderheid der leden geen bijval.",
    "Naar aanleiding van uw brief betreffende de afvoer van hemelwater berichten wij u dat tegen de aansluiting op het riool geen bezwaar "
    "bestaat, mits een ontstoppingsstuk wordt aangebracht.",
    "De schoorsteen dient tot tenminste vijftig centimeter boven de nok te worden opgetrokken en van een deugdelijke kap te worden voorzien.",
    "Bij de keuring bleek het beton van de vloer op de eerste verdieping onvoldoende te zijn verdicht, zodat het wapeningsstaal plaatselijk "
    "zichtbaar was.",
]
WARES = ["grondwerk", "heipalen", "metselwerk", "timmerwerk", "stucwerk", "loodgieter", "schilderwerk", "glaswerk", "dakbedekking",
         "rioolbuizen", "tegelwerk", "hang- en sluitwerk"]


def prose(rng, n):
    return "\n".join(rng.sample(PARTS, n))


def letterhead(rng, dpi):
    s = Sheet(*PORTRAIT, dpi, rng.getrandbits(30))
    s.arms(22, 16, 20)
    s.text(48, 18, "GEMEENTEWERKEN", "bold", 20)
    s.text(48, 28, "afdeling bruggen en wegen", "serif", 11)
    s.line(22, 42, 190, 42, 0.5)
    y = s.text(22, 52, "Aan de weduwe G. Terpstra", "typed", 11)
    y = s.text(22, y, "Buitensingel 88", "typed", 11)
    y = s.text(130, y + 8, f"{rng.randint(2, 28)} maart 19{rng.randint(20, 70)}", "typed", 11)
    y = s.flow(22, y + 8, prose(rng, 4), "typed", 11, 165)
    s.text(120, y + 8, "de hoofdingenieur,", "typed", 11)
    s.signature(120, y + 26, 50)
    return s


def small_print(rng, dpi):
    s = Sheet(*PORTRAIT, dpi, rng.getrandbits(30))
    y = s.text(20, 18, "ALGEMENE VOORWAARDEN VOOR HET AANSLUITEN", "bold", 10)
    s.flow(20, y + 3, prose(rng, 8) + "\n" + prose(rng, 8), rng.choice(["serif", "sans"]), 6.5, 168)
    return s


def columns(rng, dpi):
    s = Sheet(*PORTRAIT, dpi, rng.getrandbits(30))
    y = s.text(20, 18, "Verslag over het derde kwartaal", "oldbold", 16) + 4
    face = rng.choice(["old", "book", "serif"])
    s.flow(20, y, prose(rng, 6), face, 9, 80)
    s.flow(110, y, prose(rng, 6), face, 9, 80)
    return s


def table(rng, dpi, ruled):
    s = Sheet(*LANDSCAPE, dpi, rng.getrandbits(30))
    y = s.text(20, 16, "Staat van meer en minder werk", "bold", 14) + 3
    wide, face = [22, 60, 38, 38, 38, 50], rng.choice(["sans", "mono", "serif"])
    heads = ["Post", "Omschrijving", "Aantal", "Prijs", "Bedrag", "Opmerking"]
    rows = [heads] + [[str(i), rng.choice(WARES), str(rng.randint(2, 990)), f"{rng.randint(1, 99)},{rng.randint(10, 99)}",
                       f"{rng.randint(100, 9999)},{rng.randint(10, 99)}", rng.choice(["akkoord", "vervalt", "nader", "zie bijlage"])]
                      for i in range(1, 16)]
    for row in rows:
        x = 20
        for cell, w in zip(row, wide):
            s.text(x + 2, y + 2, cell, face, 10)
            if ruled:
                s.box(x, y, x + w, y + 9.5, 0.3)
            x += w
        y += 9.5
    return s


def form(rng, dpi):
    s = Sheet(*PORTRAIT, dpi, rng.getrandbits(30))
    y = s.text(20, 18, "OPGAAF VOOR HET LEGGERREGISTER", "bold", 14) + 6
    asked = [("Naam van de eigenaar", "Kornelis Terpstra"), ("Woonplaats", "Workumerzijl"), ("Beroep", "scheepstimmerman"),
             ("Soort van het gebouw", "pakhuis met bovenwoning"), ("Bouwjaar", str(rng.randint(1880, 1940))),
             ("Inhoud in kubieke meters", str(rng.randint(200, 2400))), ("Brandverzekerd bij", "Noordelijke Onderlinge")]
    for label, value in asked:
        s.text(20, y, label, "sans", 9)
        s.text(80, y - 1, value, "typed", 11)
        for k in range(0, 105, 2):
            s.line(80 + k, y + 5, 81 + k, y + 5, 0.2)
        y += 11
    s.box(18, 36, 192, y + 2, 0.5)
    s.flow(20, y + 8, prose(rng, 3), "sans", 9, 168)
    return s


def carbon(rng, dpi):
    s = Sheet(*PORTRAIT, dpi, rng.getrandbits(30))
    s.flow(25, 25, prose(rng, 8), rng.choice(["worn", "typed"]), 11, 160)
    return s


def few_words(rng, dpi):
    s = Sheet(*PORTRAIT, dpi, rng.getrandbits(30))
    s.text(60, 120, "BIJLAGE C", "bold", 22)
    s.text(60, 134, "foto's en meetstaten", "serif", 14)
    return s


LAYOUTS = {"letterhead": letterhead, "small": small_print, "columns": columns, "ruled": lambda r, d: table(r, d, True),
           "unruled": lambda r, d: table(r, d, False), "form": form, "carbon": carbon, "few": few_words}


# Treatments: (sheet, rng, keywords of scan()) -> image, dpi; what they do not say is a good scanner's.

def grey_scan(sheet, rng, **how):
    return Image.fromarray(scan(sheet, **how)), (sheet.dpi, sheet.dpi)


def g4(im):
    return im.convert("L").point(lambda v: 255 if v > 128 else 0).convert("1")


def fax(sheet, rng, **how):
    im, _ = grey_scan(sheet, rng, **how)
    im = im.resize((round(sheet.width / 25.4 * 204), round(sheet.height / 25.4 * 98)), Image.BOX)
    return g4(im), (204, 98)


def light_on_dark(sheet, rng, **how):
    im, dpi = grey_scan(sheet, rng, **how)
    return Image.eval(im, lambda v: 255 - v), dpi


def blueprint(sheet, rng, **how):
    im, dpi = grey_scan(sheet, rng, paper=225, noise=5, **how)
    ink = (235 - np.asarray(im.filter(ImageFilter.GaussianBlur(0.8)), dtype=np.float32)) / 210
    white, blue = np.array([205, 218, 232]), np.array([38, 72, 142])
    return Image.fromarray(np.uint8(np.clip(blue + np.clip(ink, 0, 1)[..., None] * (white - blue), 0, 255))), dpi


def coloured(sheet, rng, **how):
    """Blue ink on pink or green paper."""
    im, dpi = grey_scan(sheet, rng, **how)
    ink = np.clip((236 - np.asarray(im, dtype=np.float32)) / 211, 0, 1)[..., None]
    paper, blue = np.array(rng.choice([[240, 190, 195], [190, 225, 180], [245, 225, 140]])), np.array([60, 60, 130])
    return Image.fromarray(np.uint8(paper + ink * (blue - paper))), dpi


def pale(sheet, rng, **how):
    """A carbon copy: soft, pale letters on thin yellow paper."""
    im, dpi = grey_scan(sheet, rng, soft=2.0, noise=5, ribbon=0.5, paper=215, **how)
    return Image.eval(im, lambda v: round(215 - (215 - v) * 0.5) if v < 215 else v), dpi


def bleeding(sheet, rng, **how):
    return grey_scan(sheet, rng, back=carbon(rng, sheet.dpi) if sheet.width < sheet.height else table(rng, sheet.dpi, False), **how)


def folded(sheet, rng, **how):
    im, dpi = grey_scan(sheet, rng, fold=0.48, shadow=True, holes=True, **how)
    a = np.asarray(im, dtype=np.float32)
    x = np.abs(np.linspace(-1, 1, a.shape[1]))[None, :]
    return Image.fromarray(np.uint8(np.clip(a * (1 - 0.45 * np.clip((x - 0.8) / 0.2, 0, 1)), 0, 255))), dpi


def bordered(sheet, rng, **how):
    """A smaller sheet on the black lid of a larger scanner, laid a little askew."""
    im, dpi = grey_scan(sheet, rng, **how)
    w, h = im.size
    a = Image.new("L", (w + w // 6, h + h // 8), 18)
    turned = im.rotate(rng.uniform(-2, 2), resample=Image.BICUBIC, expand=True, fillcolor=18)
    a.paste(turned, (w // 14, h // 20))
    return a, dpi


def bordered_g4(sheet, rng, **how):
    im, dpi = bordered(sheet, rng, **how)
    return g4(im), dpi


def stamped(sheet, rng, **how):
    w, h = sheet.width, sheet.height
    sheet.stamp(w * 0.55, h * 0.3, ["INGEKOMEN", f"{rng.randint(1, 28)} SEP 1934"], rng.uniform(-25, 25))
    sheet.stamp(w * 0.2, h * 0.6, ["GEZIEN", "AFD. B.W.T.", "No. 4471"], rng.uniform(-25, 25))
    for _ in range(3):
        sheet.signature(rng.uniform(20, w - 80), rng.uniform(40, h - 60), rng.uniform(40, 70))
    return grey_scan(sheet, rng, **how)


def bilevel(sheet, rng, **how):
    im, dpi = grey_scan(sheet, rng, **how)
    return g4(im), dpi


def at(dpi, **how):
    return lambda rng: (dpi, bilevel if how.get("g4") else grey_scan, {k: v for k, v in how.items() if k != "g4"})


def on(treat, **how):
    return lambda rng: (300, treat, how)


TREATMENTS = {
    "clean": on(grey_scan), "g4": on(bilevel), "150": at(150), "200": at(200), "400": at(400), "600": at(600, soft=1.0),
    "200g4": at(200, g4=True), "600g4": at(600, g4=True), "fax": on(fax), "dark": on(light_on_dark), "blueprint": on(blueprint),
    "colour": on(coloured), "pale": on(pale), "bleed": on(bleeding), "fold": on(folded), "border": on(bordered),
    "borderg4": on(bordered_g4), "stamp": on(stamped), "worn": on(grey_scan, ribbon=0.6, speckle=300, noise=9, paper=200, soft=1.2),
    "turn90": on(grey_scan, turn=90), "turn180": on(bilevel, turn=180), "turn270": on(grey_scan, turn=270, ribbon=0.3),
    "skew14": on(grey_scan, skew=13.7), "skew-11": on(bilevel, skew=-11.2), "skew6turn180": on(grey_scan, skew=6.3, turn=180),
}
# Every treatment of the commonest layout, and for the others those that are hard on them.
PAIRS = [("letterhead", t) for t in TREATMENTS] + \
    [("small", t) for t in ("clean", "g4", "200", "150", "pale", "bleed", "400", "turn180")] + \
    [("columns", t) for t in ("clean", "g4", "bleed", "fold", "skew-11", "colour", "turn90", "border", "200g4", "worn")] + \
    [("ruled", t) for t in ("clean", "g4", "200", "turn90", "stamp", "borderg4", "worn", "blueprint", "turn180")] + \
    [("unruled", t) for t in ("clean", "g4", "200g4", "turn270", "fold", "bleed", "dark", "turn180", "worn")] + \
    [("form", t) for t in ("clean", "g4", "fax", "stamp", "worn", "skew6turn180", "colour", "borderg4", "pale", "150")] + \
    [("carbon", t) for t in ("clean", "pale", "worn", "turn180", "200", "bleed", "fold", "stamp", "fax", "blueprint")] + \
    [("few", t) for t in ("clean", "g4", "turn180", "turn90", "border", "dark", "fold", "bleed")]


def draw(folder, layout, treatment, seed):
    rng = random.Random(f"{seed} {layout} {treatment}")
    dpi, treat, how = TREATMENTS[treatment](rng)
    how = dict({"skew": rng.uniform(-1.5, 1.5)}, **how)
    sheet = LAYOUTS[layout](rng, dpi)
    im, res = treat(sheet, rng, **how)
    name = f"{layout}-{treatment}"
    im.save(os.path.join(folder, "batch-0001", name + ".tif"), dpi=res, compression="group4" if im.mode == "1" else "tiff_lzw")
    with open(os.path.join(folder, "truth", name + ".txt"), "w", encoding="utf-8") as out:
        out.write(sheet.truth())
    known = not treatment.startswith("border")  # askew on the lid: the skew is not only what was asked
    return dict(file=name + ".tif", kind=layout, rotated_ccw=how.get("turn", 0), **({"skew_ccw": how["skew"]} if known else {}))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder"); ap.add_argument("--seed", type=int, default=1); ap.add_argument("--only", default="")
    ap.add_argument("--list", action="store_true")
    o = ap.parse_args()
    wanted = [(a, b) for a, b in PAIRS if not o.only or f"{a}-{b}" in o.only.split(",")]
    if o.list:
        print("\n".join(f"{a}-{b}" for a, b in wanted))
        return
    for d in ("batch-0001", "truth"):
        os.makedirs(os.path.join(o.folder, d), exist_ok=True)
    truth = [draw(o.folder, a, b, o.seed) for a, b in wanted]
    with open(os.path.join(o.folder, "truth.json"), "w", encoding="utf-8") as out:
        json.dump(truth, out, indent=1)


if __name__ == "__main__":
    main()
