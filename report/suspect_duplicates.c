/* A batch that was delivered twice, under two names, or in part with another one. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/shell_quote.h"
#include "index/records/overlap.h"
#include "report/suspect_pages.h"

enum {
    FILES_MIN = 5,  /* fewer in common are single sheets: DUPLICATE on their pages tells of them */
    SHARE_PCT = 10, /* as is a smaller part */
};

struct telling {
    findings_fn fn;
    void *ctx;
    char whole[1024]; /* the last batch that was told of as a whole */
};

static BA_RC tell(void *ctx, const struct overlap *o, struct ba_err *err)
{
    struct telling *t = ctx;
    struct finding f = { .batch = o->batch, .code = "BATCH_TWICE", .level = 'w' };
    char message[1600], whole[64], word[BA_QUOTE_MAX];
    const char *name = ba_shell_quote(o->batch, word, sizeof(word));
    bool all = o->common == o->files;

    if (strcmp(t->whole, o->batch) == 0)
        return BA_OK; /* delivered three times: once is enough to know */
    if (!all && (o->common < FILES_MIN || o->common * 100 < o->files * SHARE_PCT))
        return BA_OK;
    f.object = o->earlier;
    if (all)
        snprintf(t->whole, sizeof(t->whole), "%s", o->batch);
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
                 "whether a part was delivered twice; if that is all right: bouwarchief batch "
                 "close %s --reason TEXT",
                 o->common, o->files, o->earlier, name);
    f.message = message;
    return t->fn(t->ctx, &f, err);
}

BA_RC suspect_batches(struct depot *depot, int64_t batch, findings_fn fn, void *ctx,
                      struct ba_err *err)
{
    struct telling t = { .fn = fn, .ctx = ctx };
    enum ba_rc rc = overlap_each(depot->store, batch, tell, &t, err);

    return rc == BA_OK ? suspect_gaps(depot, batch, fn, ctx, err) : rc;
}
