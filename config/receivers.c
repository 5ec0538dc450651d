/*
 * receivers.c - a line of ontvangers.csv: each cell is read strictly, for what is misread here
 * comes back as a whole delivery.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "config/receivers.h"
#include "config/value_lists.h"
#include "core/err.h"

/* Every word of a cell, with spaces between; false when `take` does not know one. */
static bool each_word(const char *cell, bool (*take)(void *ctx, const char *word, size_t len),
                      void *ctx)
{
    for (const char *s = cell + strspn(cell, " "); *s != '\0'; s += strspn(s, " ")) {
        size_t n = strcspn(s, " ");
        if (!take(ctx, s, n))
            return false;
        s += n;
    }
    return true;
}

static bool is(const char *word, size_t len, const char *name)
{
    return strlen(name) == len && memcmp(word, name, len) == 0;
}

/* What a cell sets: false when it is no value of this column. */
typedef bool (*take_fn)(struct list_receiver *r, const char *cell, const struct value_lists *l);

static bool keep(char **to, const char *text)
{
    free(*to);
    *to = strdup(text);
    return *to != NULL;
}

static bool take_name(struct list_receiver *r, const char *cell, const struct value_lists *l)
{
    size_t n = strlen(cell);
    (void)l;
    return n > 0 && n <= 64 && strcspn(cell, " \t\r\n/\\\"'<>&") == n && keep(&r->name, cell);
}

/* Empty: no limit, 0. */
static bool number(const char *cell, unsigned long long *out)
{
    char *end = NULL;
    errno = 0;
    *out = *cell == '\0' ? 0 : strtoull(cell, &end, 10);
    return *cell == '\0' ||
           (errno == 0 && *cell >= '0' && *cell <= '9' && *end == '\0' && *out > 0);
}

static bool take_files(struct list_receiver *r, const char *cell, const struct value_lists *l)
{
    (void)l;
    return number(cell, &r->max_files);
}

static bool take_mb(struct list_receiver *r, const char *cell, const struct value_lists *l)
{
    (void)l;
    return number(cell, &r->max_mb);
}

static bool take_access(struct list_receiver *r, const char *cell, const struct value_lists *l)
{
    bool known = false;
    for (size_t i = 0; i < l->access_count; i++)
        known |= strcmp(l->access[i].set, cell) == 0;
    return known && keep(&r->access, cell);
}

static bool known_format(void *ctx, const char *word, size_t len)
{
    const struct value_lists *l = ctx;
    for (size_t i = 0; i < l->format_count; i++)
        if (is(word, len, l->formats[i].puid))
            return true;
    return false;
}

static bool take_formats(struct list_receiver *r, const char *cell, const struct value_lists *l)
{
    bool named = strcmp(cell, "lijst") != 0 && strcmp(cell, "voorkeur") != 0;
    r->any_format = strcmp(cell, "lijst") == 0;
    return *cell != '\0' && (!named || each_word(cell, known_format, (void *)l)) &&
           keep(&r->puids, named ? cell : "");
}

static bool take_demand(void *ctx, const char *word, size_t len)
{
    struct list_receiver *r = ctx;
    const struct {
        const char *name;
        bool *set;
    } demands[] = { { "mislukt", &r->no_failed },
                    { "aantal", &r->count_agrees },
                    { "openbaarheid", &r->access_decided },
                    { "twijfel", &r->no_doubt },
                    { "bevindingen", &r->findings_settled },
                    { "gesloten", &r->batches_closed } };
    for (size_t i = 0; i < sizeof demands / sizeof *demands; i++)
        if (is(word, len, demands[i].name))
            return *demands[i].set = true;
    return false;
}

static bool take_demands(struct list_receiver *r, const char *cell, const struct value_lists *l)
{
    (void)l;
    r->no_failed = r->count_agrees = r->access_decided = false;
    r->no_doubt = r->findings_settled = r->batches_closed = false;
    return each_word(cell, take_demand, r);
}

static bool yes_or_no(const char *cell, bool *out)
{
    *out = strcmp(cell, "ja") == 0;
    return *out || strcmp(cell, "nee") == 0;
}

static bool take_duplicates(struct list_receiver *r, const char *cell, const struct value_lists *l)
{
    (void)l;
    return yes_or_no(cell, &r->duplicates);
}

static bool take_text(struct list_receiver *r, const char *cell, const struct value_lists *l)
{
    (void)l;
    return yes_or_no(cell, &r->text);
}

static bool take_sum(void *ctx, const char *word, size_t len)
{
    struct list_receiver *r = ctx;
    if (is(word, len, "sha512"))
        return r->sum_sha512 = true;
    return is(word, len, "md5") && (r->sum_md5 = true);
}

static bool take_sums(struct list_receiver *r, const char *cell, const struct value_lists *l)
{
    (void)l;
    r->sum_sha512 = r->sum_md5 = false;
    return each_word(cell, take_sum, r);
}

/* Names end in it, so it begins with a dot, has only what a name may have, and is no ending of what
 * we pack. */
static bool is_suffix(const char *s, const struct value_lists *l)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    size_t n = strlen(s);
    if (s[0] != '.' || n < 2 || n > LIST_SIDECAR_MAX || strspn(s, letters) != n ||
        s[n - 1] == '.' || strcasecmp(s, ".alto.xml") == 0)
        return false;
    for (size_t i = 0; i < l->format_count; i++) {
        const char *e = l->formats[i].extension;
        for (e += strspn(e, " "); *e != '\0'; e += strspn(e, " ")) {
            size_t len = strcspn(e, " ");
            if (len == n - 1 && strncasecmp(e, s + 1, len) == 0)
                return false;
            e += len;
        }
    }
    return true;
}

static bool take_folder_sidecar(struct list_receiver *r, const char *cell,
                                const struct value_lists *l)
{
    static const char folder[] = "{folder}";
    return strncmp(cell, folder, sizeof folder - 1) == 0 &&
           is_suffix(cell + sizeof folder - 1, l) &&
           keep(&r->folder_sidecar, cell + sizeof folder - 1);
}

static bool take_file_sidecar(struct list_receiver *r, const char *cell,
                              const struct value_lists *l)
{
    static const char file[] = "{file}", stem[] = "{stem}";
    size_t n = sizeof file - 1; /* of either */
    r->stem = strncmp(cell, stem, n) == 0;
    return (r->stem || strncmp(cell, file, n) == 0) && is_suffix(cell + n, l) &&
           keep(&r->file_sidecar, cell + n);
}

static bool take_container(struct list_receiver *r, const char *cell, const struct value_lists *l)
{
    static const char *const names[] = {
        [LIST_TAR] = "tar", [LIST_ZIP] = "zip", [LIST_FOLDER] = "map"
    };
    (void)l;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(cell, names[i]) == 0) {
            r->container = (enum list_container)i;
            return true;
        }
    return false;
}

static const struct {
    const char *name;
    take_fn take;
    const char *wanted;
} columns[] = {
    { "name", take_name, "a name of at most 64 characters without spaces" },
    { "max_files", take_files, "a number, or empty" },
    { "max_mb", take_mb, "a number, or empty" },
    { "access", take_access, "a set of beperkingGebruik.csv" },
    { "formats", take_formats, "voorkeur, lijst, or numbers of PRONOM that formaten.csv has" },
    { "demands", take_demands,
      "made of the words mislukt, aantal, openbaarheid, twijfel, bevindingen, gesloten" },
    { "duplicates", take_duplicates, "ja or nee" },
    { "text", take_text, "ja or nee" },
    { "checksums", take_sums, "made of the words sha512, md5" },
    { "folder_sidecar", take_folder_sidecar,
      "{folder} and an ending of at most 17 characters, such as .mdto.xml" },
    { "file_sidecar", take_file_sidecar,
      "{file} or {stem} and an ending of at most 17 characters, such as .bestand.mdto.xml" },
    { "container", take_container, "tar, zip or map" },
};
#define COLUMNS (sizeof columns / sizeof *columns)

/* What an own line does not say. */
static bool begin_as(struct list_receiver *r, const struct list_receiver *other)
{
    *r = *other;
    r->name = strdup(other->name);
    r->access = strdup(other->access);
    r->puids = strdup(other->puids);
    r->folder_sidecar = strdup(other->folder_sidecar);
    r->file_sidecar = strdup(other->file_sidecar);
    return r->name != NULL && r->access != NULL && r->puids != NULL && r->folder_sidecar != NULL &&
           r->file_sidecar != NULL;
}

/* Sidecars of two things must not bear one name. */
static BA_RC check_sidecars(const struct list_row *row, const struct list_receiver *r,
                            struct ba_err *err)
{
    if (r->stem && strcasecmp(r->file_sidecar, r->folder_sidecar) == 0)
        return list_bad(row, "file_sidecar", r->file_sidecar,
                        "another ending than that of folders, as it must be with {stem}: a "
                        "document's PDF bears the name of its folder",
                        err);
    if (r->stem && r->text)
        return list_bad(row, "file_sidecar", "{stem}",
                        "possible with text ja: a page and its text would have one sidecar", err);
    return BA_OK;
}

static BA_RC put(struct value_lists *l, struct list_receiver *r, struct ba_err *err)
{
    for (size_t i = 0; i < l->receiver_count; i++)
        if (strcmp(l->receivers[i].name, r->name) == 0) {
            list_free_receiver(&l->receivers[i]);
            l->receivers[i] = *r;
            return BA_OK;
        }
    struct list_receiver *to = list_append(&l->receivers, &l->receiver_count, sizeof *to);
    if (to == NULL)
        return ba_fail_mem(err, "a receiver");
    *to = *r;
    return BA_OK;
}

BA_RC list_add_receiver(struct list_row *row, struct ba_err *err)
{
    struct list_receiver r = { .name = NULL };
    enum ba_rc rc = BA_OK;
    if (row->own && !begin_as(&r, list_find_receiver(row->lists, LIST_STRICT)))
        rc = ba_fail_mem(err, row->path);
    for (size_t c = 0; rc == BA_OK && c < COLUMNS; c++) {
        const char *cell = row->cells[c];
        if (cell != NULL && !columns[c].take(&r, cell, row->lists))
            rc = list_bad(row, columns[c].name, cell, columns[c].wanted, err);
    }
    if (rc == BA_OK)
        rc = check_sidecars(row, &r, err);
    if (rc == BA_OK)
        rc = put(row->lists, &r, err);
    if (rc != BA_OK)
        list_free_receiver(&r);
    return rc;
}

void list_free_receiver(struct list_receiver *r)
{
    free(r->name);
    free(r->access);
    free(r->puids);
    free(r->folder_sidecar);
    free(r->file_sidecar);
    *r = (struct list_receiver){ .name = NULL };
}
