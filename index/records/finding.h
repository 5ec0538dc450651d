/*
 * finding.h - what is wrong with a delivery as a whole, and how many pages it should have.
 */
#ifndef BA_INDEX_RECORDS_FINDING_H
#define BA_INDEX_RECORDS_FINDING_H

#include <stddef.h>

#include "index/db/store.h"

/* Texts are borrowed by the functions that take it. */
struct finding {
    int64_t batch_id;    /* not looked at when stored */
    const char *batch;   /* its name; neither */
    const char *code;    /* CHECKSUM_FILE_MISSING ... */
    char level;          /* 'e': something may be lost, 'i': a remark */
    const char *object;  /* a path in the batch or the number of a dossier, "" for the batch */
    const char *message; /* for people */
    const char *fact;    /* the figures of a count, "" of others; not looked at when stored */
};

/* So many pages, separators not counted, a dossier of the batch should have. */
struct expectation {
    const char *dossier;  /* number; "" for the whole batch */
    const char *relation; /* "=", "<=" or ">=" */
    int64_t pages;
};

/* Takes the place of all findings stored of a batch. Equal code and object: the first counts. */
BA_RC findings_set(struct store *s, int64_t batch, const struct finding *list, size_t count,
                   struct ba_err *err);
/* Takes the place of the findings of a batch with this code: one or (NULL) none. */
BA_RC finding_set_one(struct store *s, int64_t batch, const char *code, const struct finding *f,
                      struct ba_err *err);
/* Takes the place of all expectations of a batch. */
BA_RC expectations_set(struct store *s, int64_t batch, const struct expectation *list, size_t count,
                       struct ba_err *err);

typedef BA_CHECKED enum ba_rc (*findings_fn)(void *ctx, const struct finding *f,
                                             struct ba_err *err);
/*
 * Of one batch or (0) all: what was stored, except missing files that came later, and COUNT_DIFFERS
 * for each expectation that the pages of the moment do not meet. dossier: only what is expected of
 * this dossier, in the batches that it has pages in (batch is 0 then); 0: all. The row's texts are
 * borrowed during the call.
 */
BA_RC findings_each(struct store *s, int64_t batch, int64_t dossier, findings_fn fn, void *ctx,
                    struct ba_err *err);

#endif
