/* Lists of checksums as they come with batches. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ingest/checksums.h"
#include "tests/unit/ingest_fixture.h"

#define MD5 "d41d8cd98f00b204e9800998ecf8427e" /* of nothing */
#define SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static size_t read_list(const char *list, const char *text, struct checksums *c)
{
    struct ba_err err = BA_ERR_INIT;
    size_t bad, len = strlen(text);
    char *exact = malloc(len); /* nothing behind it: reading on is noticed under ASan */

    assert_non_null(exact);
    memcpy(exact, text, len);
    *c = (struct checksums){ 0 };
    assert_rc(BA_OK, checksums_read(list, exact, len, c, &bad, &err), &err);
    free(exact);
    return bad;
}

static void names_of_lists_are_known(void **state)
{
    static const char *const lists[] = {
        "md5sum.txt",          "MD5SUMS",  "doos/SHA256SUMS",     "a.tif.md5",     "batch.sha256",
        "manifest-sha256.txt", "x.SHA512", "tagmanifest-md5.txt", "Checksums.txt", "sha1sum",
        "batch.sha256sum"
    };
    static const char *const others[] = {
        "1.tif",         "md5.tif",   "sha256/1.tif", "manifest.txt", "manifest-1.tif",
        "md5sommen.tif", "a.md5.tif", "md",           "checksum.tif", "sha"
    };

    (void)state;
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        if (!checksums_is_list(lists[i]))
            fail_msg("%s is a list", lists[i]);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (checksums_is_list(others[i]))
            fail_msg("%s is no list", others[i]);
}

static void every_usual_layout_is_read(void **state)
{
    static const struct {
        const char *line, *name, *hex;
        enum ba_hash_kind kind;
    } cases[] = {
        { MD5 "  a.tif\n", "a.tif", MD5, BA_MD5 },
        { MD5 " *a b.tif\r\n", "a b.tif", MD5, BA_MD5 },
        { SHA256 " data/a.tif", "data/a.tif", SHA256, BA_SHA256 },
        { SHA256 "\ta.tif", "a.tif", SHA256, BA_SHA256 },
        { MD5 "   blank in front.tif\n", " blank in front.tif", MD5, BA_MD5 },
        { "\\" MD5 "  a\\\\b\\nc.tif\n", "a\\b\nc.tif", MD5, BA_MD5 },
        { "MD5 (a.tif) = " MD5 "\n", "a.tif", MD5, BA_MD5 },
        { "SHA256 (a (1) = b.tif) = " SHA256 "\r\n", "a (1) = b.tif", SHA256, BA_SHA256 },
        { "\xEF\xBB\xBF# a remark\n\n; another\n" MD5 "  a.tif", "a.tif", MD5, BA_MD5 },
        { "D41D8CD98F00B204E9800998ECF8427E  A.TIF", "A.TIF", MD5, BA_MD5 },
        { "da39a3ee5e6b4b0d3255bfef95601890afd80709  a.tif", "a.tif",
          "da39a3ee5e6b4b0d3255bfef95601890afd80709", BA_SHA1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct checksums c;

        assert_int_equal(0, read_list("md5sum.txt", cases[i].line, &c));
        assert_int_equal(1, c.count);
        assert_string_equal(cases[i].name, c.at[0].name);
        assert_string_equal(cases[i].hex, c.at[0].hex);
        assert_int_equal(cases[i].kind, c.at[0].kind);
        checksums_free(&c);
    }
}

static void a_hash_alone_is_of_the_file_its_list_is_named_after(void **state)
{
    struct checksums c;

    (void)state;
    assert_int_equal(0, read_list("doos 1/blad 1.tif.md5", MD5 "\n", &c));
    assert_int_equal(1, c.count);
    assert_string_equal("blad 1.tif", c.at[0].name);
    checksums_free(&c);
    assert_int_equal(1, read_list("MD5SUMS", MD5 "\n", &c));
    assert_int_equal(0, c.count);
    checksums_free(&c);
}

static void a_line_that_is_none_is_told_and_the_others_are_read(void **state)
{
    static const char *const bad[] = { "hallo",
                                       "d41d8cd9  a.tif",
                                       MD5 "a.tif",
                                       MD5 "0  a.tif",
                                       "SHA256 (a.tif) = ",
                                       "SHA256 (a.tif) = xyz",
                                       "MD5 (a.tif) " MD5,
                                       "\\",
                                       "()",
                                       "MD5 () = " MD5,
                                       "zz" MD5 "  a.tif" };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        char text[400];
        struct checksums c;

        snprintf(text, sizeof(text), "%s  1.tif\n%s\n%s  2.tif\n", MD5, bad[i], MD5);
        if (read_list("md5sum.txt", text, &c) != 2)
            fail_msg("\"%s\" was read", bad[i]);
        assert_int_equal(2, c.count);
        checksums_free(&c);
    }
}

static void bytes_that_are_no_text_are_no_lines(void **state)
{
    static const char noise[] = MD5 "  a\0b.tif\n\xFF\xFE\0\n";
    struct ba_err err = BA_ERR_INIT;
    struct checksums c = { 0 };
    size_t bad;

    (void)state;
    assert_rc(BA_OK, checksums_read("x.md5", noise, sizeof(noise) - 1, &c, &bad, &err), &err);
    assert_int_equal(1, bad);
    assert_int_equal(0, c.count);
    checksums_free(&c);
}

/* ---- finding the files --------------------------------------------------------------------------
 */

struct fixture {
    struct batch_file files[8];
    struct batch_files walk;
    struct checksums sums;
};

static void resolve(struct fixture *f, const char *const *paths, const char *list, const char *text)
{
    struct ba_err err = BA_ERR_INIT;

    f->walk = (struct batch_files){ .files = f->files };
    for (; *paths != NULL; paths++)
        f->files[f->walk.count++] = (struct batch_file){ .path = (char *)*paths, .regular = true };
    read_list(list, text, &f->sums);
    assert_rc(BA_OK, checksums_resolve(&f->sums, &f->walk, "batch-7", &err), &err);
}

static void assert_target(const char *list, const char *name, const char *want)
{
    static const char *const paths[] = { "1.tif", "a\\b.tif", "doos/1.tif", "doos/2.tif", NULL };
    char line[200];
    struct fixture f = { 0 };

    snprintf(line, sizeof(line), "%s  %s", MD5, name);
    resolve(&f, paths, list, line);
    assert_int_equal(1, f.sums.count);
    if (want == NULL)
        assert_null(f.sums.at[0].target);
    else
        assert_string_equal(want, f.sums.at[0].target);
    checksums_free(&f.sums);
}

static void a_name_is_looked_for_where_it_may_stand(void **state)
{
    (void)state;
    assert_target("md5", "1.tif", "1.tif");
    assert_target("doos/md5", "1.tif", "doos/1.tif"); /* beside its list first */
    assert_target("doos/md5", "./2.tif", "doos/2.tif");
    assert_target("sommen/md5", "doos/2.tif", "doos/2.tif");
    assert_target("md5", "batch-7/doos/2.tif", "doos/2.tif");
    assert_target("md5", "batch-7\\doos\\2.tif", "doos/2.tif");
    assert_target("md5", ".\\doos\\2.tif", "doos/2.tif");
    assert_target("md5", "a\\b.tif", "a\\b.tif");
    assert_target("md5", "3.tif", NULL);
    assert_target("md5", "../batch-7/1.tif", NULL);
    assert_target("md5", "/1.tif", NULL);
    assert_target("md5", "batch-8/1.tif", NULL);
    assert_target("doos/md5", "../1.tif", NULL);
}

static void an_absolute_path_is_what_lies_in_the_batch(void **state)
{
    (void)state;
    assert_target("md5", "C:\\scans\\batch-7\\doos\\2.tif", "doos/2.tif");
    assert_target("md5", "D:\\1.tif", "1.tif");
    assert_target("md5", "\\\\nas\\scans\\batch-7\\doos\\1.tif", "doos/1.tif");
    assert_target("md5", "\\\\nas\\scans\\anders\\doos\\1.tif", "doos/1.tif");
    assert_target("md5", "C:/scans/batch-7/1.tif", "1.tif");
    assert_target("md5", "/mnt/scans/batch-7/doos/2.tif", "doos/2.tif");
    assert_target("md5", "/mnt/scans/batch-7/3.tif", NULL);
    assert_target("md5", "C:\\scans\\batch-7\\3.tif", NULL);
}

static void accents_written_in_another_way_are_the_same_name(void **state)
{
    static const char *const apart[] = { "doos/cafe\xCC\x81.tif", "e.tif", NULL };
    static const char *const whole[] = { "doos/caf\xC3\xA9.tif", "e.tif", NULL };
    struct fixture f = { 0 };

    (void)state;
    resolve(&f, apart, "md5", MD5 "  doos/caf\xC3\xA9.tif\n");
    assert_string_equal(apart[0], f.sums.at[0].target);
    checksums_free(&f.sums);
    f = (struct fixture){ 0 };
    resolve(&f, whole, "doos/md5", MD5 "  cafe\xCC\x81.tif\n" MD5 "  e\xCC\x81.tif\n");
    assert_int_equal(2, f.sums.count);
    assert_null(f.sums.at[0].target); /* e with an accent is not e */
    assert_string_equal(whole[0], f.sums.at[1].target);
    checksums_free(&f.sums);
}

static void what_windows_tools_print_is_read(void **state)
{
    static const char *const texts[] = {
        /* certutil, English and Dutch, new and old */
        "SHA256 hash of C:\\scans\\a b.tif:\r\n" SHA256
        "\r\nCertUtil: -hashfile command completed successfully.\r\n",
        "SHA256-hash van C:\\scans\\a b.tif:\r\n" SHA256
        "\r\nCertUtil: -hashfile-opdracht is voltooid.\r\n",
        "SHA256 hash of file C:\\scans\\a b.tif:\r\n"
        "e3 b0 c4 42 98 fc 1c 14 9a fb f4 c8 99 6f b9 24 27 ae 41 e4 64 9b 93 4c a4 95 99 1b 78 52 "
        "b8 55"
        "\r\nCertUtil: -hashfile command completed successfully.\r\n",
        /* Get-FileHash: table, list, list with a path that was broken over lines, CSV */
        "\r\nAlgorithm       Hash                               Path\r\n"
        "---------       ----                               ----\r\n"
        "SHA256          " SHA256 "   C:\\scans\\a b.tif\r\n\r\n",
        "\r\nAlgorithm : SHA256\r\nHash      : " SHA256
        "\r\nPath      : C:\\scans\\a b.tif\r\n\r\n",
        "Algorithm : SHA256\r\nHash      : " SHA256
        "\r\nPath      : C:\\sca\r\n            ns\\a b.tif",
        "\"Algorithm\",\"Hash\",\"Path\"\r\n\"SHA256\",\"" SHA256 "\",\"C:\\scans\\a b.tif\"\r\n",
        "#TYPE Microsoft.PowerShell.Utility.FileHash\n\"SHA256\";\"" SHA256
        "\";\"C:\\scans\\a b.tif\"\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct checksums c;

        if (read_list("sha256.txt", texts[i], &c) != 0 || c.count != 1)
            fail_msg("%zu lines are read of: %s", c.count, texts[i]);
        assert_string_equal("C:\\scans\\a b.tif", c.at[0].name);
        assert_string_equal(SHA256, c.at[0].hex);
        assert_int_equal(BA_SHA256, c.at[0].kind);
        checksums_free(&c);
    }
}

static void a_list_in_utf_16_is_read(void **state)
{
    static const char *const marks[] = { "\xFF\xFE", "\xFE\xFF" };
    static const char text[] = MD5 "  caf\xE9.tif\r\n" MD5 "  2.tif\r\n"; /* Latin-1 */

    (void)state;
    for (size_t m = 0; m < 2; m++) {
        struct ba_err err = BA_ERR_INIT;
        struct checksums c = { 0 };
        char wide[2 * sizeof(text)];
        size_t n = 2, bad;

        memcpy(wide, marks[m], 2);
        for (size_t i = 0; text[i] != '\0'; i++) {
            wide[n++] = m == 0 ? text[i] : '\0';
            wide[n++] = m == 0 ? '\0' : text[i];
        }
        assert_rc(BA_OK, checksums_read("md5", wide, n, &c, &bad, &err), &err);
        assert_int_equal(0, bad);
        assert_int_equal(2, c.count);
        assert_string_equal("caf\xC3\xA9.tif", c.at[0].name);
        assert_string_equal("2.tif", c.at[1].name);
        checksums_free(&c);
    }
}

static void hidden_files_in_a_list_are_not_missed(void **state)
{
    static const char *const paths[] = { "1.tif", NULL };
    struct fixture f = { 0 };

    (void)state;
    resolve(&f, paths, "md5",
            MD5 "  1.tif\n" MD5 "  .DS_Store\n" MD5 "  weg.tif\n" MD5 "  doos/Thumbs.db\n");
    assert_int_equal(2, f.sums.count);
    assert_string_equal("weg.tif", f.sums.at[0].name);
    assert_null(f.sums.at[0].target);
    checksums_free(&f.sums);
}

static void all_lines_about_a_file_are_found(void **state)
{
    static const char *const paths[] = { "1.tif", "2.tif", "3.tif", NULL };
    struct fixture f = { 0 };
    const struct checksum *s;
    size_t n;

    (void)state;
    resolve(&f, paths, "md5",
            MD5 "  2.tif\n" SHA256 "  1.tif\n" MD5 "  1.tif\n" MD5 "  4.tif\n" MD5 "  ./1.tif\n");
    s = checksums_of(&f.sums, "1.tif", &n);
    assert_int_equal(3, n);
    for (size_t i = 0; i < n; i++)
        assert_string_equal("1.tif", s[i].target);
    assert_non_null(checksums_of(&f.sums, "2.tif", &n));
    assert_int_equal(1, n);
    assert_null(checksums_of(&f.sums, "3.tif", &n));
    assert_int_equal(0, n);
    checksums_free(&f.sums);
}

/* ---- comparing ----------------------------------------------------------------------------------
 */

static void a_changed_file_differs_and_its_list_is_named(void **state)
{
    char *empty = write_file(*state, "empty", "", 0), *full = write_file(*state, "full", "x", 1);
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, checksum_verify(BA_MD5, MD5, "md5", empty, "", &err), &err);
    assert_rc(BA_OK, checksum_verify(BA_SHA256, SHA256, "md5", "/nowhere", SHA256, &err), &err);
    assert_rc(BA_ITEM, checksum_verify(BA_MD5, MD5, "MD5SUMS", full, SHA256, &err), &err);
    assert_string_equal("CHECKSUM_DIFFERS", err.code);
    assert_non_null(strstr(err.msg, "MD5SUMS says " MD5));
    assert_rc(BA_ITEM, checksum_verify(BA_MD5, MD5, "md5", "/nowhere/x", "", &err), &err);
    assert_string_equal("FILE_READ", err.code);
    free(empty);
    free(full);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_lists_are_known),
        cmocka_unit_test(every_usual_layout_is_read),
        cmocka_unit_test(a_hash_alone_is_of_the_file_its_list_is_named_after),
        cmocka_unit_test(a_line_that_is_none_is_told_and_the_others_are_read),
        cmocka_unit_test(bytes_that_are_no_text_are_no_lines),
        cmocka_unit_test(a_name_is_looked_for_where_it_may_stand),
        cmocka_unit_test(hidden_files_in_a_list_are_not_missed),
        cmocka_unit_test(an_absolute_path_is_what_lies_in_the_batch),
        cmocka_unit_test(accents_written_in_another_way_are_the_same_name),
        cmocka_unit_test(what_windows_tools_print_is_read),
        cmocka_unit_test(a_list_in_utf_16_is_read),
        cmocka_unit_test(all_lines_about_a_file_are_found),
        cmocka_unit_test_setup_teardown(a_changed_file_differs_and_its_list_is_named, scratch_setup,
                                        scratch_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
