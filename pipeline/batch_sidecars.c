#include "pipeline/batch_sidecars.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/text/column_check.h"
#include "core/utf8.h"
#include "index/records/languages.h"
#include "ingest/batch_complete.h"

/* Files that are missing one by one; more are told as a number. */
enum { MISSING_MAX = 1000 };

/* Adds a finding on a path as delivered ("" for the batch). */
static BA_RC find(struct batch_sidecars *c, const char *code, char level, const char *path,
                  const char *message, struct ba_err *err)
{
    char *object = ba_name_escape(path), *text = strdup(message);

    if (object == NULL || text == NULL ||
        ba_grow(&c->findings, &c->finding_cap, c->finding_count + 1, sizeof(*c->findings)) != 0) {
        free(object);
        free(text);
        return ba_fail_mem(err, "batch");
    }
    c->findings[c->finding_count++] =
        (struct finding){ .code = code, .level = level, .object = object, .message = text };
    return BA_OK;
}

/* The codes that may come from below, as texts that stay. */
static const char *lasting(const char *code)
{
    static const char *const codes[] = { "FILE_READ",        "FILE_TOO_LARGE",
                                         "CHECKSUM_DIFFERS", "CHECKSUM_TOO_MANY",
                                         "COUNTS_BAD_VALUE", "COUNTS_NO_HEADER",
                                         "COUNTS_TOO_MANY",  "COUNTS_TWICE",
                                         "CSV_SYNTAX" };

    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        if (strcmp(code, codes[i]) == 0)
            return codes[i];
    return "FILE_READ";
}

/* A trouble of one companion becomes a finding; any other goes up. */
static BA_RC find_trouble(struct batch_sidecars *c, const char *path, const struct ba_err *why,
                          struct ba_err *err)
{
    char message[sizeof(why->msg) + 200];
    char *name;
    enum ba_rc rc;

    if (why->rc != BA_ITEM) {
        *err = *why;
        return why->rc;
    }
    name = ba_name_escape(path);
    if (name == NULL)
        return ba_fail_mem(err, "batch");
    /* A line of the file is told with its name, without the folder. */
    size_t base = strlen(ba_basename(name));
    bool named = strncmp(why->msg, ba_basename(name), base) == 0 && why->msg[base] == ':';

    snprintf(message, sizeof(message), "%.180s%s%s", name, named ? "" : ": ",
             why->msg + (named ? base : 0));
    rc = find(c, lasting(why->code), 'e', path, message, err);
    free(name);
    return rc;
}

static BA_RC read_whole(const char *folder, const char *path, struct ba_buf *text,
                        struct ba_err *err)
{
    char *full = ba_path_join(folder, path);
    enum ba_rc rc = full == NULL ? ba_fail_mem(err, "batch") : ba_file_read(full, text, err);

    free(full);
    return rc;
}

static BA_RC read_list(struct batch_sidecars *c, const char *folder, const char *path,
                       struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT(CHECKSUMS_MAX_BYTES);
    struct ba_err one = BA_ERR_INIT;
    char *list = strdup(path), message[200];
    size_t bad_line = 0;
    enum ba_rc rc;

    if (list == NULL || ba_grow(&c->lists, &c->list_cap, c->list_count + 1, sizeof(char *)) != 0) {
        free(list);
        return ba_fail_mem(err, "batch");
    }
    c->lists[c->list_count++] = list;
    rc = read_whole(folder, path, &text, &one);
    if (rc == BA_OK)
        rc = checksums_read(list, ba_buf_str(&text), text.len, &c->sums, &bad_line, &one);
    ba_buf_free(&text);
    if (rc != BA_OK)
        return find_trouble(c, path, &one, err);
    if (bad_line == 0)
        return BA_OK;
    snprintf(message, sizeof(message),
             "line %zu of this list of checksums cannot be read, and what it is about was not "
             "verified by it; make the list again",
             bad_line);
    return find(c, "CHECKSUM_SYNTAX", 'e', path, message, err);
}

static BA_RC bad_count(void *ctx, const struct ba_err *why, struct ba_err *err)
{
    return find_trouble(ctx, COUNTS_FILE, why, err);
}

/* What names no languages is told, and then not there. */
static BA_RC check_languages(struct batch_sidecars *c, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; i < c->counts.count && rc == BA_OK; i++) {
        struct batch_csv_line *l = &c->counts.at[i];
        struct ba_err one = BA_ERR_INIT;

        if (*l->languages == '\0' || column_languages_valid(l->languages))
            continue;
        ba_err_set(&one, BA_ITEM, "COUNTS_BAD_VALUE",
                   COUNTS_FILE
                   ":%zu: names no languages, which are written as nld or nld+eng: \"%s\"",
                   l->line, l->languages);
        rc = find_trouble(c, COUNTS_FILE, &one, err);
        *l->languages = '\0';
    }
    return rc;
}

static BA_RC read_counts(struct batch_sidecars *c, const char *folder, const char *path,
                         struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT(COUNTS_MAX_BYTES);
    struct ba_err one = BA_ERR_INIT;
    enum ba_rc rc;

    c->has_counts = true;
    rc = read_whole(folder, path, &text, &one);
    if (rc == BA_OK)
        rc = counts_read(ba_buf_str(&text), text.len, &c->counts, bad_count, c, &one);
    ba_buf_free(&text);
    return rc == BA_OK ? check_languages(c, err) : find_trouble(c, path, &one, err);
}

static bool is_companion(const char *path, const char *marker)
{
    return batch_complete_is_marker(path, marker) || checksums_is_list(path) ||
           counts_is_file(path);
}

/* A listed file that is itself no scan is verified here and now. */
static BA_RC verify_companions(struct batch_sidecars *c, const char *folder, const char *marker,
                               struct ba_err *err)
{
    size_t kept = 0;
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; i < c->sums.count; i++) {
        struct checksum *s = &c->sums.at[i];

        if (s->target != NULL && is_companion(s->target, marker)) {
            char *file = ba_path_join(folder, s->target);
            struct ba_err one = BA_ERR_INIT;
            enum ba_rc bad = BA_OK;

            if (rc == BA_OK && file == NULL)
                rc = ba_fail_mem(err, "batch");
            else if (rc == BA_OK)
                bad = checksum_verify(s->kind, s->hex, s->list, file, "", &one);
            if (bad != BA_OK)
                rc = find_trouble(c, s->target, &one, err);
            free(file);
            free(s->hex);
        } else {
            c->sums.at[kept++] = *s;
        }
    }
    c->sums.count = kept;
    return rc;
}

/* Where the list says the file should be: beside it. */
static char *missing_path(const struct checksum *s)
{
    const char *name = s->name;
    size_t folder = (size_t)(ba_basename(s->list) - s->list);

    while (strncmp(name, "./", 2) == 0)
        name += 2;
    return ba_strf("%.*s%s", (int)folder, s->list, name);
}

static BA_RC find_missing(struct batch_sidecars *c, struct ba_err *err)
{
    size_t missing = 0;
    enum ba_rc rc = BA_OK;

    while (missing < c->sums.count && c->sums.at[missing].target == NULL)
        missing++;
    for (size_t i = 0; i < missing && i < MISSING_MAX && rc == BA_OK; i++) {
        const struct checksum *s = &c->sums.at[i];
        char *path = missing_path(s), *name = path == NULL ? NULL : ba_name_escape(path);
        char *list = ba_name_escape(s->list);
        char *message = name == NULL || list == NULL
                            ? NULL
                            : ba_strf("%s is listed in %s but was not delivered; look for it at "
                                      "the scanner, or count the sheets",
                                      name, list);

        rc = message == NULL ? ba_fail_mem(err, "batch")
                             : find(c, "CHECKSUM_FILE_MISSING", 'e', path, message, err);
        free(path);
        free(name);
        free(list);
        free(message);
    }
    if (rc == BA_OK && missing > MISSING_MAX) {
        char message[120];

        snprintf(message, sizeof(message), "%zu more listed files were not delivered",
                 missing - MISSING_MAX);
        rc = find(c, "CHECKSUM_FILE_MISSING", 'e', "", message, err);
    }
    return rc;
}

static BA_RC find_unlisted(struct batch_sidecars *c, const struct batch_files *w,
                           struct ba_err *err)
{
    const char *first = NULL;
    size_t unlisted = 0, n;
    char *name, *message;
    enum ba_rc rc;

    for (size_t i = 0; i < w->count; i++)
        if (checksums_of(&c->sums, w->files[i].path, &n) == NULL && unlisted++ == 0)
            first = w->files[i].path;
    if (unlisted == 0)
        return BA_OK;
    name = ba_name_escape(first);
    message = name == NULL ? NULL
                           : ba_strf("%zu of %zu files stand in no list of checksums and could not "
                                     "be verified; the first is %s",
                                     unlisted, w->count, name);
    rc = message == NULL ? ba_fail_mem(err, "batch")
                         : find(c, "CHECKSUM_NOT_LISTED", 'i', "", message, err);
    free(name);
    free(message);
    return rc;
}

static bool drop(void *ctx, const struct batch_file *f)
{
    return f->regular && is_companion(f->path, ctx);
}

/* Hidden files are no part of a batch; that some were there is told. */
static BA_RC find_hidden(struct batch_sidecars *c, const char *marker, const struct batch_files *w,
                         struct ba_err *err)
{
    char *first;

    if (w->hidden == 0 || (w->hidden == 1 && strcmp(w->first_hidden, marker) == 0))
        return BA_OK;
    first = ba_name_escape(w->first_hidden);
    c->hidden = (struct finding){ .code = "HIDDEN_FILES", .level = 'i', .object = "" };
    c->hidden.message =
        first == NULL
            ? NULL
            : ba_strf("%zu hidden file%s or folder%s left out, the first is %s; if scans are "
                      "among them, give them names without a dot and run again with --add",
                      w->hidden, w->hidden == 1 ? "" : "s", w->hidden == 1 ? " was" : "s were",
                      first);
    free(first);
    return c->hidden.message == NULL ? ba_fail_mem(err, "batch") : BA_OK;
}

BA_RC companions_take(struct batch_sidecars *c, const char *folder, const char *batch_name,
                      const char *marker, struct batch_files *w, struct ba_err *err)
{
    char *raw_name = ba_name_unescape(batch_name);
    enum ba_rc rc = raw_name == NULL ? ba_fail_mem(err, "batch") : find_hidden(c, marker, w, err);

    for (size_t i = 0; i < w->count && rc == BA_OK; i++) {
        const struct batch_file *f = &w->files[i];

        if (f->regular && checksums_is_list(f->path))
            rc = read_list(c, folder, f->path, err);
        else if (f->regular && counts_is_file(f->path))
            rc = read_counts(c, folder, f->path, err);
    }
    if (rc == BA_OK)
        rc = checksums_resolve(&c->sums, w, raw_name, err);
    if (rc == BA_OK)
        rc = verify_companions(c, folder, marker, err);
    if (rc == BA_OK)
        rc = find_missing(c, err);
    free(raw_name);
    if (rc != BA_OK)
        return rc;
    walk_drop(w, drop, (void *)marker);
    return c->list_count > 0 ? find_unlisted(c, w, err) : BA_OK;
}

size_t companions_wants(const struct batch_sidecars *c, const char *path,
                        struct ingest_want wants[INGEST_WANTS_MAX])
{
    size_t n;
    const struct checksum *s = checksums_of(&c->sums, path, &n);

    if (n > INGEST_WANTS_MAX)
        n = INGEST_WANTS_MAX;
    for (size_t i = 0; i < n; i++)
        wants[i] = (struct ingest_want){ .kind = s[i].kind, .hex = s[i].hex, .list = s[i].list };
    return n;
}

BA_RC companions_check_taken(struct batch_sidecars *c, const char *path, const char *file,
                             const char *sha256, struct ba_err *err)
{
    size_t n;
    const struct checksum *s = checksums_of(&c->sums, path, &n);

    for (size_t i = 0; i < n; i++) {
        struct ba_err one = BA_ERR_INIT;

        if (checksum_verify(s[i].kind, s[i].hex, s[i].list, file, sha256, &one) != BA_OK)
            return find_trouble(c, path, &one, err);
    }
    return BA_OK;
}

BA_RC companions_store(const struct batch_sidecars *c, struct store *s, int64_t batch,
                       struct ba_err *err)
{
    struct expectation *list = calloc(c->counts.count + 1, sizeof(*list));
    struct announced *spoken = calloc(c->counts.count + 1, sizeof(*spoken));
    size_t expected = 0, announced = 0;
    enum ba_rc rc = list == NULL || spoken == NULL ? ba_fail_mem(err, "batch") : BA_OK;

    for (size_t i = 0; i < c->counts.count && rc == BA_OK; i++) {
        const struct batch_csv_line *l = &c->counts.at[i];

        if (*l->relation != '\0')
            list[expected++] = (struct expectation){ .dossier = l->dossier,
                                                     .relation = l->relation,
                                                     .pages = l->pages };
        if (*l->languages != '\0')
            spoken[announced++] =
                (struct announced){ .dossier = l->dossier, .languages = l->languages };
    }
    if (rc == BA_OK && (c->list_count > 0 || c->has_counts))
        rc = findings_set(s, batch, c->findings, c->finding_count, err);
    if (rc == BA_OK)
        rc = finding_set_one(s, batch, "HIDDEN_FILES", c->hidden.code != NULL ? &c->hidden : NULL,
                             err);
    if (rc == BA_OK && c->has_counts)
        rc = expectations_set(s, batch, list, expected, err);
    if (rc == BA_OK && c->has_counts)
        rc = languages_announced(s, batch, spoken, announced, err);
    free(list);
    free(spoken);
    return rc;
}

void companions_free(struct batch_sidecars *c)
{
    free((char *)c->hidden.message);
    for (size_t i = 0; i < c->finding_count; i++) {
        free((char *)c->findings[i].object);
        free((char *)c->findings[i].message);
    }
    free(c->findings);
    checksums_free(&c->sums);
    counts_free(&c->counts);
    for (size_t i = 0; i < c->list_count; i++)
        free(c->lists[i]);
    free(c->lists);
    *c = (struct batch_sidecars){ 0 };
}
