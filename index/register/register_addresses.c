/*
 * The addresses that the lines of a dossier give, laid beside those it has. One that is still there
 * keeps its place, so that a person's correction stays with it; one whose line has gone is taken
 * away, unless a person said something of it.
 */
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/text/fold.h"
#include "index/db/sql.h"
#include "index/register/register_import.h"

/* What makes an address another one; ids and periods only say more of the same. */
static const enum description_name identity[] = { D_STREET,   D_NUMBER_FROM, D_NUMBER_TO, D_LETTER,
                                                  D_ADDITION, D_POSTCODE,    D_PLACE };
#define IDENTITY (sizeof identity / sizeof *identity)
#define VALUE_TEXT 256

struct found_address {
    const char *key; /* folded */
    size_t line;     /* the first that gives it */
    int64_t item;
};

struct had_address {
    char *key; /* owned */
    int64_t item;
    bool person;     /* a person said something of it */
    bool registered; /* the register gave it, and not a person alone */
    bool taken;      /* a line of this import gives it */
};

struct matching {
    struct import_group *g;
    bool present[IDENTITY]; /* columns that the file has: what it does not have tells nothing apart
                             */
    char **keys;            /* owned; of each line, "" without address */
    struct found_address *found;
    size_t count, cap;
    struct had_address *had;
    size_t had_count, had_cap;
};

/* "12" and "12-12" are one house; no signs, no capitals. An empty key: no address. */
static char *key_of(const struct matching *m, const char *const value[IDENTITY])
{
    struct ba_buf b = BA_BUF_INIT(8192);
    char word[256];
    bool any = false;

    for (size_t i = 0; i < IDENTITY; i++) {
        const char *v = value[i] != NULL ? value[i] : "";
        if (identity[i] == D_NUMBER_TO && v[0] == '\0')
            v = value[i - 1] != NULL ? value[i - 1] : "";
        fold_key(m->present[i] ? v : "", word, sizeof word);
        any = any || word[0] != '\0';
        ba_buf_printf(&b, "%s|", word);
    }
    char *key = b.failed ? NULL : strdup(any ? ba_buf_str(&b) : "");
    ba_buf_free(&b);
    return key;
}

/* Which columns the file has, and the key of each line. */
static BA_RC read_keys(struct matching *m, bool *any, struct ba_err *err)
{
    const char *value[IDENTITY];

    *any = false;
    m->keys = calloc(m->g->count, sizeof *m->keys);
    if (m->keys == NULL)
        return ba_fail_mem(err, "addresses");
    for (size_t line = 0; line < m->g->count; line++)
        for (size_t i = 0; i < IDENTITY; i++)
            m->present[i] = import_column(m->g, line, identity[i], &value[i]) || m->present[i];
    for (size_t i = 0; i < IDENTITY; i++)
        *any = *any || m->present[i];
    for (size_t line = 0; line < m->g->count; line++) {
        for (size_t i = 0; i < IDENTITY; i++)
            import_column(m->g, line, identity[i], &value[i]);
        m->keys[line] = key_of(m, value);
        if (m->keys[line] == NULL)
            return ba_fail_mem(err, "addresses");
    }
    return BA_OK;
}

static BA_RC add_found(struct matching *m, size_t line, struct ba_err *err)
{
    const char *key = m->keys[line];
    bool known = key[0] == '\0';

    for (size_t i = 0; i < m->count && !known; i++)
        known = strcmp(m->found[i].key, key) == 0;
    if (known)
        return BA_OK;
    if (m->count == ADDRESSES_MAX)
        return ba_fail(err, BA_ITEM, "REGISTER_ADDRESSES",
                       "dossier %.63s has more than %d addresses in the register; divide it",
                       m->g->number, ADDRESSES_MAX);
    if (ba_grow(&m->found, &m->cap, m->count + 1, sizeof *m->found) != 0)
        return ba_fail_mem(err, "addresses");
    m->found[m->count++] = (struct found_address){ .key = key, .line = line };
    return BA_OK;
}

/* One value of the register, and whether a person spoke of the address, row by row. */
struct had_row {
    int64_t item;
    bool person, registered;
    char value[IDENTITY][VALUE_TEXT];
};

static BA_RC put_row(struct matching *m, const struct had_row *r, struct ba_err *err)
{
    const char *value[IDENTITY];

    for (size_t i = 0; i < IDENTITY; i++)
        value[i] = r->value[i];
    if (r->item == 0)
        return BA_OK;
    char *key = key_of(m, value);
    if (key == NULL || ba_grow(&m->had, &m->had_cap, m->had_count + 1, sizeof *m->had) != 0) {
        free(key);
        return ba_fail_mem(err, "addresses");
    }
    m->had[m->had_count++] = (struct had_address){
        .key = key, .item = r->item, .person = r->person, .registered = r->registered
    };
    return BA_OK;
}

static BA_RC read_had(struct matching *m, struct ba_err *err)
{
    struct had_row r = { 0 };
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = sql_open(m->g->store, &st, err,
                             "SELECT item, name, value, source FROM field WHERE dossier = ?"
                             " AND source > 1 ORDER BY item, id",
                             "i", m->g->dossier);

    while (rc == BA_OK && (rc = sql_next(m->g->store, st, &more, err)) == BA_OK && more) {
        enum description_name at = column_find(sql_text(st, 1));
        int64_t item = sqlite3_column_int64(st, 0);
        if (at == D_COUNT || (columns[at].places & COLUMN_ADDRESS) == 0)
            continue;
        if (item != r.item) {
            rc = put_row(m, &r, err);
            r = (struct had_row){ .item = item };
        }
        r.person = r.person || sqlite3_column_int64(st, 3) == FIELD_PERSON;
        r.registered = r.registered || sqlite3_column_int64(st, 3) == FIELD_REGISTER;
        for (size_t i = 0; i < IDENTITY && sqlite3_column_int64(st, 3) == FIELD_REGISTER; i++)
            if (identity[i] == at)
                snprintf(r.value[i], sizeof r.value[i], "%s", sql_text(st, 2));
    }
    sql_close(m->g->store, st);
    return rc == BA_OK ? put_row(m, &r, err) : rc;
}

/* May a line that is new take this place? Not that of an address which a person added. */
static bool is_free(const struct had_address *h)
{
    return !h->taken && (h->registered || h->item == 1);
}

/* The same stay where they are; others take the places of those that went, then new ones. */
static void assign(struct matching *m)
{
    int64_t last = 1;
    bool first = false; /* somebody spoke of address 1 */

    for (size_t k = 0; k < m->had_count; k++) {
        last = m->had[k].item > last ? m->had[k].item : last;
        first = first || m->had[k].item == 1;
        for (size_t i = 0; i < m->count && is_free(&m->had[k]); i++)
            if (m->found[i].item == 0 && strcmp(m->found[i].key, m->had[k].key) == 0) {
                m->found[i].item = m->had[k].item;
                m->had[k].taken = true;
            }
    }
    for (size_t i = 0; i < m->count; i++) {
        for (size_t k = 0; k < m->had_count && m->found[i].item == 0; k++)
            if (is_free(&m->had[k])) {
                m->found[i].item = m->had[k].item;
                m->had[k].taken = true;
            }
        if (m->found[i].item == 0) {
            m->found[i].item = first ? ++last : 1;
            first = true;
        }
    }
}

static BA_RC remove_item(struct matching *m, int64_t item, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t c = 0; rc == BA_OK && c < D_COUNT; c++)
        if ((columns[c].places & COLUMN_ADDRESS) != 0)
            rc = import_set_field(m->g->store, m->g->dossier, (enum description_name)c, item, NULL,
                                  err);
    return rc;
}

/* Dossiers are called by their first address: when it has gone, the next one takes its place. */
static BA_RC promote(struct matching *m, struct ba_err *err)
{
    struct found_address *least = NULL;

    for (size_t i = 0; i < m->count; i++)
        if (least == NULL || m->found[i].item < least->item)
            least = &m->found[i];
    for (size_t k = 0; k < m->had_count; k++)
        if (m->had[k].item == 1 && (m->had[k].person || m->had[k].taken))
            return BA_OK;
    if (least == NULL || least->item == 1)
        return BA_OK;
    enum ba_rc rc = BA_OK;
    for (size_t c = 0; rc == BA_OK && c < D_COUNT; c++)
        if ((columns[c].places & COLUMN_ADDRESS) != 0)
            rc = sql_run(m->g->store, err,
                         "UPDATE field SET item = 1 WHERE dossier = ? AND item = ? AND name = ?",
                         "iit", m->g->dossier, least->item, columns[c].name);
    least->item = 1;
    return rc;
}

static BA_RC drop_gone(struct matching *m, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t k = 0; rc == BA_OK && k < m->had_count; k++)
        if (!m->had[k].taken && !m->had[k].person)
            rc = remove_item(m, m->had[k].item, err);
    return rc;
}

static bool is_identity(size_t column)
{
    for (size_t i = 0; i < IDENTITY; i++)
        if (identity[i] == (enum description_name)column)
            return true;
    return false;
}

/* One column of one address: of its lines the first that says something. */
static BA_RC write_column(struct matching *m, const struct found_address *f, size_t column,
                          struct ba_err *err)
{
    struct import_group *g = m->g;
    const char *kept = NULL, *v;
    bool there = false;
    enum ba_rc rc = BA_OK;

    for (size_t i = f->line; rc == BA_OK && i < g->count; i++) {
        if (strcmp(m->keys[i], f->key) != 0)
            continue;
        there = import_column(g, i, (enum description_name)column, &v) || there;
        rc = import_usable(g, (enum description_name)column, i, &v, err);
        /* "12" and "12-12", "2271AB" and "2271 AB" are no difference. */
        if (rc == BA_OK && kept != NULL && v != NULL && strcmp(kept, v) != 0 &&
            !is_identity(column))
            rc = import_differs(g, (enum description_name)column, i, v, kept, err);
        kept = kept != NULL ? kept : v;
    }
    if (rc == BA_OK && there)
        rc = import_set_field(g->store, g->dossier, (enum description_name)column, f->item, kept,
                              err);
    return rc;
}

static BA_RC write_found(struct matching *m, const struct found_address *f, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t c = 0; rc == BA_OK && c < D_COUNT; c++)
        if ((columns[c].places & COLUMN_ADDRESS) != 0)
            rc = write_column(m, f, c, err);
    return rc;
}

static void matching_free(struct matching *m)
{
    for (size_t i = 0; m->keys != NULL && i < m->g->count; i++)
        free(m->keys[i]);
    for (size_t k = 0; k < m->had_count; k++)
        free(m->had[k].key);
    free(m->keys);
    free(m->found);
    free(m->had);
}

/* A file without street, number or place only says more of the first address. */
static BA_RC write_ids(struct matching *m, struct ba_err *err)
{
    const struct found_address first = { .key = "", .line = 0, .item = 1 };

    return write_found(m, &first, err);
}

BA_RC import_addresses(struct import_group *g, struct ba_err *err)
{
    struct matching m = { .g = g };
    bool any;
    enum ba_rc rc = read_keys(&m, &any, err);

    for (size_t i = 0; rc == BA_OK && i < g->count; i++)
        rc = add_found(&m, i, err);
    if (rc == BA_OK && any) {
        rc = read_had(&m, err);
        assign(&m);
        if (rc == BA_OK)
            rc = drop_gone(&m, err);
        if (rc == BA_OK)
            rc = promote(&m, err);
        for (size_t i = 0; rc == BA_OK && i < m.count; i++)
            rc = write_found(&m, &m.found[i], err);
    }
    if (rc == BA_OK && m.count == 0)
        rc = write_ids(&m, err);
    matching_free(&m);
    return rc;
}
