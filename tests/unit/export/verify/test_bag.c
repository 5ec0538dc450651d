#include "tests/unit/export_fixture.h"

#include <dirent.h>
#include <locale.h>

#include "export/verify/bag.h"
#include "export/verify/verify.h"

static char said[2048];

/* A bag need be no package. */
static const struct list_receiver any = { .name = (char[]){ "any" },
                                          .access = (char[]){ "" },
                                          .puids = (char[]){ "" },
                                          .folder_sidecar = (char[]){ ".mdto.xml" },
                                          .file_sidecar = (char[]){ ".bestand.mdto.xml" },
                                          .duplicates = true };
static const struct value_lists no_lists = { .receiver = &any };

static void note(void *ctx, const char *code, const char *path, const char *message)
{
    size_t n = strlen(said);
    (void)ctx;
    (void)path;
    (void)message;
    snprintf(said + n, sizeof said - n, "%s ", code);
}

static uint64_t verify(const char *folder)
{
    struct verify_counts counts = { .checked = false };
    struct ba_err err = BA_ERR_INIT;
    said[0] = '\0';
    assert_rc(BA_OK, bag_verify(folder, note, NULL, &counts, &err), &err);
    assert_true(counts.checked);
    return counts.differences;
}

/* The same bag in a tar, streamed. */
static uint64_t verify_in_tar(const char *folder)
{
    struct verify_counts counts = { .checked = false };
    struct bag_where w;
    struct ba_err err = BA_ERR_INIT;
    char parent[500];
    snprintf(parent, sizeof parent, "%.*s", (int)(ba_basename(folder) - folder), folder);
    assert_int_equal(
        RUN(in_dir("log"), "tar", "-cf", in_dir("bag.tar"), "-C", parent, ba_basename(folder)), 0);
    assert_rc(BA_OK, bag_find_in_tar(in_dir("bag.tar"), &no_lists, &w, &err), &err);
    assert_true(w.is_bag);
    said[0] = '\0';
    assert_rc(BA_OK, bag_verify_tar(in_dir("bag.tar"), &w, note, NULL, &counts, &err), &err);
    assert_true(counts.checked);
    bag_where_free(&w);
    return counts.differences;
}

/* Writes a manifest of the given files, by SHA-256. */
static void write_manifest(const char *name, const char *const *files, size_t n)
{
    struct ba_buf b = BA_BUF_INIT(65536);
    struct ba_err err = BA_ERR_INIT;
    for (size_t i = 0; i < n; i++) {
        char hex[BA_HASH_HEX_MAX + 1], path[300];
        snprintf(path, sizeof path, "%s/bag/%s", fixture_dir, files[i]);
        assert_rc(BA_OK, ba_hash_file(path, BA_SHA256, hex, NULL, &err), &err);
        ba_buf_printf(&b, "%s  %s\n", hex, files[i]);
    }
    spew(in_dir(name), b.data, b.len);
    ba_buf_free(&b);
}

static void put(const char *name, const char *text)
{
    spew(in_dir(name), text, strlen(text));
}

/* A fresh valid bag of version 1.0. */
static const char *fresh(void)
{
    static const char *const payload[] = { "data/a.txt", "data/b/c.txt" };
    static const char *const tags[] = { "bagit.txt", "bag-info.txt", "manifest-sha256.txt" };
    struct ba_err err = BA_ERR_INIT;
    assert_rc(BA_OK, ba_remove_tree(in_dir("bag"), &err), &err);
    assert_rc(BA_OK, ba_mkdirs(in_dir("bag/data/b"), &err), &err);
    put("bag/bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    put("bag/bag-info.txt", "Payload-Oxum: 9.2\n");
    put("bag/data/a.txt", "abcd");
    put("bag/data/b/c.txt", "efghi");
    write_manifest("bag/manifest-sha256.txt", payload, 2);
    write_manifest("bag/tagmanifest-sha256.txt", tags, 3);
    return in_dir("bag");
}

static void expect(const char *code)
{
    uint64_t n = verify(in_dir("bag"));
    if (n == 0 || strstr(said, code) == NULL)
        fail_msg("%d differences: %s, wanted %s", (int)n, said, code);
    uint64_t in_tar = verify_in_tar(in_dir("bag"));
    if (in_tar != n || strstr(said, code) == NULL)
        fail_msg("in a tar %d differences: %s, wanted %d with %s", (int)in_tar, said, (int)n, code);
}

static void a_whole_bag_is_right(void **state)
{
    (void)state;
    assert_true(bag_is_one(fresh()));
    assert_int_equal(verify(in_dir("bag")), 0);
    assert_string_equal(said, "");
    assert_false(bag_is_one(in_dir("bag/data")));
}

static void a_bag_in_a_tar_is_judged_like_its_folder(void **state)
{
    struct bag_where w;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    assert_int_equal(verify_in_tar(fresh()), 0);
    assert_string_equal(said, "");
    /* Beside the bag, a second top. */
    spew(in_dir("other.txt"), "x", 1);
    assert_int_equal(
        RUN(in_dir("log"), "tar", "-cf", in_dir("two.tar"), "-C", fixture_dir, "bag", "other.txt"),
        0);
    const struct verify_opts opts = { .lists = &no_lists };
    struct verify_counts counts;
    said[0] = '\0';
    assert_rc(BA_ITEM, verify_package(in_dir("two.tar"), &opts, note, NULL, &counts, &err), &err);
    assert_string_equal(said, "BAG_PAYLOAD ");
    assert_string_equal(err.code, "VERIFY_DIFFERS");
    /* Cut off in the middle of a file. */
    assert_int_equal(truncate(in_dir("bag.tar"), 3000), 0);
    said[0] = '\0';
    assert_rc(BA_ITEM, verify_package(in_dir("bag.tar"), &opts, note, NULL, &counts, &err), &err);
    assert_non_null(strstr(said, "VERIFY_TAR"));
    /* No bag. */
    assert_int_equal(
        RUN(in_dir("log"), "tar", "-cf", in_dir("no.tar"), "-C", in_dir("bag"), "data"), 0);
    assert_rc(BA_OK, bag_find_in_tar(in_dir("no.tar"), &no_lists, &w, &err), &err);
    assert_false(w.is_bag);
    bag_where_free(&w);
}

static void every_fault_of_a_bag_is_caught(void **state)
{
    (void)state;
    fresh();
    put("bag/data/a.txt", "abce");
    expect("BAG_CHECKSUM");
    fresh();
    put("bag/data/extra.txt", "x");
    expect("BAG_UNLISTED");
    fresh();
    unlink(in_dir("bag/data/a.txt"));
    expect("BAG_MISSING");
    fresh();
    put("bag/bag-info.txt", "Payload-Oxum: 10.2\n");
    expect("BAG_OXUM");
    fresh();
    put("bag/bag-info.txt", "Payload-Oxum: many\n");
    expect("BAG_OXUM");
    fresh();
    put("bag/bagit.txt", "BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n");
    expect("BAG_DECLARATION");
    fresh();
    put("bag/bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: KLINGON-8\n");
    expect("BAG_ENCODING");
    fresh();
    unlink(in_dir("bag/bagit.txt"));
    assert_true(bag_is_one(in_dir("bag")));
    expect("BAG_DECLARATION");
    fresh();
    put("bag/manifest-sha256.txt", "../../etc/passwd\n");
    expect("BAG_MANIFEST");
    fresh();
    put("bag/fetch.txt", "https://example.nl/x - data/not-listed.txt\n");
    expect("BAG_FETCH");
    fresh();
    put("bag/fetch.txt", "https://example.nl/x - ../../x\n");
    expect("BAG_PATH");
    fresh();
    assert_int_equal(symlink("/etc/passwd", in_dir("bag/data/link")), 0);
    expect("BAG_PAYLOAD");
}

static void paths_out_of_the_bag_and_double_lines_are_caught(void **state)
{
    static const char digest[] = "88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589";
    static const struct {
        const char *path, *code;
    } lines[] = { { "data/../../x", "BAG_PATH" },
                  { "other/x", "BAG_PATH" },
                  { "data/a.txt", "BAG_MANIFEST" } };
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char text[600];
        fresh();
        char *old = slurp(in_dir("bag/manifest-sha256.txt"), NULL);
        snprintf(text, sizeof text, "%s%s  %s\n", old, digest, lines[i].path);
        put("bag/manifest-sha256.txt", text);
        free(old);
        expect(lines[i].code);
    }
}

/* Valid on other systems, so the bag is; but never opened, and never silent. */
static void places_outside_the_bag_are_noted_and_not_looked_at(void **state)
{
    static const char *const places[] = { "/etc/passwd", "~/x", "~root/x" };
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        char text[600];
        fresh();
        unlink(in_dir("bag/tagmanifest-sha256.txt"));
        char *old = slurp(in_dir("bag/manifest-sha256.txt"), NULL);
        snprintf(text, sizeof text, "%s%064d  %s\n", old, 0, places[i]);
        put("bag/manifest-sha256.txt", text);
        free(old);
        assert_int_equal(verify(in_dir("bag")), 0);
        assert_string_equal(said, "VERIFY_NOTE ");
        fresh();
        snprintf(text, sizeof text, "https://example.nl/x - %s\n", places[i]);
        put("bag/fetch.txt", text);
        assert_int_equal(verify(in_dir("bag")), 0);
        assert_string_equal(said, "VERIFY_NOTE ");
        fresh(); /* such lines alone list no payload */
        snprintf(text, sizeof text, "%064d  %s\n", 0, places[i]);
        put("bag/manifest-sha256.txt", text);
        expect("BAG_UNLISTED");
    }
}

static void names_that_differ_in_case_or_accents_only_are_namesakes(void **state)
{
    (void)state;
    fresh();
    unlink(in_dir("bag/tagmanifest-sha256.txt"));
    char *old = slurp(in_dir("bag/manifest-sha256.txt"), NULL), text[600];
    char digest[65];
    snprintf(digest, sizeof digest, "%.64s", old);
    snprintf(text, sizeof text, "%s%s  data/A.TXT\n", old, digest);
    free(old);
    put("bag/manifest-sha256.txt", text);
    assert_int_equal(verify(in_dir("bag")), 0);
    assert_string_equal(said, "VERIFY_NOTE ");
}

/* A Mac wrote the files, and another machine the manifest. */
static void accents_may_be_written_in_either_way(void **state)
{
    static const char empty[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    char text[700];
    (void)state;
    fresh();
    unlink(in_dir("bag/tagmanifest-sha256.txt"));
    unlink(in_dir("bag/bag-info.txt"));
    char *old = slurp(in_dir("bag/manifest-sha256.txt"), NULL);
    put("bag/data/cafe\xCC\x81.txt", "");
    snprintf(text, sizeof text, "%s%s  data/caf\xC3\xA9.txt\n", old, empty);
    put("bag/manifest-sha256.txt", text);
    assert_int_equal(verify(in_dir("bag")), 0);
    assert_string_equal(said, "VERIFY_NOTE ");
    put("bag/data/cafe\xCC\x81.txt", "other");
    assert_int_not_equal(verify(in_dir("bag")), 0);
    assert_non_null(strstr(said, "BAG_CHECKSUM"));
    free(old);
}

/* The conformance suite of the Library of Congress, where it is at hand (docs/decisions/007). */
static void the_conformance_bags_are_judged_right(void **state)
{
    static const char root[] = "../shared/refs/bagit-conformance-suite";
    static const char *const versions[] = { "v0.93", "v0.94", "v0.95", "v0.96", "v0.97", "v1.0" };
    static const struct {
        const char *kind;
        bool right;
    } kinds[] = {
        { "valid", true }, { "warning", true }, { "invalid", false }, { "linux-only", true }
    };
    int judged = 0;
    (void)state;
    if (access(root, R_OK) != 0)
        return;
    for (size_t v = 0; v < 6; v++) {
        for (size_t k = 0; k < 4; k++) {
            struct dirent **names = NULL;
            char folder[200], bag[500];
            snprintf(folder, sizeof folder, "%s/%s/%s", root, versions[v], kinds[k].kind);
            int n = scandir(folder, &names, NULL, alphasort);
            for (int i = 0; i < n; i++) {
                snprintf(bag, sizeof bag, "%s/%s", folder, names[i]->d_name);
                if (names[i]->d_name[0] != '.') {
                    judged++;
                    if ((verify(bag) == 0) != kinds[k].right)
                        fail_msg("%s: %s", bag, said);
                    if ((verify_in_tar(bag) == 0) != kinds[k].right)
                        fail_msg("%s in a tar: %s", bag, said);
                }
                free(names[i]);
            }
            if (n >= 0)
                free(names);
        }
    }
    assert_int_equal(judged, 54);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_bag_is_right),
        cmocka_unit_test(a_bag_in_a_tar_is_judged_like_its_folder),
        cmocka_unit_test(every_fault_of_a_bag_is_caught),
        cmocka_unit_test(paths_out_of_the_bag_and_double_lines_are_caught),
        cmocka_unit_test(places_outside_the_bag_are_noted_and_not_looked_at),
        cmocka_unit_test(names_that_differ_in_case_or_accents_only_are_namesakes),
        cmocka_unit_test(accents_may_be_written_in_either_way),
        cmocka_unit_test(the_conformance_bags_are_judged_right),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
