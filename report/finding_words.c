/* The sentences of the report on deliveries and dossiers: what a finding means, and what to do. */
#include <string.h>

#include "report/report.h"

#define CORRECT_COUNTS "Verbeter batch.csv en voer de batch opnieuw in"

static const struct report_words table[] = {
    { .code = "BATCH_TWICE",
      .what = "Bestanden van deze batch zaten ook in een eerdere batch",
      .action = "Ga na welke van de twee goed is; neem de andere terug met: bouwarchief batch "
                "withdraw, of zeg waarom het zo hoort met: bouwarchief batch close" },
    { .code = "CHECKSUM_DIFFERS",
      .what = "Een bestand is niet wat de afzender had",
      .action = "Vergelijk het met dat van de scanner; scan zo nodig opnieuw, onder een andere "
                "naam" },
    { .code = "CHECKSUM_FILE_MISSING",
      .what = "Een aangekondigd bestand is niet geleverd",
      .action = "Zoek het bij de scanner, tel de bladen, en lever het na met: bouwarchief run "
                "--add" },
    { .code = "CHECKSUM_NOT_LISTED",
      .what = "Niet alle bestanden staan in de lijst met controlegetallen",
      .action = "Laat de scansoftware ze alle opnemen" },
    { .code = "CHECKSUM_SYNTAX",
      .what = "Een regel van de lijst met controlegetallen is niet te lezen",
      .action = "Maak de lijst opnieuw" },
    { .code = "CHECKSUM_TOO_MANY",
      .what = "Er zijn meer controlegetallen dan een batch mag hebben",
      .action = "Verdeel de batch" },
    { .code = "COUNTS_BAD_VALUE",
      .what = "In batch.csv staat een aantal dat er geen is",
      .action = CORRECT_COUNTS },
    { .code = "COUNTS_NO_HEADER",
      .what = "batch.csv noemt zijn kolommen niet",
      .action = CORRECT_COUNTS },
    { .code = "COUNTS_TOO_MANY",
      .what = "batch.csv heeft te veel regels",
      .action = CORRECT_COUNTS },
    { .code = "COUNTS_TWICE", .what = "batch.csv noemt iets twee keer", .action = CORRECT_COUNTS },
    { .code = "COUNT_DIFFERS",
      .what = "Er kwamen meer of minder bladen dan batch.csv zegt",
      .action = "Tel de bladen en scan wat ontbreekt; klopt batch.csv niet, verbeter dat dan" },
    { .code = "CSV_SYNTAX", .what = "batch.csv is niet te lezen", .action = CORRECT_COUNTS },
    { .code = "DOSSIER_AMBIGUOUS",
      .what = "Dit nummer komt in meer archieven voor",
      .action = "Ga met het papier na waar de bladen horen, en geef een van de dossiers een ander "
                "nummer" },
    { .code = "DOSSIER_NO_REGISTER",
      .what = "Er zijn bladen van een dossier dat niet in de inventaris staat",
      .action = "Controleer het scheidingsblad, of vul de inventaris aan" },
    { .code = "DOSSIER_PAGES_ODD",
      .what = "Een dossier heeft veel meer bladen dan andere",
      .action = "Ga na of een scheidingsblad is gemist" },
    { .code = "HIDDEN_FILES",
      .what = "Er zijn bestanden met een punt voor de naam, die niet zijn opgenomen",
      .action = "Ga na of er een scan bij is; geef die een andere naam en lever hem na met: "
                "bouwarchief run --add" },
    { .code = "REGISTER_LINES_DIFFER",
      .what = "Twee regels van de inventaris spreken elkaar tegen",
      .action = "Verbeter de inventaris, of zeg wat klopt met: bouwarchief set" },
    { .code = "REGISTER_NO_PAGES",
      .what = "Dossiers in de inventaris waarvan nog geen blad is geleverd",
      .action = "Moeten ze nog worden gescand? Zo niet, dan is een scheidingsblad gemist" },
    { .code = "REGISTER_VALUE_UNUSED",
      .what = "Een waarde in de inventaris die daar niet kan staan, is niet overgenomen",
      .action = "Verbeter de inventaris en lees haar opnieuw in" },
    { .code = "SEQUENCE_GAP",
      .what = "Er ontbreken nummers tussen de namen van de bestanden",
      .action = "Ga na of er een scan is weggelaten" },
    { .code = "SEQUENCE_NONE",
      .what = "De nummers in de namen verspringen steeds",
      .action = "Of er een scan ontbreekt is daaraan niet te zien; tel de bladen" },
    { .code = "SEQUENCE_TWICE",
      .what = "Twee bestanden hebben hetzelfde nummer",
      .action = "Ga na of een blad twee keer is gescand" },
    { .code = "SHEETS_DIFFER",
      .what = "Een dossier heeft meer of minder bladen dan de inventaris zegt",
      .action = "Tel de bladen en scan wat ontbreekt; klopt de inventaris niet, verbeter die dan" },
};

const struct report_words *finding_words(const char *code)
{
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (strcmp(table[i].code, code) == 0)
            return &table[i];
    return report_words(code);
}
