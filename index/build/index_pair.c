#include "index/build/index_pair.h"

#include <string.h>

#include "index/db/sql.h"

BA_RC index_pair_open(struct store *s, struct index_pair *x, struct ba_err *err)
{
    bool ok = true;

    *x = (struct index_pair){ .store = s };
    for (int i = 0; ok && i < READERS; i++) {
        x->terms[i] = term_counts_new((enum readers)i);
        x->docs[i] =
            x->terms[i] != NULL ? search_documents_new(s, (enum readers)i, x->terms[i]) : NULL;
        ok = x->docs[i] != NULL;
    }
    return ok ? BA_OK : ba_fail_mem(err, "indexing");
}

void index_pair_free(struct index_pair *x)
{
    for (int i = 0; i < READERS; i++) {
        search_documents_free(x->docs[i]);
        term_counts_free(x->terms[i]);
    }
}

BA_RC index_pair_forget(struct index_pair *x, int64_t doc, struct ba_err *err)
{
    enum ba_rc rc = search_document_forget(x->docs[READERS_ALL], doc, err);

    return rc == BA_OK ? search_document_forget(x->docs[READERS_STAFF], doc, err) : rc;
}

BA_RC index_pair_flush(struct index_pair *x, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (int i = 0; rc == BA_OK && i < READERS; i++) {
        rc = search_documents_flush(x->docs[i], err);
        if (rc == BA_OK)
            rc = term_counts_flush(x->terms[i], x->store, err);
    }
    return rc;
}

#define VALUES_MAX_BYTES (1u << 20)

/* The values as they are kept, one a line, in the order given. */
static BA_RC values_text(const char *const *values, struct ba_buf *out, struct ba_err *err)
{
    for (size_t i = 0; values != NULL && values[i] != NULL; i++)
        ba_buf_printf(out, "%s\n", values[i]);
    return ba_buf_check(out, "the kinds of access", err);
}

static BA_RC is_kept(struct store *s, const char *text, bool *same, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    enum ba_rc rc = sql_open(s, &st, err, "SELECT access FROM open_to", "");

    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    *same = rc == BA_OK && strcmp(row ? sql_text(st, 0) : "", text) == 0;
    sql_close(s, st);
    return rc;
}

BA_RC index_pair_is_open_to(struct store *s, const char *const *values, bool *same,
                            struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT(VALUES_MAX_BYTES);
    enum ba_rc rc = values_text(values, &text, err);

    *same = false;
    if (rc == BA_OK)
        rc = is_kept(s, ba_buf_str(&text), same, err);
    ba_buf_free(&text);
    return rc;
}

BA_RC index_pair_open_to(struct store *s, const char *const *values, struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT(VALUES_MAX_BYTES);
    bool same = false;
    enum ba_rc rc = values_text(values, &text, err);

    if (rc == BA_OK)
        rc = is_kept(s, ba_buf_str(&text), &same, err);
    if (rc != BA_OK || same)
        goto out;
    rc = store_begin(s, err);
    if (rc == BA_OK)
        rc = sql_script(s,
                        "INSERT INTO open_search(open_search) VALUES('delete-all');"
                        "DELETE FROM open_doc; DELETE FROM open_vocabulary; DELETE FROM open_to;"
                        "UPDATE page_text SET open = 0 WHERE open = 1;"
                        "UPDATE dossier SET stale = 1 WHERE stale = 0 AND id IN"
                        " (SELECT dossier FROM field WHERE name = 'access');",
                        err);
    if (rc == BA_OK)
        rc = sql_run(s, err, "INSERT INTO open_to(access) VALUES(?)", "t", ba_buf_str(&text));
    if (rc == BA_OK)
        rc = store_commit(s, err);
    if (rc != BA_OK)
        store_rollback(s);
out:
    ba_buf_free(&text);
    return rc;
}
