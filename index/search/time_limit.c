#include "index/search/time_limit.h"

#include "core/clock.h"
#include "index/db/sql.h"

/* Steps of SQLite's machine between two looks at the clock: some tens of microseconds. */
#define STEPS 2000

static int is_over(void *ctx)
{
    struct time_limit *l = ctx;

    l->stopped = l->stopped || (l->stop != NULL && *l->stop != 0);
    l->late = l->late || (l->deadline > 0 && ba_monotonic() > l->deadline);
    return l->stopped || l->late;
}

void time_limit_begin(struct time_limit *l, struct store *s, const struct search_query *q)
{
    *l = (struct time_limit){ .store = s, .stop = q->stop, .seconds = q->seconds };
    if (q->seconds > 0)
        l->deadline = ba_monotonic() + q->seconds;
    if (l->stop != NULL || l->deadline > 0)
        sqlite3_progress_handler(s->db, STEPS, is_over, l);
}

static BA_RC say(const struct time_limit *l, struct ba_err *err)
{
    if (l->stopped)
        return ba_fail(err, BA_RETRY, "SEARCH_STOPPED", "the search was stopped before its end");
    return ba_fail(err, BA_RETRY, "SEARCH_TIMEOUT",
                   "the search took more than %g s and was ended; add a word that few dossiers "
                   "have, or a street and number",
                   l->seconds);
}

BA_RC time_limit_check(struct time_limit *l, struct ba_err *err)
{
    return is_over(l) ? say(l, err) : BA_OK;
}

BA_RC time_limit_end(struct time_limit *l, enum ba_rc rc, struct ba_err *err)
{
    sqlite3_progress_handler(l->store->db, 0, NULL, NULL);
    return rc != BA_OK && (l->stopped || l->late) ? say(l, err) : rc;
}
