/*
 * point.h - what is open: the one place that says what a person still has to look at.
 *
 * A point is found anew each time from what is there now, so what was mended is gone, and what
 * comes up later opens its batch again. A person may say of a point why it is all right (settle.h);
 * that holds as long as what it was said of stays as it is. Closing a batch, releasing a box of
 * paper, what a receiver demands of a dossier, `status` and `report` all ask here.
 */
#ifndef BA_INDEX_OPEN_POINT_H
#define BA_INDEX_OPEN_POINT_H

#include "index/db/store.h"

/* What waits for a point. */
enum point_weight {
    POINT_HOLDS,   /* its batch stays open, and its paper where it is */
    POINT_ASKED,   /* nothing: somebody should look at it */
    POINT_TO_COME, /* the box of a dossier of which no page came yet */
    POINT_REMARK   /* nothing: told, and never to be settled */
};

/* All texts are borrowed during the call, none is NULL but settled. */
struct point {
    const char *code;
    enum point_weight weight;
    int64_t batch_id; /* 0: it is of a dossier, in whatever batches its pages came */
    const char *batch;
    int64_t dossier_id; /* of a page: the dossier that it is in; 0: none */
    const char *dossier;
    int64_t page;        /* 0: it is not of one page */
    bool file;           /* it is of a refused file */
    bool failed;         /* its page could not be read */
    bool announced;      /* something else came than was announced */
    const char *object;  /* path of a file, "path#image" of a page, dossier or path of a finding */
    const char *place;   /* how a person names that: the sheet of a page, else as object */
    const char *fact;    /* what was found, where that may change under the same object: "6-8" */
    const char *message; /* for people */
    const char *settled; /* why a person says that it is all right; NULL: it is open */
    const char *who;     /* who said so; "" when it is open */
};
typedef BA_CHECKED enum ba_rc (*point_fn)(void *ctx, const struct point *p, struct ba_err *err);

/* Which dossiers have far more pages than is usual: counted once for many calls. Begins as { 0 }.
 */
struct point_sizes {
    bool known;
    int64_t limit; /* from so many pages on; 0: too few dossiers to tell */
    int64_t usual; /* half of the dossiers have no more */
};

/* At most one of batch and dossier. */
struct point_filter {
    int64_t batch;             /* what touches this batch, the points of its dossiers too */
    int64_t dossier;           /* what touches this dossier and its pages */
    struct point_sizes *sizes; /* NULL: counted for this call */
};
/*
 * In this order: refused files; pages that failed, wait or are in no dossier; reasons of pages;
 * what was announced and differs; gaps between files, batches that came twice; dossiers. Within a
 * kind by batch and sheet. Settled ones too. Withdrawn batches have none.
 */
BA_RC points_each(struct store *s, const struct point_filter *f, point_fn fn, void *ctx,
                  struct ba_err *err);

/* Keeps paper and batch where they are: nobody settled it. */
bool point_holds(const struct point *p);
/* A person is asked: it holds, or somebody should look at it. */
bool point_asks(const struct point *p);

/* Room for the name of any point. */
#define POINT_NAME_MAX 3000
/*
 * What a person calls it: "SEQUENCE_GAP:doos-13:scan_0005.tif", "NEAR_DUPLICATE:doos-13:14",
 * "DOSSIER_NO_REGISTER:1966/456". Gives to.
 */
const char *point_name(const struct point *p, char to[POINT_NAME_MAX]);
/* Does a person mean it by this word? By its name, or by the object of a batch. */
bool point_is_called(const struct point *p, const char *word);

/* From how many pages on a dossier is odd among these; 0: too few to tell. Sorts them. */
int64_t point_odd_limit(int64_t *pages, size_t count);

#endif
