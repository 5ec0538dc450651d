/* A delivery of the sample, and one fault in it at a time, for the tests of verify. */
#ifndef BA_TESTS_UNIT_VERIFY_FIXTURE_H
#define BA_TESTS_UNIT_VERIFY_FIXTURE_H

#include <locale.h>

#include "export/verify/verify.h"
#include "tests/unit/export_sample.h"

#define ROOT "NL-TilGA-BWT"
#define DOSSIER ROOT "/1974-231"
#define DOCUMENT DOSSIER "/1974-231_001"
#define TIFF_FILE DOCUMENT "/1974-231_001_0001.tif"
#define PDF_FILE DOCUMENT "/1974-231_001.pdf"

static char delivery_tar[256], delivery_id[96];
static char said[4096]; /* codes of the last verification, a space between */

static void note(void *ctx, const char *code, const char *path, const char *message)
{
    size_t n = strlen(said);
    (void)ctx;
    (void)path;
    (void)message;
    snprintf(said + n, sizeof said - n, "%s ", code);
}

static BA_RC verify(const char *path, struct verify_counts *counts, struct ba_err *err)
{
    struct verify_opts opts = { .lists = &sample_lists };
    said[0] = '\0';
    return verify_package(path, &opts, note, NULL, counts, err);
}

static int verify_begin(void **state)
{
    struct export_result res;
    struct ba_err err = BA_ERR_INIT;
    if (sample_begin(state) != 0 ||
        sample_export(SAMPLE_DOSSIERS, in_dir("out"), &res, &err) != BA_OK)
        return -1;
    snprintf(delivery_tar, sizeof delivery_tar, "%s", res.tar);
    snprintf(delivery_id, sizeof delivery_id, "%s", res.delivery);
    export_result_free(&res);
    return 0;
}

/* A fresh unpacked copy; its root folder. */
MAY_BE_UNUSED static const char *fresh(void)
{
    struct ba_err err = BA_ERR_INIT;
    assert_rc(BA_OK, ba_remove_tree(in_dir("m"), &err), &err);
    unpack(delivery_tar, in_dir("m"));
    return in_dir("m/" ROOT);
}

MAY_BE_UNUSED static const char *at(const char *path)
{
    static char ring[8][400];
    static unsigned turn;
    char *p = ring[turn++ % 8];
    snprintf(p, sizeof ring[0], "%s/m/%s", fixture_dir, path);
    return p;
}

MAY_BE_UNUSED static void expect(const char *what, const char *path, const char *code)
{
    struct verify_counts counts;
    struct ba_err err = BA_ERR_INIT;
    enum ba_rc rc = verify(path, &counts, &err);
    char want[48];
    snprintf(want, sizeof want, "%s%s", code, code[strlen(code) - 1] == '_' ? "" : " ");
    if (rc != BA_ITEM || strstr(said, want) == NULL)
        fail_msg("%s: rc %d, said \"%s\", wanted %s", what, rc, said, code);
}

/* Replaces the first `from` of a file. */
MAY_BE_UNUSED static void edit(const char *file, const char *from, const char *to)
{
    size_t len;
    char *s = slurp(file, &len), *hit = memmem(s, len, from, strlen(from));
    if (hit == NULL)
        fail_msg("%s does not hold %s", file, from);
    struct ba_buf b = BA_BUF_INIT((size_t)16 << 20);
    ba_buf_add(&b, s, (size_t)(hit - s));
    ba_buf_puts(&b, to);
    ba_buf_add(&b, hit + strlen(from), len - (size_t)(hit - s) - strlen(from));
    spew(file, b.data, b.len);
    ba_buf_free(&b);
    free(s);
}

MAY_BE_UNUSED static void flip(const char *file, long where)
{
    size_t len;
    char *s = slurp(file, &len);
    s[where < 0 ? (long)len + where : where] ^= 4;
    spew(file, s, len);
    free(s);
}

/* A copy of the delivery's three files under the same name in a folder of its own. */
MAY_BE_UNUSED static const char *copy_delivery(void)
{
    static char tar[400];
    struct ba_err err = BA_ERR_INIT;
    assert_rc(BA_OK, ba_remove_tree(in_dir("d"), &err), &err);
    assert_int_equal(RUN(in_dir("log"), "cp", "-r", in_dir("out"), in_dir("d")), 0);
    snprintf(tar, sizeof tar, "%s/d/%s.tar", fixture_dir, delivery_id);
    return tar;
}

MAY_BE_UNUSED static const char *companion(const char *suffix)
{
    static char path[400];
    snprintf(path, sizeof path, "%s/d/%s%s", fixture_dir, delivery_id, suffix);
    return path;
}

#endif
