/* One file of a delivery becomes a master or is kept with its reason. */
#include <dirent.h>
#include <fcntl.h>
#include <sys/wait.h>

#include "ingest/ingest.h"
#include "tests/unit/code_fixture.h"
#include "tests/unit/ingest_fixture.h"

static const struct ingest_opts OPTS = { .limits = { 100000000, 1u << 30, 1000 },
                                         .barcodes = true };

/* A depot in a folder of its own, so that tests do not see each other's masters. */
struct depot {
    char *masters, *rejected;
    struct ingest_in in;
};

static struct depot make_depot(void **state, const char *name, char *source)
{
    char *dir = ba_path_join(*state, name);
    struct depot d = { ba_path_join(dir, "masters"),
                       ba_path_join(dir, "rejected/b 1/x/file.tif"),
                       { 0 } };

    free(dir);
    d.in = (struct ingest_in){ .source = source, .masters = d.masters, .rejected = d.rejected };
    return d;
}

static void free_depot(struct depot *d)
{
    free((char *)d->in.source);
    free(d->masters);
    free(d->rejected);
}

/* Names in a folder that are still being written. */
static int leftovers(const char *dir)
{
    DIR *d = opendir(dir);
    int n = 0;

    if (d == NULL)
        return 0;
    for (struct dirent *e = readdir(d); e != NULL; e = readdir(d))
        n += strncmp(e->d_name, BA_TMP_PREFIX, strlen(BA_TMP_PREFIX)) == 0;
    closedir(d);
    return n;
}

static void assert_same_bytes(const char *a, const char *b)
{
    char x[BA_HASH_HEX_MAX + 1], y[BA_HASH_HEX_MAX + 1];
    struct ba_err err = BA_ERR_INIT;

    assert_rc(BA_OK, ba_hash_file(a, BA_SHA256, x, NULL, &err), &err);
    assert_rc(BA_OK, ba_hash_file(b, BA_SHA256, y, NULL, &err), &err);
    assert_string_equal(x, y);
}

static void a_scan_becomes_a_master_named_by_its_digest(void **state)
{
    struct drawing images[2] = { BILEVEL, BILEVEL };
    struct depot d;
    struct ba_err err = BA_ERR_INIT;
    struct ingest_out out;
    char hex[BA_HASH_HEX_MAX + 1], *master;
    struct stat st;

    images[1].subfile = FILETYPE_REDUCEDIMAGE;
    d = make_depot(state, "plain", draw_tiff(*state, "-scan 1\n.tif", "w", images, 2));
    assert_rc(BA_OK, ingest_file(&d.in, &OPTS, &out, &err), &err);
    assert_rc(BA_OK, ba_hash_file(d.in.source, BA_SHA256, hex, NULL, &err), &err);
    assert_string_equal(hex, out.sha256);
    assert_string_equal("tif", out.extension);
    assert_string_equal("fmt/353", out.format);
    assert_int_equal(2, out.frame_count);
    assert_false(out.frames[0].tiff.reduced);
    assert_true(out.frames[1].tiff.reduced);
    master = ba_path_of_master(d.masters, out.sha256, out.extension);
    assert_int_equal(0, stat(master, &st));
    assert_int_equal(0444, st.st_mode & 07777);
    assert_int_equal(out.size, st.st_size);
    assert_same_bytes(d.in.source, master);
    free(master);
    ingest_out_free(&out);
    free_depot(&d);
}

static void the_same_bytes_again_leave_the_master_alone(void **state)
{
    struct drawing image = BILEVEL;
    struct depot d = make_depot(state, "again", draw_tiff(*state, "again.tif", "w", &image, 1));
    struct ba_err err = BA_ERR_INIT;
    struct ingest_out out;
    struct stat first, second;
    char *master;

    assert_rc(BA_OK, ingest_file(&d.in, &OPTS, &out, &err), &err);
    master = ba_path_of_master(d.masters, out.sha256, out.extension);
    assert_int_equal(0, stat(master, &first));
    ingest_out_free(&out);
    assert_rc(BA_OK, ingest_file(&d.in, &OPTS, &out, &err), &err);
    assert_int_equal(0, stat(master, &second));
    assert_int_equal(first.st_ino, second.st_ino);
    assert_int_equal(0, leftovers(d.masters));
    ingest_out_free(&out);
    free(master);
    free_depot(&d);
}

static void a_master_cut_off_by_a_power_cut_is_put_right(void **state)
{
    struct drawing image = BILEVEL;
    struct depot d = make_depot(state, "cut", draw_tiff(*state, "cut.tif", "w", &image, 1));
    struct ba_err err = BA_ERR_INIT;
    struct ingest_out out;
    char *master;

    assert_rc(BA_OK, ingest_file(&d.in, &OPTS, &out, &err), &err);
    master = ba_path_of_master(d.masters, out.sha256, out.extension);
    assert_int_equal(0, truncate(master, 10));
    ingest_out_free(&out);
    assert_rc(BA_OK, ingest_file(&d.in, &OPTS, &out, &err), &err);
    assert_same_bytes(d.in.source, master);
    ingest_out_free(&out);
    free(master);
    free_depot(&d);
}

static void two_workers_with_equal_files_do_not_disturb_each_other(void **state)
{
    struct drawing image = BILEVEL;
    struct depot d = make_depot(state, "race", draw_tiff(*state, "race.tif", "w", &image, 1));
    struct ba_err err = BA_ERR_INIT;
    struct ingest_out out;
    pid_t children[6];
    char *master;

    for (int i = 0; i < 6; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0)
            _exit(ingest_file(&d.in, &OPTS, &out, &err) == BA_OK && out.frame_count == 1 ? 0 : 1);
    }
    for (int i = 0; i < 6; i++) {
        int status = 1;

        assert_int_equal(children[i], waitpid(children[i], &status, 0));
        assert_int_equal(0, status);
    }
    assert_rc(BA_OK, ingest_file(&d.in, &OPTS, &out, &err), &err);
    master = ba_path_of_master(d.masters, out.sha256, out.extension);
    assert_same_bytes(d.in.source, master);
    assert_int_equal(0, leftovers(d.masters));
    ingest_out_free(&out);
    free(master);
    free_depot(&d);
}

static void a_refused_file_is_kept_byte_for_byte_with_its_reason(void **state)
{
    static const char text[] = "geen scan, maar een briefje";
    struct depot d =
        make_depot(state, "text", write_file(*state, "text.tif", text, sizeof(text) - 1));
    struct ba_err err = BA_ERR_INIT;
    struct ingest_out out;

    assert_rc(BA_ITEM, ingest_file(&d.in, &OPTS, &out, &err), &err);
    assert_string_equal("TIFF_NOT_TIFF", err.code);
    assert_int_equal(sizeof(text) - 1, out.size);
    assert_int_equal(64, strlen(out.sha256));
    assert_int_equal(0, out.frame_count);
    assert_same_bytes(d.in.source, d.in.rejected);
    assert_int_equal(0, leftovers(d.masters));
    ingest_out_free(&out);
    free_depot(&d);
}

static void a_file_without_bytes_is_kept_too(void **state)
{
    struct depot d = make_depot(state, "empty", write_file(*state, "empty.tif", "", 0));
    struct ba_err err = BA_ERR_INIT;
    struct ingest_out out;
    struct stat st;

    assert_rc(BA_ITEM, ingest_file(&d.in, &OPTS, &out, &err), &err);
    assert_string_equal("FILE_EMPTY", err.code);
    assert_int_equal(0, stat(d.in.rejected, &st));
    assert_int_equal(0, st.st_size);
    ingest_out_free(&out);
    free_depot(&d);
}

static void good_pages_before_a_damaged_one_are_not_reported(void **state)
{
    struct drawing images[2] = { BILEVEL, BILEVEL };
    struct depot d;
    struct ba_err err = BA_ERR_INIT;
    struct ingest_out out;
    struct stat st;
    char *path;

    images[1].compression = COMPRESSION_NONE;
    path = draw_tiff(*state, "half.tif", "w", images, 2);
    stat(path, &st);
    assert_int_equal(0, truncate(path, st.st_size - 40));
    d = make_depot(state, "half", path);
    assert_rc(BA_ITEM, ingest_file(&d.in, &OPTS, &out, &err), &err);
    assert_int_equal(0, out.frame_count);
    assert_null(out.frames);
    ingest_out_free(&out);
    free_depot(&d);
}

static void what_is_no_file_is_not_opened_and_nothing_is_kept(void **state)
{
    char *link = ba_path_join(*state, "link.tif"), *pipe = ba_path_join(*state, "pipe.tif");
    char *missing = ba_path_join(*state, "missing.tif");
    struct ba_err err = BA_ERR_INIT;
    struct ingest_out out;
    struct stat st;
    struct depot d;

    assert_int_equal(0, symlink("/etc/passwd", link));
    assert_int_equal(0, mkfifo(pipe, 0600));
    d = make_depot(state, "nofile", link);
    assert_rc(BA_ITEM, ingest_file(&d.in, &OPTS, &out, &err), &err);
    assert_string_equal("FILE_NOT_REGULAR", err.code);
    d.in.source = pipe;
    assert_rc(BA_ITEM, ingest_file(&d.in, &OPTS, &out, &err), &err);
    assert_string_equal("FILE_NOT_REGULAR", err.code);
    d.in.source = missing;
    assert_rc(BA_ITEM, ingest_file(&d.in, &OPTS, &out, &err), &err);
    assert_string_equal("FILE_READ", err.code);
    assert_int_equal(0, out.size);
    assert_string_equal("", out.sha256);
    assert_int_equal(-1, stat(d.in.rejected, &st));
    ingest_out_free(&out);
    free(link);
    free(pipe);
    free_depot(&d);
}

/* Between the list of a batch and the opening of its files somebody may put a link in the place of
 * a folder. */
static void no_link_is_followed_below_the_batch(void **state)
{
    struct drawing image = BILEVEL;
    char *elsewhere = ba_path_join(*state, "elsewhere"), *batch = ba_path_join(*state, "swapped");
    char *link = ba_path_join(batch, "box 1"), *root = ba_path_join(*state, "mounted");
    struct ba_err err = BA_ERR_INIT;
    struct ingest_out out;
    struct depot d;

    assert_int_equal(0, mkdir(elsewhere, 0755));
    assert_int_equal(0, mkdir(batch, 0755));
    free(draw_tiff(elsewhere, "secret.tif", "w", &image, 1));
    assert_int_equal(0, symlink(elsewhere, link));
    assert_int_equal(0, symlink(elsewhere, root));
    d = make_depot(state, "swap", ba_path_join(link, "secret.tif"));
    d.in.folder = batch;
    assert_rc(BA_ITEM, ingest_file(&d.in, &OPTS, &out, &err), &err);
    assert_string_equal("FILE_NOT_REGULAR", err.code);
    ingest_out_free(&out);
    free_depot(&d);
    /* The batch itself may be one: a person named it. */
    d = make_depot(state, "root", ba_path_join(root, "secret.tif"));
    d.in.folder = root;
    assert_rc(BA_OK, ingest_file(&d.in, &OPTS, &out, &err), &err);
    ingest_out_free(&out);
    free_depot(&d);
    free(elsewhere);
    free(batch);
    free(link);
    free(root);
}

static void a_depot_that_cannot_be_written_decides_nothing(void **state)
{
    struct drawing image = BILEVEL;
    struct depot d = make_depot(state, "blocked", draw_tiff(*state, "blocked.tif", "w", &image, 1));
    char *dir = ba_path_join(*state, "blocked");
    struct ba_err err = BA_ERR_INIT;
    struct ingest_out out;

    assert_int_equal(0, mkdir(dir, 0755));
    free(write_file(dir, "masters", "", 0)); /* a file where the folder should be */
    assert_rc(BA_FATAL, ingest_file(&d.in, &OPTS, &out, &err), &err);
    assert_string_equal("FILE_WRITE", err.code);
    ingest_out_free(&out);
    free(dir);
    free_depot(&d);
}

static void a_separator_code_is_found_only_when_asked_for(void **state)
{
    struct ingest_opts without = OPTS;
    struct raster page = blank_page(200, 1);
    struct ba_err err = BA_ERR_INIT;
    struct ingest_out out;
    struct depot d;
    struct code c;
    char *path = ba_path_join(*state, "separator.tif");
    TIFF *tif = TIFFOpen(path, "w");

    encode_code128("DOSSIER:1936/262", &c);
    draw_code(&page, &c, 800, 900, 1060, 280, 90);
    set_tags(tif, &(struct drawing){ .bits = 1,
                                     .samples = 1,
                                     .photometric = PHOTOMETRIC_MINISWHITE,
                                     .compression = COMPRESSION_CCITTFAX4,
                                     .width = page.width_px,
                                     .height = page.height_px,
                                     .dpi = 200 });
    for (uint32_t y = 0; y < page.height_px; y++)
        assert_int_equal(1, TIFFWriteScanline(tif, page.data + y * page.stride, y, 0));
    TIFFClose(tif);
    ba_raster_free(&page);
    d = make_depot(state, "codes", path);
    assert_rc(BA_OK, ingest_file(&d.in, &OPTS, &out, &err), &err);
    assert_int_equal(1, out.frames[0].codes.count);
    assert_string_equal("DOSSIER:1936/262", out.frames[0].codes.at[0].text);
    ingest_out_free(&out);
    without.barcodes = false;
    assert_rc(BA_OK, ingest_file(&d.in, &without, &out, &err), &err);
    assert_int_equal(0, out.frames[0].codes.count);
    ingest_out_free(&out);
    free_depot(&d);
}

static void quality_is_measured_only_when_asked_for(void **state)
{
    struct drawing image = BILEVEL;
    struct depot d = make_depot(state, "figures", draw_tiff(*state, "figures.tif", "w", &image, 1));
    struct ingest_opts opts = OPTS;
    struct ba_err err = BA_ERR_INIT;
    struct ingest_out out;

    assert_rc(BA_OK, ingest_file(&d.in, &opts, &out, &err), &err);
    assert_false(out.frames[0].measured);
    ingest_out_free(&out);
    opts.quality = true;
    assert_rc(BA_OK, ingest_file(&d.in, &opts, &out, &err), &err);
    assert_true(out.frames[0].measured);
    assert_int_equal(1, out.frames[0].quality.bits);
    ingest_out_free(&out);
    free_depot(&d);
}

static void bigtiff_has_its_own_format_number(void **state)
{
    struct drawing image = BILEVEL;
    struct ba_err err = BA_ERR_INIT;
    struct ingest_out out;
    const char *modes[] = { "w8l", "w8b" };

    for (int i = 0; i < 2; i++) {
        struct depot d =
            make_depot(state, "big", draw_tiff(*state, "big.tif", modes[i], &image, 1));

        assert_rc(BA_OK, ingest_file(&d.in, &OPTS, &out, &err), &err);
        assert_string_equal("fmt/1917", out.format);
        assert_string_equal("tif", out.extension);
        ingest_out_free(&out);
        free_depot(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scan_becomes_a_master_named_by_its_digest),
        cmocka_unit_test(the_same_bytes_again_leave_the_master_alone),
        cmocka_unit_test(a_master_cut_off_by_a_power_cut_is_put_right),
        cmocka_unit_test(two_workers_with_equal_files_do_not_disturb_each_other),
        cmocka_unit_test(a_refused_file_is_kept_byte_for_byte_with_its_reason),
        cmocka_unit_test(a_file_without_bytes_is_kept_too),
        cmocka_unit_test(good_pages_before_a_damaged_one_are_not_reported),
        cmocka_unit_test(what_is_no_file_is_not_opened_and_nothing_is_kept),
        cmocka_unit_test(no_link_is_followed_below_the_batch),
        cmocka_unit_test(a_depot_that_cannot_be_written_decides_nothing),
        cmocka_unit_test(a_separator_code_is_found_only_when_asked_for),
        cmocka_unit_test(quality_is_measured_only_when_asked_for),
        cmocka_unit_test(bigtiff_has_its_own_format_number),
    };

    return cmocka_run_group_tests_name("ingest/ingest", tests, scratch_setup, scratch_teardown);
}
