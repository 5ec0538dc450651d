/* Faults in the files and folders of a package, in its pakbon and its tar. */
#include "tests/unit/mutations_fixture.h"

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

static void none_was_left_out(void **state)
{
    (void)state;
    print_message("%u single faults, each caught\n", caught);
    assert_true(caught >= 82);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_other_names_alone_are_no_fault),
        cmocka_unit_test(a_fault_in_files_and_folders_is_caught),
        cmocka_unit_test(a_fault_in_any_item_of_the_pakbon_is_caught),
        cmocka_unit_test(a_flipped_byte_anywhere_in_a_tar_is_caught),
        cmocka_unit_test(none_was_left_out),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, verify_begin, sample_end);
}
