#include "desk/set.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/csv.h"
#include "core/file.h"
#include "core/plural.h"
#include "depot/designator.h"
#include "depot/value_list_files.h"

enum { CSV_MAX_BYTES = 64 << 20, SHOWN_MAX = 256 };

struct setting {
    struct depot *depot;
    const struct decision *by;
    struct value_lists lists;
    struct set_result *out;
    uint64_t refused;
};

/* The words of the register are a little more than the list's. */
static BA_RC check_access(const struct setting *s, const struct set_what *what, struct ba_err *err)
{
    if (what->value == NULL || strcasecmp(what->field, "access") != 0 || what->value[0] == '\0' ||
        strcasecmp(what->value, "beperkt") == 0 ||
        strcasecmp(what->value, "niet beoordeeld") == 0 ||
        list_find_access(&s->lists, what->value) != NULL)
        return BA_OK;
    return ba_fail(err, BA_ITEM, "FIELD_BAD_VALUE",
                   "access: \"%.60s\" is not on the list; openbaar, niet-beoordeeld, levenssfeer, "
                   "or another key or code of beperkingGebruik.csv",
                   what->value);
}

static BA_RC note(struct setting *s, const struct set_what *what, const char *archive,
                  const char *before, const char *now, bool changed, struct ba_err *err)
{
    struct set_result *r = s->out;
    struct set_change *c;

    if (ba_grow(&r->at, &r->cap, r->count + 1, sizeof(*r->at)) != 0)
        return ba_fail_mem(err, "output");
    c = &r->at[r->count++];
    *c = (struct set_change){ .subject = strdup(what->subject),
                              .archive = strdup(designator_archive_shown(s->depot, archive)),
                              .field = strdup(what->field),
                              .before = strdup(before),
                              .now = strdup(now),
                              .changed = changed };
    return c->subject == NULL || c->archive == NULL || c->field == NULL || c->before == NULL ||
                   c->now == NULL
               ? ba_fail_mem(err, "output")
               : BA_OK;
}

static BA_RC change_one(struct setting *s, const struct set_what *what, const char *reason,
                        struct ba_err *err)
{
    struct designator w = { 0 };
    char before[SHOWN_MAX] = "", now[SHOWN_MAX] = "";
    bool changed = true, undo = what->value == NULL;
    const char *who = decision_record(s->by).who;
    enum ba_rc rc = check_access(s, what, err);

    if (rc == BA_OK)
        rc = designator_one(s->depot, what->subject, what->archive, &w, err);
    if (rc == BA_OK && undo)
        rc = field_undo(s->depot->store, &w.at[0].of, what->field, who, reason, before, now, err);
    else if (rc == BA_OK)
        rc = field_change(s->depot->store, &w.at[0].of, what->field, what->value, who, reason,
                          before, &changed, err);
    if (rc == BA_OK)
        rc = note(s, what, w.at[0].archive, before, undo ? now : what->value, changed, err);
    designator_free(&w);
    return rc;
}

/* Where the columns of the file are; -1: not there. */
struct columns {
    int dossier, field, value, reason, archive;
};

static BA_RC read_header(const char *path, bool undo, char **fields, size_t n, struct columns *c,
                         struct ba_err *err)
{
    const struct {
        const char *name;
        int *at;
    } names[] = { { "dossier", &c->dossier },
                  { "field", &c->field },
                  { "value", &c->value },
                  { "reason", &c->reason },
                  { "archive", &c->archive } };

    *c = (struct columns){ -1, -1, -1, -1, -1 };
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < sizeof(names) / sizeof(names[0]) && strcasecmp(fields[i], names[k].name) != 0)
            k++;
        if (k == sizeof(names) / sizeof(names[0]))
            return ba_fail(err, BA_ITEM, "SET_NO_HEADER",
                           "%s: the column \"%.60s\" is none of dossier, field, value, reason, "
                           "archive",
                           path, fields[i]);
        *names[k].at = (int)i;
    }
    if (c->dossier < 0 || c->field < 0 || (c->value < 0 && !undo))
        return ba_fail(err, BA_ITEM, "SET_NO_HEADER",
                       "%s: the first line must name the columns dossier, field and value", path);
    return BA_OK;
}

static const char *cell(char **fields, size_t n, int at)
{
    return at >= 0 && (size_t)at < n ? fields[at] : "";
}

struct line {
    char **fields;
    size_t count, number;
};

/* A wrong line is told, and the next is looked at. */
static BA_RC change_line(struct setting *s, const struct columns *c, const struct line *l,
                         const char *archive, bool undo, struct ba_err *err)
{
    const char *named = cell(l->fields, l->count, c->archive);
    const char *reason = cell(l->fields, l->count, c->reason);
    struct set_what what = { .subject = cell(l->fields, l->count, c->dossier),
                             .archive = named[0] != '\0' ? named : archive,
                             .field = cell(l->fields, l->count, c->field),
                             .value = undo ? NULL : cell(l->fields, l->count, c->value) };
    struct ba_err bad = BA_ERR_INIT;
    enum ba_rc rc = change_one(s, &what, reason[0] != '\0' ? reason : s->by->reason, &bad);

    if (rc == BA_ITEM) {
        s->refused++;
        ba_messages_line(s->by->messages, BA_REFUSED, bad.code, (int64_t)l->number, bad.msg);
        return BA_OK;
    }
    if (rc != BA_OK)
        *err = bad;
    return rc;
}

/* Every line, so that all that is wrong is told at once; then all or nothing. */
static BA_RC change_lines(struct setting *s, const char *path, const char *archive, bool undo,
                          struct ba_err *err)
{
    struct ba_buf b = BA_BUF_INIT(CSV_MAX_BYTES);
    struct ba_csv *csv = NULL;
    struct columns c;
    struct line l = { 0 };
    enum ba_rc rc = access(path, R_OK) == 0
                        ? ba_file_read(path, &b, err)
                        : ba_fail_sys(err, BA_FATAL, "INPUT_MISSING", "%s", path);

    if (rc == BA_OK) {
        csv = ba_csv_open(path, ba_buf_str(&b), b.len);
        rc = csv != NULL ? ba_csv_row(csv, &l.fields, &l.count, err) : ba_fail_mem(err, path);
    }
    if (rc == BA_OK)
        rc = read_header(path, undo, l.fields, l.count, &c, err);
    while (rc == BA_OK && (rc = ba_csv_row(csv, &l.fields, &l.count, err)) == BA_OK &&
           l.count > 0) {
        l.number = ba_csv_line(csv);
        rc = change_line(s, &c, &l, archive, undo, err);
    }
    ba_csv_close(csv);
    ba_buf_free(&b);
    if (rc == BA_OK && s->refused > 0)
        rc = ba_fail(err, BA_ITEM, "SET_LINES_REFUSED",
                     "%" PRIu64 " line%s of %s %s wrong, see above; nothing was changed. Correct "
                     "the file and give the command again",
                     s->refused, ba_s(s->refused), path, s->refused == 1 ? "is" : "are");
    if (rc == BA_OK && s->out->count == 0)
        rc = ba_fail(err, BA_ITEM, "SET_NOTHING", "%s has no line; nothing was changed", path);
    return rc;
}

static BA_RC begin(struct setting *s, struct ba_err *err)
{
    enum ba_rc rc;

    *s->out = (struct set_result){ 0 };
    rc = value_list_files_load(s->depot, &s->lists, err);
    return rc == BA_OK ? store_begin(s->depot->store, err) : rc;
}

static BA_RC end(struct setting *s, enum ba_rc rc, struct ba_err *err)
{
    export_lists_free(&s->lists);
    return decision_commit_index(s->depot, s->by, rc, err);
}

BA_RC set_field(struct depot *depot, const struct decision *by, const struct set_what *what,
                struct set_result *out, struct ba_err *err)
{
    struct setting s = { .depot = depot, .by = by, .out = out };
    enum ba_rc rc = begin(&s, err);

    if (rc == BA_OK)
        rc = change_one(&s, what, by->reason, err);
    return end(&s, rc, err);
}

BA_RC set_file(struct depot *depot, const struct decision *by, const char *path,
               const char *archive, bool undo, struct set_result *out, struct ba_err *err)
{
    struct setting s = { .depot = depot, .by = by, .out = out };
    enum ba_rc rc = begin(&s, err);

    if (rc == BA_OK)
        rc = change_lines(&s, path, archive, undo, err);
    return end(&s, rc, err);
}

void set_result_free(struct set_result *r)
{
    for (size_t i = 0; i < r->count; i++) {
        free(r->at[i].subject);
        free(r->at[i].archive);
        free(r->at[i].field);
        free(r->at[i].before);
        free(r->at[i].now);
    }
    free(r->at);
    *r = (struct set_result){ 0 };
}
