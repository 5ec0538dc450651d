#include "index/search/rank.h"

#include <stddef.h>

#include "index/db/fold_tokenizer.h"

/* BM25's usual constants. */
#define K1 1.2
#define B 0.75
/* Repetitions beyond this change nothing, and looking at them takes time. */
#define COUNT_MAX 32

/* Length of the text against the average, as BM25 weighs it. *bad: it could not be read, and what
 * is ranked without it would lie in another order. */
static double length_norm(const Fts5ExtensionApi *api, Fts5Context *fts, int *bad)
{
    sqlite3_int64 total = 0, rows = 0;
    int words = 0;

    *bad = api->xColumnTotalSize(fts, COLUMN_BODY, &total);
    if (*bad == SQLITE_OK)
        *bad = api->xRowCount(fts, &rows);
    if (*bad == SQLITE_OK)
        *bad = api->xColumnSize(fts, COLUMN_BODY, &words);
    if (*bad != SQLITE_OK || total <= 0 || rows <= 0)
        return 1;
    return 1 - B + B * (double)words * (double)rows / (double)total;
}

/* *norm is found when it is needed first: it costs a look into a table. */
static double phrase_score(const Fts5ExtensionApi *api, Fts5Context *fts, int phrase, double worth,
                           double *norm, int *bad)
{
    Fts5PhraseIter iter;
    int column, offset, body = 0, seen = 0;
    double bonus = 0;

    if (api->xPhraseFirst(fts, phrase, &iter, &column, &offset) != SQLITE_OK || column < 0)
        return 0;
    if (worth > 0)
        return worth;
    while (column >= 0 && seen++ < COUNT_MAX) {
        body += column == COLUMN_BODY;
        if (column != COLUMN_BODY)
            bonus = RANK_SAID;
        api->xPhraseNext(fts, &iter, &column, &offset);
    }
    if (*norm <= 0)
        *norm = length_norm(api, fts, bad);
    return bonus + body * (K1 + 1) / (body + K1 * *norm);
}

static void rank_hit(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context,
                     int count, sqlite3_value **values)
{
    double best[RANK_CLAUSES_MAX] = { 0 }, sum = 0;
    int phrases = api->xPhraseCount(fts), bad = SQLITE_OK;

    if (count != 1 || sqlite3_value_bytes(values[0]) != phrases * (int)sizeof(struct rank_phrase)) {
        sqlite3_result_error(context, "rank_hit: one weight a phrase", -1);
        return;
    }
    const struct rank_phrase *p = sqlite3_value_blob(values[0]);
    double norm = 0;
    for (int i = 0; i < phrases; i++) {
        if (p[i].weight <= 0 || p[i].clause < 0 || p[i].clause >= RANK_CLAUSES_MAX)
            continue;
        double score = p[i].weight * phrase_score(api, fts, i, p[i].worth, &norm, &bad);
        if (score > best[p[i].clause])
            best[p[i].clause] = score;
    }
    for (size_t i = 0; i < RANK_CLAUSES_MAX; i++)
        sum += best[i];
    if (bad != SQLITE_OK)
        sqlite3_result_error_code(context, bad);
    else
        sqlite3_result_double(context, sum);
}

int rank_register(sqlite3 *db)
{
    fts5_api *api = fold_tokenizer_fts5(db);

    if (api == NULL)
        return -1;
    return api->xCreateFunction(api, "rank_hit", NULL, rank_hit, NULL);
}
