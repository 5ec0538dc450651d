/* The sentences of the report: what a code means to who stands at the scanner, and what to do. */
#include <string.h>

#include "cli/report.h"

#define AGAIN "Scan dit blad opnieuw"
#define LOOK "Bekijk het blad"

static const struct report_words table[] = {
    { "CHECKSUM_DIFFERS", "Het bestand is niet wat de afzender had",
      "Kopieer het opnieuw van de scanner", 80, true },
    { "DUPLICATE", "Hetzelfde bestand kwam al eerder", "Ga na of het blad twee keer is gescand", 5,
      false },
    { "FILE_EMPTY", "Het bestand is leeg", "Kopieer het opnieuw of scan opnieuw", 80, true },
    { "FILE_NOT_REGULAR", "Dit is geen bestand, maar een koppeling of apparaat",
      "Zet het bestand zelf in de map", 80, false },
    { "FILE_READ", "Het bestand is niet te lezen",
      "Controleer de rechten en de schijf, en voer de batch opnieuw in", 80, false },
    { "FORMAT_NOT_PREFERRED", "Het e-depot neemt deze bestandssoort niet aan",
      "Stel de scanner in op TIFF, of overleg met het e-depot", 20, false },
    { "IMAGE_DAMAGED", "De afbeelding is beschadigd", AGAIN, 80, true },
    { "IMAGE_TOO_LARGE", "De afbeelding is te groot", "Controleer de resolutie van de scanner", 80,
      false },
    { "IMAGE_TRUNCATED", "Het bestand houdt te vroeg op",
      "Kopieer het opnieuw; is het bij de scanner ook zo, scan dan opnieuw", 80, true },
    { "NEAR_DUPLICATE", "Dit lijkt hetzelfde blad als een ander",
      "Leg de twee naast elkaar en houd het beste", 28, false },
    { "NO_DOSSIER", "Het blad kwam vóór het eerste scheidingsblad",
      "Wijs aan bij welk dossier het hoort", 4, false },
    { "NO_RESOLUTION", "Het bestand noemt geen resolutie", "Stel de scanner zo in dat hij dat doet",
      10, false },
    { "OCR_DOUBTFUL", "De gelezen tekst klopt waarschijnlijk niet", "Vergelijk hem met het blad",
      12, false },
    { "OCR_FAILED", "De tekst kon niet worden gelezen", "Probeer het met: bouwarchief retry", 70,
      false },
    { "OCR_TIMEOUT", "Het lezen duurde te lang", "Probeer het met: bouwarchief retry", 70, false },
    { "OCR_TOO_SMALL", "De afbeelding is kleiner dan een regel tekst", "Ga na of dit een blad is",
      40, false },
    { "ORIENTATION_UNSURE", "Niet zeker wat boven is", LOOK, 8, false },
    { "PAGE_SIZE_ODD", "Het blad is langer of korter dan die eromheen",
      "Ga na of er twee bladen tegelijk doorgingen of een is afgesneden; scan zo nodig opnieuw", 45,
      true },
    { "QUALITY_BLACK_CLIPPED", "Veel van het blad is helemaal zwart",
      "Controleer de belichting en scan opnieuw", 35, true },
    { "QUALITY_BORDER", "Er is een brede donkere rand", "Leg het blad recht; scan zo nodig opnieuw",
      25, false },
    { "QUALITY_CUT_OFF", "Er loopt inkt van het blad af",
      "Ga na of er iets is afgesneden; scan dan opnieuw", 40, true },
    { "QUALITY_DEPTH", "Te weinig kleur- of grijstinten", "Scan opnieuw in grijs of kleur", 30,
      true },
    { "QUALITY_DPI_LOW", "De resolutie is te laag", "Scan opnieuw met de juiste resolutie", 30,
      true },
    { "QUALITY_DPI_UNEQUAL", "De resolutie is in de breedte anders dan in de lengte",
      "Verbeter de instelling van de scanner en scan opnieuw", 30, true },
    { "QUALITY_LOSSY", "Met verlies gecomprimeerd", "Stel de scanner in op LZW, Deflate of Groep 4",
      15, false },
    { "QUALITY_PAPER", "Geen gewoon papierformaat", "Ga na of het hele blad erop staat", 15,
      false },
    { "QUALITY_UNSHARP", "Het blad is onscherp", "Maak de glasplaat schoon en scan opnieuw", 40,
      true },
    { "QUALITY_WHITE_CLIPPED", "Veel van het blad is helemaal wit",
      "Controleer de belichting en scan opnieuw", 35, true },
    { "SEPARATOR_CONFLICT", "Twee verschillende codes op één scheidingsblad",
      "Druk het scheidingsblad opnieuw af", 60, false },
    { "SEPARATOR_UNREADABLE", "Een scheidingsblad zonder leesbare of bekende code",
      "Bekijk het: hier begint misschien een ander dossier", 60, false },
    { "SKEW_UNSURE", "Niet zeker hoe scheef het blad ligt", LOOK, 6, false },
    { "TIFF_DAMAGED", "De afbeelding is beschadigd", AGAIN, 80, true },
    { "TIFF_NOT_TIFF", "Dit is geen scan, maar een andere soort bestand",
      "Haal het uit de map, of scan opnieuw", 60, false },
    { "TIFF_NO_IMAGE", "Er staat geen blad in het bestand", AGAIN, 80, true },
    { "TIFF_TOO_LARGE", "De afbeelding is te groot", "Controleer de resolutie van de scanner", 80,
      false },
    { "TIFF_TRUNCATED", "Het bestand houdt te vroeg op",
      "Kopieer het opnieuw; is het bij de scanner ook zo, scan dan opnieuw", 80, true },
    { "TIFF_UNSUPPORTED", "Deze soort TIFF kan niet worden gelezen",
      "Kies een andere compressie en scan opnieuw", 80, true },
    { "TIFF_WARNINGS", "De TIFF wijkt af van de regels",
      "Bekijk het blad een keer; misschien staat de scanner verkeerd", 10, false },
    { "WORKER_CRASH", "Het programma liep vast op dit blad", "Bewaar het bestand en meld het", 90,
      false },
    { "WORKER_MEMORY", "Er was te weinig geheugen voor dit blad",
      "Voer de batch opnieuw in met minder processen", 70, false },
    { "WORKER_TIMEOUT", "Het duurde te lang", "Bekijk het blad, en voer de batch opnieuw in", 70,
      false },
};

const struct report_words *report_words(const char *code)
{
    static const struct report_words other = { "", "Er is iets met dit blad", LOOK, 15, false };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (strcmp(table[i].code, code) == 0)
            return &table[i];
    return &other;
}
