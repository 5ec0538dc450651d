#include "tests/unit/verify_fixture.h"

static void what_was_exported_is_right(void **state)
{
    struct verify_counts c;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    const char *const paths[] = { delivery_tar, in_dir("out"), fresh(), in_dir("m") };
    for (size_t i = 0; i < 4; i++) {
        enum ba_rc rc = verify(paths[i], &c, &err);
        if (rc != BA_OK)
            fail_msg("%s: %s %s", paths[i], said, err.msg);
        assert_int_equal(c.folders, 11);
        assert_int_equal(c.files, 13);
        assert_int_equal(c.checksums, 13);
        assert_int_equal(c.sidecars, 24);
        assert_int_equal(c.dossiers, 4);
        assert_int_equal(c.documents, 5);
        assert_int_equal(c.pdfs, 5);
        assert_int_equal(c.pdfs_checked, 5);
        assert_int_equal(c.companions, i < 2 ? 2 : 0);
        assert_string_equal(said, "");
    }
}

static void edits_of_a_sidecar_are_caught(void **state)
{
    static const struct {
        const char *file, *from, *to, *code;
    } edits[] = {
        { DOSSIER "/1974-231.mdto.xml", "Dossier<", "Archief<", "VERIFY_NESTING" },
        { DOSSIER "/1974-231.mdto.xml", "Dossier<", "Map<", "VERIFY_LEVEL" },
        { DOSSIER "/1974-231.mdto.xml", "<naam>", "<naam/><naam>", "VERIFY_SCHEMA" },
        { DOSSIER "/1974-231.mdto.xml", "<taal>nl</taal>", "", "VERIFY_NONE" },
        { DOSSIER "/1974-231.mdto.xml", "<taal>nl<", "<taal>n l<", "VERIFY_SCHEMA" },
        { DOSSIER "/1974-231.mdto.xml", "<waardering>", "<x/><waardering>", "VERIFY_SCHEMA" },
        { DOSSIER "/1974-231.mdto.xml", "<begripCode>B<", "<begripCode>V<", "VERIFY_APPRAISAL" },
        { DOSSIER "/1974-231.mdto.xml", "AW1995/NietBeoordeeld", "AW1995/Openbaar",
          "VERIFY_ACCESS" },
        { DOSSIER "/1974-231.mdto.xml", "niet beoordeeld", "Niet beoordeeld", "VERIFY_ACCESS" },
        { DOSSIER "/1974-231.mdto.xml", "</beperkingGebruik>",
          "</beperkingGebruik><beperkingGebruik><beperkingGebruikType><begripLabel>x</begripLabel>"
          "<begripBegrippenlijst><verwijzingNaam>y</verwijzingNaam></begripBegrippenlijst>"
          "</beperkingGebruikType></beperkingGebruik>",
          "VERIFY_SCHEMA" },
        { DOSSIER "/1974-231.mdto.xml", "Begindatum>1974<", "Begindatum>1976<", "VERIFY_PERIOD" },
        { DOSSIER "/1974-231.mdto.xml", "Begindatum>1974<", "Begindatum>1974-01<",
          "VERIFY_PERIOD" },
        { DOSSIER "/1974-231.mdto.xml", "Begindatum>1974<", "Begindatum>74<", "VERIFY_SCHEMA" },
        { DOSSIER "/1974-231.mdto.xml", "Looptijd<", "Geldend<", "VERIFY_PERIOD" },
        { DOSSIER "/1974-231.mdto.xml", "<eventTijd>2026-11-", "<eventTijd>2026-13-",
          "VERIFY_SCHEMA" },
        { DOSSIER "/1974-231.mdto.xml", "Kenmerk>" ROOT "<", "Kenmerk>NL-Ander<",
          "VERIFY_RELATION" },
        { DOSSIER "/1974-231.mdto.xml", "Kenmerk>1974-231_001<", "Kenmerk>1974-231_009<",
          "VERIFY_RELATION" },
        { DOSSIER "/1974-231.mdto.xml", "Kenmerk>1974/231<", "Kenmerk>BWT-1<", "VERIFY_IDENTITY" },
        { DOSSIER "/1974-231.mdto.xml", "Bouwen garage", "Bouwen\ngarage", "VERIFY_CONTROL" },
        { DOSSIER "/1974-231.mdto.xml", "<naam>Bouwen garage",
          "<naam>Bouwen van een garage met een plat dak en "
          "een schuur en een serre en een erker en een",
          "VERIFY_TITLE" },
        { DOSSIER "/1974-231.mdto.xml", "encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"",
          "VERIFY_ENCODING" },
        { DOSSIER "/1974-231.mdto.xml", "<?xml", "\xEF\xBB\xBF<?xml", "VERIFY_ENCODING" },
        { DOSSIER "/1974-231.mdto.xml", "Jansen", "J\xE9nsen", "VERIFY_ENCODING" },
        { DOSSIER "/1974-231.mdto.xml", "nationaalarchief.nl/mdto\"", "nationaalarchief.nl/MDTO\"",
          "VERIFY_SCHEMA" },
        { DOSSIER "/1974-231.mdto.xml", "<informatieobject>", "<informatieobject id=\"1\">",
          "VERIFY_SCHEMA" },
        { DOSSIER "/1974-231.mdto.xml", "</informatieobject>", "", "VERIFY_XML" },
        { DOSSIER "/1974-231.mdto.xml", "<MDTO", "<!DOCTYPE MDTO [<!ENTITY a \"b\">]><MDTO",
          "VERIFY_XML" },
        { TIFF_FILE ".bestand.mdto.xml", "<omvang>", "<omvang>1", "VERIFY_SIZE" },
        { TIFF_FILE ".bestand.mdto.xml", "SHA-256<", "SHA-1<", "VERIFY_CHECKSUM" },
        { TIFF_FILE ".bestand.mdto.xml", "SHA-256<", "MD5<", "VERIFY_CHECKSUM" },
        { TIFF_FILE ".bestand.mdto.xml", "<checksumWaarde>", "<checksumWaarde>0",
          "VERIFY_CHECKSUM" },
        { TIFF_FILE ".bestand.mdto.xml", "fmt/353", "fmt/13", "VERIFY_FORMAT" },
        { TIFF_FILE ".bestand.mdto.xml", "<naam>1974", "<naam>1975", "VERIFY_TITLE" },
        { TIFF_FILE ".bestand.mdto.xml", "T22:26:41<", " 22:26:41<", "VERIFY_SCHEMA" },
        { TIFF_FILE ".bestand.mdto.xml", "Kenmerk>1974-231_001_0001.tif<",
          "Kenmerk>1974-231_001_0002.tif<", "VERIFY_IDENTITY" },
        { TIFF_FILE ".bestand.mdto.xml", "Kenmerk>1974-231_001<", "Kenmerk>1974-231_002<",
          "VERIFY_RELATION" },
        { DOCUMENT "/1974-231_001.mdto.xml", "<heeftRepresentatie>",
          "<heeftRepresentatie><verwijzingNaam>x"
          "</verwijzingNaam></heeftRepresentatie><heeftRepresentatie>",
          "VERIFY_RELATION" },
        { ROOT "/" ROOT ".mdto.xml", "<bevatOnderdeel>",
          "<bevatOnderdeel><verwijzingNaam>x</verwijzingNaam>"
          "</bevatOnderdeel><bevatOnderdeel>",
          "VERIFY_RELATION" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        struct verify_counts c;
        struct ba_err err = BA_ERR_INIT;
        const char *root = fresh();
        edit(at(edits[i].file), edits[i].from, edits[i].to);
        if (strcmp(edits[i].code, "VERIFY_NONE") == 0)
            assert_rc(BA_OK, verify(root, &c, &err), &err); /* optional: no difference */
        else
            expect(edits[i].from, root, edits[i].code);
    }
}

static void a_restriction_without_its_term_is_caught(void **state)
{
    const char *root = fresh();
    char file[300];
    (void)state;
    assert_int_equal(
        RUN(in_dir("found"), "grep", "-rl", "--include=*.mdto.xml", "Levenssfeer", root), 0);
    char *list = slurp(in_dir("found"), NULL);
    snprintf(file, sizeof file, "%.*s", (int)strcspn(list, "\n"), list);
    free(list);
    edit(file, "<termijnEinddatum>2050", "<termijnEinddatum>1950");
    expect("end before start", root, "VERIFY_TERM");
}

static void a_flipped_byte_is_caught_in_every_kind_of_file(void **state)
{
    (void)state;
    fresh();
    flip(at(TIFF_FILE), 200);
    expect("TIFF", in_dir("m/" ROOT), "VERIFY_CHECKSUM");
    fresh();
    flip(at(PDF_FILE), 500);
    expect("PDF", in_dir("m/" ROOT), "VERIFY_CHECKSUM");
    fresh();
    flip(at(TIFF_FILE), 0);
    expect("magic", in_dir("m/" ROOT), "VERIFY_FORMAT");
    fresh();
    flip(at(TIFF_FILE ".bestand.mdto.xml"), 60);
    expect("sidecar", in_dir("m/" ROOT), "VERIFY_SCHEMA");
}

static void files_and_folders_that_are_not_as_they_should_be_are_caught(void **state)
{
    (void)state;
    fresh();
    unlink(at(TIFF_FILE));
    expect("file gone", in_dir("m/" ROOT), "VERIFY_SIDECAR");
    fresh();
    unlink(at(TIFF_FILE ".bestand.mdto.xml"));
    expect("sidecar gone", in_dir("m/" ROOT), "VERIFY_SIDECAR");
    fresh();
    unlink(at(DOSSIER "/1974-231.mdto.xml"));
    expect("folder's sidecar gone", in_dir("m/" ROOT), "VERIFY_SIDECAR");
    fresh();
    unlink(at(ROOT "/" ROOT ".mdto.xml"));
    expect("root's sidecar gone", in_dir("m/" ROOT), "VERIFY_SIDECAR");
    fresh();
    spew(at(DOCUMENT "/extra.txt"), "x", 1);
    expect("unlisted file", in_dir("m/" ROOT), "VERIFY_SIDECAR");
    fresh();
    spew(at(DOCUMENT "/.DS_Store"), "x", 1);
    expect("hidden file", in_dir("m/" ROOT), "VERIFY_NAME");
    fresh();
    spew(at(TIFF_FILE), "", 0);
    expect("zero bytes", in_dir("m/" ROOT), "VERIFY_EMPTY_FILE");
    fresh();
    assert_int_equal(rename(at(TIFF_FILE), at(DOCUMENT "/a b.tif")), 0);
    expect("space", in_dir("m/" ROOT), "VERIFY_NAME");
    fresh();
    assert_int_equal(mkdir(at(DOSSIER "/leeg"), 0755), 0);
    expect("empty folder", in_dir("m/" ROOT), "VERIFY_EMPTY_FOLDER");
    fresh();
    spew(at(DOSSIER "/1974-231_001_0001.TIF"), "II*", 4);
    expect("same name, other case, wrong level", in_dir("m/" ROOT), "VERIFY_NESTING");
    assert_non_null(strstr(said, "VERIFY_NAME"));
    fresh();
    assert_int_equal(symlink("/etc/passwd", at(DOCUMENT "/link")), 0);
    expect("symlink", in_dir("m/" ROOT), "VERIFY_TYPE");
}

static void a_tar_and_its_companions_must_agree(void **state)
{
    const char *tar = copy_delivery();
    (void)state;
    flip(tar, 20);
    expect("header of the tar", tar, "VERIFY_TAR");
    tar = copy_delivery();
    flip(tar, -1);
    expect("padding of the tar", tar, "VERIFY_CHECKSUM");
    tar = copy_delivery();
    assert_int_equal(truncate(tar, 30000), 0);
    expect("truncated", tar, "VERIFY_TAR");
    tar = copy_delivery();
    flip(companion(".tar.sha256"), 3);
    expect("sum", tar, "VERIFY_CHECKSUM");
    copy_delivery();
    edit(companion(".pakbon.xml"), "<aantalBestanden>13", "<aantalBestanden>12");
    expect("pakbon count", in_dir("d"), "VERIFY_PAKBON");
    copy_delivery();
    edit(companion(".pakbon.xml"), "<email>", "<fax>");
    expect("pakbon broken", in_dir("d"), "VERIFY_PAKBON");
    copy_delivery();
    assert_int_equal(
        RUN(in_dir("log"), "cp", companion(".pakbon.xml"), in_dir("d/other.pakbon.xml")), 0);
    expect("pakbon of a tar that is gone", in_dir("d"), "VERIFY_UNLISTED");
}

static void a_tar_with_paths_that_lead_elsewhere_is_caught(void **state)
{
    (void)state;
    fresh();
    assert_int_equal(RUN(in_dir("log"), "tar", "-cf", in_dir("evil.tar"), "-C", in_dir("m"),
                         "--transform", "s,^" ROOT "/" ROOT ".mdto.xml,../evil.xml,", "-P", ROOT),
                     0);
    expect("..", in_dir("evil.tar"), "VERIFY_PATH");
    assert_int_equal(RUN(in_dir("log"), "tar", "-cf", in_dir("two.tar"), "-C", in_dir("m"), ROOT,
                         "-C", fixture_dir, "out"),
                     0);
    expect("two tops", in_dir("two.tar"), "VERIFY_ROOT");
    assert_int_equal(
        RUN(in_dir("log"), "tar", "-cf", in_dir("twice.tar"), "-C", in_dir("m"), ROOT, ROOT), 0);
    expect("hard links or twice", in_dir("twice.tar"), "VERIFY_TYPE");
}

/* Also where sidecars were made to agree with it, and also inside a tar. */
static void a_pdf_that_breaks_its_rules_is_caught(void **state)
{
    (void)state;
    fresh();
    edit(at(PDF_FILE), "/Tabs /S", "/Tabs /X");
    expect("PDF in a folder", in_dir("m/" ROOT), "PDF_RULES");
    assert_int_equal(RUN(in_dir("log"), "tar", "-cf", in_dir("rules.tar"), "-C", in_dir("m"), ROOT),
                     0);
    expect("PDF in a tar", in_dir("rules.tar"), "PDF_RULES");
    fresh();
    edit(at(PDF_FILE), "<pdf:Producer>bouwarchief", "<pdf:Producer>something*");
    edit(at(PDF_FILE), "/Tabs /S", "/Tabs /X");
    expect("not ours", in_dir("m/" ROOT), "VERIFY_CHECKSUM");
    assert_null(strstr(said, "PDF_RULES"));
}

#define XSD(content)                                                                               \
    "<?xml version=\"1.0\"?><xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" "             \
    "targetNamespace=\"https://www.nationaalarchief.nl/mdto\" "                                    \
    "elementFormDefault=\"qualified\">" content "</xs:schema>"
#define ELEMENT(inside)                                                                            \
    "<xs:element name=\"MDTO\"><xs:complexType><xs:sequence>" inside                               \
    "</xs:sequence></xs:complexType></xs:element>"

static void a_schema_of_the_receiver_is_applied_to_every_sidecar(void **state)
{
    static const char any[] = XSD(ELEMENT("<xs:any processContents=\"skip\"/>"));
    static const char two[] =
        XSD(ELEMENT("<xs:any processContents=\"skip\" minOccurs=\"2\" maxOccurs=\"2\"/>"));
    static const char far[] =
        XSD("<xs:include schemaLocation=\"http://127.0.0.1:9/x.xsd\"/>" ELEMENT(""));
    struct verify_opts opts = { .lists = &sample_lists, .xsd = in_dir("s.xsd") };
    struct verify_counts c;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    spew(in_dir("s.xsd"), any, sizeof any - 1);
    assert_rc(BA_OK, verify_package(delivery_tar, &opts, note, NULL, &c, &err), &err);
    assert_int_equal(c.schema_checked, c.sidecars);
    spew(in_dir("s.xsd"), two, sizeof two - 1);
    said[0] = '\0';
    assert_rc(BA_ITEM, verify_package(delivery_tar, &opts, note, NULL, &c, &err), &err);
    assert_int_equal(c.differences, c.sidecars);
    assert_non_null(strstr(said, "VERIFY_XSD "));
    spew(in_dir("s.xsd"), far, sizeof far - 1);
    assert_rc(BA_FATAL, verify_package(delivery_tar, &opts, note, NULL, &c, &err), &err);
    assert_string_equal(err.code, "XSD_BAD");
    spew(in_dir("s.xsd"), "<x/>", 4);
    assert_rc(BA_FATAL, verify_package(delivery_tar, &opts, note, NULL, &c, &err), &err);
    assert_string_equal(err.code, "XSD_BAD");
    opts.xsd = in_dir("nowhere.xsd");
    assert_rc(BA_FATAL, verify_package(delivery_tar, &opts, note, NULL, &c, &err), &err);
    assert_string_equal(err.code, "XSD_BAD");
}

/* The same dossiers in a bag; the path of its tar. */
static const char *bagged(const char *out)
{
    static char tar[400];
    struct export_source source = { sample_dossiers, SAMPLE_DOSSIERS, sample_load,
                                    sample_note_refusal, NULL };
    struct export_opts opts = sample_opts;
    struct export_result res;
    struct ba_err err = BA_ERR_INIT;
    opts.out_dir = out;
    opts.bag = true;
    assert_rc(BA_OK, export_delivery(&sample_archive, &source, &opts, &res, &err), &err);
    snprintf(tar, sizeof tar, "%s", res.tar);
    export_result_free(&res);
    return tar;
}

static void a_package_in_a_bag_is_right_inside_and_outside(void **state)
{
    struct verify_counts c;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    const char *tar = bagged(in_dir("bag"));
    unpack(tar, in_dir("b"));
    /* Its folder is called as the tar (RFC 8493, 4). */
    char *name = ba_strf("%.*s", (int)(strlen(ba_basename(tar)) - 4), ba_basename(tar));
    char *top = ba_path_join(in_dir("b"), name), *tag = ba_path_join(top, "bag-info.txt");
    char *pdf = ba_path_join(top, "data/" PDF_FILE);
    const char *const paths[] = { tar, in_dir("bag"), top };
    for (size_t i = 0; i < 3; i++) {
        if (verify(paths[i], &c, &err) != BA_OK)
            fail_msg("%s: %s %s", paths[i], said, err.msg);
        assert_string_equal(said, "");
        assert_int_equal(c.files, 13);
        assert_int_equal(c.dossiers, 4);
        assert_int_equal(c.pdfs_checked, 5);
        assert_int_equal(c.checksums, 13 + 37 + 3);
        assert_int_equal(c.companions, i < 2 ? 2 : 0);
    }
    char *info = slurp(tag, NULL);
    assert_non_null(strstr(info, "Bagging-Date: 2026-"));
    assert_non_null(strstr(info, "Payload-Oxum: "));
    assert_non_null(strstr(info, ".37\n"));
    free(info);
    /* One flipped byte: the bag's manifest and the sidecar say so. */
    flip(pdf, 500);
    expect("payload", top, "BAG_CHECKSUM");
    assert_non_null(strstr(said, "VERIFY_CHECKSUM "));
    assert_int_equal(RUN(in_dir("log"), "tar", "-cf", in_dir("b.tar"), "-C", in_dir("b"), name), 0);
    expect("payload in a tar", in_dir("b.tar"), "BAG_CHECKSUM");
    assert_non_null(strstr(said, "VERIFY_CHECKSUM "));
    free(name);
    free(top);
    free(tag);
    free(pdf);
}

static void a_bag_has_equal_bytes_each_time(void **state)
{
    size_t n, m;
    (void)state;
    char *one = slurp(bagged(in_dir("bag1")), &n), *two = slurp(bagged(in_dir("bag2")), &m);
    assert_int_equal(n, m);
    assert_memory_equal(one, two, n);
    free(one);
    free(two);
}

static void nothing_to_check_is_no_success(void **state)
{
    struct verify_counts c;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    assert_int_equal(mkdir(in_dir("empty"), 0755), 0);
    assert_rc(BA_ITEM, verify(in_dir("empty"), &c, &err), &err);
    assert_string_equal(err.code, "VERIFY_NOTHING");
    assert_rc(BA_ITEM, verify(in_dir("nowhere"), &c, &err), &err);
    assert_string_equal(err.code, "INPUT_MISSING");
    spew(in_dir("text.tar"), "this is no tar", 14);
    assert_rc(BA_ITEM, verify(in_dir("text.tar"), &c, &err), &err);
    assert_int_equal(RUN(in_dir("log"), "tar", "-cf", in_dir("nil.tar"), "-T", "/dev/null"), 0);
    assert_rc(BA_ITEM, verify(in_dir("nil.tar"), &c, &err), &err);
}

static void limits_stop_a_package_that_is_too_large(void **state)
{
    struct verify_opts opts = { .lists = &sample_lists, .max_entries = 5 };
    struct verify_counts c;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    assert_rc(BA_ITEM, verify_package(delivery_tar, &opts, note, NULL, &c, &err), &err);
    assert_string_equal(err.code, "VERIFY_TOO_LARGE");
    opts = (struct verify_opts){ .lists = &sample_lists, .max_sidecar_bytes = 100 };
    assert_rc(BA_ITEM, verify_package(delivery_tar, &opts, note, NULL, &c, &err), &err);
    assert_string_equal(err.code, "VERIFY_TOO_LARGE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_exported_is_right),
        cmocka_unit_test(edits_of_a_sidecar_are_caught),
        cmocka_unit_test(a_restriction_without_its_term_is_caught),
        cmocka_unit_test(a_flipped_byte_is_caught_in_every_kind_of_file),
        cmocka_unit_test(files_and_folders_that_are_not_as_they_should_be_are_caught),
        cmocka_unit_test(a_tar_and_its_companions_must_agree),
        cmocka_unit_test(a_tar_with_paths_that_lead_elsewhere_is_caught),
        cmocka_unit_test(a_pdf_that_breaks_its_rules_is_caught),
        cmocka_unit_test(a_schema_of_the_receiver_is_applied_to_every_sidecar),
        cmocka_unit_test(a_package_in_a_bag_is_right_inside_and_outside),
        cmocka_unit_test(a_bag_has_equal_bytes_each_time),
        cmocka_unit_test(nothing_to_check_is_no_success),
        cmocka_unit_test(limits_stop_a_package_that_is_too_large),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, verify_begin, sample_end);
}
