"""typed_text.py - what is typed in building files: sentences, names, addresses, dates, amounts, measures, headings."""

MONTHS = "Januari Februari Maart April Mei Juni Juli Augustus September October November December".split()
STREETS = ("Molenweg Kerkstraat Dorpsstraat Lange Dijk Stationsweg Havenkade Burgemeesterslaan Noordeinde Parallelweg "
           "Spoorstraat Wilhelminastraat Julianalaan Oude Gracht Schoolstraat Prinsenhof Achterweg Singel").split()
NAMES = ("Jansen Verschuren Hoogendijk Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Dijkstra "
         "Kok Jacobs Schouten Willems Hoekstra Koster Prins Huisman Kuipers Veenstra Kramer").split()
PLACES = "Oosterwaarde Zuiddam Westerbeek Noordhove Kapelle Oudewater Meerssen Ruigoord Lindenheuvel".split()
# Written for this list, in the words of such letters.
PHRASES = """gelet op het bepaalde in artikel
van de bouwverordening dezer gemeente
wordt aan den verzoeker vergunning verleend
tot het oprichten van een woonhuis met schuur
tot het verbouwen van een bestaand pand
het perceel plaatselijk bekend
kadastraal bekend gemeente
onder voorwaarde dat de fundeering wordt aangelegd
op vasten zandgrond of op houten palen
de muren worden opgetrokken in hardgrauwe baksteen
de daken worden gedekt met roode pannen
het hout moet zijn van goede kwaliteit en vrij van
de privaatput moet waterdicht worden gemetseld
de rioleering wordt aangesloten op het gemeenteriool
in antwoord op uw schrijven van
heb ik de eer U mede te deelen dat
Burgemeester en Wethouders van
de directeur van Gemeentewerken
het hoofd van het bouw- en woningtoezicht
ten behoeve van de heer
de kosten worden geraamd op
volgens bijgaande teekening en berekening
de ondergeteekende verzoekt beleefd
met verschuldigde hoogachting
de constructie van gewapend beton
de vloeren van de verdieping
een dragende binnenmuur van steen
ventilatie van de keuken en de badkamer
het college heeft besloten
zijn er geen bezwaren ingekomen
het advies van de brandweer
de termijn eindigt zes weken na
aan de achterzijde van het gebouw
hierbij doe ik U toekomen
de leges bedragen
overwegende dat het plan voldoet aan
de welstandscommissie heeft geadviseerd
een garage met bergruimte
het wijzigen van den voorgevel
in strijd met het uitbreidingsplan""".splitlines()


class TypedText:
    """line() gives a line of 12 to 72 characters, all of which the model can say."""

    def __init__(self, rng, words, unicharset):
        self.rng = rng
        with open(unicharset, encoding="utf-8") as f:
            self.known = {line.split(" ")[0] for line in f.read().splitlines()[1:]} | {" "}
        with open(words, encoding="utf-8", errors="ignore") as f:
            listed = [w for w in f.read().split("\n") if 2 <= len(w) <= 16 and set(w) <= self.known and w[1:].islower()]
        self.words = sorted(listed)
        self.accented = [w for w in self.words if not w.isascii()]

    def number(self):
        r = self.rng
        year = r.randrange(1900, 1990)
        return r.choice([
            lambda: str(year),
            lambda: f"{r.randrange(1, 32)} {r.choice(MONTHS)} {year}",
            lambda: f"{r.randrange(1, 32)} {r.choice(MONTHS).lower()} {year}",
            lambda: f"{r.randrange(1, 32)}-{r.randrange(1, 13)}-{year}",
            lambda: f"f {r.randrange(1, 90)}.{r.randrange(1000):03d},-",
            lambda: f"f. {r.randrange(1, 900)},{r.randrange(100):02d}",
            lambda: f"{r.randrange(1, 20)},{r.randrange(100):02d} m",
            lambda: f"{r.randrange(1, 90)} x {r.randrange(1, 90)} cm",
            lambda: f"No. {r.randrange(1, 9999)}",
            lambda: f"No.{r.randrange(1, 999)}/{r.randrange(10, 99)}",
            lambda: f"art. {r.randrange(1, 300)}",
            lambda: f"sectie {r.choice('ABCDEFGHK')} {r.randrange(1, 4000)}",
            lambda: f"({r.randrange(1, 100)})",
            lambda: f"{r.randrange(1, 100)} %",
            lambda: str(r.randrange(10, 100000)),
        ])()

    def name(self):
        r = self.rng
        letters = ".".join(r.choice("ABCDEFGHJKLMNPRSTVW") for _ in range(r.randrange(1, 4))) + "."
        return r.choice(["", "de heer ", "Mej. ", "Mr. ", "de weduwe "]) + letters + r.choice([" ", "", " van ", " de "]) + r.choice(NAMES)

    def address(self):
        r = self.rng
        return f"{r.choice(STREETS)} {r.randrange(1, 400)}{r.choice(['', '', 'a', ' bis'])}" + r.choice(["", f" te {r.choice(PLACES)}"])

    def words_of_list(self):
        r = self.rng
        words = [r.choice(self.accented if r.random() < 0.12 else self.words) for _ in range(r.randrange(2, 6))]
        return " ".join(w.capitalize() if r.random() < 0.08 else w for w in words)

    def heading(self):
        r = self.rng
        text = r.choice([r.choice(PHRASES), self.words_of_list(), r.choice(PLACES)]).upper()[:40]
        return " ".join(text.replace(" ", "  "))[:60] if r.random() < 0.3 else text

    def made_up(self):
        """Letters in no order of any language: the model is to see them, not to guess."""
        r = self.rng
        return " ".join("".join(r.choice("abcdefghijklmnopqrstuvwxyzéèëï") for _ in range(r.randrange(2, 9)))
                        for _ in range(r.randrange(1, 4)))

    def piece(self):
        r = self.rng
        text = r.choices([lambda: r.choice(PHRASES), self.words_of_list, self.number, self.name, self.address, self.heading,
                          self.made_up], [22, 38, 16, 6, 6, 5, 7])[0]()
        if r.random() < 0.25:
            text += r.choice([".", ",", ",", ";", ":", ".-", "-", "!", "?", ")."])
        if r.random() < 0.04:
            text = r.choice(['"{}"', "({})", "'{}'"]).format(text)
        return text

    def line(self):
        r = self.rng
        least, most = r.choice([(12, 30), (30, 60), (45, 72)])
        while True:
            text = self.piece()
            while len(text) < least:
                text += " " + self.piece()
            if r.random() < 0.5:
                text = text[0].upper() + text[1:]
            text = text[:most].strip()
            if len(text) >= 8 and set(text) <= self.known:
                return text
