#include "tests/unit/export_sample.h"

#include <locale.h>
#include <time.h>

#include "core/utf8.h"
#include "export/sip/master_split.h"
#include "export/sip/package_names.h"
#include "export/verify/verify.h"

static void a_delivery_passes_the_receivers_rules(void **state)
{
    struct export_result res;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    assert_rc(BA_OK, sample_export(SAMPLE_DOSSIERS, in_dir("out"), &res, &err), &err);
    assert_int_equal(res.exported, 4);
    assert_int_equal(res.refused, 0);
    assert_int_equal(res.objects, 1 + 1 + 4 + 5);       /* a series */
    assert_int_equal(res.files, 3 + 1 + 1 + 2 + 1 + 5); /* masters, and a PDF a document */
    unpack(res.tar, in_dir("u"));
    assert_receiver_takes(in_dir("u/NL-TilGA-BWT"));
    export_result_free(&res);
}

static void the_files_beside_the_tar_name_it_and_its_hash(void **state)
{
    struct export_result res;
    struct ba_err err = BA_ERR_INIT;
    char hex[BA_HASH_HEX_MAX + 1], want[512];
    (void)state;
    assert_rc(BA_OK, sample_export(1, in_dir("out2"), &res, &err), &err);
    assert_rc(BA_OK, ba_hash_file(res.tar, BA_SHA256, hex, NULL, &err), &err);
    assert_string_equal(hex, res.sha256);
    snprintf(want, sizeof want, "%s  %s.tar\n", hex, res.delivery);
    char *sum = slurp(res.sum, NULL), *note = slurp(res.pakbon, NULL);
    assert_string_equal(sum, want);
    assert_non_null(strstr(note, hex));
    assert_non_null(strstr(note, "<aantalBestanden>6</aantalBestanden>"));
    assert_non_null(strstr(note, "<aanmaakTijd>2026-11-21T22:27:30</aanmaakTijd>"));
    free(sum);
    free(note);
    export_result_free(&res);
}

static void the_same_dossiers_give_the_same_bytes_elsewhere(void **state)
{
    struct export_result a, b;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    assert_rc(BA_OK, sample_export(3, in_dir("here"), &a, &err), &err);
    setenv("TZ", "Asia/Kolkata", 1);
    tzset();
    mode_t old = umask(0077);
    assert_rc(BA_OK, sample_export(3, in_dir("there"), &b, &err), &err);
    umask(old);
    unsetenv("TZ");
    tzset();
    assert_string_equal(a.sha256, b.sha256);
    assert_string_equal(a.delivery, b.delivery);
    assert_int_equal(RUN(in_dir("log"), "diff", "-r", in_dir("here"), in_dir("there")), 0);
    export_result_free(&a);
    export_result_free(&b);
}

static void a_changed_master_refuses_its_dossier_and_the_others_go_out(void **state)
{
    struct export_result res, without;
    struct ba_err err = BA_ERR_INIT;
    size_t len;
    (void)state;
    char *bytes = slurp(sample_pages[8].master, &len);
    bytes[len / 2] ^= 1; /* same size: only the digest shows it */
    assert_int_equal(chmod(sample_pages[8].master, 0644), 0);
    spew(sample_pages[8].master, bytes, len);
    assert_rc(BA_ITEM, sample_export(4, in_dir("changed"), &res, &err), &err);
    assert_string_equal(err.code, "EXPORT_REFUSED");
    assert_string_equal(sample_refused, "1999/1:MASTER_CHANGED ");
    assert_int_equal(res.exported, 3);
    assert_false(res.gone_out[3]);
    assert_true(res.gone_out[2]);
    bytes[len / 2] ^= 1;
    spew(sample_pages[8].master, bytes, len);
    assert_rc(BA_OK, sample_export(3, in_dir("without"), &without, &err), &err);
    assert_string_equal(res.sha256, without.sha256); /* as if it had not been asked for */
    free(bytes);
    export_result_free(&res);
    export_result_free(&without);
}

/* A split image gets a digest of its own: only the master's shows that its source is damaged. */
static void no_image_is_split_out_of_a_changed_master(void **state)
{
    struct export_result res;
    struct ba_err err = BA_ERR_INIT;
    size_t len;
    (void)state;
    char *bytes = slurp(sample_pages[4].master, &len);
    bytes[20] ^= 1; /* within the first strip */
    assert_int_equal(chmod(sample_pages[4].master, 0644), 0);
    spew(sample_pages[4].master, bytes, len);
    assert_rc(BA_ITEM, sample_export(4, in_dir("split-changed"), &res, &err), &err);
    assert_non_null(strstr(sample_refused, "MASTER_CHANGED"));
    assert_int_equal(res.exported, 2);
    bytes[20] ^= 1;
    spew(sample_pages[4].master, bytes, len);
    free(bytes);
    export_result_free(&res);
}

/* Exports dossier 3 alone after `spoil`; it must be refused with the code and leave an empty
 * folder. */
static void assert_refused(const char *code)
{
    struct export_result res;
    struct ba_err err = BA_ERR_INIT;
    char want[80];
    struct export_dossier kept[SAMPLE_DOSSIERS];
    memcpy(kept, sample_dossiers, sizeof kept);
    sample_dossiers[0] = sample_dossiers[3];
    snprintf(want, sizeof want, "%s:%s ", sample_dossiers[0].number, code);
    assert_rc(BA_ITEM, sample_export(1, in_dir("none"), &res, &err), &err);
    assert_string_equal(sample_refused, want);
    assert_null(res.tar);
    assert_int_equal(rmdir(in_dir("none")), 0);
    export_result_free(&res);
    memcpy(sample_dossiers, kept, sizeof kept);
}

static void what_may_not_leave_is_refused_with_its_reason(void **state)
{
    struct export_dossier *d = &sample_dossiers[3], kept = *d;
    struct export_page *p = &sample_pages[8], page = *p;
    struct export_document *doc = &sample_documents[4], document = *doc;
    (void)state;
    p->failed = true;
    assert_refused("DOSSIER_PAGES_FAILED");
    *p = page;
    p->waiting = true;
    assert_refused("DOSSIER_PAGES_WAITING");
    *p = page;
    p->master = "/nonexistent.tif";
    assert_refused("MASTER_MISSING");
    *p = page;
    p->size_bytes++;
    assert_refused("MASTER_CHANGED");
    *p = page;
    p->puid = "fmt/1";
    assert_refused("FORMAT_NOT_TAKEN");
    *p = page;
    d->sheets_expected = 2;
    assert_refused("DOSSIER_COUNT_DIFFERS");
    d->sheets_expected = 1;
    d->access = "geheim";
    assert_refused("ACCESS_UNKNOWN");
    d->access = "levenssfeer";
    assert_refused("ACCESS_INCOMPLETE");
    d->access_until = "1990-01-01";
    assert_refused("ACCESS_INCOMPLETE");
    *d = kept;
    d->document_count = 0;
    assert_refused("DOSSIER_NO_PAGES");
    *d = kept;
    doc->pdf = NULL;
    assert_refused("PDF_MISSING");
    *doc = document;
    d->number = "\xFF";
    assert_refused("DOSSIER_BAD_NUMBER");
    *d = kept;
}

static void a_reason_lets_failed_pages_and_wrong_counts_go(void **state)
{
    struct export_dossier *d = &sample_dossiers[0], kept = *d;
    struct export_result res;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    d->sheets_expected = 99;
    d->force_reason = "blad 7 ontbrak al in de doos";
    sample_pages[0].failed = true;
    assert_rc(BA_OK, sample_export(1, in_dir("forced"), &res, &err), &err);
    size_t len;
    char *tar = slurp(res.tar, &len);
    assert_non_null(memmem(tar, len, d->force_reason, strlen(d->force_reason)));
    free(tar);
    sample_pages[0].failed = false;
    *d = kept;
    export_result_free(&res);
}

static void a_number_of_300_characters_goes_out_under_a_short_name(void **state)
{
    static char number[301];
    struct export_dossier kept = sample_dossiers[3];
    struct export_result res;
    struct verify_counts counts;
    const struct verify_opts opts = { .lists = &sample_lists };
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    memset(number, 'A', 300);
    sample_dossiers[3].number = sample_dossiers[3].series = number;
    assert_rc(BA_OK, sample_export(4, in_dir("long"), &res, &err), &err);
    assert_rc(BA_OK, verify_package(res.tar, &opts, NULL, NULL, &counts, &err), &err);
    sample_dossiers[3] = kept;
    export_result_free(&res);
}

static void a_dossier_that_is_asked_for_twice_goes_once(void **state)
{
    struct export_dossier kept = sample_dossiers[1];
    struct export_result res;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    sample_dossiers[1] = sample_dossiers[0];
    assert_rc(BA_ITEM, sample_export(2, in_dir("twice"), &res, &err), &err);
    assert_string_equal(sample_refused, "1974/231:DOSSIER_TWICE ");
    assert_int_equal(res.exported, 1);
    sample_dossiers[1] = kept;
    export_result_free(&res);
}

static void an_archive_without_identity_exports_nothing(void **state)
{
    struct export_result res;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    sample_archive.parent_id = "";
    assert_rc(BA_FATAL, sample_export(1, in_dir("x"), &res, &err), &err);
    assert_string_equal(err.code, "ARCHIVE_IDENTITY");
    sample_archive.parent_id = "1234";
    sample_archive.appraisal = "V";
    assert_rc(BA_FATAL, sample_export(1, in_dir("x"), &res, &err), &err);
    sample_archive.appraisal = "B";
    assert_rc(BA_ITEM, sample_export(0, in_dir("x"), &res, &err), &err);
    assert_string_equal(err.code, "EXPORT_NOTHING");
}

static void a_split_frame_has_the_strips_and_tags_of_its_master(void **state)
{
    char hex[BA_SHA256_HEX + 1], again[BA_SHA256_HEX + 1];
    uint64_t size;
    struct ba_err err = BA_ERR_INIT;
    const char *master = sample_pages[4].master;
    (void)state;
    for (uint32_t frame = 0; frame < 3; frame++) {
        assert_rc(BA_OK, master_split_frame(master, frame, in_dir("s.tif"), hex, &size, &err),
                  &err);
        assert_rc(BA_OK, master_split_frame(master, frame, in_dir("s2.tif"), again, &size, &err),
                  &err);
        assert_string_equal(hex, again);
        TIFF *a = TIFFOpen(master, "r"), *b = TIFFOpen(in_dir("s.tif"), "r");
        assert_int_equal(TIFFSetDirectory(a, (tdir_t)frame), 1);
        assert_int_equal(TIFFNumberOfDirectories(b), 1);
        assert_int_equal(TIFFNumberOfStrips(a), TIFFNumberOfStrips(b));
        for (uint32_t i = 0; i < TIFFNumberOfStrips(a); i++) {
            static char x[1 << 16], y[1 << 16];
            tmsize_t n = TIFFReadRawStrip(a, i, x, sizeof x);
            assert_true(n > 0);
            assert_int_equal(TIFFReadRawStrip(b, i, y, sizeof y), n);
            assert_memory_equal(x, y, (size_t)n);
        }
        float dpi = 0;
        assert_int_equal(TIFFGetField(b, TIFFTAG_XRESOLUTION, &dpi), 1);
        assert_true(dpi == 300);
        TIFFClose(a);
        TIFFClose(b);
        struct raster ra = { 0 }, rb = { 0 };
        assert_rc(BA_OK, fixture_raster(NULL, master, frame, &ra, &err), &err);
        assert_rc(BA_OK, fixture_raster(NULL, in_dir("s.tif"), 0, &rb, &err), &err);
        assert_memory_equal(ra.data, rb.data, ra.stride * ra.height_px);
        ba_raster_free(&ra);
        ba_raster_free(&rb);
    }
    assert_rc(BA_ITEM, master_split_frame(master, 3, in_dir("s.tif"), hex, &size, &err), &err);
    assert_string_equal(err.code, "SPLIT_FAILED");
}

static void a_damaged_tiff_never_makes_the_splitter_read_outside_it(void **state)
{
    char hex[BA_SHA256_HEX + 1];
    uint64_t size;
    struct ba_err err = BA_ERR_INIT;
    size_t len;
    (void)state;
    char *bytes = slurp(sample_pages[4].master, &len);
    for (size_t i = 0; i < 400; i++) { /* a byte of each place in turn, mostly in directories */
        size_t at = len - 1 - (i * 7919) % (len - 1);
        char kept = bytes[at];
        bytes[at] = (char)(kept ^ (1 << (i % 8)));
        FILE *f = fopen(in_dir("fuzz.tif"), "wb");
        assert_non_null(f);
        assert_int_equal(fwrite(bytes, 1, len - i, f), len - i);
        assert_int_equal(fclose(f), 0);
        enum ba_rc rc =
            master_split_frame(in_dir("fuzz.tif"), 2, in_dir("s.tif"), hex, &size, &err);
        assert_true(rc == BA_OK || rc == BA_ITEM);
        bytes[at] = kept;
    }
    free(bytes);
}

static void names_are_one_to_one_and_good(void **state)
{
    static const char *const numbers[] = {
        "1974/231",
        "1974-231",
        "1974.231",
        "1974_231",
        "1974 231",
        "A",
        "a",
        "CON",
        "con",
        "../x",
        "",
        "1974/231 ",
        "\xC3\xA9",
        "e\xCC\x81",
        "NL-X",
        "A/B",
        "-A",
        "A-",
        ".bestand",
        "1974/231_001",
        "0123456789012345678901234567890123456789",
    };
    enum { N = sizeof numbers / sizeof *numbers };
    char names[N][NAME_LEN];
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    for (size_t i = 0; i < N; i++) {
        assert_rc(BA_OK, package_name_dossier(numbers[i], "NL-X", names[i], &err), &err);
        assert_true(package_name_is_good(names[i]));
        assert_true(strlen(names[i]) <= 40);
        assert_string_not_equal(names[i], "NL-X");
        for (size_t k = 0; k < i; k++)
            assert_true(strcasecmp(names[i], names[k]) != 0);
    }
    assert_string_equal(names[0], "1974-231");
    assert_string_equal(names[1], "1974.231");
    assert_false(package_name_is_good("a b"));
    assert_false(package_name_is_good("lpt1"));
    assert_false(package_name_is_good(""));
}

static void a_title_is_cut_at_a_word_and_cleaned(void **state)
{
    static const struct {
        const char *text, *want;
        size_t chars;
    } cases[] = {
        { "een twee drie", "een twee", 10 },
        { "een twee drie", "een twee drie", 13 },
        { "  een\t\n twee\x01 ", "een twee", 80 },
        { "abcdefghij", "abcde", 5 },
        { "caf\xC3\xA9s zijn", "caf\xC3\xA9s", 5 },
        { "\xFF", "\xEF\xBF\xBD", 5 },
        { "een twee", "een", 4 },
        { "", "", 5 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *got = ba_utf8_cut(cases[i].text, cases[i].chars);
        assert_string_equal(got, cases[i].want);
        free(got);
    }
}

static void a_missing_or_damaged_list_stops_the_export(void **state)
{
    struct value_lists lists;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    assert_rc(BA_FATAL, export_lists_load("/nonexistent", NULL, &lists, &err), &err);
    assert_string_equal(err.code, "LISTS_MISSING");
    assert_int_equal(mkdir(in_dir("lists"), 0755), 0);
    spew(in_dir("lists/beperkingGebruik.csv"), "key;code;label\na;b;c\n", 21);
    assert_rc(BA_FATAL, export_lists_load(in_dir("lists"), NULL, &lists, &err), &err);
    assert_string_equal(err.code, "LISTS_DAMAGED");
    assert_null(list_find_access(&sample_lists, "onzin"));
    assert_true(list_find_access(&sample_lists, "LEVENSSFEER")->restricted);
    assert_string_equal(list_kind_label(&sample_lists, "drawing"), "tekening");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_delivery_passes_the_receivers_rules),
        cmocka_unit_test(the_files_beside_the_tar_name_it_and_its_hash),
        cmocka_unit_test(the_same_dossiers_give_the_same_bytes_elsewhere),
        cmocka_unit_test(a_changed_master_refuses_its_dossier_and_the_others_go_out),
        cmocka_unit_test(what_may_not_leave_is_refused_with_its_reason),
        cmocka_unit_test(a_reason_lets_failed_pages_and_wrong_counts_go),
        cmocka_unit_test(a_number_of_300_characters_goes_out_under_a_short_name),
        cmocka_unit_test(a_dossier_that_is_asked_for_twice_goes_once),
        cmocka_unit_test(an_archive_without_identity_exports_nothing),
        cmocka_unit_test(no_image_is_split_out_of_a_changed_master),
        cmocka_unit_test(a_split_frame_has_the_strips_and_tags_of_its_master),
        cmocka_unit_test(a_damaged_tiff_never_makes_the_splitter_read_outside_it),
        cmocka_unit_test(names_are_one_to_one_and_good),
        cmocka_unit_test(a_title_is_cut_at_a_word_and_cleaned),
        cmocka_unit_test(a_missing_or_damaged_list_stops_the_export),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, sample_begin, sample_end);
}
