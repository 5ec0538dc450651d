#include "pipeline/shard/shard_result.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "pipeline/ocr_result.h"

#define FORMAT "bouwarchief-results"
enum { VERSION = 1, FILES_MAX = 100000 };

int shard_result_order(const void *a, const void *b)
{
    const struct shard_result *p = a, *q = b;
    int order = strcmp(p->sha256, q->sha256);

    if (order != 0)
        return order;
    if (p->frame != q->frame)
        return p->frame < q->frame ? -1 : 1;
    return strcmp(p->rev, q->rev);
}

/* A message may quote bytes of a file; JSON is UTF-8. */
static json_t *text_json(const char *text)
{
    char *shown = ba_utf8_valid(text, strlen(text)) ? strdup(text) : ba_name_escape(text);
    json_t *o = shown == NULL ? NULL : json_string(shown);

    free(shown);
    return o;
}

static json_t *to_json(const struct shard_result *r)
{
    json_t *o = json_pack("{s:s, s:I, s:s}", "sha256", r->sha256, "frame", (json_int_t)r->frame,
                          "rev", r->rev);
    struct ba_err err = BA_ERR_INIT;
    bool kept = o != NULL && ocr_result_to_json(o, &r->out, &err) == BA_OK;

    if (kept && r->failure.rc == BA_OK)
        kept = json_object_set_new(o, "alto", json_string(r->alto)) == 0 &&
               json_object_set_new(o, "text", json_string(r->text)) == 0;
    else if (kept)
        kept = json_object_set_new(o, "code", json_string(r->failure.code)) == 0 &&
               json_object_set_new(o, "message", text_json(r->failure.msg)) == 0;
    if (kept)
        return o;
    json_decref(o);
    return NULL;
}

BA_RC shard_results_write(const char *path, const struct shard_head *head,
                          struct shard_results *results, struct ba_err *err)
{
    struct ba_out out = BA_OUT_INIT;
    enum ba_rc rc = ba_mkdirs_for(path, err);

    if (rc == BA_OK)
        rc = ba_out_open(&out, path, 0644, err);
    if (rc == BA_OK)
        rc =
            jsonl_write(&out,
                        json_pack("{s:s, s:i, s:s, s:i, s:i}", "format", FORMAT, "version", VERSION,
                                  "depot", head->depot, "shard", (int)head->k, "of", (int)head->n),
                        err);
    if (results->count > 0)
        qsort(results->rows, results->count, sizeof(*results->rows), shard_result_order);
    for (size_t i = 0; rc == BA_OK && i < results->count; i++)
        rc = jsonl_write(&out, to_json(&results->rows[i]), err);
    if (rc == BA_OK)
        rc = jsonl_write(&out, json_pack("{s:I}", "end", (json_int_t)results->count), err);
    if (rc == BA_OK)
        rc = ba_out_commit(&out, err);
    ba_out_abort(&out);
    return rc;
}

BA_RC shard_results_open(struct jsonl *j, const char *path, struct shard_head *head,
                         struct ba_err *err)
{
    uint64_t version = 0, k = 0, n = 0;
    json_t *o = NULL;
    const char *format, *depot;
    enum ba_rc rc = jsonl_open(j, path, err);

    if (rc == BA_OK)
        rc = jsonl_next(j, &o, err);
    if (rc != BA_OK)
        return rc;
    format = json_string_value(json_object_get(o, "format"));
    depot = jsonl_hex(o, "depot", DEPOT_MARK_DIGITS);
    if (format == NULL || strcmp(format, FORMAT) != 0 || depot == NULL ||
        !jsonl_count(o, "version", INT32_MAX, &version) || !jsonl_count(o, "of", SHARD_MAX, &n) ||
        !jsonl_count(o, "shard", n, &k) || k == 0)
        rc = ba_fail(err, BA_ITEM, "SHARD_FORMAT", "this is no file of results");
    else if (version != VERSION)
        rc = ba_fail(err, BA_ITEM, "SHARD_FORMAT",
                     "it was written by another version of bouwarchief; install the same one on "
                     "every machine");
    if (rc == BA_OK) {
        *head = (struct shard_head){ .k = (uint32_t)k, .n = (uint32_t)n };
        memcpy(head->depot, depot, sizeof(head->depot));
    }
    json_decref(o);
    return rc;
}

static bool keep(char *to, size_t size, const char *from)
{
    if (from == NULL || strlen(from) >= size)
        return false;
    memcpy(to, from, strlen(from) + 1);
    return true;
}

/* Cut where it does not fit, between characters: escaped bytes are longer than they were. */
static void keep_cut(char *to, size_t size, const char *from)
{
    size_t n = strlen(from) < size ? strlen(from) : size - 1;

    while (n > 0 && ((unsigned char)from[n] & 0xC0) == 0x80)
        n--;
    memcpy(to, from, n);
    to[n] = '\0';
}

/* A code as in err.h; messages may say anything. */
static bool take_failure(const json_t *o, struct ba_err *failure)
{
    const char *code = json_string_value(json_object_get(o, "code"));
    const char *message = json_string_value(json_object_get(o, "message"));

    failure->rc = BA_ITEM;
    if (message == NULL)
        return false;
    keep_cut(failure->msg, sizeof(failure->msg), message);
    return keep(failure->code, sizeof(failure->code), code) && *code != '\0' &&
           strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen(code);
}

static BA_RC take_result(const json_t *o, struct shard_result *r, struct ba_err *err)
{
    uint64_t frame = 0;
    bool good = keep(r->sha256, sizeof(r->sha256), jsonl_hex(o, "sha256", BA_SHA256_HEX)) &&
                keep(r->rev, sizeof(r->rev), jsonl_hex(o, "rev", OCR_REV_DIGITS)) &&
                jsonl_count(o, "frame", UINT32_MAX, &frame);

    r->frame = (uint32_t)frame;
    if (good && json_object_get(o, "code") != NULL)
        good = take_failure(o, &r->failure);
    else if (good)
        good = keep(r->alto, sizeof(r->alto), jsonl_hex(o, "alto", BA_SHA256_HEX)) &&
               keep(r->text, sizeof(r->text), jsonl_hex(o, "text", BA_SHA256_HEX));
    if (!good)
        return ba_fail(err, BA_ITEM, "SHARD_LINE",
                       "the line does not name an image, a rev, and what came of it");
    return ocr_result_from_json(o, &r->out, err);
}

BA_RC shard_results_next(struct jsonl *j, struct shard_result *r, bool *more, struct ba_err *err)
{
    uint64_t lines = 0;
    json_t *o = NULL;
    enum ba_rc rc = jsonl_next(j, &o, err);

    *r = (struct shard_result){ 0 };
    /* Behind a bad line comes another; a disk that fails would fail for ever. */
    *more = rc == BA_OK || rc == BA_ITEM;
    if (rc != BA_OK)
        return rc;
    if (o == NULL || json_object_get(o, "end") != NULL) {
        *more = false;
        if (o == NULL || !jsonl_count(o, "end", SIZE_MAX, &lines) || lines + 2 != j->line)
            rc = ba_fail(err, BA_ITEM, "SHARD_CUT_OFF",
                         "the file is not whole: it has %zu lines, and its last does not say so",
                         j->line);
    } else {
        rc = take_result(o, r, err);
    }
    json_decref(o);
    return rc;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool ends_in(const char *name, const char *suffix)
{
    size_t n = strlen(name), s = strlen(suffix);

    return n > s && strcmp(name + n - s, suffix) == 0;
}

BA_RC shard_files_list(const struct depot *depot, const char *prefix, struct shard_files *f,
                       struct ba_err *err)
{
    char *path = shard_path(depot, "results");
    DIR *d = path == NULL ? NULL : opendir(path);
    enum ba_rc rc = path == NULL ? ba_fail_mem(err, "results") : BA_OK;
    const struct dirent *e;

    if (d == NULL && rc == BA_OK && errno != ENOENT)
        rc = ba_fail_sys(err, BA_FATAL, "FILE_READ", "%s", path);
    while (d != NULL && rc == BA_OK && (e = readdir(d)) != NULL) {
        if (*e->d_name == '.' || strncmp(e->d_name, prefix, strlen(prefix)) != 0 ||
            !(ends_in(e->d_name, SHARD_FRESH) || ends_in(e->d_name, SHARD_HELD)))
            continue;
        if (f->count == FILES_MAX)
            rc = ba_fail(err, BA_FATAL, "SHARD_FILES", "%s holds more than %d files; merge first",
                         path, FILES_MAX);
        else if (ba_grow(&f->names, &f->room, f->count + 1, sizeof(char *)) != 0 ||
                 (f->names[f->count] = strdup(e->d_name)) == NULL)
            rc = ba_fail_mem(err, "results");
        else
            f->count++;
    }
    if (d != NULL)
        closedir(d);
    if (f->count > 0)
        qsort(f->names, f->count, sizeof(char *), by_name);
    free(path);
    return rc;
}

void shard_files_free(struct shard_files *f)
{
    for (size_t i = 0; i < f->count; i++)
        free(f->names[i]);
    free(f->names);
    *f = (struct shard_files){ 0 };
}
