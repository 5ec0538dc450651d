/*
 * One fault at a time in a package that is right: verify must catch each of them. A fault in what a
 * file means is made with its sidecar's size and SHA-256 set right again, so that nothing but the
 * meaning can give it away.
 */
#include <ftw.h>

#include "tests/unit/verify_fixture.h"

#define DOSSIER_XML DOSSIER "/1974-231.mdto.xml"
#define DOCUMENT_XML DOCUMENT "/1974-231_001.mdto.xml"
#define ROOT_XML ROOT "/" ROOT ".mdto.xml"
#define TIFF_XML TIFF_FILE ".bestand.mdto.xml"
#define PDF_XML PDF_FILE ".bestand.mdto.xml"

static unsigned caught;

/* Gives a sidecar the name that the other receiver wants. */
static int rename_sidecar(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    static const char file[] = ".bestand.mdto.xml", folder[] = ".mdto.xml";
    size_t n = strlen(path), k = sizeof file - 1;
    const char *with = ".metadata";
    char to[600];
    (void)st;
    (void)ftw;
    if (type == FTW_D || n < k || strcmp(path + n - (sizeof folder - 1), folder) != 0)
        return 0;
    if (strcmp(path + n - k, file) != 0) {
        k = sizeof folder - 1;
        with = ".MDTO.xml";
    }
    snprintf(to, sizeof to, "%.*s%s", (int)(n - k), path, with);
    return rename(path, to);
}

/* Caught by the strict receiver, and as well by one that names sidecars otherwise. */
static void catches(const char *what, const char *code)
{
    const struct list_receiver *strict = sample_lists.receiver;
    struct list_receiver other = *strict;
    expect(what, in_dir("m/" ROOT), code);
    other.folder_sidecar = (char[]){ ".MDTO.xml" };
    other.file_sidecar = (char[]){ ".metadata" };
    assert_int_equal(nftw(in_dir("m/" ROOT), rename_sidecar, 16, FTW_PHYS), 0);
    sample_lists.receiver = &other;
    expect(what, in_dir("m/" ROOT), code);
    sample_lists.receiver = strict;
    caught++;
}

/* Without any fault it is right for both. */
static void the_other_names_alone_are_no_fault(void **state)
{
    const struct list_receiver *strict = sample_lists.receiver;
    struct list_receiver other = *strict;
    struct verify_counts c;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    fresh();
    other.folder_sidecar = (char[]){ ".MDTO.xml" };
    other.file_sidecar = (char[]){ ".metadata" };
    assert_int_equal(nftw(in_dir("m/" ROOT), rename_sidecar, 16, FTW_PHYS), 0);
    sample_lists.receiver = &other;
    if (verify(in_dir("m/" ROOT), &c, &err) != BA_OK)
        fail_msg("%s", said);
    sample_lists.receiver = strict;
}

/* Cuts from the first `from` to the first `to` behind it, both included; `with` comes there. */
static void cut(const char *file, const char *from, const char *to, const char *with)
{
    size_t len;
    char *s = slurp(file, &len), *a = memmem(s, len, from, strlen(from));
    char *behind = a;
    if (a != NULL && strlen(from) > strlen(to)) /* `to` may be the end of `from` */
        behind += strlen(from) - strlen(to);
    char *b = a == NULL ? NULL : memmem(behind, len - (size_t)(behind - s), to, strlen(to));
    if (b == NULL)
        fail_msg("%s does not hold %s ... %s", file, from, to);
    struct ba_buf out = BA_BUF_INIT((size_t)16 << 20);
    ba_buf_add(&out, s, (size_t)(a - s));
    ba_buf_puts(&out, with);
    b += strlen(to);
    ba_buf_add(&out, b, len - (size_t)(b - s));
    spew(file, out.data, out.len);
    ba_buf_free(&out);
    free(s);
}

/* The sidecar of a content file says again how large it is and what its SHA-256 is. */
static void settle(const char *file)
{
    char hex[BA_HASH_HEX_MAX + 1], text[200];
    uint64_t size = 0;
    struct ba_err err = BA_ERR_INIT;
    char *sidecar = ba_strf("%s.bestand.mdto.xml", file);
    assert_rc(BA_OK, ba_hash_file(file, BA_SHA256, hex, &size, &err), &err);
    snprintf(text, sizeof text, "<checksumWaarde>%s</checksumWaarde>", hex);
    cut(sidecar, "<checksumWaarde>", "</checksumWaarde>", text);
    snprintf(text, sizeof text, "<omvang>%llu</omvang>", (unsigned long long)size);
    cut(sidecar, "<omvang>", "</omvang>", text);
    free(sidecar);
}

/* --- what a sidecar says --- */

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

/* --- files and folders --- */

static void drop_tiff(void)
{
    unlink(at(TIFF_FILE));
}
static void drop_pdf_sidecar(void)
{
    unlink(at(PDF_XML));
}
static void drop_document(void)
{
    struct ba_err err = BA_ERR_INIT;
    assert_rc(BA_OK, ba_remove_tree(at(DOCUMENT), &err), &err);
}
static void drop_pair(void)
{
    unlink(at(TIFF_FILE));
    unlink(at(TIFF_XML));
}
static void add_file(void)
{
    spew(at(DOCUMENT "/lijst.txt"), "x", 1);
}
static void add_hidden(void)
{
    spew(at(ROOT "/.verborgen"), "x", 1);
}
static void add_hidden_folder(void)
{
    assert_int_equal(mkdir(at(ROOT "/.git"), 0755), 0);
    spew(at(ROOT "/.git/x"), "x", 1);
}
static void add_pakbon(void)
{
    spew(at(ROOT "/pakbon.xml"), "<pakbon/>", 9);
}
static void add_manifest(void)
{
    spew(at(ROOT "/manifest-sha256.txt"), "x", 1);
}
static void add_in_dossier(void)
{
    assert_int_equal(rename(at(TIFF_FILE), at(DOSSIER "/1974-231_001_0001.tif")), 0);
    assert_int_equal(rename(at(TIFF_XML), at(DOSSIER "/1974-231_001_0001.tif.bestand.mdto.xml")),
                     0);
}
/* So that nothing refers to it any more: only the PDF has a page too many. */
static void drop_without_a_trace(void)
{
    drop_pair();
    cut(at(DOCUMENT_XML), "<heeftRepresentatie>", "</heeftRepresentatie>", "");
}
static void rename_tiff(void)
{
    assert_int_equal(rename(at(TIFF_FILE), at(DOCUMENT "/anders.tif")), 0);
}
static void rename_both(void)
{
    assert_int_equal(rename(at(TIFF_FILE), at(DOCUMENT "/anders.tif")), 0);
    assert_int_equal(rename(at(TIFF_XML), at(DOCUMENT "/anders.tif.bestand.mdto.xml")), 0);
}
static void rename_folder(void)
{
    assert_int_equal(rename(at(DOCUMENT), at(DOSSIER "/1974-231_009")), 0);
}
static void rename_with_space(void)
{
    assert_int_equal(rename(at(PDF_FILE), at(DOCUMENT "/1974 231.pdf")), 0);
}
static void rename_with_plus(void)
{
    assert_int_equal(rename(at(PDF_FILE), at(DOCUMENT "/1974+231.pdf")), 0);
}
static void rename_to_device(void)
{
    assert_int_equal(rename(at(DOCUMENT), at(DOSSIER "/LPT1")), 0);
}
static void rename_extension(void)
{
    assert_int_equal(rename(at(TIFF_FILE), at(DOCUMENT "/1974-231_001_0001.jpg")), 0);
    assert_int_equal(rename(at(TIFF_XML), at(DOCUMENT "/1974-231_001_0001.jpg.bestand.mdto.xml")),
                     0);
}
static void rename_suffix(void)
{
    assert_int_equal(rename(at(TIFF_XML), at(TIFF_FILE ".mdto.xml")), 0);
}
static void upper_suffix(void)
{
    assert_int_equal(rename(at(TIFF_XML), at(TIFF_FILE ".bestand.MDTO.xml")), 0);
}
static void lengthen_path(void)
{
    char name[300];
    snprintf(name, sizeof name, "%s/%0190d", at(DOSSIER), 1);
    assert_int_equal(rename(at(DOCUMENT), name), 0);
}
static void add_empty_folder(void)
{
    assert_int_equal(mkdir(at(DOCUMENT "/leeg"), 0755), 0);
}
/* With a sidecar of its own, and named by the folder above. */
static void add_described_empty_folder(void)
{
    size_t len;
    char *s = slurp(at(DOCUMENT_XML), &len);
    assert_int_equal(mkdir(at(DOSSIER "/leeg"), 0755), 0);
    spew(at(DOSSIER "/leeg/leeg.mdto.xml"), s, len);
    free(s);
    cut(at(DOSSIER "/leeg/leeg.mdto.xml"), "<identificatieKenmerk>", "</identificatieKenmerk>",
        "<identificatieKenmerk>leeg</identificatieKenmerk>");
    edit(at(DOSSIER_XML), "<bevatOnderdeel>",
         "<bevatOnderdeel><verwijzingNaam>leeg</verwijzingNaam><verwijzingIdentificatie>"
         "<identificatieKenmerk>leeg</identificatieKenmerk><identificatieBron>Gemeente Tiel "
         "bouwarchief</identificatieBron></verwijzingIdentificatie></bevatOnderdeel>"
         "<bevatOnderdeel>");
}
static void empty_tiff(void)
{
    spew(at(TIFF_FILE), "", 0);
    settle(at(TIFF_FILE));
}
static void other_content(void)
{
    spew(at(TIFF_FILE), "PK\3\4 a zip", 9);
    settle(at(TIFF_FILE));
}
static void pdf_for_tiff(void)
{
    size_t len;
    char *s = slurp(at(PDF_FILE), &len);
    spew(at(TIFF_FILE), s, len);
    free(s);
    settle(at(TIFF_FILE));
}
static void pdf_of_a_lower_level(void)
{
    edit(at(PDF_FILE), "conformance>A<", "conformance>B<");
    settle(at(PDF_FILE));
}
static void pdf_without_tags(void)
{
    edit(at(PDF_FILE), "/Marked true", "/Marked null");
    settle(at(PDF_FILE));
}
static void pdf_encrypted(void)
{
    edit(at(PDF_FILE), "/Root 1 0 R", "/Encrypt 1 0 R /Root 1 0 R");
    settle(at(PDF_FILE));
}
static void pdf_with_a_tail(void)
{
    edit(at(PDF_FILE), "%%EOF\n", "%%EOF\nmeer");
    settle(at(PDF_FILE));
}
static void link_for_a_file(void)
{
    unlink(at(TIFF_FILE));
    assert_int_equal(symlink("1974-231_001_0002.tif", at(TIFF_FILE)), 0);
}
static void flip_tiff(void)
{
    flip(at(TIFF_FILE), 300);
}
static void flip_tiff_end(void)
{
    flip(at(TIFF_FILE), -1);
}
static void flip_pdf(void)
{
    flip(at(PDF_FILE), 700);
}
static void flip_pdf_end(void)
{
    flip(at(PDF_FILE), -3);
}
static void flip_sidecar_tag(void)
{
    flip(at(TIFF_XML), 400);
}
static void cut_tiff(void)
{
    assert_int_equal(truncate(at(TIFF_FILE), 100), 0);
}

static const struct {
    const char *what;
    void (*make)(void);
    const char *code;
} changes[] = {
    { "a file dropped", drop_tiff, "VERIFY_SIDECAR" },
    { "a sidecar dropped", drop_pdf_sidecar, "VERIFY_SIDECAR" },
    { "a file and its sidecar dropped", drop_pair, "VERIFY_RELATION" },
    { "a page dropped without a trace", drop_without_a_trace, "VERIFY_PAGES" },
    { "a document dropped", drop_document, "VERIFY_RELATION" },
    { "a file added", add_file, "VERIFY_SIDECAR" },
    { "a hidden file added", add_hidden, "VERIFY_NAME" },
    { "a hidden folder added", add_hidden_folder, "VERIFY_NAME" },
    { "a pakbon inside", add_pakbon, "VERIFY_SIDECAR" },
    { "a manifest inside", add_manifest, "VERIFY_SIDECAR" },
    { "a file in the dossier's folder", add_in_dossier, "VERIFY_NESTING" },
    { "a file renamed", rename_tiff, "VERIFY_SIDECAR" },
    { "a file and its sidecar renamed", rename_both, "VERIFY_TITLE" },
    { "a folder renamed", rename_folder, "VERIFY_SIDECAR" },
    { "a name with a space", rename_with_space, "VERIFY_NAME" },
    { "a name with a plus", rename_with_plus, "VERIFY_NAME" },
    { "a DOS device", rename_to_device, "VERIFY_NAME" },
    { "another extension", rename_extension, "VERIFY_FORMAT" },
    { "a sidecar without .bestand", rename_suffix, "VERIFY_SIDECAR" },
    { "a sidecar in capitals", upper_suffix, "VERIFY_SIDECAR" },
    { "a path too long", lengthen_path, "VERIFY_NAME" },
    { "an empty folder", add_empty_folder, "VERIFY_EMPTY_FOLDER" },
    { "an empty folder that is described", add_described_empty_folder, "VERIFY_EMPTY_FOLDER" },
    { "a file without bytes", empty_tiff, "VERIFY_EMPTY_FILE" },
    { "a zip for a TIFF", other_content, "VERIFY_FORMAT" },
    { "a PDF for a TIFF", pdf_for_tiff, "VERIFY_FORMAT" },
    { "a PDF of level B", pdf_of_a_lower_level, "VERIFY_FORMAT" },
    { "a PDF without tags", pdf_without_tags, "PDF_RULES" },
    { "an encrypted PDF", pdf_encrypted, "VERIFY_ENCRYPTED" },
    { "bytes behind the end of a PDF", pdf_with_a_tail, "PDF_RULES" },
    { "a link for a file", link_for_a_file, "VERIFY_TYPE" },
    { "a byte of a TIFF", flip_tiff, "VERIFY_CHECKSUM" },
    { "the last byte of a TIFF", flip_tiff_end, "VERIFY_CHECKSUM" },
    { "a byte of a PDF", flip_pdf, "VERIFY_CHECKSUM" },
    { "a byte near the end of a PDF", flip_pdf_end, "VERIFY_CHECKSUM" },
    { "a byte of a sidecar", flip_sidecar_tag, "VERIFY_" },
    { "a TIFF cut short", cut_tiff, "VERIFY_SIZE" },
};

static void a_fault_in_files_and_folders_is_caught(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        fresh();
        changes[i].make();
        catches(changes[i].what, changes[i].code);
    }
}

/* --- the tar and what lies beside it --- */

static const struct {
    const char *from, *to, *with;
} notes[] = {
    { "<leveringId>", "</leveringId>", "<leveringId>x</leveringId>" },
    { "<naam>", "</naam>", "" },
    { "<locatieDoelsysteem>", "</locatieDoelsysteem>", "" },
    { "<pakket>", "</pakket>", "<pakket>x.tar</pakket>" },
    { "<omvangPakket>", "</omvangPakket>", "<omvangPakket>1</omvangPakket>" },
    { "<checksumAlgoritme>", "</checksumAlgoritme>", "<checksumAlgoritme>MD5</checksumAlgoritme>" },
    { "<checksumWaarde>", "</checksumWaarde>", "<checksumWaarde>00</checksumWaarde>" },
    { "<aanmaakTijd>", "</aanmaakTijd>", "<aanmaakTijd></aanmaakTijd>" },
    { "<aanmaakTijd>", "</aanmaakTijd>", "<aanmaakTijd>gisteren</aanmaakTijd>" },
    { "<archiefvormer>", "</archiefvormer>", "" },
    { "<archiefvormer>", "</naam>", "<archiefvormer><naam>Gemeente Elders</naam>" },
    { "<contact>", "</contact>", "" },
    { "<email>", "</email>", "" },
    { "<aantalInformatieobjecten>", "<", "<aantalInformatieobjecten>1<" },
    { "<aantalBestanden>", "</aantalBestanden>", "<aantalBestanden>12</aantalBestanden>" },
    { "<aantalBestandenZonderMetagegevens>", "</aantalBestandenZonderMetagegevens>", "" },
    { "<omvangBestandenZonderMetagegevens>", "<", "<omvangBestandenZonderMetagegevens>9<" },
    { "<bijzondereFormaten>", "</bijzondereFormaten>", "" },
    { "<pakbon>", ">", "<bon>" },
};

static void a_fault_in_any_item_of_the_pakbon_is_caught(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        copy_delivery();
        cut(companion(".pakbon.xml"), notes[i].from, notes[i].to, notes[i].with);
        expect(notes[i].from, in_dir("d"), "VERIFY_PAKBON");
        caught++;
    }
    copy_delivery();
    unlink(companion(".pakbon.xml"));
    expect("no pakbon", in_dir("d"), "VERIFY_UNLISTED");
    copy_delivery();
    unlink(companion(".tar.sha256"));
    expect("no checksum", in_dir("d"), "VERIFY_UNLISTED");
    caught += 2;
}

/* Wherever it is: the tar's own SHA-256 lies beside it. */
static void a_flipped_byte_anywhere_in_a_tar_is_caught(void **state)
{
    struct stat st;
    (void)state;
    const char *tar = copy_delivery();
    assert_int_equal(stat(tar, &st), 0);
    for (long at = 0; at < st.st_size; at += st.st_size / 23 + 1) {
        tar = copy_delivery();
        flip(tar, at);
        expect("a byte of the tar", tar, "VERIFY_");
        caught++;
    }
    copy_delivery();
    flip(companion(".tar.sha256"), 70);
    expect("a byte of the name beside the checksum", in_dir("d"), "VERIFY_CHECKSUM");
    caught++;
}

static void they_were_more_than_a_hundred(void **state)
{
    (void)state;
    print_message("%u single faults, each caught\n", caught);
    assert_true(caught > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_other_names_alone_are_no_fault),
        cmocka_unit_test(a_fault_in_what_a_sidecar_says_is_caught),
        cmocka_unit_test(a_fault_in_files_and_folders_is_caught),
        cmocka_unit_test(a_fault_in_any_item_of_the_pakbon_is_caught),
        cmocka_unit_test(a_flipped_byte_anywhere_in_a_tar_is_caught),
        cmocka_unit_test(they_were_more_than_a_hundred),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, verify_begin, sample_end);
}
