/*
 * A receiver as data: how sidecars are named, what a delivery is packed in, what is still open, and
 * lines that a depot adds itself.
 */
#include <time.h>

#include "tests/unit/verify_fixture.h"

static int back_to_default(void **state)
{
    (void)state;
    assert_true(export_lists_choose(&sample_lists, "streng"));
    sample_fill();
    return 0;
}

/* The program's lists with an ontvangers.csv of a depot over them. */
static BA_RC load_own(const char *csv, struct value_lists *lists, struct ba_err *err)
{
    assert_rc(BA_OK, ba_mkdirs(in_dir("depot"), err), err);
    spew(in_dir("depot/ontvangers.csv"), csv, strlen(csv));
    return export_lists_load(lists_dir(), in_dir("depot"), lists, err);
}

static void a_line_of_the_depot_counts_and_is_strict_in_what_it_does_not_say(void **state)
{
    struct value_lists l;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    assert_rc(BA_OK,
              load_own("name;container;formats\nons-depot;zip;fmt/353 fmt/476\n"
                       "standaard;map;lijst\n",
                       &l, &err),
              &err);
    assert_string_equal(l.receiver->name, "streng");
    assert_true(export_lists_choose(&l, "ons-depot"));
    assert_int_equal(l.receiver->container, LIST_ZIP);
    assert_string_equal(l.receiver->file_sidecar, ".bestand.mdto.xml");
    assert_true(l.receiver->no_failed && l.receiver->count_agrees && l.receiver->duplicates);
    assert_true(list_format_taken(&l, list_find_format(&l, "fmt/353")));
    assert_false(list_format_taken(&l, list_find_format(&l, "fmt/44")));
    assert_true(export_lists_choose(&l, "standaard"));
    assert_int_equal(l.receiver->container, LIST_FOLDER);
    export_lists_free(&l);
}

static void a_set_of_restrictions_of_its_own_can_be_named(void **state)
{
    static const char set[] = "set;key;code;label;list;restricted;description\n"
                              "rar;niet-beoordeeld;RAR/0;onbekend;Lijst RAR;nee;\n"
                              "rar;openbaar;RAR/1;open;Lijst RAR;nee;\n";
    struct value_lists l;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    assert_rc(BA_OK, ba_mkdirs(in_dir("depot"), &err), &err);
    spew(in_dir("depot/beperkingGebruik.csv"), set, sizeof set - 1);
    assert_rc(BA_OK, load_own("name;access\nrar;rar\n", &l, &err), &err);
    assert_true(export_lists_choose(&l, "rar"));
    assert_string_equal(list_find_access(&l, "openbaar")->code, "RAR/1");
    export_lists_free(&l);
    assert_int_equal(unlink(in_dir("depot/beperkingGebruik.csv")), 0);
}

static void what_is_no_value_is_refused_with_its_line_and_column(void **state)
{
    static const struct {
        const char *csv, *said;
    } broken[] = {
        { "name;container\ngoed;tar\nfout;rar\n",
          "line 3, container: \"rar\" is not tar, zip or map" },
        { "name;kleur\nx;rood\n", "line 1: the column \"kleur\" is not known" },
        { "name;text;text\nx;ja;nee\n", "line 1: the column \"text\" is there twice" },
        { "container\nzip\n", "line 1: there is no column \"name\"" },
        { "name;text\nx;misschien\n", "line 2, text:" },
        { "name;demands\nx;mislukt alles\n", "line 2, demands:" },
        { "name;checksums\nx;crc32\n", "line 2, checksums:" },
        { "name;formats\nx;fmt/353 fmt/999999\n", "line 2, formats:" },
        { "name;formats\nx;\n", "line 2, formats:" },
        { "name;access\nx;bestaat-niet\n", "line 2, access:" },
        { "name;max_mb\nx;veel\n", "line 2, max_mb:" },
        { "name;max_files\nx;0\n", "line 2, max_files:" },
        { "name;max_files\nx;-5\n", "line 2, max_files:" },
        { "name;max_files\nx;99999999999999999999999\n", "line 2, max_files:" },
        { "name;text\n;ja\n", "line 2, name:" },
        { "name;text\na b;ja\n", "line 2, name:" },
        { "name;file_sidecar\nx;{file}\n", "line 2, file_sidecar:" },
        { "name;file_sidecar\nx;.mdto.xml\n", "line 2, file_sidecar:" },
        { "name;file_sidecar\nx;{file}.tif\n", "line 2, file_sidecar:" },
        { "name;file_sidecar\nx;{file}.xml\n", "line 2, file_sidecar:" },
        { "name;file_sidecar\nx;{file}.md to.xml\n", "line 2, file_sidecar:" },
        { "name;file_sidecar\nx;{file}/../mdto.xml\n", "line 2, file_sidecar:" },
        { "name;file_sidecar\nx;{file}.veel.te.lange.mdto.xml\n", "line 2, file_sidecar:" },
        { "name;file_sidecar\nx;{stem}.mdto.xml\n", "line 2, file_sidecar:" },
        { "name;file_sidecar;text\nx;{stem}.bestand.mdto.xml;ja\n", "line 2, file_sidecar:" },
        { "name;folder_sidecar\nx;{file}.mdto.xml\n", "line 2, folder_sidecar:" },
        { "name;text\n", "has no line" },
        { "name;text\n\"x;ja\n", "line" },
        { "", "no column \"name\"" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct value_lists l;
        struct ba_err err = BA_ERR_INIT;
        if (load_own(broken[i].csv, &l, &err) != BA_FATAL || strcmp(err.code, "CONFIG") != 0 ||
            strstr(err.msg, broken[i].said) == NULL || strstr(err.msg, "ontvangers.csv") == NULL)
            fail_msg("%s: [%s] %s", broken[i].csv, err.code, err.msg);
    }
}

/* Exports the sample for a receiver of the depot's file, whose lists become those of the sample. */
static void export_for(const char *csv, const char *name, const char *out,
                       struct export_result *res)
{
    struct value_lists l;
    struct ba_err err = BA_ERR_INIT;
    assert_rc(BA_OK, load_own(csv, &l, &err), &err);
    export_lists_free(&sample_lists);
    sample_lists = l;
    assert_true(export_lists_choose(&sample_lists, name));
    assert_rc(BA_OK, sample_export(SAMPLE_DOSSIERS, out, res, &err), &err);
}

static void assert_right(const char *path)
{
    struct verify_counts c;
    struct ba_err err = BA_ERR_INIT;
    if (verify(path, &c, &err) != BA_OK)
        fail_msg("%s: %s", path, said);
    assert_true(c.pdfs_checked > 0);
    assert_string_equal(c.profile, sample_lists.receiver->name);
}

static void sidecars_are_named_as_the_receiver_wants(void **state)
{
    static const struct {
        const char *csv, *folder, *file;
    } kinds[] = {
        { "name;folder_sidecar;file_sidecar\np;{folder}.MDTO.xml;{file}.MDTO.xml\n",
          ROOT "/" ROOT ".MDTO.xml", TIFF_FILE ".MDTO.xml" },
        { "name;folder_sidecar;file_sidecar\np;{folder}.metadata;{file}.metadata\n",
          ROOT "/" ROOT ".metadata", TIFF_FILE ".metadata" },
        { "name;folder_sidecar;file_sidecar\np;{folder}.mdto.xml;{stem}.bestand.mdto.xml\n",
          ROOT "/" ROOT ".mdto.xml", DOCUMENT "/1974-231_001_0001.bestand.mdto.xml" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct export_result res;
        struct ba_err err = BA_ERR_INIT;
        assert_rc(BA_OK, ba_remove_tree(in_dir("m"), &err), &err);
        export_for(kinds[i].csv, "p", in_dir("named"), &res);
        assert_right(res.tar);
        unpack(res.tar, in_dir("m"));
        assert_int_equal(access(at(kinds[i].folder), F_OK), 0);
        assert_int_equal(access(at(kinds[i].file), F_OK), 0);
        assert_right(at(ROOT));
        /* The strict one finds sidecars that it does not know. */
        assert_true(export_lists_choose(&sample_lists, "streng"));
        expect("named otherwise", at(ROOT), "VERIFY_SIDECAR");
        /* And one that is gone is missed. */
        assert_true(export_lists_choose(&sample_lists, "p"));
        assert_int_equal(unlink(at(kinds[i].file)), 0);
        expect("without its sidecar", at(ROOT), "VERIFY_SIDECAR");
        export_result_free(&res);
    }
}

static void two_files_of_one_stem_cannot_share_a_sidecar(void **state)
{
    struct export_result res;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    assert_rc(BA_OK, ba_remove_tree(in_dir("m"), &err), &err);
    export_for("name;file_sidecar\np;{stem}.bestand.mdto.xml\n", "p", in_dir("stem"), &res);
    unpack(res.tar, in_dir("m"));
    assert_int_equal(
        RUN(in_dir("log"), "cp", at(TIFF_FILE), at(DOCUMENT "/1974-231_001_0001.tiff")), 0);
    expect("one stem", at(ROOT), "VERIFY_SIDECAR");
    export_result_free(&res);
}

#define ZIP_CSV "name;container;checksums\np;zip;sha512 md5\n"

static void a_zip_holds_the_same_and_is_right(void **state)
{
    struct export_result res;
    struct verify_counts c;
    struct ba_err err = BA_ERR_INIT;
    struct stat st;
    (void)state;
    export_for(ZIP_CSV, "p", in_dir("zip"), &res);
    assert_string_equal(res.tar + strlen(res.tar) - 4, ".zip");
    assert_string_equal(res.sum + strlen(res.sum) - 11, ".zip.sha256");
    assert_right(res.tar);
    assert_right(in_dir("zip"));
    assert_int_equal(RUN(in_dir("log"), "python3", "-c",
                         "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); "
                         "assert z.testzip() is None; z.extractall(sys.argv[2]); "
                         "assert {i.date_time for i in z.infolist()} == {(1980, 1, 1, 0, 0, 0)}",
                         res.tar, in_dir("unzipped")),
                     0);
    fresh();
    assert_int_equal(RUN(in_dir("log"), "diff", "-r", at(ROOT), in_dir("unzipped/" ROOT)), 0);
    assert_right(in_dir("unzipped"));
    /* A receiver of tars does not take it. */
    assert_true(export_lists_choose(&sample_lists, "streng"));
    expect("a zip for a tar", res.tar, "VERIFY_CONTAINER");
    assert_true(export_lists_choose(&sample_lists, "p"));
    expect("a tar for a zip", delivery_tar, "VERIFY_CONTAINER");
    /* A byte anywhere in it. */
    assert_int_equal(stat(res.tar, &st), 0);
    for (long where = 0; where < st.st_size; where += st.st_size / 23 + 1) {
        flip(res.tar, where);
        if (verify(res.tar, &c, &err) != BA_ITEM)
            fail_msg("byte %ld: %s", where, said);
        flip(res.tar, where);
    }
    assert_right(res.tar);
    export_result_free(&res);
}

static void zips_are_equal_wherever_they_are_made(void **state)
{
    static const char *const zones[] = { "Asia/Tokyo", "America/New_York" };
    char *before = getenv("TZ"), *kept = before == NULL ? NULL : strdup(before);
    char sums[2][BA_SHA256_HEX + 1];
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct export_result res;
        setenv("TZ", zones[i], 1);
        tzset();
        export_for(ZIP_CSV, "p", in_dir(zones[i][0] == 'A' && i == 0 ? "tokyo" : "york"), &res);
        memcpy(sums[i], res.sha256, sizeof sums[i]);
        export_result_free(&res);
    }
    if (kept != NULL)
        setenv("TZ", kept, 1);
    else
        unsetenv("TZ");
    tzset();
    free(kept);
    assert_string_equal(sums[0], sums[1]);
}

static void zip_tool(const char *python, const char *from, const char *to)
{
    if (RUN(in_dir("log"), "python3", "-c", python, from, to) != 0)
        fail_msg("%s", slurp(in_dir("log"), NULL));
}

static void hostile_zips_are_caught(void **state)
{
    struct export_result res;
    struct verify_counts c;
    struct ba_err err = BA_ERR_INIT;
    (void)state;
    export_for(ZIP_CSV, "p", in_dir("zip"), &res);
    zip_tool("import sys, zipfile\n"
             "a, b = zipfile.ZipFile(sys.argv[1]), zipfile.ZipFile(sys.argv[2], 'w')\n"
             "for i in a.infolist(): b.writestr(i.filename, a.read(i), zipfile.ZIP_DEFLATED)\n"
             "b.close()",
             res.tar, in_dir("small.zip"));
    if (verify(in_dir("small.zip"), &c, &err) != BA_OK)
        fail_msg("compressed: %s", said);
    assert_non_null(strstr(said, "VERIFY_NOTE")); /* its PDFs were not looked into */
    zip_tool("import sys, zipfile\n"
             "z = zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED)\n"
             "with z.open('" ROOT "/bom.tif', 'w', force_zip64=True) as f:\n"
             "    for n in range(1300): f.write(bytes(1 << 20))\n"
             "z.close()",
             res.tar, in_dir("bomb.zip"));
    assert_rc(BA_ITEM, verify(in_dir("bomb.zip"), &c, &err), &err);
    assert_string_equal(err.code, "VERIFY_TOO_LARGE");
    zip_tool("import sys, zipfile\n"
             "z = zipfile.ZipFile(sys.argv[2], 'w')\n"
             "z.writestr('../../etc/x', b'x'); z.writestr('/abs', b'x'); z.close()",
             res.tar, in_dir("out.zip"));
    expect("paths that lead outside", in_dir("out.zip"), "VERIFY_PATH");
    zip_tool("import sys, zipfile\n"
             "z = zipfile.ZipFile(sys.argv[2], 'w'); i = zipfile.ZipInfo('" ROOT "/link.tif')\n"
             "i.create_system = 3; i.external_attr = 0o120777 << 16\n"
             "z.writestr(i, '/etc/passwd'); z.close()",
             res.tar, in_dir("link.zip"));
    expect("a link", in_dir("link.zip"), "VERIFY_TYPE");
    /* One more entry, which the directory at the end does not name. */
    zip_tool("import sys, zipfile, shutil\n"
             "shutil.copy(sys.argv[1], sys.argv[2])\n"
             "z = zipfile.ZipFile(sys.argv[2], 'a'); z.writestr('" ROOT "/geheim.tif', b'x')\n"
             "z.filelist = [i for i in z.filelist if 'geheim' not in i.filename]; z.close()",
             res.tar, in_dir("hidden.zip"));
    expect("an entry beside the directory", in_dir("hidden.zip"), "VERIFY_TAR");
    /* A directory that calls an entry otherwise than the entry does. */
    zip_tool("import sys; d = open(sys.argv[1], 'rb').read(); i = d.rindex(b'_001_0001.tif'); "
             "open(sys.argv[2], 'wb').write(d[:i] + b'_001_0007.tif' + d[i + 13:])",
             res.tar, in_dir("renamed.zip"));
    expect("two names for an entry", in_dir("renamed.zip"), "VERIFY_TAR");
    zip_tool(
        "import sys; d = open(sys.argv[1], 'rb').read(); open(sys.argv[2], 'wb').write(d + b'x')",
        res.tar, in_dir("tail.zip"));
    expect("bytes behind the zip", in_dir("tail.zip"), "VERIFY_TAR");
    zip_tool("import sys; d = open(sys.argv[1], 'rb').read(); "
             "open(sys.argv[2], 'wb').write(d[:len(d) // 2])",
             res.tar, in_dir("half.zip"));
    assert_rc(BA_ITEM, verify(in_dir("half.zip"), &c, &err), &err);
    export_result_free(&res);
}

static void assert_nothing_half_written(const char *folder)
{
    assert_int_equal(RUN(in_dir("names"), "ls", "-A", folder), 0);
    char *names = slurp(in_dir("names"), NULL);
    assert_null(strstr(names, ".tmp-"));
    free(names);
}

static void a_folder_is_a_delivery_with_a_list_beside_it(void **state)
{
    struct export_result res;
    struct ba_err err = BA_ERR_INIT;
    char inside[600];
    (void)state;
    export_for("name;container;checksums\np;map;sha512\n", "p", in_dir("folder"), &res);
    assert_true(ba_is_dir(res.tar));
    assert_right(res.tar);
    assert_right(in_dir("folder"));
    assert_int_equal(RUN(in_dir("log"), "sh", "-c", "cd \"$0\" && sha256sum -c --quiet \"$1\"",
                         res.tar, res.sum),
                     0);
    fresh();
    assert_int_equal(RUN(in_dir("log"), "diff", "-r", in_dir("m"), res.tar), 0);
    /* Again: the same folder under the same name, whole. */
    struct export_result again;
    assert_rc(BA_OK, sample_export(SAMPLE_DOSSIERS, in_dir("folder"), &again, &err), &err);
    assert_string_equal(again.tar, res.tar);
    assert_right(in_dir("folder"));
    assert_nothing_half_written(in_dir("folder"));
    snprintf(inside, sizeof inside, "%s/%s", res.tar, TIFF_FILE);
    flip(inside, -1);
    expect("a byte of a file", res.tar, "VERIFY_CHECKSUM");
    flip(inside, -1);
    snprintf(inside, sizeof inside, "%s/extra.txt", res.tar);
    spew(inside, "x", 1);
    expect("a file beside the root", res.tar, "VERIFY_CHECKSUM");
    unlink(inside);
    assert_int_equal(symlink("/etc/passwd", inside), 0);
    expect("a link beside the root", res.tar, "VERIFY_CHECKSUM");
    unlink(inside);
    assert_int_equal(mkfifo(inside, 0644), 0);
    expect("a pipe, which is not waited for", res.tar, "VERIFY_CHECKSUM");
    unlink(inside);
    assert_right(res.tar);
    unlink(res.sum);
    expect("without its list", in_dir("folder"), "VERIFY_UNLISTED");
    export_result_free(&again);
    export_result_free(&res);
}

static void a_master_that_changed_leaves_no_half_folder(void **state)
{
    struct export_result res;
    struct ba_err err = BA_ERR_INIT;
    struct value_lists l;
    (void)state;
    assert_rc(BA_OK, load_own("name;container\np;map\n", &l, &err), &err);
    export_lists_free(&sample_lists);
    sample_lists = l;
    assert_true(export_lists_choose(&sample_lists, "p"));
    sample_pages[0].sha256 = "00000000000000000000000000000000000000000000000000000000000000ff";
    assert_rc(BA_ITEM, sample_export(SAMPLE_DOSSIERS, in_dir("half"), &res, &err), &err);
    assert_true(res.exported > 0 && res.refused == 1);
    assert_right(in_dir("half"));
    assert_nothing_half_written(in_dir("half"));
    export_result_free(&res);
}

static void the_pakbon_says_by_whose_rules(void **state)
{
    struct export_result res;
    struct verify_counts c;
    struct ba_err err = BA_ERR_INIT;
    struct verify_opts opts = { .lists = &sample_lists, .by_pakbon = true };
    (void)state;
    export_for("name;file_sidecar;container\np;{file}.MDTO.xml;zip\n", "p", in_dir("named2"), &res);
    assert_true(export_lists_choose(&sample_lists, "streng"));
    said[0] = '\0';
    if (verify_package(res.tar, &opts, note, NULL, &c, &err) != BA_OK)
        fail_msg("%s", said);
    assert_string_equal(c.profile, "p");
    edit(res.pakbon, "<ontvangersprofiel>p<", "<ontvangersprofiel>niemand<");
    assert_rc(BA_ITEM, verify_package(res.tar, &opts, note, NULL, &c, &err), &err);
    assert_non_null(strstr(said, "VERIFY_PAKBON"));
    export_result_free(&res);
}

static void what_is_open_keeps_a_dossier_where_the_receiver_says_so(void **state)
{
    static const struct {
        const char *demand, *code;
    } demands[] = { { "twijfel", "DOSSIER_PAGES_DOUBTFUL" },
                    { "bevindingen", "DOSSIER_FINDINGS_OPEN" },
                    { "gesloten", "DOSSIER_BATCH_OPEN" } };
    (void)state;
    for (size_t i = 0; i < sizeof demands / sizeof *demands; i++) {
        struct export_dossier d = sample_dossiers[0];
        struct value_lists l;
        struct export_opts opts = sample_opts;
        struct ba_err err = BA_ERR_INIT;
        char csv[200];
        snprintf(csv, sizeof csv, "name;demands\np;%s\n", demands[i].demand);
        assert_rc(BA_OK, load_own(csv, &l, &err), &err);
        assert_true(export_lists_choose(&l, "p"));
        opts.lists = &l;
        assert_rc(BA_OK, export_check(&d, &opts, &err), &err);
        d.doubtful = 2;
        d.open_findings = 1;
        d.open_finding = "COUNT_DIFFERS: 4 pages expected, 3 came";
        d.open_batch = "batch-7";
        assert_rc(BA_ITEM, export_check(&d, &opts, &err), &err);
        assert_string_equal(err.code, demands[i].code);
        d.force_reason = "nagekeken";
        assert_rc(BA_OK, export_check(&d, &opts, &err), &err);
        d.force_reason = NULL;
        assert_true(export_lists_choose(&l, "streng"));
        assert_rc(BA_OK, export_check(&d, &opts, &err), &err);
        export_lists_free(&l);
    }
}

static void what_nobody_judged_is_not_open(void **state)
{
    (void)state;
    assert_true(list_is_open(list_find_access(&sample_lists, "openbaar")));
    assert_false(list_is_open(list_find_access(&sample_lists, "levenssfeer")));
    assert_false(list_is_open(list_find_access(&sample_lists, "")));
    assert_false(list_is_open(list_find_access(&sample_lists, NULL)));
    assert_false(list_is_open(list_find_access(&sample_lists, "onzin")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_of_the_depot_counts_and_is_strict_in_what_it_does_not_say),
        cmocka_unit_test(a_set_of_restrictions_of_its_own_can_be_named),
        cmocka_unit_test(what_is_no_value_is_refused_with_its_line_and_column),
        cmocka_unit_test_teardown(sidecars_are_named_as_the_receiver_wants, back_to_default),
        cmocka_unit_test_teardown(two_files_of_one_stem_cannot_share_a_sidecar, back_to_default),
        cmocka_unit_test_teardown(a_zip_holds_the_same_and_is_right, back_to_default),
        cmocka_unit_test_teardown(zips_are_equal_wherever_they_are_made, back_to_default),
        cmocka_unit_test_teardown(hostile_zips_are_caught, back_to_default),
        cmocka_unit_test_teardown(a_folder_is_a_delivery_with_a_list_beside_it, back_to_default),
        cmocka_unit_test_teardown(a_master_that_changed_leaves_no_half_folder, back_to_default),
        cmocka_unit_test_teardown(the_pakbon_says_by_whose_rules, back_to_default),
        cmocka_unit_test(what_is_open_keeps_a_dossier_where_the_receiver_says_so),
        cmocka_unit_test(what_nobody_judged_is_not_open),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, verify_begin, sample_end);
}
