/* Faults in what the sidecars of a package say. */
#include "tests/unit/mutations_fixture.h"

#define ANOTHER_RESTRICTION                                                                        \
    "<beperkingGebruik><beperkingGebruikType><begripLabel>x</begripLabel><begripBegrippenlijst>"   \
    "<verwijzingNaam>y</verwijzingNaam></begripBegrippenlijst></beperkingGebruikType>"             \
    "</beperkingGebruik>"
#define TERM(from, to)                                                                             \
    "</beperkingGebruikType><beperkingGebruikTermijn>" from to "</beperkingGebruikTermijn>"
#define FROM "<termijnStartdatumLooptijd>1975-12-31</termijnStartdatumLooptijd>"
#define UNTIL "<termijnEinddatum>2050-12-31</termijnEinddatum>"
#define PRIVACY                                                                                    \
    "<begripLabel>beperkt openbaar; eerbiediging van de persoonlijke levenssfeer (Archiefwet "     \
    "1995)</begripLabel><begripCode>Openbaarheid/AW1995/BeperktOpenbaar-Levenssfeer/1.0"           \
    "</begripCode>"
#define OPEN                                                                                       \
    "<begripLabel>openbaar (Archiefwet 1995)</begripLabel>"                                        \
    "<begripCode>Openbaarheid/AW1995/Openbaar/1.0</begripCode>"
#define LIST "<begripBegrippenlijst><verwijzingNaam>y</verwijzingNaam></begripBegrippenlijst>"

/* Each replaces what stands from `from` to `to` in a sidecar. */
static const struct {
    const char *what, *file, *from, *to, *with, *code;
} edits[] = {
    { "no level", DOSSIER_XML, "<aggregatieniveau>", "</aggregatieniveau>", "", "VERIFY_SCHEMA" },
    { "two levels", DOSSIER_XML, "</aggregatieniveau>", ">",
      "</aggregatieniveau><aggregatieniveau><begripLabel>Dossier</begripLabel>" LIST
      "</aggregatieniveau>",
      "VERIFY_SCHEMA" },
    { "an Archiefstuk for a dossier", DOSSIER_XML, ">Dossier<", "<", ">Archiefstuk<",
      "VERIFY_NESTING" },
    { "a Serie for the archive", ROOT_XML, ">Archief<", "<", ">Serie<", "VERIFY_NESTING" },
    { "a dossier for a document", DOCUMENT_XML, ">Archiefstuk<", "<", ">Dossier<",
      "VERIFY_NESTING" },
    { "a level in small letters", DOCUMENT_XML, ">Archiefstuk<", "<", ">archiefstuk<",
      "VERIFY_LEVEL" },
    { "no name", DOSSIER_XML, "<naam>", "</naam>", "", "VERIFY_SCHEMA" },
    { "an empty name", DOSSIER_XML, "<naam>", "</naam>", "<naam/>", "VERIFY_EMPTY" },
    { "a name of spaces", DOSSIER_XML, "<naam>", "</naam>", "<naam>  </naam>", "VERIFY_EMPTY" },
    { "an empty group", DOSSIER_XML, "<taal>", "</taal>", "<taal>nl</taal><event></event>",
      "VERIFY_EMPTY" },
    { "name before identification", DOSSIER_XML, "<identificatie>", "<identificatieKenmerk>",
      "<naam>x</naam><identificatie><identificatieKenmerk>", "VERIFY_SCHEMA" },
    { "source before the mark", DOSSIER_XML, "<identificatieKenmerk>", "</identificatieBron>",
      "<identificatieBron>b</identificatieBron><identificatieKenmerk>1974/231"
      "</identificatieKenmerk>",
      "VERIFY_SCHEMA" },
    { "no identification", DOCUMENT_XML, "<identificatie>", "</identificatie>", "",
      "VERIFY_SCHEMA" },
    { "a misspelt element", DOSSIER_XML, "<archiefvormer>", "</archiefvormer>",
      "<archiefVormer><verwijzingNaam>x</verwijzingNaam></archiefVormer>", "VERIFY_SCHEMA" },
    { "no archiefvormer", DOSSIER_XML, "<archiefvormer>", "</archiefvormer>", "", "VERIFY_SCHEMA" },
    { "two archiefvormers", DOSSIER_XML, "</archiefvormer>", ">",
      "</archiefvormer><archiefvormer><verwijzingNaam>x</verwijzingNaam></archiefvormer>",
      "VERIFY_SCHEMA" },
    { "a role that is not on MDTO's list", DOSSIER_XML, "</archiefvormer>", ">",
      "</archiefvormer><betrokkene><betrokkeneTypeRelatie><begripLabel>Aannemer</begripLabel>"
      "<begripBegrippenlijst><verwijzingNaam>Begrippenlijst Relatietypen betrokkene MDTO"
      "</verwijzingNaam></begripBegrippenlijst></betrokkeneTypeRelatie><betrokkeneActor>"
      "<verwijzingNaam>K. de Vries</verwijzingNaam></betrokkeneActor></betrokkene>",
      "VERIFY_TERM" },
    { "no restriction", DOSSIER_XML, "<beperkingGebruik>", "</beperkingGebruik>", "",
      "VERIFY_SCHEMA" },
    { "two restrictions", DOSSIER_XML, "</beperkingGebruik>", ">",
      "</beperkingGebruik>" ANOTHER_RESTRICTION, "VERIFY_SCHEMA" },
    { "a restriction of no list", DOSSIER_XML, "<beperkingGebruik>", "</beperkingGebruik>",
      ANOTHER_RESTRICTION, "VERIFY_ACCESS" },
    { "an unknown code", DOSSIER_XML, "NietBeoordeeld/1.0", "<", "NietBeoordeeld/2.0<",
      "VERIFY_ACCESS" },
    { "openbaar, with a term", DOSSIER_XML, "<beperkingGebruikType>", "</beperkingGebruikType>",
      "<beperkingGebruikType>" OPEN LIST TERM(FROM, UNTIL), "VERIFY_TERM" },
    { "beperkt, without a term", DOSSIER_XML, "<beperkingGebruikType>", "</beperkingGebruikType>",
      "<beperkingGebruikType>" PRIVACY LIST "</beperkingGebruikType>", "VERIFY_TERM" },
    { "beperkt, without an end", DOSSIER_XML, "<beperkingGebruikType>", "</beperkingGebruikType>",
      "<beperkingGebruikType>" PRIVACY LIST TERM(FROM, ""), "VERIFY_TERM" },
    { "beperkt, without a start", DOSSIER_XML, "<beperkingGebruikType>", "</beperkingGebruikType>",
      "<beperkingGebruikType>" PRIVACY LIST TERM("", UNTIL), "VERIFY_TERM" },
    { "a term that ends in a year", DOSSIER_XML, "<beperkingGebruikType>",
      "</beperkingGebruikType>",
      "<beperkingGebruikType>" PRIVACY LIST TERM(FROM, "<termijnEinddatum>2050</termijnEinddatum>"),
      "VERIFY_TERM" },
    { "an end before the start", DOSSIER_XML, "<beperkingGebruikType>", "</beperkingGebruikType>",
      "<beperkingGebruikType>" PRIVACY LIST TERM(FROM,
                                                 "<termijnEinddatum>1950-01-01</termijnEinddatum>"),
      "VERIFY_TERM" },
    { "no dekkingInTijd", DOSSIER_XML, "<dekkingInTijd>", "</dekkingInTijd>", "", "VERIFY_PERIOD" },
    { "no dekkingInTijd of the archive", ROOT_XML, "<dekkingInTijd>", "</dekkingInTijd>", "",
      "VERIFY_PERIOD" },
    { "no end of the period", DOSSIER_XML, "<dekkingInTijdEinddatum>", "</dekkingInTijdEinddatum>",
      "", "VERIFY_PERIOD" },
    { "a period backwards", DOSSIER_XML, "<dekkingInTijdEinddatum>", "</dekkingInTijdEinddatum>",
      "<dekkingInTijdEinddatum>1950</dekkingInTijdEinddatum>", "VERIFY_PERIOD" },
    { "a period in two notations", DOSSIER_XML, "<dekkingInTijdEinddatum>",
      "</dekkingInTijdEinddatum>", "<dekkingInTijdEinddatum>1980-12-31</dekkingInTijdEinddatum>",
      "VERIFY_PERIOD" },
    { "a day that is not", DOSSIER_XML, "<dekkingInTijdEinddatum>", "</dekkingInTijdEinddatum>",
      "<dekkingInTijdEinddatum>1980-02-30</dekkingInTijdEinddatum>", "VERIFY_SCHEMA" },
    { "no waardering", DOSSIER_XML, "<waardering>", "</waardering>", "", "VERIFY_SCHEMA" },
    { "a waardering of no list", DOSSIER_XML, "<begripLabel>Blijvend", "</begripLabel>",
      "<begripLabel>Altijd bewaren</begripLabel>", "VERIFY_APPRAISAL" },
    { "V without a term", DOSSIER_XML, "<begripLabel>Blijvend", "</begripCode>",
      "<begripLabel>Tijdelijk te bewaren</begripLabel><begripCode>V</begripCode>",
      "VERIFY_APPRAISAL" },
    { "V with a term without an end", DOSSIER_XML, "<waardering>", "</waardering>",
      "<waardering><begripLabel>Tijdelijk te bewaren</begripLabel><begripCode>V</begripCode>" LIST
      "</waardering><bewaartermijn><termijnStartdatumLooptijd>2000-01-01"
      "</termijnStartdatumLooptijd></bewaartermijn>",
      "VERIFY_TERM" },
    { "isOnderdeelVan another", DOSSIER_XML, "<isOnderdeelVan>", "</isOnderdeelVan>",
      "<isOnderdeelVan><verwijzingNaam>x</verwijzingNaam></isOnderdeelVan>", "VERIFY_RELATION" },
    { "isOnderdeelVan gone", DOCUMENT_XML, "<isOnderdeelVan>", "</isOnderdeelVan>", "",
      "VERIFY_RELATION" },
    { "isOnderdeelVan one more", DOCUMENT_XML, "</isOnderdeelVan>", ">",
      "</isOnderdeelVan><isOnderdeelVan><verwijzingNaam>x</verwijzingNaam></isOnderdeelVan>",
      "VERIFY_RELATION" },
    { "bevatOnderdeel gone", DOSSIER_XML, "<bevatOnderdeel>", "</bevatOnderdeel>", "",
      "VERIFY_RELATION" },
    { "bevatOnderdeel of the archive gone", ROOT_XML, "<bevatOnderdeel>", "</bevatOnderdeel>", "",
      "VERIFY_RELATION" },
    { "heeftRepresentatie gone", DOCUMENT_XML, "<heeftRepresentatie>", "</heeftRepresentatie>", "",
      "VERIFY_RELATION" },
    { "isRepresentatieVan gone", TIFF_XML, "<isRepresentatieVan>", "</isRepresentatieVan>", "",
      "VERIFY_SCHEMA" },
    { "isRepresentatieVan the dossier", TIFF_XML, "<identificatieKenmerk>1974-231_001<", "<",
      "<identificatieKenmerk>1974/231<", "VERIFY_RELATION" },
    { "isRepresentatieVan in another source", TIFF_XML, "1974-231_001</identificatieKenmerk>",
      "</identificatieBron>",
      "1974-231_001</identificatieKenmerk><identificatieBron>elders</identificatieBron>",
      "VERIFY_RELATION" },
    { "two files with one id", TIFF_XML, "<identificatieKenmerk>", "</identificatieKenmerk>",
      "<identificatieKenmerk>1974-231_001.pdf</identificatieKenmerk>", "VERIFY_IDENTITY" },
    { "a file with the id of its document", TIFF_XML, "<identificatieKenmerk>",
      "</identificatieKenmerk>", "<identificatieKenmerk>1974-231_001</identificatieKenmerk>",
      "VERIFY_IDENTITY" },
    { "another size", PDF_XML, "<omvang>", "</omvang>", "<omvang>12</omvang>", "VERIFY_SIZE" },
    { "a size of letters", PDF_XML, "<omvang>", "</omvang>", "<omvang>groot</omvang>",
      "VERIFY_SCHEMA" },
    { "a size past 32 bits", PDF_XML, "<omvang>", "</omvang>", "<omvang>2147483648</omvang>",
      "VERIFY_SIZE" },
    { "another checksum", PDF_XML, "<checksumWaarde>", "</checksumWaarde>",
      "<checksumWaarde>e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
      "</checksumWaarde>",
      "VERIFY_CHECKSUM" },
    { "an empty checksum", PDF_XML, "<checksumWaarde>", "</checksumWaarde>", "<checksumWaarde/>",
      "VERIFY_EMPTY" },
    { "SHA-1", PDF_XML, "SHA-256", "<", "SHA-1<", "VERIFY_CHECKSUM" },
    { "SHA-512, with the value of SHA-256", PDF_XML, "SHA-256", "<", "SHA-512<",
      "VERIFY_CHECKSUM" },
    { "no checksum", PDF_XML, "<checksum>", "</checksum>", "", "VERIFY_SCHEMA" },
    { "a date for a moment", PDF_XML, "<checksumDatum>", "</checksumDatum>",
      "<checksumDatum>2026-11-21</checksumDatum>", "VERIFY_SCHEMA" },
    { "the PUID of PDF/A-2b", PDF_XML, "fmt/476", "<", "fmt/477<", "VERIFY_FORMAT" },
    { "the PUID of another format", TIFF_XML, "fmt/353", "<", "x-fmt/392<", "VERIFY_FORMAT" },
    { "a file's name with a typing error", TIFF_XML, "<naam>", "</naam>", "<naam>a.tif</naam>",
      "VERIFY_TITLE" },
    { "an informatieobject beside a file", TIFF_XML, "<bestand>", "</bestand>",
      "<informatieobject/>", "VERIFY_EMPTY" },
    { "a tab in a text", DOSSIER_XML, "<naam>", "</naam>", "<naam>a\tb</naam>", "VERIFY_CONTROL" },
    { "a control character that XML forbids", DOSSIER_XML, "<naam>", "</naam>",
      "<naam>a\x01"
      "b</naam>",
      "VERIFY_XML" },
    { "a C1 control character", DOSSIER_XML, "<naam>", "</naam>",
      "<naam>a\xC2\x85"
      "b</naam>",
      "VERIFY_CONTROL" },
    { "DEL", DOSSIER_XML, "<naam>", "</naam>",
      "<naam>a\x7F"
      "b</naam>",
      "VERIFY_CONTROL" },
    { "a byte order mark", DOCUMENT_XML, "<?xml", " ", "\xEF\xBB\xBF<?xml ", "VERIFY_ENCODING" },
    { "UTF-16 declared", DOCUMENT_XML, "UTF-8", "\"", "UTF-16\"", "VERIFY_ENCODING" },
    { "no declaration", DOCUMENT_XML, "<?xml", "?>", "", "VERIFY_ENCODING" },
    { "XML 1.1", DOCUMENT_XML, "version=\"1.0\"", "\"", "version=\"1.1\"\"", "VERIFY_XML" },
    { "another namespace", DOCUMENT_XML, "xmlns=\"https", ":", "xmlns=\"http:", "VERIFY_SCHEMA" },
    { "text between elements", DOCUMENT_XML, "<naam>", "</naam>", "los<naam>x</naam>",
      "VERIFY_SCHEMA" },
    { "a language that is none", DOCUMENT_XML, "<taal>", "</taal>", "<taal>Nederlands!</taal>",
      "VERIFY_SCHEMA" },
};

static void a_fault_in_what_a_sidecar_says_is_caught(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        fresh();
        cut(at(edits[i].file), edits[i].from, edits[i].to, edits[i].with);
        catches(edits[i].what, edits[i].code);
    }
}

static void none_was_left_out(void **state)
{
    (void)state;
    print_message("%u single faults, each caught\n", caught);
    assert_true(caught >= 71);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_in_what_a_sidecar_says_is_caught),
        cmocka_unit_test(none_was_left_out),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, verify_begin, sample_end);
}
