/* The files of a delivery in the order an operator counts them. */
#include <errno.h>

#include "ingest/batch_files.h"
#include "ingest/file_order.h"
#include "tests/unit/ingest_fixture.h"

static void names_with_numbers_sort_as_people_count(void **state)
{
    static const char *const order[] = { "",
                                         "-rf",
                                         "1",
                                         "001b",
                                         "2",
                                         "9.tif",
                                         "10.tif",
                                         "a",
                                         "a/1",
                                         "a/2/x",
                                         "a/10",
                                         "a-1",
                                         "p9.tif",
                                         "p10.tif",
                                         "p10a",
                                         "p99999999999999999998",
                                         "p99999999999999999999",
                                         "q",
                                         "\xE4\xB8\x80" };
    size_t n = sizeof(order) / sizeof(order[0]);

    (void)state;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            int c = file_order_compare(order[i], order[k]);

            if ((c < 0) != (i < k) || (c == 0) != (i == k))
                fail_msg("\"%s\" and \"%s\" are in the wrong order", order[i], order[k]);
        }
}

/* Forty ways in which scanners and people name sheets, each in the order of a file manager. */
static void sheets_lie_as_in_the_operators_file_manager(void **state)
{
    static const char *const patterns[][6] = {
        { "scan001.tif", "scan001-a.tif", "scan001-b.tif", "scan002.tif" },
        { "scan001.tif", "scan001 (2).tif", "scan001 (10).tif", "scan002.tif" },
        { "scan001.tif", "scan001+.tif", "scan001_2.tif", "scan002.tif" },
        { "1931-0047.tif", "1931-0047-001.tif", "1931-0047-002.tif", "1931-0048.tif" },
        { "A1.tif", "a2.tif", "A3.tif", "b1.TIF", "B2.tif" },
        { "Blad 1.tif", "blad 2.tif", "Blad 3.tif", "blad 10.tif" },
        { "p005.tif", "p006.tif", "p006b.tif", "p006p.tif", "p007.tif" },
        { "blad-9.tif", "blad-9a.tif", "blad-9b.tif", "blad-10.tif", "blad-10-2.tif" },
        { "0001r.tif", "0001v.tif", "0002r.tif", "0002v.tif" },
        { "scan001_A.tif", "scan001_B.tif", "scan002_A.tif", "scan002_B.tif" },
        { "doc.1.CO.tif", "doc.1.SP.tif", "doc.2.CO.tif", "doc.10.CO.tif" },
        { "Scan.tif", "Scan (2).tif", "Scan (3).tif", "Scan (10).tif" },
        { "blad 1.tif", "blad 1 - kopie.tif", "blad 1 - kopie (2).tif", "blad 2.tif" },
        { "20240102_091500.tif", "20240102_091500_1.tif", "20240102_091501.tif" },
        { "doos 1/map 2/1.tif", "doos 1/map 10/1.tif", "doos 2/map 1/1.tif", "omslag.tif" },
        { "doos 1/1.tif", "doos 1 bis/1.tif", "doos 1-a/1.tif", "doos 2/1.tif" },
        { "I.tif", "II.tif", "III.tif", "IV.tif", "IX.tif", "V.tif" },
        { "001.tif", "01.tif", "1.tif", "2.tif", "10.tif" },
        { "-1.tif", "-2.tif", "0.tif", "1.tif" },
        { "\xC3\xA9tage 1.tif", "etage 2.tif", "\xC3\x89tage 3.tif", "zolder.tif" },
        { "e\xCC\x81tage 1.tif", "etage 2.tif", "\xC3\xA9tage 3.tif", "zolder.tif" },
        { "12345678901234567891.tif", "12345678901234567892.tif", "123456789012345678910.tif" },
        { "scan.tif", "scan1.tif", "scan2.tif", "scan10.tif" },
        { "scan1.jpg", "scan1.tif", "scan2.jpg", "scan2.tif" },
        { "IMG_0001.JPG", "img_0002.jpg", "IMG_0010.JPG" },
        { "1.tif", "1a.tif", "1b.tif", "2.tif", "11.tif" },
        { "1 a.tif", "1-a.tif", "1a.tif" },
        { "1974-0231_p1.tif", "1974-0231_p2.tif", "1974-0231_p10.tif", "1974-0232_p1.tif" },
        { "a.tif", "a b.tif", "a-b.tif", "a_b.tif", "ab.tif" },
        { "pag 1 van 12.tif", "pag 2 van 12.tif", "pag 10 van 12.tif" },
        { "scan.001", "scan.002", "scan.010" },
        { "blad 1.2.tif", "blad 1.10.tif", "blad 2.1.tif" },
        { "V1.tif", "V1 achter.tif", "V2.tif", "V2 achter.tif" },
        { "0001.tif", "0001-1.tif", "0001-2.tif", "0001-10.tif", "0002.tif" },
        { "01 omslag.tif", "02 brief.tif", "10 tekening.tif" },
        { "Tekening.tif", "tekening 1.tif", "Tekening 2.tif", "tekeningen.tif" },
        { "[1] a.tif", "[2] a.tif", "[10] a.tif" },
        { "1/1.tif", "1/2.tif", "2/1.tif", "10/1.tif" },
        { "1/1.tif", "1.tif", "1a.tif", "2.tif" },
        { "dossier 9.tif", "Dossier 10.tif", "dossier 11.tif" },
        { "c\xC3\xA8"
          "de.tif",
          "cedf.tif",
          "c\xC3\xA9"
          "dg.tif" },
        { "blad_9.tiff", "blad_10.tif", "blad_11.tiff" },
    };

    (void)state;
    assert_true(sizeof(patterns) / sizeof(patterns[0]) >= 40);
    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++)
        for (size_t k = 0; k < 5 && patterns[i][k + 1] != NULL; k++)
            if (file_order_compare(patterns[i][k], patterns[i][k + 1]) >= 0)
                fail_msg("\"%s\" does not come before \"%s\"", patterns[i][k], patterns[i][k + 1]);
}

static void the_order_is_total_over_different_names(void **state)
{
    static const char *const names[] = { "1",   "01",   "001",   "1/a",   "01/a", "1a",
                                         "01a", "a1b2", "a01b2", "a1b02", "a",    "a/",
                                         "",    "A",    "a\xFF", "1-",    "1 ",   "01 b" };
    size_t n = sizeof(names) / sizeof(names[0]);

    (void)state;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            int ik = file_order_compare(names[i], names[k]),
                ki = file_order_compare(names[k], names[i]);

            assert_int_equal(i == k, ik == 0);
            assert_int_equal(ik > 0, ki < 0);
            for (size_t m = 0; m < n; m++)
                if (ik < 0 && file_order_compare(names[k], names[m]) < 0)
                    assert_true(file_order_compare(names[i], names[m]) < 0);
        }
}

static void folders_of_equal_number_stay_together(void **state)
{
    int order = file_order_compare("1/a", "01/a");

    (void)state;
    assert_true(order != 0);
    assert_int_equal(order > 0, file_order_compare("1/a", "01/z") > 0);
    assert_int_equal(order > 0, file_order_compare("1/z", "01/a") > 0);
}

static void put(const char *dir, const char *name)
{
    char *path = ba_path_join(dir, name);
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, ba_mkdirs_for(path, &err), &err);
    assert_rc(BA_OK, ba_file_replace(path, "x", 1, 0644, &err), &err);
    free(path);
}

static char *folder(const char *scratch, const char *name)
{
    char *dir = ba_path_join(scratch, name);

    assert_int_equal(0, mkdir(dir, 0755));
    return dir;
}

static void a_batch_is_listed_in_order_without_hidden_names(void **state)
{
    static const char *const want[] = { "2.tif",  "10/1.tif", "10/9.tif",     "10/10.tif",
                                        "11.tif", "-rf",      "a b\n'\".tif", "x\xFFy.tif" };
    char *dir = folder(*state, "order");
    struct ba_err err = BA_ERR_INIT;
    struct batch_files w;

    for (size_t i = 0; i < 8; i++)
        put(dir, want[7 - i]);
    put(dir, ".hidden");
    put(dir, ".trash/1.tif");
    put(dir, "THUMBS.DB");
    put(dir, "10/desktop.ini");
    put(dir, "10/.DS_Store");
    put(dir, "10/.part");
    assert_rc(BA_OK, walk_folder(dir, &w, &err), &err);
    assert_int_equal(8, w.count);
    assert_int_equal(3, w.hidden);
    assert_string_equal(".hidden", w.first_hidden);
    /* signs come before numbers */
    assert_string_equal("-rf", w.files[0].path);
    for (size_t i = 1; i < 6; i++)
        assert_string_equal(want[i - 1], w.files[i].path);
    assert_string_equal(want[6], w.files[6].path);
    assert_string_equal(want[7], w.files[7].path);
    assert_true(w.files[3].regular);
    assert_int_equal(1, w.files[3].size);
    assert_true(w.files[3].mtime > 1000000000);
    walk_free(&w);
    free(dir);
}

static void what_shares_and_desktops_keep_is_no_part_of_a_batch(void **state)
{
    static const char *const theirs[] = { "@eaDir/1.tif/SYNOPHOTO_THUMB_M.jpg",
                                          "#recycle/weg.tif",
                                          "$RECYCLE.BIN/weg.tif",
                                          "$Recycle.Bin/S-1-5/weg.tif",
                                          "@Recycle/weg.tif",
                                          "System Volume Information/weg.tif",
                                          "lost+found/weg.tif",
                                          "map/@eaDir/x.jpg",
                                          "._1.tif",
                                          "~$lijst.xlsx",
                                          "Thumbs.db:encryptable",
                                          "1.tif:Zone.Identifier",
                                          "__MACOSX/1.tif",
                                          "@SynoEAStream/1.tif",
                                          "found.000/weg.tif",
                                          "FOUND.012/weg.tif",
                                          ".AppleDouble/1.tif",
                                          ".Spotlight-V100/x.tif",
                                          ".fseventsd/x",
                                          ".@__thumb/1.tif.jpg",
                                          ".Trash-1000/files/1.tif",
                                          ".stversions/1~20240102-120000.tif",
                                          ".nfs0000000001",
                                          ".fuse_hidden0001",
                                          ".~lock.lijst.ods#",
                                          "Picasa.ini",
                                          ".picasa.ini",
                                          "ZbThumbnail.info",
                                          "sync.ffs_db",
                                          ".sync.ffs_db",
                                          "WPSettings.dat",
                                          "IndexerVolumeGuid" };
    char *dir = folder(*state, "nas");
    struct ba_err err = BA_ERR_INIT;
    struct batch_files w;

    for (size_t i = 0; i < sizeof(theirs) / sizeof(theirs[0]); i++)
        put(dir, theirs[i]);
    put(dir, "1.tif");
    put(dir, "map/2.tif");
    assert_rc(BA_OK, walk_folder(dir, &w, &err), &err);
    assert_int_equal(2, w.count);
    assert_int_equal(0, w.hidden);
    walk_free(&w);
    free(dir);
}

static void a_file_that_is_still_being_sent_is_counted_and_not_taken(void **state)
{
    static const char *const halves[] = { "2.tif.filepart", "3.tif.part", "4.pdf.crdownload",
                                          "~5.tif.tmp", "map/6.TIF.PART",
                                          /* rsync, Syncthing */
                                          ".7.tif.Ab3dE9", ".syncthing.8.tif.tmp",
                                          "~syncthing~9.tif.tmp" };
    char *dir = folder(*state, "unsent");
    struct ba_err err = BA_ERR_INIT;
    struct batch_files w;

    put(dir, "1.tif");
    put(dir, "1.tif.filepart"); /* what was left behind: the whole file is there */
    put(dir, ".1.tif.x9Qz0P");
    put(dir, "scan.tmp"); /* somebody's own file: to be refused, and told */
    assert_rc(BA_OK, walk_folder(dir, &w, &err), &err);
    assert_int_equal(2, w.count);
    assert_int_equal(0, w.unsent);
    walk_free(&w);
    for (size_t i = 0; i < sizeof(halves) / sizeof(halves[0]); i++)
        put(dir, halves[i]);
    assert_rc(BA_OK, walk_folder(dir, &w, &err), &err);
    assert_int_equal(2, w.count);
    assert_int_equal(8, w.unsent);
    assert_int_equal(0, w.hidden);
    assert_non_null(w.first_unsent);
    walk_free(&w);
    free(dir);
}

static void a_path_is_left_out_with_any_of_its_parts(void **state)
{
    static const char *const out[] = { ".a",          "x/.a",        ".git/1.tif",
                                       "x/Thumbs.db", "DESKTOP.INI", "./.1" };
    static const char *const in[] = { "a", "x/a.b", "Thumbs.db.tif", "x/desktop.ini2", "./1", "" };

    (void)state;
    for (size_t i = 0; i < sizeof(out) / sizeof(out[0]); i++)
        assert_true(walk_leaves_out(out[i]));
    for (size_t i = 0; i < sizeof(in) / sizeof(in[0]); i++)
        assert_false(walk_leaves_out(in[i]));
}

static void links_and_pipes_are_listed_but_not_as_files(void **state)
{
    char *dir = folder(*state, "links"), *link = ba_path_join(dir, "1"),
         *pipe = ba_path_join(dir, "2");
    char *loop = ba_path_join(dir, "3");
    struct ba_err err = BA_ERR_INIT;
    struct batch_files w;

    assert_int_equal(0, symlink("/etc/passwd", link));
    assert_int_equal(0, mkfifo(pipe, 0600));
    assert_int_equal(0, symlink(".", loop)); /* a link to a folder is not followed */
    assert_rc(BA_OK, walk_folder(dir, &w, &err), &err);
    assert_int_equal(3, w.count);
    for (int i = 0; i < 3; i++)
        assert_false(w.files[i].regular);
    walk_free(&w);
    free(dir);
    free(link);
    free(pipe);
    free(loop);
}

static void an_empty_folder_is_an_empty_list(void **state)
{
    char *dir = folder(*state, "empty");
    struct ba_err err = BA_ERR_INIT;
    struct batch_files w;

    assert_rc(BA_OK, walk_folder(dir, &w, &err), &err);
    assert_int_equal(0, w.count);
    walk_free(&w);
    free(dir);
}

static void a_folder_that_is_not_there_is_unreadable(void **state)
{
    char *dir = ba_path_join(*state, "nowhere");
    struct ba_err err = BA_ERR_INIT;
    struct batch_files w;

    assert_rc(BA_FATAL, walk_folder(dir, &w, &err), &err);
    assert_string_equal("BATCH_UNREADABLE", err.code);
    assert_int_equal(ENOENT, err.sys);
    assert_int_equal(0, w.count);
    free(dir);
}

static bool is_middle(void *ctx, const struct batch_file *f)
{
    ++*(int *)ctx;
    return strcmp(f->path, "2.tif") == 0;
}

static void taking_files_out_keeps_the_order_of_the_others(void **state)
{
    char *dir = folder(*state, "dropped");
    struct ba_err err = BA_ERR_INIT;
    struct batch_files w;
    int asked = 0;

    put(dir, "3.tif");
    put(dir, "2.tif");
    put(dir, "1.tif");
    assert_rc(BA_OK, walk_folder(dir, &w, &err), &err);
    walk_drop(&w, is_middle, &asked);
    assert_int_equal(3, asked);
    assert_int_equal(2, w.count);
    assert_string_equal("1.tif", w.files[0].path);
    assert_string_equal("3.tif", w.files[1].path);
    walk_free(&w);
    free(dir);
}

static void a_path_is_left_out_by_any_of_its_names(void **state)
{
    (void)state;
    assert_true(walk_leaves_out("doos 1/.DS_Store"));
    assert_true(walk_leaves_out(".git/1.tif"));
    assert_true(walk_leaves_out("THUMBS.DB"));
    assert_false(walk_leaves_out("../1.tif"));
    assert_false(walk_leaves_out("./a.b/1.tif"));
    assert_false(walk_leaves_out("Thumbs.db.tif"));
}

static void folders_nested_too_deep_are_refused(void **state)
{
    char *dir = folder(*state, "deep"), name[200] = "";
    struct ba_err err = BA_ERR_INIT;
    struct batch_files w;

    for (int i = 1; i < WALK_MAX_DEPTH; i++)
        strcat(name, "d/");
    strcat(name, "1.tif");
    put(dir, name);
    assert_rc(BA_OK, walk_folder(dir, &w, &err), &err);
    assert_int_equal(1, w.count);
    walk_free(&w);
    name[strlen(name) - 5] = '\0';
    strcat(name, "e/1.tif");
    put(dir, name);
    assert_rc(BA_FATAL, walk_folder(dir, &w, &err), &err);
    assert_string_equal("BATCH_TOO_DEEP", err.code);
    assert_int_equal(0, w.count);
    free(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_with_numbers_sort_as_people_count),
        cmocka_unit_test(the_order_is_total_over_different_names),
        cmocka_unit_test(folders_of_equal_number_stay_together),
        cmocka_unit_test(a_batch_is_listed_in_order_without_hidden_names),
        cmocka_unit_test(a_path_is_left_out_with_any_of_its_parts),
        cmocka_unit_test(links_and_pipes_are_listed_but_not_as_files),
        cmocka_unit_test(an_empty_folder_is_an_empty_list),
        cmocka_unit_test(a_folder_that_is_not_there_is_unreadable),
        cmocka_unit_test(folders_nested_too_deep_are_refused),
        cmocka_unit_test(taking_files_out_keeps_the_order_of_the_others),
        cmocka_unit_test(a_path_is_left_out_by_any_of_its_names),
        cmocka_unit_test(sheets_lie_as_in_the_operators_file_manager),
        cmocka_unit_test(what_shares_and_desktops_keep_is_no_part_of_a_batch),
        cmocka_unit_test(a_file_that_is_still_being_sent_is_counted_and_not_taken),
    };

    return cmocka_run_group_tests_name("ingest/walk", tests, scratch_setup, scratch_teardown);
}
