/*
 * batch_closing.h - what is open in a batch, what a person said of it, and batches that were
 * withdrawn.
 *
 * A batch is closed when it is complete and nothing in it is open, or when a person said of each
 * open point why it is all right. A point that comes up later opens it again.
 */
#ifndef BA_INDEX_CORRECTION_BATCH_CLOSING_H
#define BA_INDEX_CORRECTION_BATCH_CLOSING_H

#include "index/correction/correction.h"
#include "index/records/batch.h"

/* One thing that keeps a batch open. The texts are borrowed during the call. */
struct batch_point {
    const char *code;    /* stable: of a rejected file, a page, a finding */
    const char *object;  /* path of a file, "path#image" of a page, dossier or path of a finding */
    const char *message; /* for people */
    const char *settled; /* why a person says that it is all right; NULL: it is open */
    const char *who;     /* who said so; "" when it is open */
};
typedef BA_CHECKED enum ba_rc (*point_fn)(void *ctx, const struct batch_point *p,
                                          struct ba_err *err);
/* Rejected files; failed and waiting pages, pages without dossier; separators that could not be
 * read or contradict themselves; errors found on the batch. In this order. */
BA_RC batch_points(struct store *s, int64_t batch, point_fn fn, void *ctx, struct ba_err *err);

/* Records of one point why it is all right. To be called between store_begin and store_commit. */
BA_RC batch_settle(struct store *s, const struct batch_row *batch, const char *code,
                   const char *object, const struct correction *c, struct ba_err *err);

/*
 * Takes a batch out of everything that counts: its pages leave their dossiers, the search and the
 * sums, and are kept as past pages; files and masters stay; its name is free again. To be called
 * between store_begin and store_commit. BA_ITEM BATCH_DELIVERED when pages of it are in a delivery.
 */
BA_RC batch_withdraw(struct store *s, const struct batch_row *batch, const struct correction *c,
                     struct ba_err *err);

struct withdrawn_row {
    const char *name; /* as it was delivered */
    const char *withdrawn_at;
    int64_t files, pages;
    const char *who, *reason;
};
typedef BA_CHECKED enum ba_rc (*withdrawn_fn)(void *ctx, const struct withdrawn_row *row,
                                              struct ba_err *err);
/* In order of arrival. */
BA_RC withdrawn_each(struct store *s, withdrawn_fn fn, void *ctx, struct ba_err *err);

#endif
