/* A person's word on a dossier or one of its documents: said, and taken back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/file.h"
#include "index/correction/page_order.h"
#include "index/db/sql.h"
#include "index/records/description.h"
#include "index/records/document_name.h"
#include "index/records/dossier.h"
#include "index/records/field_value.h"

#define SHOWN_MAX 256

struct change {
    struct store *s;
    struct field_subject of;
    enum description_name column;
    const char *name;               /* of the column */
    int64_t item;                   /* which address */
    int64_t batch, number_in_batch; /* of the document */
    char *object;                   /* owned; as the audit log calls it */
    char before[VALUE_MAX];         /* what counted */
    enum field_source source;       /* who said so; 0: unknown */
    char other[VALUE_MAX];          /* what counts at the other end of the range, if it is one */
};

/* "street@2" */
static BA_RC read_name(struct change *c, const char *name, struct ba_err *err)
{
    const char *at = strchr(name, '@');
    char plain[64];

    snprintf(plain, sizeof plain, "%.*s", at != NULL ? (int)(at - name) : 63, name);
    c->column = strlen(name) > 100 ? D_COUNT : column_find(plain);
    c->item = 1;
    if (c->column == D_COUNT)
        return ba_fail(
            err, BA_ITEM, "FIELD_UNKNOWN",
            "\"%.60s\" is no field of a dossier; the columns of the register are (title, "
            "street, number_from ...)",
            name);
    c->name = columns[c->column].name;
    if (at == NULL)
        return BA_OK;
    c->item = strspn(at + 1, "0123456789") == strlen(at + 1) && strlen(at + 1) <= 4
                  ? strtoll(at + 1, NULL, 10)
                  : 0;
    if (c->item < 1 || (columns[c->column].places & COLUMN_ADDRESS) == 0 || c->of.document != 0)
        return ba_fail(err, BA_ITEM, "FIELD_UNKNOWN",
                       "\"%.60s\": @N behind a field says to which address of a dossier it belongs "
                       "(street@2, postcode@2 ...)",
                       name);
    return BA_OK;
}

/* An address that is there, or the next one. */
static BA_RC check_item(struct change *c, struct ba_err *err)
{
    int64_t last = 1;
    enum ba_rc rc = BA_OK;

    if (c->item == 1)
        return BA_OK;
    rc = sql_int(c->s, &last, err, "SELECT max(item) FROM field WHERE dossier = ?", "i",
                 c->of.dossier);
    if (rc == BA_OK && (c->item > last + 1 || c->item > ADDRESSES_MAX))
        rc = ba_fail(err, BA_ITEM, "FIELD_UNKNOWN",
                     "there is no address %lld; the next new one is %lld", (long long)c->item,
                     (long long)last + 1);
    return rc;
}

static BA_RC find_dossier(struct change *c, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = sql_open(c->s, &st, err,
                             "SELECT d.number, a.name FROM dossier d JOIN archive a ON a.id ="
                             " d.archive WHERE d.id = ?",
                             "i", c->of.dossier);

    if (rc == BA_OK)
        rc = sql_next(c->s, st, &row, err);
    if (rc == BA_OK && !row)
        rc = ba_fail(err, BA_ITEM, "DOSSIER_UNKNOWN", "there is no dossier with id %lld",
                     (long long)c->of.dossier);
    if (rc == BA_OK && c->of.document == 0)
        c->object = ba_strf("dossier %s (%s)", sql_text(st, 0), sql_text(st, 1));
    if (rc == BA_OK && c->of.document != 0)
        c->object = ba_strf("document %s" DOCUMENT_SEQ " (%s)", sql_text(st, 0), c->of.document,
                            sql_text(st, 1));
    if (rc == BA_OK && c->object == NULL)
        rc = ba_fail_mem(err, "a change");
    sql_close(c->s, st);
    return rc;
}

static BA_RC find_document(struct change *c, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;

    if ((columns[c->column].places & COLUMN_DOCUMENT) == 0)
        return ba_fail(err, BA_ITEM, "FIELD_UNKNOWN",
                       "`%s` belongs to the dossier, not to one of its documents", c->name);
    enum ba_rc rc = sql_open(c->s, &st, err,
                             "SELECT batch, number_in_batch FROM document WHERE dossier = ? AND"
                             " seq = ?",
                             "ii", c->of.dossier, c->of.document);
    if (rc == BA_OK)
        rc = sql_next(c->s, st, &row, err);
    if (rc == BA_OK && !row)
        rc = ba_fail(err, BA_ITEM, "DOCUMENT_UNKNOWN", "there is no %s", c->object);
    if (rc == BA_OK) {
        c->batch = sqlite3_column_int64(st, 0);
        c->number_in_batch = sqlite3_column_int64(st, 1);
    }
    sql_close(c->s, st);
    return rc;
}

/* The value that counts now; "" when there is none. */
static BA_RC read_document_value(struct change *c, char out[VALUE_MAX], struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = sql_open(c->s, &st, err,
                             "SELECT value FROM document_field WHERE dossier = ? AND batch = ? AND"
                             " number_in_batch = ? AND name = ? ORDER BY id DESC LIMIT 1",
                             "iiit", c->of.dossier, c->batch, c->number_in_batch, c->name);

    if (rc == BA_OK)
        rc = sql_next(c->s, st, &row, err);
    snprintf(out, VALUE_MAX, "%s", rc == BA_OK && row ? sql_text(st, 0) : "");
    sql_close(c->s, st);
    return rc;
}

static BA_RC read_value(struct change *c, char out[VALUE_MAX], struct ba_err *err)
{
    enum description_name other = field_value_other_end(c->column);
    struct description d = { 0 };
    const struct description *at = NULL;

    if (c->of.document != 0)
        return read_document_value(c, out, err);
    enum ba_rc rc = description_read(c->s, c->of.dossier, &d, err);
    if (rc == BA_OK && c->item == 1)
        at = &d;
    for (size_t i = 0; rc == BA_OK && i < d.more_count; i++)
        if (d.more[i].item == c->item)
            at = &d.more[i];
    out[0] = c->other[0] = '\0';
    if (at != NULL) {
        snprintf(out, VALUE_MAX, "%s", at->value[c->column]);
        snprintf(c->other, VALUE_MAX, "%s", other != D_COUNT ? at->value[other] : "");
        c->source = at->source[c->column];
    }
    description_free(&d);
    return rc;
}

static BA_RC start(struct change *c, const char *name, struct ba_err *err)
{
    enum ba_rc rc = read_name(c, name, err);

    if (rc == BA_OK)
        rc = find_dossier(c, err);
    if (rc == BA_OK && c->of.document != 0)
        rc = find_document(c, err);
    if (rc == BA_OK)
        rc = read_value(c, c->before, err);
    return rc;
}

/* Action "set street" or "undo street@2", detail: what counted before and counts now. */
static BA_RC audit(struct change *c, const char *what, const char *now, const char *who,
                   const char *reason, struct ba_err *err)
{
    char action[96], at[24] = "";
    char *detail = ba_strf("\"%s\" -> \"%s\"", c->before, now);

    if (c->item > 1)
        snprintf(at, sizeof at, "@%lld", (long long)c->item);
    snprintf(action, sizeof action, "%s %s%s", what, c->name, at);
    enum ba_rc rc = detail != NULL ? store_audit(c->s, who, action, c->object, reason, detail, err)
                                   : ba_fail_mem(err, "a change");
    free(detail);
    return rc;
}

/* The rows that repeat the values, and what is searched; and when that was. */
static BA_RC refresh(struct change *c, struct ba_err *err)
{
    struct description d = { 0 };
    enum ba_rc rc = description_refresh(c->s, c->of.dossier, &d, err);

    description_free(&d);
    return rc == BA_OK ? dossier_touch(c->s, c->of.dossier, err) : rc;
}

static BA_RC write_value(struct change *c, const char *value, const char *who, struct ba_err *err)
{
    char at[BA_TIME_LEN];

    ba_time_text(ba_now(), at);
    if (c->of.document != 0)
        return sql_run(c->s, err,
                       "INSERT INTO document_field(dossier, batch, number_in_batch, name, value,"
                       " rule, at) VALUES(?,?,?,?,?,?,?)",
                       "iiitttt", c->of.dossier, c->batch, c->number_in_batch, c->name, value,
                       who != NULL ? who : "", at);
    return sql_run(c->s, err,
                   "INSERT INTO field(dossier, name, value, source, rule, confidence, at, item)"
                   " VALUES(?,?,?,?,?,1.0,?,?)",
                   "ittitti", c->of.dossier, c->name, value, (int64_t)FIELD_PERSON,
                   who != NULL ? who : "", at, c->item);
}

BA_RC field_change(struct store *s, const struct field_subject *of, const char *name,
                   const char *value, const char *who, const char *reason, char old[256],
                   bool *changed, struct ba_err *err)
{
    struct change c = { .s = s, .of = *of };
    char clean[VALUE_MAX];
    bool same = false;
    enum ba_rc rc = start(&c, name, err);

    if (rc == BA_OK)
        rc = check_item(&c, err);
    if (rc == BA_OK)
        rc = field_value_check(c.column, value != NULL ? value : "", clean, err);
    if (rc == BA_OK)
        rc = field_value_range(c.column, clean, c.other, err);
    if (rc == BA_OK) {
        /* The same word on what was only read is a confirmation. */
        same = c.source != FIELD_TEXT && strcmp(clean, c.before) == 0;
        if (changed != NULL)
            *changed = !same;
        if (old != NULL)
            snprintf(old, SHOWN_MAX, "%.255s", c.before);
    }
    if (same)
        goto out;
    if (rc == BA_OK)
        rc = audit(&c, "set", clean, who, reason, err);
    if (rc == BA_OK)
        rc = write_value(&c, clean, who, err);
    if (rc == BA_OK)
        rc = refresh(&c, err);
out:
    free(c.object);
    return rc;
}

BA_RC field_set(struct store *s, int64_t dossier, const char *name, const char *value,
                const char *who, const char *reason, struct ba_err *err)
{
    const struct field_subject of = { dossier, 0 };

    return field_change(s, &of, name, value, who, reason, NULL, NULL, err);
}

/* The row of a person's last word, 0: there is none. */
static BA_RC last_word(struct change *c, int64_t *id, struct ba_err *err)
{
    *id = 0;
    if (c->of.document != 0)
        return sql_int(c->s, id, err,
                       "SELECT max(id) FROM document_field WHERE dossier = ? AND batch = ? AND"
                       " number_in_batch = ? AND name = ?",
                       "iiit", c->of.dossier, c->batch, c->number_in_batch, c->name);
    return sql_int(c->s, id, err,
                   "SELECT max(id) FROM field WHERE dossier = ? AND item = ? AND name = ? AND"
                   " source = 3",
                   "iit", c->of.dossier, c->item, c->name);
}

BA_RC field_undo(struct store *s, const struct field_subject *of, const char *name, const char *who,
                 const char *reason, char old[256], char now[256], struct ba_err *err)
{
    struct change c = { .s = s, .of = *of };
    char value[VALUE_MAX] = "";
    int64_t id = 0;
    enum ba_rc rc = start(&c, name, err);

    if (rc == BA_OK)
        rc = last_word(&c, &id, err);
    if (rc == BA_OK && id == 0)
        rc = ba_fail(err, BA_ITEM, "FIELD_NOT_SET",
                     "nobody set `%.60s` of %.200s, so there is nothing to take back", name,
                     c.object);
    if (rc == BA_OK && of->document != 0)
        rc = sql_run(s, err, "DELETE FROM document_field WHERE id = ?", "i", id);
    else if (rc == BA_OK)
        rc = sql_run(s, err, "DELETE FROM field WHERE id = ?", "i", id);
    if (rc == BA_OK)
        rc = read_value(&c, value, err);
    if (rc == BA_OK)
        rc = audit(&c, "undo", value, who, reason, err);
    if (rc == BA_OK)
        rc = refresh(&c, err);
    if (rc == BA_OK) {
        snprintf(old, SHOWN_MAX, "%.255s", c.before);
        snprintf(now, SHOWN_MAX, "%.255s", value);
    }
    free(c.object);
    return rc;
}
