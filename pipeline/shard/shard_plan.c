#include "pipeline/shard/shard_plan.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "core/file.h"
#include "core/jsonl.h"
#include "core/text/column_check.h"
#include "index/records/languages.h"

#define FORMAT "bouwarchief-plan"
enum { VERSION = 1 };

char *shard_path(const struct depot *depot, const char *name)
{
    return ba_strf("%s/work/shards%s%s", depot->folder, *name != '\0' ? "/" : "", name);
}

static int by_content(const struct plan_line *a, const struct plan_line *b)
{
    int order = strcmp(a->sha256, b->sha256);

    if (order != 0)
        return order;
    if (a->frame != b->frame)
        return a->frame < b->frame ? -1 : 1;
    return strcmp(a->languages, b->languages);
}

static int by_content_only(const void *a, const void *b)
{
    return by_content(a, b);
}

static int by_round(const void *a, const void *b)
{
    const struct plan_line *p = a, *q = b;

    if (p->round != q->round)
        return p->round < q->round ? -1 : 1;
    return by_content(p, q);
}

void shard_plan_free(struct shard_plan *p)
{
    free(p->lines);
    *p = (struct shard_plan){ 0 };
}

/* ---- reading: the folder is shared, so the list is looked at as if it came from outside ---- */

/* Only what may stand at the end of a file's name. */
static bool take_extension(const json_t *o, char to[8])
{
    const char *s = json_string_value(json_object_get(o, "extension"));
    size_t n = s == NULL ? 0 : strlen(s);

    for (size_t i = 0; i < n; i++)
        if (!isalnum((unsigned char)s[i]))
            n = 0;
    if (n == 0 || n > 7)
        return false;
    memcpy(to, s, n + 1);
    return true;
}

static bool take_line(const json_t *o, struct plan_line *l)
{
    const char *sha256 = jsonl_hex(o, "sha256", BA_SHA256_HEX);
    const char *rev = jsonl_hex(o, "rev", OCR_REV_DIGITS);
    const char *languages = json_string_value(json_object_get(o, "languages"));
    uint64_t frame, width, height, bits, round;

    *l = (struct plan_line){ 0 };
    if (sha256 == NULL || rev == NULL || languages == NULL || !take_extension(o, l->extension) ||
        (*languages != '\0' && !column_languages_valid(languages)) ||
        !jsonl_count(o, "frame", UINT32_MAX, &frame) ||
        !jsonl_count(o, "width_px", UINT32_MAX, &width) ||
        !jsonl_count(o, "height_px", UINT32_MAX, &height) || !jsonl_count(o, "bits", 64, &bits) ||
        !jsonl_count(o, "round", UINT32_MAX, &round) ||
        !json_is_boolean(json_object_get(o, "done")))
        return false;
    memcpy(l->sha256, sha256, sizeof(l->sha256));
    memcpy(l->rev, rev, sizeof(l->rev));
    snprintf(l->languages, sizeof(l->languages), "%s", languages);
    l->frame = (uint32_t)frame;
    l->width_px = (uint32_t)width;
    l->height_px = (uint32_t)height;
    l->bits = (uint8_t)bits;
    l->round = (uint32_t)round;
    l->done = json_is_true(json_object_get(o, "done"));
    return true;
}

static BA_RC take_head(const json_t *o, struct shard_plan *p, uint64_t *lines, struct ba_err *err)
{
    const char *format = json_string_value(json_object_get(o, "format"));
    const char *depot = jsonl_hex(o, "depot", DEPOT_MARK_DIGITS);
    uint64_t version, left;

    if (format == NULL || strcmp(format, FORMAT) != 0 || depot == NULL ||
        !jsonl_count(o, "version", VERSION, &version) || version != VERSION ||
        !jsonl_count(o, "lines", SIZE_MAX, lines) || !jsonl_count(o, "left", *lines, &left))
        return ba_fail(err, BA_ITEM, "PLAN_DAMAGED", "its first line is not that of a list");
    memcpy(p->depot, depot, sizeof(p->depot));
    p->left = (size_t)left;
    return BA_OK;
}

static BA_RC read_lines(struct jsonl *j, struct shard_plan *p, struct ba_err *err)
{
    uint64_t want = 0;
    json_t *o = NULL;
    enum ba_rc rc = jsonl_next(j, &o, err);

    if (rc == BA_OK)
        rc = take_head(o, p, &want, err);
    json_decref(o);
    p->left = 0;
    while (rc == BA_OK && (rc = jsonl_next(j, &o, err)) == BA_OK && o != NULL) {
        struct plan_line l;

        if (!take_line(o, &l))
            rc = ba_fail(err, BA_ITEM, "PLAN_DAMAGED", "line %zu is not one of a list", j->line);
        else if (ba_grow(&p->lines, &p->room, p->count + 1, sizeof(l)) != 0)
            rc = ba_fail_mem(err, "list of pages");
        else
            p->lines[p->count++] = l;
        p->left += rc == BA_OK && !l.done;
        json_decref(o);
    }
    if (rc == BA_OK && p->count != want)
        rc = ba_fail(err, BA_ITEM, "PLAN_DAMAGED", "it is cut off");
    if (rc == BA_OK && p->count > 0)
        qsort(p->lines, p->count, sizeof(*p->lines), by_round);
    return rc;
}

BA_RC shard_plan_read(const struct depot *depot, struct shard_plan *p, struct ba_err *err)
{
    char *path = shard_path(depot, "plan.jsonl");
    struct jsonl j = { 0 };
    enum ba_rc rc = path == NULL ? ba_fail_mem(err, "list of pages") : jsonl_open(&j, path, err);

    if (rc == BA_OK)
        rc = read_lines(&j, p, err);
    else if (rc == BA_ITEM && err->sys == ENOENT)
        rc = ba_fail(err, BA_FATAL, "PLAN_MISSING",
                     "%s: there is no list of the pages that wait; write it with: bouwarchief ocr "
                     "--plan, on the machine that has the database",
                     path);
    if (rc == BA_ITEM) {
        struct ba_err why = *err;

        rc = ba_fail(err, BA_FATAL, "PLAN_DAMAGED",
                     "%s cannot be read (%s); write it anew with: bouwarchief ocr --plan", path,
                     why.msg);
    }
    jsonl_close(&j);
    free(path);
    if (rc != BA_OK)
        shard_plan_free(p);
    return rc;
}

BA_RC shard_plan_head(const struct depot *depot, struct shard_plan *p, bool *there,
                      struct ba_err *err)
{
    char *path = shard_path(depot, "plan.jsonl");
    struct jsonl j = { 0 };
    uint64_t lines = 0;
    json_t *o = NULL;
    enum ba_rc rc = path == NULL ? ba_fail_mem(err, "list of pages") : jsonl_open(&j, path, err);

    if (rc == BA_OK)
        rc = jsonl_next(&j, &o, err);
    if (rc == BA_OK)
        rc = take_head(o, p, &lines, err);
    *there = rc == BA_OK;
    json_decref(o);
    jsonl_close(&j);
    free(path);
    return rc == BA_ITEM ? BA_OK : rc;
}

/* ---- writing ---- */

static BA_RC make_mark(char to[DEPOT_MARK_DIGITS + 1], struct ba_err *err)
{
    unsigned char bytes[DEPOT_MARK_DIGITS / 2];

    if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
        return ba_fail_sys(err, BA_FATAL, "PLAN_MARK", "no random number for the list of pages");
    for (size_t i = 0; i < sizeof(bytes); i++)
        snprintf(to + 2 * i, 3, "%02x", bytes[i]);
    return BA_OK;
}

static BA_RC write_lines(const struct shard_plan *p, struct ba_out *out, struct ba_err *err)
{
    enum ba_rc rc = jsonl_write(out,
                                json_pack("{s:s, s:i, s:s, s:I, s:I}", "format", FORMAT, "version",
                                          VERSION, "depot", p->depot, "lines", (json_int_t)p->count,
                                          "left", (json_int_t)p->left),
                                err);

    for (size_t i = 0; rc == BA_OK && i < p->count; i++) {
        const struct plan_line *l = &p->lines[i];

        rc = jsonl_write(out,
                         json_pack("{s:I, s:s, s:I, s:s, s:I, s:I, s:i, s:s, s:s, s:b}", "round",
                                   (json_int_t)l->round, "sha256", l->sha256, "frame",
                                   (json_int_t)l->frame, "extension", l->extension, "width_px",
                                   (json_int_t)l->width_px, "height_px", (json_int_t)l->height_px,
                                   "bits", l->bits, "languages", l->languages, "rev", l->rev,
                                   "done", l->done),
                         err);
    }
    return rc;
}

static BA_RC put_file(const struct depot *depot, const struct shard_plan *p, struct ba_err *err)
{
    char *path = shard_path(depot, "plan.jsonl");
    struct ba_out out = BA_OUT_INIT;
    enum ba_rc rc = path == NULL ? ba_fail_mem(err, "list of pages") : ba_mkdirs_for(path, err);

    if (rc == BA_OK)
        rc = ba_out_open(&out, path, 0644, err);
    if (rc == BA_OK)
        rc = write_lines(p, &out, err);
    if (rc == BA_OK)
        rc = ba_out_commit(&out, err);
    ba_out_abort(&out);
    free(path);
    return rc;
}

/* An image and its languages once, sorted by content. */
BA_RC shard_plan_list(struct depot *depot, struct shard_plan *to, struct ba_err *err)
{
    struct ocr_work pages = { 0 };
    enum ba_rc rc = ocr_pages_list(depot, 0, &pages, err);

    if (rc == BA_OK && pages.count > 0 &&
        ba_grow(&to->lines, &to->room, pages.count, sizeof(*to->lines)) != 0)
        rc = ba_fail_mem(err, "list of pages");
    for (size_t i = 0; rc == BA_OK && i < pages.count; i++) {
        const struct ocr_task *t = &pages.tasks[i];
        struct plan_line *l = &to->lines[to->count];

        if (t->follows)
            continue;
        *l = (struct plan_line){
            .frame = t->frame, .width_px = t->width_px, .height_px = t->height_px, .bits = t->bits
        };
        memcpy(l->sha256, t->sha256, sizeof(l->sha256));
        memcpy(l->extension, t->extension, sizeof(l->extension));
        memcpy(l->rev, pages.readings[t->reading].rev, sizeof(l->rev));
        memcpy(l->languages, pages.readings[t->reading].own, sizeof(l->languages));
        to->count++;
    }
    if (to->count > 0)
        qsort(to->lines, to->count, sizeof(*to->lines), by_content_only);
    to->left = to->count;
    ocr_pages_free(&pages);
    return rc;
}

/* What is in the old list stays in its round, done when it no longer waits; what is new is a round
 * of its own. Both lists are sorted by content. */
static BA_RC join_lists(const struct shard_plan *old, const struct shard_plan *waits,
                        struct shard_plan *to, struct ba_err *err)
{
    size_t o = 0, w = 0;

    if (ba_grow(&to->lines, &to->room, old->count + waits->count + 1, sizeof(*to->lines)) != 0)
        return ba_fail_mem(err, "list of pages");
    while (o < old->count || w < waits->count) {
        int order = o == old->count     ? 1
                    : w == waits->count ? -1
                                        : by_content(&old->lines[o], &waits->lines[w]);
        struct plan_line *l = &to->lines[to->count++];

        *l = order < 0 ? old->lines[o] : waits->lines[w];
        l->done = order < 0;
        l->round = order <= 0 ? old->lines[o].round : UINT32_MAX;
        o += order <= 0;
        w += order >= 0;
    }
    qsort(to->lines, to->count, sizeof(*to->lines), by_round);
    return BA_OK;
}

/* The line behind the round that begins at i; *left: how many of it wait. */
static size_t end_of_round(const struct shard_plan *p, size_t i, size_t *left)
{
    uint32_t round = p->lines[i].round;

    for (*left = 0; i < p->count && p->lines[i].round == round; i++)
        *left += !p->lines[i].done;
    return i;
}

/* Rounds that are done go; the others are numbered from 1. */
static void drop_done(struct shard_plan *p)
{
    size_t kept = 0, end, left;
    uint32_t round = 0;

    p->left = 0;
    for (size_t i = 0; i < p->count; i = end) {
        end = end_of_round(p, i, &left);
        p->left += left;
        round += left > 0;
        for (size_t k = i; left > 0 && k < end; k++) {
            p->lines[kept] = p->lines[k];
            p->lines[kept++].round = round;
        }
    }
    p->count = kept;
}

BA_RC shard_plan_write(struct depot *depot, struct shard_plan *p, struct ba_err *err)
{
    struct shard_plan old = { 0 }, waits = { 0 };
    struct ba_err unread = BA_ERR_INIT;
    enum ba_rc rc = shard_plan_list(depot, &waits, err);

    /* One that is missing or damaged is begun anew. */
    if (rc == BA_OK && shard_plan_read(depot, &old, &unread) == BA_OK && old.count > 0)
        qsort(old.lines, old.count, sizeof(*old.lines), by_content_only);
    if (rc == BA_OK && *old.depot != '\0')
        memcpy(p->depot, old.depot, sizeof(p->depot));
    else if (rc == BA_OK)
        rc = make_mark(p->depot, err);
    if (rc == BA_OK)
        rc = join_lists(&old, &waits, p, err);
    if (rc == BA_OK) {
        drop_done(p);
        rc = put_file(depot, p, err);
    }
    shard_plan_free(&old);
    shard_plan_free(&waits);
    return rc;
}

BA_RC shard_plan_follow(struct depot *depot, struct ba_err *err)
{
    char *path = shard_path(depot, "plan.jsonl");
    struct shard_plan p = { 0 };
    enum ba_rc rc = path == NULL ? ba_fail_mem(err, "list of pages") : BA_OK;

    if (rc == BA_OK && access(path, F_OK) == 0)
        rc = shard_plan_write(depot, &p, err);
    shard_plan_free(&p);
    free(path);
    return rc;
}

void shard_plan_offer(struct depot *depot, struct ba_messages *told)
{
    struct ba_err err = BA_ERR_INIT;
    struct shard_plan p = { 0 };

    if (shard_plan_write(depot, &p, &err) != BA_OK)
        ba_messages_printf(told, BA_WARNING, err.code,
                           "the list of waiting pages for other machines was not written (%s); for "
                           "reading on several: bouwarchief ocr --plan",
                           err.msg);
    shard_plan_free(&p);
}

BA_RC shard_plan_renew(struct depot *depot, bool dry_run, size_t *waiting, struct ba_err *err)
{
    struct shard_plan p = { 0 };
    enum ba_rc rc = dry_run ? BA_OK : ocr_forgive_mishaps(depot, err);

    if (rc == BA_OK)
        rc = dry_run ? shard_plan_list(depot, &p, err) : shard_plan_write(depot, &p, err);
    *waiting = p.left;
    shard_plan_free(&p);
    return rc;
}
