#include "index/db/fold_tokenizer.h"

#include "core/text/fold.h"

fts5_api *fold_tokenizer_fts5(sqlite3 *db)
{
    fts5_api *api = NULL;
    sqlite3_stmt *st = NULL;

    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &st, NULL) == SQLITE_OK) {
        sqlite3_bind_pointer(st, 1, (void *)&api, "fts5_api_ptr", NULL);
        sqlite3_step(st);
    }
    sqlite3_finalize(st);
    return api;
}

static int make(void *ctx, const char **args, int count, Fts5Tokenizer **out)
{
    (void)args;
    (void)count;
    /* Without state: any address does, but FTS5 wants one. */
    *out = (Fts5Tokenizer *)ctx;
    return SQLITE_OK;
}

static void drop(Fts5Tokenizer *tokenizer)
{
    (void)tokenizer;
}

static int tokenize(Fts5Tokenizer *tokenizer, void *ctx, int flags, const char *text, int len,
                    int (*token)(void *, int, const char *, int, int, int))
{
    (void)tokenizer;
    (void)flags;
    struct fold f = fold_start(text, len > 0 ? (size_t)len : 0);
    int rc = SQLITE_OK;

    while (rc == SQLITE_OK && fold_next(&f))
        rc = token(ctx, 0, f.word, (int)f.word_len, (int)f.start, (int)f.end);
    return rc;
}

int fold_tokenizer_register(sqlite3 *db)
{
    static fts5_tokenizer functions = { make, drop, tokenize };
    fts5_api *api = fold_tokenizer_fts5(db);

    if (api == NULL)
        return -1;
    return api->xCreateTokenizer(api, "bouwarchief", &functions, &functions, NULL);
}
