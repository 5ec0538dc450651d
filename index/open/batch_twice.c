/* A batch that was delivered twice, under two names, or in part with another one. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/shell_quote.h"
#include "index/open/point_private.h"
#include "index/records/overlap.h"

enum {
    FILES_MIN = 5,  /* fewer in common are single sheets: DUPLICATE on their pages tells of them */
    SHARE_PCT = 10, /* as is a smaller part */
};

struct telling {
    const struct point_search *search;
    int64_t whole; /* the last batch that was told of as a whole */
};

static BA_RC tell(void *ctx, const struct overlap *o, struct ba_err *err)
{
    struct telling *t = ctx;
    char message[1600], whole[64], word[BA_QUOTE_MAX];
    const char *name = ba_shell_quote(o->batch, word, sizeof(word));
    bool all = o->common == o->files;
    struct point p = { .code = "BATCH_TWICE",
                       .weight = POINT_HOLDS,
                       .batch_id = o->batch_id,
                       .batch = o->batch,
                       .dossier = "",
                       .object = o->earlier,
                       .place = o->earlier,
                       .fact = "",
                       .message = message };

    if (t->whole == o->batch_id)
        return BA_OK; /* delivered three times: once is enough to know */
    if (!all && (o->common < FILES_MIN || o->common * 100 < o->files * SHARE_PCT))
        return BA_OK;
    if (all)
        t->whole = o->batch_id;
    snprintf(whole, sizeof(whole), "all %" PRId64 " files are those", o->files);
    if (all)
        snprintf(message, sizeof(message),
                 "%s of batch %.250s, byte for byte: it seems to have "
                 "been delivered twice; withdraw one of the two: bouwarchief batch withdraw %s "
                 "--reason TEXT",
                 o->files == 1 ? "its only file is one" : whole, o->earlier, name);
    else
        snprintf(message, sizeof(message),
                 "%" PRId64 " of %" PRId64 " files are in batch %.250s too, byte for byte; look "
                 "whether a part was delivered twice",
                 o->common, o->files, o->earlier);
    return point_found(t->search, &p, err);
}

BA_RC point_twice(const struct point_search *p, struct ba_err *err)
{
    struct telling t = { .search = p };

    return overlap_each(p->store, p->filter->batch, tell, &t, err);
}
