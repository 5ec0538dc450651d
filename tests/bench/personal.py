#!/usr/bin/env python3
"""How much of the personal data on typed pages is found, by kind: recall and precision.

personal.py FINDER [PAGES [SEED]]      FINDER: build/release/bench-personal; standard library only

The pages are made here, and so is the truth: letters, forms, dotted forms, tables, columns, notes in the margin, each with
its own words for the same thing; values in the notations of a century; lines broken anywhere a typist or a recogniser breaks
them; letters misread as recognisers misread them. Nothing here looks at how the finder looks. A value counts as found when
every sign of it is covered; a finding is right when it touches a value that is there.
"""
import collections
import random
import re
import subprocess
import sys

SURNAMES = """Jansen;de Vries;van den Berg;Bakker;Visser;Smit;Meijer;de Boer;Mulder;de Groot;Bos;Vos;Peters;Hendriks;van Leeuwen;
Dekker;Brouwer;de Wit;Dijkstra;Smits;de Graaf;van der Meer;van der Linden;Kok;Jacobs;de Haan;Vermeulen;van den Heuvel;van der Veen;
van den Broek;de Bruijn;van der Heijden;Schouten;van Beek;Willems;van Vliet;van de Ven;Hoekstra;Maas;Verhoeven;Koster;van Dam;Prins;
Blom;Huisman;Peeters;de Jonge;Kuipers;van Veen;Kramer;van Wijk;Postma;Martens;van Dongen;Terpstra;Zijlstra;Oosterhuis;ter Horst;
Nieuwenhuis;Scholten;Wiersma;Ongkiehong;El Amrani;Kowalczyk;Oude Kotte;'t Hart;Kalkman-Bosch;Ruijs de Beerenbrouck""".replace("\n", "").split(";")
FIRST = "Johannes Cornelis Hendrik Maria Willem Adriana Pieter Gerrit Anna Jacobus Geertruida Klaas Elisabeth Dirk Johanna Teunis Wilhelmina Arie Neeltje Frederik Sjoerd Yvonne Mohammed Bep".split()
STREETS = "Dorpsstraat Kerklaan Wilhelminalaan Parkweg Molenweg Stationsplein Oosteinde Lindelaan Beatrixstraat Veerkade Achterweg Nieuwstraat Zuiderpark Hoflaan".split()
NAMED_STREETS = ["J.C. van Markenlaan", "P.C. Hooftstraat", "Burg. de Vlugtlaan", "Prof. Lorentzweg", "Dr. Schaepmanplein"]
PLACES = "Voorburg;Rijswijk;Delft;Leiden;Zeist;'s-Gravenhage;Haren;Nijmegen;Oosterwaarde;Alphen aan den Rijn".split(";")
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
SHORT = "jan feb mrt apr mei jun jul aug sep okt nov dec".split()
ROMAN = "I II III IV V VI VII VIII IX X XI XII".split()
FIRMS = ["N.V. Bouwmaatschappij Holland", "Aannemersbedrijf Van Eijk B.V.", "Stichting Volkswoningen", "Firma Gebr. Smit en Zonen", "Woningbouwvereniging Eendracht"]
PROSE = """Naar aanleiding van uw schrijven delen wij u mede dat het bouwplan is getoetst aan de bouwverordening.|De fundering bestaat uit
gewapend beton op houten palen van 12 m.|De buitenmuren worden opgetrokken in waalsteen met een spouw van 6 cm.|Het hemelwater wordt
afgevoerd op de bestaande riolering.|Volgens artikel 12, lid 3, is vrijstelling verleend.|De bouwkosten zijn geraamd op f 14.500,- exclusief
omzetbelasting.|Het perceel is kadastraal bekend sectie B nummer 1184.|De tekening is op schaal 1:100 en draagt nummer 1974-231.|De nokhoogte
bedraagt 8,75 m en de goothoogte 3,20 m.|Wij verzoeken u de gegevens binnen 14 dagen aan te vullen.|Op grond van het besluit van 12 mei 1961
wordt de termijn verlengd tot 1 juli 1962.|De welstandscommissie heeft in haar vergadering geen bezwaar.|De staalconstructie is berekend op
350 kg per m2.|Bijgaand zenden wij u drie exemplaren.|De heipalen 25 x 25 cm reiken tot 17,50 m - N.A.P.|Het houtwerk zal driemaal worden
geschilderd in de kleuren van monster 4.|De kap wordt gedekt met roode pannen op latten 24 x 36 mm.|Het bestek nummer 1234567 regel 18 is niet van
toepassing.|Hiervoor is een bedrag van f 125.000,00 opgenomen.""".replace("\n", " ").split("|")


class Page:
    """Text with marks around the values: \x01KIND\x02value\x03."""

    def __init__(self, rng):
        self.rng = rng
        self.people = []

    def pick(self, *of):
        return self.rng.choice(of)

    def digits(self, n):
        return "".join(self.rng.choice("0123456789") for _ in range(n))

    def mark(self, kind, value):
        return "\x01%s\x02%s\x03" % (kind.replace(" ", "_"), value)

    # --- values ---
    def bsn(self, valid=True):
        while True:
            d = [self.rng.randrange(10) for _ in range(9)]
            total = sum(d[i] * (9 - i) for i in range(8)) - d[8]
            if d[0] and (total % 11 == 0) == valid:
                break
        s = "".join(map(str, d))
        cut = self.pick((9,), (4, 2, 3), (3, 3, 3), (2, 2, 2, 3), (6, 3))
        parts, i = [], 0
        for n in cut:
            parts.append(s[i:i + n])
            i += n
        return self.pick(".", " ", "-", " ").join(parts)

    def telephone(self):
        rng = self.rng
        area2, area3 = self.pick("070", "010", "015", "030", "020"), self.pick("0344", "0172", "0512", "0297")
        kind = rng.randrange(11)
        group = lambda s, cut: " ".join(s[sum(cut[:i]):sum(cut[:i + 1])] for i in range(len(cut)))
        local7, local6 = str(rng.randrange(2, 9)) + self.digits(6), str(rng.randrange(2, 9)) + self.digits(5)
        l7 = self.pick(local7, group(local7, (3, 2, 2)), group(local7, (3, 4)))
        l6 = self.pick(local6, group(local6, (2, 2, 2)), group(local6, (3, 3)))
        if kind < 2:
            return self.pick("(%s) %s", "%s - %s", "%s-%s", "%s %s", "%s/%s", "%s.%s") % (area2, l7)
        if kind < 4:
            return self.pick("(%s) %s", "%s - %s", "%s-%s", "%s %s") % (area3, l6)
        if kind == 4:
            return self.pick("(01717) %s", "01717-%s", "01717 - %s") % self.digits(4).replace("0", "4")
        if kind == 5:
            return l6
        if kind == 6:
            return self.pick("06-%s", "06 %s", "06%s", "06 - %s") % self.pick(self.digits(8), group(self.digits(8), (2, 2, 2, 2)), group(self.digits(8), (4, 4)))
        if kind == 7:
            return self.pick("+31 %s %s", "0031 %s %s", "+31 (0)%s %s", "+31-%s-%s") % (area2[1:], l7)
        if kind == 8:
            return self.pick("+31 6 %s %s", "0031 6 %s %s") % (self.digits(4), self.digits(4))
        if kind == 9:
            return str(rng.randrange(2, 9)) + self.digits(3)
        return self.pick("K 1700-%s", "%s") % (str(rng.randrange(2, 9)) + self.digits(4))

    def date(self):
        d, m, y = self.rng.randrange(1, 29), self.rng.randrange(1, 13), self.rng.randrange(1890, 1990)
        yy = "%02d" % (y % 100)
        return self.pick("%d-%d-%d" % (d, m, y), "%02d-%02d-%d" % (d, m, y), "%d-%d-'%s" % (d, m, yy), "%02d.%02d.%d" % (d, m, y),
                         "%d/%d/%s" % (d, m, yy), "%d %s %d" % (d, MONTHS[m - 1], y), "%d %s '%s" % (d, SHORT[m - 1], yy),
                         "%d %s. %d" % (d, SHORT[m - 1], y), "%d-%s-%d" % (d, ROMAN[m - 1], y), "%d - %d - %s" % (d, m, yy),
                         "%02d %02d %d" % (d, m, y), "%d-%02d-%02d" % (y, m, d), "%den %s %d" % (d, MONTHS[m - 1].capitalize(), y))

    def iban(self):
        body = self.pick("INGB", "ABNA", "RABO", "SNSB", "TRIO") + self.digits(10)
        number = int("".join(str(int(c, 36)) for c in body + "NL00"))
        s = "NL%02d" % (98 - number % 97) + body
        return self.pick(s, " ".join(s[i:i + 4] for i in range(0, 18, 4)), "%s %s %s" % (s[:4], s[4:8], s[8:]), ".".join(s[i:i + 4] for i in range(0, 18, 4)))

    def account(self):
        n = self.digits(9).replace("0", "3")
        return self.pick(self.digits(7).replace("0", "5"), "%s.%s.%s.%s" % (n[:2], n[2:4], n[4:6], n[6:]), "%s %s %s" % (n[:2], n[2:4], n[4:7]), n[:6])

    def plate(self):
        L = lambda n: "".join(self.rng.choice("BDFGHJKLNPRSTVXZ") for _ in range(n))
        D = self.digits
        return self.pick("%s-%s-%s" % (D(2), L(2), D(2)), "%s-%s-%s" % (L(2), D(2), D(2)), "%s-%s-%s" % (L(2), D(2), L(2)), "%s-%s-%s" % (D(2), L(2), L(2)),
                         "%s-%s-%s" % (D(1), L(3), D(2)), "GZ-%s" % D(5), "H-%s" % D(5), "%s %s %s" % (L(2), D(2), D(2)))

    def identity(self):
        return self.pick("NW%s" % self.digits(7), "N%s" % self.digits(8), self.digits(10), "NWR4K9P31", "NP %s %s" % (self.digits(3), self.digits(4)))

    def email(self, person):
        word = re.sub("[^a-z]", "", person.split()[-1].lower()) or "info"
        return self.pick("%s.%s@%s" % (self.pick(*"abcdefg"), word, self.pick("voorbeeld.nl", "post.example", "xs4all.example.nl", "mail-huis.example")),
                         "%s%s@%s" % (word, self.digits(2), "voorbeeld.nl"), "%s_%s@voorbeeld.example" % (word, self.pick("bouw", "thuis")))

    def initials(self):
        return self.pick(".", ". ").join(self.rng.choice("ABCDEFGHJKLMNPRSTW") for _ in range(self.rng.randrange(1, 4))) + "."

    def person(self):
        name = self.rng.choice(SURNAMES)
        return name, self.pick("%s %s" % (self.initials(), name), "%s %s" % (self.initials(), name), "%s%s" % (self.initials(), name),
                               "%s %s" % (self.rng.choice(FIRST), name))

    def street(self):
        return self.rng.choice(STREETS if self.rng.random() < 0.85 else NAMED_STREETS)

    def home(self):
        s = "%s %d%s" % (self.street(), self.rng.randrange(1, 240), self.pick("", "", "", "a", " II", "-1"))
        code = "%d %s" % (self.rng.randrange(1011, 9999), "".join(self.rng.choice("ABCDEGHJKLMNPRSTVWXZ") for _ in range(2)))
        return s, code, self.rng.choice(PLACES)

    # --- layouts ---
    LABELS = {
        "bsn": ["BSN", "BSN:", "Burgerservicenummer", "Burgerservicenr.", "sofi-nummer", "sofi-nr.", "Sofinr", "Sofi nummer :", "SOFI-NUMMER", "sociaal-fiscaal nummer", "B.S.N."],
        "telephone": ["Tel.", "tel.:", "Telefoon", "Telefoonnummer:", "telefoon nr.", "Tel. no.", "TELEFOON", "Mobiel", "Tel. privé:", "Privé:", "Fax", "Telef.", "telnr.", "telefonisch bereikbaar onder nummer", "Tel. overdag", "GSM"],
        "birth date": ["geboren", "geb.", "Geb.dat.", "Geboortedatum", "geboren op", "Geb. datum:", "geboortedatum :", "geb", "GEBOREN", "Datum van geboorte", "geboren te Delft op", "geb. te Leiden,", "geboren te 's-Gravenhage, den"],
        "account": ["giro", "Girorekening", "gironummer", "Giro nr.", "postgiro", "Postrekening no.", "Bankrekening", "rekeningnummer", "rek.nr.", "bankrek. nr.", "GIRO", "Postbank"],
        "number plate": ["kenteken", "Kenteken:", "KENTEKEN", "met kenteken", "kentekennummer", "auto met kenteken"],
        "identity document": ["paspoort", "Paspoortnummer:", "paspoort nr.", "rijbewijs", "Rijbewijsnummer", "identiteitskaart nr.", "legitimatiebewijs:"],
        "iban": ["IBAN", "IBAN:", "rekening", "bankrekening", "", "op rekening", "t.n.v. bovengenoemde op"],
        "e-mail": ["E-mail:", "e-mail", "mail:", "", "E-mailadres", "email"],
    }

    def value(self, kind, person):
        label = self.rng.choice(self.LABELS[kind])
        make = {"bsn": lambda: self.bsn(self.rng.random() < 0.85), "telephone": self.telephone, "birth date": self.date, "account": self.account, "number plate": self.plate,
                "identity document": self.identity, "iban": self.iban, "e-mail": lambda: self.email(person)}[kind]
        return label, self.mark(kind, make())

    def letter(self):
        name, full = self.person()
        own, own_full = self.person()
        lines = []
        if self.rng.random() < 0.5:
            self.people.append(self.pick("%s" % full, "%s, %s" % (name, self.initials())))
        street, code, place = self.home()
        lines += [self.pick("Aan", "Aan de", "Den"), self.pick("Weledele Heer ", "heer ", "Mevrouw ", "Dhr. ", "Mej. ", "familie ", "de heer en mevrouw ") + self.mark("name", full),
                  self.mark("home address", street), self.mark("home address", code) + self.pick(" ", "  ") + self.mark("home address", place), ""]
        if self.rng.random() < 0.4:
            lines.append("Onderwerp: bouwplan %s %d" % (self.rng.choice(STREETS), self.rng.randrange(1, 99)))
        lines.append(self.pick("Geachte heer %s,", "Geachte mevrouw %s,", "Geachte heer/mevrouw %s,", "Mijnheer %s,") % self.mark("name", name[0].upper() + name[1:]))
        body = self.rng.sample(PROSE, self.rng.randrange(2, 6))
        for kind in self.rng.sample(sorted(self.LABELS), self.rng.randrange(1, 4)):
            label, value = self.value(kind, own)
            body.insert(self.rng.randrange(len(body) + 1), self.pick("De aanvrager, %s %s, heeft dit bevestigd.", "Zijn gegevens zijn %s %s.", "Wij noteerden %s %s in het dossier.",
                                                                     "(%s %s)", "Mocht u vragen hebben: %s %s.") % (label, value))
        if self.rng.random() < 0.5:
            street, code, place = self.home()
            body.append(self.pick("De heer %s, wonende %s te %s, verzoekt vergunning.", "Ondergeteekende, %s, wonende %s te %s, verzoekt beleefd.",
                                  "Mevrouw %s, wonende aan de %s te %s, heeft bezwaar.") % (self.mark("name", own_full), self.mark("home address", street), place))
        if self.rng.random() < 0.5:
            body.append("Het werk wordt uitgevoerd door %s." % self.rng.choice(FIRMS))
        lines += wrap(" ".join(body), self.rng.randrange(38, 76))
        lines += ["", self.pick("Hoogachtend,", "Met vriendelijke groet,", "w.g."), self.mark("name", own_full)]
        return "\n".join(lines)

    def form(self):
        name, full = self.person()
        if self.rng.random() < 0.5:
            self.people.append(full)
        street, code, place = self.home()
        sep = self.pick(": ", " : ", "  ", " ............ ", " .... ", ":\n", " | ", "\n", "\n\n")
        rows = [(self.pick("Naam", "Naam aanvrager", "Naam en voorletters", "Aanvrager", "Eigenaar"), self.mark("name", full)),
                (self.pick("Woonadres", "Adres aanvrager", "Adres", "Woonplaats en adres"), self.mark("home address", street)),
                (self.pick("Postcode en woonplaats", "Postcode"), self.mark("home address", code) + " " + place)]
        for kind in self.rng.sample([k for k in sorted(self.LABELS) if k != "e-mail"], self.rng.randrange(2, 6)):
            label, value = self.value(kind, name)
            rows.append((label.rstrip(":. ") or "Rekening", value))
        rows.append(("Omschrijving", "het bouwen van een garage"))
        rows.append(("Bouwsom", "f 12.500,-"))
        return "Aanvraagformulier bouwvergunning\n" + "\n".join(a + sep + b for a, b in rows)

    def columns(self):
        """A column of labels, then one of values: as a recogniser reads two blocks."""
        name, full = self.person()
        rows = [("Naam", self.mark("name", full))]
        for kind in self.rng.sample([k for k in sorted(self.LABELS) if k not in ("e-mail",)], 3):
            label, value = self.value(kind, name)
            rows.append((label.rstrip(": ,") or "Rekening", value))
        self.rng.shuffle(rows)
        return self.pick("Gegevens aanvrager\n\n", "") + "\n".join(a for a, _ in rows) + "\n\n" + "\n".join(b for _, b in rows) + "\n\n" + self.rng.choice(PROSE)

    def table(self):
        kinds = self.rng.sample(["telephone", "birth date", "bsn", "account"], 2)
        heads = {"telephone": "Telefoon", "birth date": "Geboortedatum", "bsn": "BSN", "account": "Giro"}
        lines = [self.pick("  ", " | ", " ").join(["Naam"] + [heads[k] for k in kinds])]
        for _ in range(self.rng.randrange(2, 6)):
            name, full = self.person()
            lines.append(self.pick("  ", " | ", " ").join([self.mark("name", full)] + [self.value(k, name)[1] for k in kinds]))
        return "Lijst van bewoners\n\n" + "\n".join(lines) + "\n\n" + self.rng.choice(PROSE)

    def note(self):
        name, full = self.person()
        label, value = self.value(self.rng.choice(["telephone", "birth date", "account", "number plate", "e-mail"]), name)
        return self.pick("Telefoonnotitie\n", "Memo\n", "") + "Gebeld met %s %s, %s %s\n%s" % (
            self.pick("de heer", "mevr.", "Mw.", "dhr."), self.mark("name", full), label, value, self.rng.choice(PROSE))

    def nothing(self):
        text = ["De Secretaris,  De Burgemeester,", "Datum: 12-03-1961  Kenmerk: 1961/4478 G.W.", "Betreft: %s %d" % (self.rng.choice(NAMED_STREETS), self.rng.randrange(1, 99)), self.rng.choice(FIRMS),
                "Post nr. 1234567 a f 3.250,00", "Dossier 1974/0231, tekening AB-12-34, blad 2 van 14", "balk 2 x 60-120-180 wapening 4 R 12", "B.en W. van %s, K.v.K. 27123456" % self.rng.choice(PLACES)]
        return "\n".join(wrap(" ".join(self.rng.sample(PROSE, 5) + self.rng.sample(text, 5)), 64))


def wrap(text, width):
    lines, line = [], ""
    for word in text.split(" "):
        shown = len(re.sub("\x01[^\x02]*\x02|\x03", "", line + word))
        if line and shown > width:
            lines.append(line)
            line = word
        else:
            line = line + " " + word if line else word
    return lines + [line]


LOOKS = {"0": "O", "1": "lI", "l": "1I", "O": "0", "o": "0", "I": "l1", "5": "S", "8": "B", "e": "c", "n": "u", "t": "f", "i": "l", "a": "o", "-": "–"}


def spoil(text, rng, rate):
    """Signs misread, one for one; the marks are left alone. A dot or comma is lost now and then, spaces doubled."""
    out, in_tag = [], False
    for c in text:
        in_tag = (in_tag or c == "\x01") and c != "\x02"
        if not in_tag and c in LOOKS and rng.random() < (rate if c in "01lOI" else rate / 4):
            c = rng.choice(LOOKS[c])
        out.append(c)
    return "".join(out)


def break_values(text, rng, rate):
    """A line end inside a value, where it has a space, a dash, an @ or a dot."""
    def one(match):
        value = match[2]
        places = [m.start() for m in re.finditer("[ @.-]", value)]
        if match[1] in ("name", "home_address") or not places or rng.random() >= rate:
            return match[0]
        at = rng.choice(places)
        cut = value[:at] + "\n" + value[at + 1:] if value[at] == " " else value[:at + 1] + "\n" + value[at + 1:]
        return "\x01%s\x02%s\x03" % (match[1], cut)
    return re.sub("\x01([^\x02]*)\x02([^\x03]*)\x03", one, text)


def take_marks(text):
    plain, truth, at = b"", [], 0
    for part in re.split("(\x01[^\x02]*\x02[^\x03]*\x03)", text):
        if part.startswith("\x01"):
            kind, value = part[1:-1].split("\x02")
            truth.append((kind.replace("_", " "), len(plain), len(plain) + len(value.encode())))
            plain += value.encode()
        else:
            plain += part.encode()
    return plain, truth


def main():
    finder, count, seed = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 500, int(sys.argv[3]) if len(sys.argv) > 3 else 1
    rng = random.Random(seed)
    pages, truths, people = [], [], []
    for i in range(count):
        page = Page(rng)
        layout = rng.choice(["letter"] * 4 + ["form"] * 3 + ["columns", "table", "note", "note", "nothing"])
        text = getattr(page, layout)()
        text = break_values(text, rng, 0.15)
        text = spoil(text, rng, rng.choice([0, 0, 0.02, 0.06]))
        plain, truth = take_marks(text)
        pages.append(plain)
        truths.append((layout, truth))
        people.append(page.people)
    given = b"\x1e".join(("#people:%s\n" % ";".join(p)).encode() + t for p, t in zip(people, pages))
    out = subprocess.run([finder], input=given, capture_output=True, check=True).stdout.decode()
    found = collections.defaultdict(list)
    for line in out.splitlines():
        n, a, b, kind = line.split("\t")
        found[int(n)].append((int(a), int(b), kind))
    there, hit, said, right = (collections.Counter() for _ in range(4))
    misses = collections.defaultdict(list)
    for i, (layout, truth) in enumerate(truths):
        covered = bytearray(len(pages[i]) + 1)
        for a, b, kind in found[i]:
            covered[a:b] = b"\1" * (b - a)
            said[kind] += 1
            ok = any(x < b and a < y for _, x, y in truth)
            right[kind] += ok
            if not ok:
                misses["wrong " + kind].append("%s: %r" % (layout, pages[i][max(0, a - 20):b + 10].decode(errors="replace")))
        for kind, a, b in truth:
            there[kind] += 1
            ok = all(covered[k] for k in range(a, b) if chr(pages[i][k]).isalnum())
            hit[kind] += ok
            if not ok:
                misses[kind].append("%s: %r" % (layout, pages[i][max(0, a - 30):b + 10].decode(errors="replace")))
    print("%-18s %6s %7s   %6s %9s" % ("kind", "values", "recall", "found", "precision"))
    for kind in sorted(there | said):
        print("%-18s %6d %7.3f   %6d %9.3f" % (kind, there[kind], hit[kind] / max(1, there[kind]), said[kind], right[kind] / max(1, said[kind])))
    numbers = [k for k in there if k not in ("name", "home address")]
    total, got = sum(there[k] for k in numbers), sum(hit[k] for k in numbers)
    print("numbers and dates: %d of %d (%.3f); right %.3f" % (got, total, got / max(1, total), sum(right[k] for k in numbers) / max(1, sum(said[k] for k in numbers))))
    for kind in sorted(misses):
        for line in misses[kind][:int(sys.argv[4]) if len(sys.argv) > 4 else 3]:
            print("  %s  %s" % (kind, line))
    bad = [k for k in numbers if there[k] >= 20 and hit[k] / there[k] < 0.95]
    return 1 if got < 0.98 * total or hit["name"] < 0.9 * there["name"] or bad else 0


sys.exit(main())
