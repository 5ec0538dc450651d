"""The words on the sheets of the sample batch.

Oosterwaarde, its streets, its people and its firms do not exist. The language follows the years: 1931
has the spelling of De Vries and Te Winkel (den heer, teekening, zoodanig), 1957 the official style after the
spelling reform of 1947, 1974 and 1988 that of their time. A blank line starts a new paragraph.
"""

PERMIT_1931_A = """BURGEMEESTER EN WETHOUDERS DER GEMEENTE OOSTERWAARDE;

Gezien het verzoek van den heer J. P. Verschuren, aannemer alhier, ingekomen den 3 Maart 1931, strekkende tot het bekomen van vergunning voor het bouwen van zeven arbeiderswoningen op het perceel, plaatselijk bekend Lange Dijk 1-13, kadastraal bekend gemeente Oosterwaarde, sectie B, nummer 1184;

Gehoord het advies van den gemeente-opzichter van 14 Maart 1931;

Gelet op de bepalingen der Woningwet en der Bouwverordening dezer gemeente;

BESLUITEN:

aan den verzoeker de gevraagde vergunning te verleenen, zulks overeenkomstig de overgelegde en door hen gewaarmerkte teekeningen, onder de volgende voorwaarden:

a. dat de grondslag door of vanwege den gemeente-opzichter worde goedgekeurd, alvorens met het metselwerk mag worden begonnen;

b. dat de bovenkant van den beganen grondvloer ten minste dertig centimeter boven de kruin van den weg worde gelegd;

c. dat iedere woning worde voorzien van een eigen regenbak met een inhoud van niet minder dan vijftien honderd liter;"""

PERMIT_1931_B = """d. dat de bedsteden worden vervangen door slaapvertrekken, welke rechtstreeks licht en lucht ontvangen door een raam, dat zoodanig is ingericht, dat het geopend kan worden;

e. dat de privaten worden aangesloten op eenen beerput van waterdicht metselwerk, op ten minste vijf meter afstand van de woningen gelegen;

f. dat de schoorsteenen ten minste zestig centimeter boven den nok van het dak worden opgetrokken;

g. dat het werk binnen zes maanden na heden worde aangevangen, bij gebreke waarvan deze vergunning vervalt.

Tegen deze beslissing kan binnen dertig dagen beroep worden ingesteld bij den Raad der gemeente.

Oosterwaarde, den 21 Maart 1931.

Burgemeester en Wethouders voornoemd,
de Secretaris,          de Burgemeester,"""

REQUEST_1931 = """Aan Burgemeester en Wethouders der gemeente Oosterwaarde.

Geeft met verschuldigden eerbied te kennen Johannes Petrus Verschuren, aannemer van bouwwerken, wonende te Oosterwaarde aan de Kerkstraat 22,

dat hij voornemens is te bouwen zeven arbeiderswoningen onder één kap, op een stuk weiland aan den Lange Dijk, door hem in eigendom verkregen van de weduwe Hoogendijk;

dat de gevels worden opgetrokken in rooden baksteen en de daken worden gedekt met gesmoorde pannen;

dat de woningen bestemd zijn voor de gezinnen van arbeiders, werkzaam aan de steenfabriek "De Waard";

redenen, waarom hij U verzoekt hem de vereischte vergunning te willen verleenen, onder overlegging van de teekeningen in tweevoud.

't Welk doende,"""

PERMIT_1957 = """Burgemeester en wethouders van Oosterwaarde;

beschikkende op de aanvraag d.d. 9 april 1957 van C. van der Meulen, landbouwer te Oosterwaarde, om vergunning tot het vergroten van een veestal en het bouwen van een melklokaal op het perceel Molenweg 28 te Oosterwaarde;

gelezen het advies van de directeur van gemeentewerken van 2 mei 1957, nr. 311;

overwegende, dat het bouwplan niet in strijd is met het uitbreidingsplan in hoofdzaak en dat de welstandscommissie zich met het ontwerp heeft kunnen verenigen;

gelet op de Woningwet en de bouwverordening;

b e s l u i t e n :

de gevraagde vergunning te verlenen onder bepaling, dat:

1. de mestvaalt op ten minste twaalf meter uit de as van de Molenweg wordt aangelegd;
2. de vloer van het melklokaal waterdicht wordt uitgevoerd en afwatert op een put met stankafsluiter;
3. de spanten worden verankerd aan betonblokken van ten minste 60 x 60 x 80 cm;
4. hemelwater niet op de openbare weg wordt geloosd.

De leges ad f 18,50 dienen binnen veertien dagen te worden voldaan bij de gemeente-ontvanger."""

LETTER_1957 = """Mijne heren,

Namens de commissie delen wij u mede, dat zij in haar vergadering van 24 april j.l. het bouwplan van de heer Van der Meulen aan de Molenweg heeft besproken.

De commissie heeft waardering voor de eenvoudige hoofdvorm, doch acht de voorgestelde golfplaten in deze landelijke omgeving minder gelukkig. Zij beveelt aan het dak te dekken met donkere pannen, zoals ook bij de bestaande schuur is geschied.

Indien de aanvrager zich hiermede kan verenigen, bestaat tegen het verlenen van de vergunning geen bezwaar.

Een stel tekeningen gaat hierbij terug.

Hoogachtend,
de secretaris der commissie,"""

CALC_1957_A = """Molenweg 28 - spanten en gordingen

Eigen gewicht dak               45 kg/m2
Sneeuwbelasting                 60 kg/m2
Winddruk                        50 kg/m2
Totaal                         155 kg/m2

Gording, overspanning 3,60 m, hart op hart 1,10 m
q = 1,10 x 155 = 170,5 kg/m
M = 1/8 x 170,5 x 3,60 x 3,60 = 276,2 kgm
W = 27620 / 70 = 394,6 cm3
Gekozen: 71 x 196 mm, W = 454,6 cm3

Spant, overspanning 9,20 m
Reactie R = 4,60 x 3,60 x 155 = 2566,8 kg
Spanning in de trekstang 640 kg/cm2
toelaatbaar 1400 kg/cm2, voldoende."""

CALC_1957_B = """Fundering

Belasting per poer              2566,8 kg
Gewicht poer 60 x 60 x 80 cm     633,6 kg
Samen                           3200,4 kg

Gronddruk = 3200,4 / 3600 = 0,89 kg/cm2
Toelaatbaar op zandgrond 1,50 kg/cm2, voldoende.

Balk boven de melkkamer, overspanning 2,40 m
q = 420 kg/m
M = 1/8 x 420 x 2,40 x 2,40 = 302,4 kgm
Gekozen: DIN 14, W = 81,9 cm3
Doorbuiging 3,1 mm, toelaatbaar 6,0 mm."""

PERMIT_1974_A = """Burgemeester en wethouders van Oosterwaarde;

gezien de op 11 juni 1974 ingekomen aanvraag van de heer A. B. Kuipers, wonende Wilhelminalaan 9 te Oosterwaarde, om vergunning voor het vergroten van een woonhuis met een garage en een bijkeuken op het perceel Wilhelminalaan 9, kadastraal bekend gemeente Oosterwaarde, sectie C nummer 3057;

overwegende dat het bouwplan in overeenstemming is met het bestemmingsplan "Dorp-Oost" en dat de schoonheidscommissie op 27 juni 1974 gunstig heeft geadviseerd;

gelet op artikel 47 van de Woningwet en op de Bouwverordening 1968;

BESLUITEN

de gevraagde bouwvergunning te verlenen, mits wordt voldaan aan de voorwaarden op het bijgevoegde blad.

De vergunning vervalt indien niet binnen een half jaar met de bouw is begonnen of indien het werk langer dan een half jaar stilligt."""

PERMIT_1974_B = """Voorwaarden behorende bij de bouwvergunning met dossiernummer 1974/0231

1. De fundering mag niet eerder worden gestort dan nadat de wapening door het bouwtoezicht is gecontroleerd.

2. De wand tussen de garage en het woonhuis moet een brandwerendheid bezitten van ten minste dertig minuten.

3. De deur tussen de bijkeuken en de garage moet zelfsluitend zijn.

4. Het hemelwater van het platte dak moet worden afgevoerd naar de sloot achter het perceel.

5. De gevelsteen moet in kleur en formaat overeenkomen met die van het bestaande huis.

6. Ten minste twee dagen voor de aanvang van de werkzaamheden moet hiervan mededeling worden gedaan aan de afdeling bouwtoezicht, Raadhuisplein 1, telefoon 2345."""

FORM_1974 = [
    ("Naam van de aanvrager", "A.B. Kuipers"),
    ("Adres", "Wilhelminalaan 9"),
    ("Woonplaats", "Oosterwaarde"),
    ("Plaats van het bouwwerk", "Wilhelminalaan 9"),
    ("Kadastrale aanduiding", "sectie C nr. 3057"),
    ("Aard van het werk", "garage en bijkeuken"),
    ("Architect", "Bureau De Wit, Veerdam 31"),
    ("Aannemer", "Gebr. Hoogendijk"),
    ("Oppervlakte", "31,4 vierkante meter"),
    ("Bouwkosten", "f 24.800,-"),
    ("Materiaal gevels", "rode handvorm baksteen"),
    ("Dakbedekking", "mastiek met grind"),
]
FORM_1974_FOOT = "De aanvrager verklaart dit formulier naar waarheid te hebben ingevuld en voegt hierbij drie stel tekeningen."

CONSENT_1974 = """Ondergetekende, mevrouw H. Postma-Visser, wonende Wilhelminalaan 11 te Oosterwaarde, verklaart hierbij geen bezwaar te hebben tegen het bouwen van een garage op de erfafscheiding door haar buurman, de heer Kuipers.

Zij heeft de tekening gezien en weet dat de goot tien centimeter over de grens van het erf zal steken.

Deze verklaring geldt ook voor latere eigenaren van het huis.

Oosterwaarde, 2 juni 1974"""

CALC_1974 = """Stalen ligger boven garagedeur, overspanning 2,85 m

Dak    0,75 x 3,10 = 2,33 kN/m
Gevel  1,20 x 1,80 = 2,16 kN/m
Eigen gewicht        0,22 kN/m
Totaal q =           4,71 kN/m

M = 1/8 x 4,71 x 2,85 x 2,85 = 4,78 kNm
W = 4780 / 160 = 29,9 cm3
Gekozen: IPE 120, W = 53,0 cm3

Doorbuiging 4,1 mm, toelaatbaar 11,4 mm
Oplegging 100 mm op metselwerk
Oplegdruk 0,67 N/mm2, toelaatbaar 1,00 N/mm2

Betonvloer garage, dik 120 mm, wapening
rond 8 mm, hart op hart 150 mm, in twee richtingen"""

LETTER_1974 = """Geachte heer Kuipers,

Naar aanleiding van uw telefonisch verzoek van gisteren bevestigen wij dat de gewijzigde tekening van de garage op 18 juni door ons is ontvangen.

Hoogachtend,
de directeur van gemeentewerken"""

PERMIT_1988 = """Onderwerp: bouwvergunning voor een dakkapel

Geachte mevrouw Van Andel,

Op 15 februari 1988 ontvingen wij uw aanvraag om een bouwvergunning voor het plaatsen van een dakkapel op het achterdakvlak van de woning Veerdam 4a te Oosterwaarde.

Wij hebben besloten u de vergunning te verlenen. Het bouwplan voldoet aan de eisen van de bouwverordening en van het bestemmingsplan "Veerdam en omgeving". Omdat uw woning in het beschermde dorpsgezicht ligt, verzoeken wij u de zijwangen van de dakkapel uit te voeren in zink en de kozijnen te schilderen in gebroken wit.

U mag met het werk beginnen zodra de termijn voor bezwaar is verstreken. Wilt u ons de dag van aanvang melden met de bijgevoegde kaart?

Tegen dit besluit kunt u binnen dertig dagen na de verzending een bezwaarschrift indienen bij ons college.

Met vriendelijke groet,
namens burgemeester en wethouders,
hoofd afdeling bouwen en wonen"""

FORM_1988_A = [
    ("Aanvrager", "mw. E. van Andel"),
    ("Straat en huisnummer", "Veerdam 4a"),
    ("Postcode en plaats", "3899 XB Oosterwaarde"),
    ("Telefoon overdag", "2871"),
    ("Wat gaat u bouwen?", "dakkapel achterzijde"),
    ("Breedte en hoogte", "2,40 m bij 1,35 m"),
    ("Wie voert het werk uit?", "Timmerbedrijf Blom"),
    ("Kosten zonder btw", "f 8.450,-"),
]
FORM_1988_B = [
    ("Dakbedekking", "bitumen"),
    ("Zijwangen", "zink, naturel"),
    ("Kozijnen", "meranti, dekkend wit"),
    ("Isolatie dak", "80 mm minerale wol"),
    ("Constructeur", "niet van toepassing"),
]
FORM_1988_B_FOOT = """Toelichting van de aanvrager

De zolder wordt in gebruik genomen als slaapkamer voor de kinderen. De dakkapel is vanaf de rivier niet te zien. Met de buren van nummer 4 is overlegd, zij hebben geen bezwaar.

Oosterwaarde, 12 februari 1988"""

RECEIPT_1988 = """Ontvangen van mw. E. van Andel
voor leges bouwvergunning
dossier 1988/0019
het bedrag van
f 126,75
Betaald per kas op 4 maart 1988"""

LETTER_1988 = """Geachte mevrouw Van Andel,

De melding van aanvang van uw dakkapel hebben wij vandaag ontvangen. Onze opzichter, de heer Brandsma, komt op dinsdag 19 april tussen tien en elf uur bij u langs.

Met vriendelijke groet,
bouwtoezicht Oosterwaarde"""
