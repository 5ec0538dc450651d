/*
 * package_publish.c - a delivery that was written gets its name, which tells its content; beside it
 * the note and the digests.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "core/file.h"
#include "export/sip/package_private.h"
#include "export/sip/pakbon.h"

#define REMARKS                                                                                    \
    "Geen bijzondere formaten: TIFF (fmt/353) als master en PDF/A-2a (fmt/476) als toegangskopie."

/* Of the file, or of the list of a folder's files, in files beside it, besides SHA-256. */
static const struct {
    enum ba_hash_kind kind;
    const char *suffix;
} sums[] = { { BA_SHA512, "sha512" }, { BA_MD5, "md5" } };
#define SUMS (sizeof sums / sizeof *sums)

const char *package_ending(enum list_container container)
{
    static const char *const endings[] = {
        [LIST_TAR] = ".tar", [LIST_ZIP] = ".zip", [LIST_FOLDER] = ""
    };
    return endings[container];
}

static bool wants_sum(const struct delivery *v, size_t i)
{
    const struct list_receiver *to = v->opts->lists->receiver;
    return sums[i].kind == BA_SHA512 ? to->sum_sha512 : to->sum_md5;
}

BA_RC package_begin_sums(struct delivery *v, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    for (size_t i = 0; rc == BA_OK && i < SUMS; i++)
        if (wants_sum(v, i))
            rc = container_also_sum(v->tar, sums[i].kind, err);
    return rc;
}

static BA_RC write_sums(struct delivery *v, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    for (size_t i = 0; rc == BA_OK && i < SUMS; i++) {
        char hex[BA_HASH_HEX_MAX + 1], line[BA_HASH_HEX_MAX + 2 * NAME_LEN];
        /* Of a folder its list is what can be hashed. */
        const char *of = container_list(v->tar) == NULL ? v->res->tar : v->res->sum;
        if (!wants_sum(v, i))
            continue;
        char *path = ba_strf("%s.%s", v->res->tar, sums[i].suffix);
        rc = path == NULL ? ba_fail_mem(err, "a name")
                          : container_sum(v->tar, sums[i].kind, hex, err);
        if (rc == BA_OK) {
            int n = snprintf(line, sizeof line, "%s  %s\n", hex, ba_basename(of));
            rc = ba_file_replace(path, line, (size_t)n, 0644, err);
        }
        free(path);
    }
    return rc;
}

/* Every format in the delivery with its PRONOM number, for the pakbon's last item. */
static void put_remarks(const struct delivery *v, struct ba_buf *b)
{
    bool usual = true;
    for (size_t i = 0; i < v->format_count; i++)
        usual = usual &&
                (strcmp(v->formats[i], "fmt/353") == 0 || strcmp(v->formats[i], "fmt/476") == 0);
    ba_buf_puts(b, usual ? REMARKS : "Formaten:");
    for (size_t i = 0; !usual && i < v->format_count; i++) {
        const struct list_format *f = list_find_format(v->opts->lists, v->formats[i]);
        ba_buf_printf(b, "%s %s (%s)", i == 0 ? "" : ",", f == NULL ? "onbekend" : f->label,
                      v->formats[i]);
    }
    ba_buf_printf(b, "%s%s", usual ? "" : ".",
                  v->opts->bag ? " Het pakket is verpakt in een BagIt-bag (versie 1.0)." : "");
}

static BA_RC write_pakbon(struct delivery *v, struct ba_err *err)
{
    struct export_result *res = v->res;
    struct ba_buf remarks = BA_BUF_INIT((size_t)1 << 16);
    put_remarks(v, &remarks);
    const struct pakbon note = {
        .delivery = res->delivery,
        .tar = ba_basename(res->tar),
        .profile = v->opts->lists->receiver->name,
        .sha256 = res->sha256,
        .tar_bytes = res->tar_bytes,
        .time = v->m.time,
        .objects = res->objects,
        .files = res->files,
        .content_files = res->files,
        .content_bytes = res->content_bytes,
        .remarks = ba_buf_str(&remarks),
    };
    pakbon_write(&v->xml, v->m.archive, &note);
    enum ba_rc rc = ba_buf_check(&v->xml.b, "the pakbon", err);
    ba_buf_free(&remarks);
    return rc != BA_OK ? rc : ba_file_replace(res->pakbon, v->xml.b.data, v->xml.b.len, 0644, err);
}

static void remove_companions(const struct delivery *v)
{
    const struct export_result *res = v->res;
    if (res->pakbon != NULL)
        unlink(res->pakbon);
    if (res->sum != NULL)
        unlink(res->sum);
    for (size_t i = 0; i < SUMS; i++) {
        char *path = ba_strf("%s.%s", res->tar, sums[i].suffix);
        if (path != NULL)
            unlink(path);
        free(path);
    }
}

/* The digest of the file, or the list of the folder's files of which it is. */
static BA_RC write_sum(const struct delivery *v, struct ba_err *err)
{
    const struct ba_buf *list = container_list(v->tar);
    const struct export_result *res = v->res;
    if (list != NULL)
        return ba_file_replace(res->sum, ba_buf_str(list), list->len, 0644, err);
    char *line = ba_strf("%s  %s\n", res->sha256, ba_basename(res->tar));
    enum ba_rc rc = line == NULL ? ba_fail_mem(err, "a digest")
                                 : ba_file_replace(res->sum, line, strlen(line), 0644, err);
    free(line);
    return rc;
}

void package_name_delivery(const struct delivery *v, const char *sha256, char out[DELIVERY_LEN])
{
    time_t t = (time_t)v->m.time;
    struct tm tm = { 0 };

    gmtime_r(&t, &tm);
    snprintf(out, DELIVERY_LEN, "%s-%04d%02d%02d-%.12s", v->root, tm.tm_year + 1900, tm.tm_mon + 1,
             tm.tm_mday, sha256);
}

/* Names that follow from the content; then the companions, and the tar last: where it is, all is.
 */
BA_RC package_publish(struct delivery *v, struct ba_err *err)
{
    struct export_result *res = v->res;
    char name[DELIVERY_LEN];
    const char *ending = package_ending(v->opts->lists->receiver->container);
    enum ba_rc rc = container_finish(v->tar, res->sha256, &res->tar_bytes, err);
    if (rc != BA_OK)
        return rc;
    package_name_delivery(v, res->sha256, name);
    res->delivery = strdup(v->bag_name[0] != '\0' ? v->bag_name : name);
    if (res->delivery != NULL) {
        res->tar = ba_strf("%s/%s%s", v->opts->out_dir, res->delivery, ending);
        res->pakbon = ba_strf("%s/%s.pakbon.xml", v->opts->out_dir, res->delivery);
        res->sum = ba_strf("%s/%s%s.sha256", v->opts->out_dir, res->delivery, ending);
    }
    if (res->tar == NULL || res->pakbon == NULL || res->sum == NULL)
        rc = ba_fail_mem(err, "the names of a package");
    if (rc == BA_OK)
        rc = write_pakbon(v, err);
    if (rc == BA_OK)
        rc = write_sum(v, err);
    if (rc == BA_OK)
        rc = write_sums(v, err);
    if (rc == BA_OK)
        rc = container_commit(v->tar, res->tar, err);
    /* A note without its tar is half a delivery; beside a tar that is there it is that tar's. */
    if (rc != BA_OK && res->tar != NULL && access(res->tar, F_OK) != 0)
        remove_companions(v);
    return rc;
}
