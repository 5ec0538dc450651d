#include "depot/designator.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/file.h"

void designator_free(struct designator *w)
{
    for (size_t i = 0; i < w->count; i++) {
        free(w->at[i].number);
        free(w->at[i].archive);
    }
    free(w->at);
    *w = (struct designator){ 0 };
}

static bool is_own(const struct depot *depot, const char *name)
{
    return strcmp(name, APP_OWN_ARCHIVE) == 0 || strcmp(name, depot->config.archive_id) == 0 ||
           strcmp(name, depot->config.archive_name) == 0;
}

const char *designator_archive_shown(const struct depot *depot, const char *name)
{
    return strcmp(name, APP_OWN_ARCHIVE) == 0 ? depot->config.archive_id : name;
}

/* Does a person who says `given` mean the archive that the store calls `name`? */
static bool is_archive(const struct depot *depot, const char *given, const char *name)
{
    return given == NULL || strcmp(given, name) == 0 ||
           (is_own(depot, given) && is_own(depot, name));
}

struct archive_seek {
    const struct depot *depot;
    const char *given, *found;
};

static BA_RC note_archive(void *ctx, const char *name, struct ba_err *err)
{
    struct archive_seek *s = ctx;

    (void)err;
    if (s->found == NULL && is_archive(s->depot, s->given, name))
        s->found = strcmp(name, APP_OWN_ARCHIVE) == 0 ? APP_OWN_ARCHIVE : s->given;
    return BA_OK;
}

BA_RC designator_archive(struct depot *depot, const char *given, const char **name,
                         struct ba_err *err)
{
    struct archive_seek s = { .depot = depot, .given = given };
    enum ba_rc rc = archive_each(depot->store, note_archive, &s, err);

    *name = s.found;
    if (rc == BA_OK && s.found == NULL)
        rc = ba_fail(err, BA_ITEM, "ARCHIVE_UNKNOWN",
                     "there is no archive \"%.100s\" here; the column `archive` of the register "
                     "names them, and [archive] id in bouwarchief.conf the depot's own",
                     given);
    return rc;
}

struct seek {
    struct depot *depot;
    const char *archive;
    int64_t document;
    struct designator *out;
};

static BA_RC note_dossier(void *ctx, const struct dossier_row *row, struct ba_err *err)
{
    struct seek *s = ctx;
    struct designator *w = s->out;

    if (!is_archive(s->depot, s->archive, row->archive))
        return BA_OK;
    if (ba_grow(&w->at, &w->cap, w->count + 1, sizeof(*w->at)) != 0)
        return ba_fail_mem(err, "dossiers");
    struct designator_one *one = &w->at[w->count++];
    *one = (struct designator_one){ .of = { row->id, s->document },
                                    .number = strdup(row->number),
                                    .archive = strdup(row->archive) };
    return one->number != NULL && one->archive != NULL ? BA_OK : ba_fail_mem(err, "dossiers");
}

static BA_RC seek_number(struct seek *s, const char *number, struct ba_err *err)
{
    return dossier_each(s->depot->store, number, note_dossier, s, err);
}

static BA_RC note_document(void *ctx, const struct document_row *row, struct ba_err *err)
{
    struct seek *s = ctx;

    (void)err;
    if (row->seq == s->document)
        s->document = -1; /* seen */
    return BA_OK;
}

/* "1974/0231-002": the number of a dossier, and that of one of its documents. */
static BA_RC seek_document(struct seek *s, const char *word, struct ba_err *err)
{
    const char *dash = strrchr(word, '-');
    struct designator *w = s->out;
    size_t kept = 0;
    char *number;
    enum ba_rc rc;

    if (dash == NULL || strlen(dash + 1) < 3 || strlen(dash + 1) > 6 ||
        strspn(dash + 1, "0123456789") != strlen(dash + 1))
        return BA_OK;
    int64_t document = strtoll(dash + 1, NULL, 10);
    number = strndup(word, (size_t)(dash - word));
    s->document = document;
    rc = number != NULL ? seek_number(s, number, err) : ba_fail_mem(err, "dossiers");
    free(number);
    for (size_t i = 0; rc == BA_OK && i < w->count; i++) {
        s->document = document;
        rc = document_each(s->depot->store, w->at[i].of.dossier, note_document, s, err);
        if (s->document == -1) {
            struct designator_one one = w->at[i];
            w->at[i] = w->at[kept];
            w->at[kept++] = one;
        }
    }
    while (rc == BA_OK && w->count > kept) {
        w->count--;
        free(w->at[w->count].number);
        free(w->at[w->count].archive);
    }
    s->document = 0;
    return rc;
}

static BA_RC seek_word(struct seek *s, const char *word, struct ba_err *err)
{
    enum ba_rc rc = seek_number(s, word, err);

    if (rc == BA_OK && s->out->count == 0)
        rc = seek_document(s, word, err);
    return rc;
}

BA_RC designator_all(struct depot *depot, const char *word, const char *archive,
                     struct designator *out, struct ba_err *err)
{
    struct seek s = { .depot = depot, .archive = archive, .out = out };
    enum ba_rc rc = seek_word(&s, word, err);

    /* Names of archives and numbers may both have a colon: every one could be the one. */
    for (const char *colon = strchr(word, ':');
         rc == BA_OK && out->count == 0 && archive == NULL && colon != NULL;
         colon = strchr(colon + 1, ':')) {
        char *name = strndup(word, (size_t)(colon - word));
        s.archive = name;
        rc = name != NULL ? seek_word(&s, colon + 1, err) : ba_fail_mem(err, "dossiers");
        free(name);
    }
    return rc;
}

static BA_RC ambiguous(const struct depot *depot, const char *word, const struct designator *w,
                       struct ba_err *err)
{
    struct ba_buf list = BA_BUF_INIT(300);

    for (size_t i = 0; i < w->count && !list.failed; i++)
        ba_buf_printf(&list, "%s%s:%s", i > 0 ? ", " : "",
                      designator_archive_shown(depot, w->at[i].archive), w->at[i].number);
    enum ba_rc rc = ba_fail(err, BA_ITEM, "DOSSIER_AMBIGUOUS",
                            "dossier %.63s exists in more than one archive; say which, as "
                            "ARCHIVE:NUMBER or with --archive: %s",
                            word, ba_buf_str(&list));
    ba_buf_free(&list);
    return rc;
}

BA_RC designator_one(struct depot *depot, const char *word, const char *archive,
                     struct designator *out, struct ba_err *err)
{
    enum ba_rc rc = designator_all(depot, word, archive, out, err);

    if (rc == BA_OK && out->count == 0)
        rc = ba_fail(err, BA_ITEM, "DOSSIER_UNKNOWN",
                     "there is no dossier or document %.100s here; \"bouwarchief search\" finds "
                     "dossiers",
                     word);
    if (rc == BA_OK && out->count > 1)
        rc = ambiguous(depot, word, out, err);
    return rc;
}
