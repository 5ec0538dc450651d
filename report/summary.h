/*
 * summary.h - what came of a run: the counts of its batches, every rejected file and failed page
 * with its reason, and whether the sums of the ledger hold.
 */
#ifndef BA_REPORT_SUMMARY_H
#define BA_REPORT_SUMMARY_H

#include "depot/depot.h"
#include "index/records/batch.h"
#include "index/records/sheet_name.h"

enum summary_kind { SUMMARY_REJECTED, SUMMARY_FAILED, SUMMARY_FINDING };

/* Texts are owned and never NULL. */
struct summary_detail {
    enum summary_kind kind;
    char *file;            /* of a rejected file and a failed page */
    char sheet[SHEET_MAX]; /* of a failed page: its name, and the image in its file from 0 */
    uint32_t frame;
    char *code;    /* "" of a failed page */
    char *message; /* of a failed page: " sentence [CODE]", as often as there are */
};

/* A dossier of the batch: struct batch_dossier, and what is open of it. */
struct summary_dossier {
    char *number; /* owned */
    bool known, has_register;
    int64_t pages, all, expected;
    char *open; /* owned; codes of the dossier's own open points, a space between; "" none */
};

/* Of these a batch keeps no more; the rest is in `status`. */
enum { SUMMARY_DETAILS_MAX = 50 };

struct summary_batch {
    char *name; /* owned */
    bool complete;
    struct batch_totals totals;
    struct summary_detail *details; /* owned; rejected, failed, findings */
    size_t count, cap;
    int64_t all;                      /* details there are */
    struct summary_dossier *dossiers; /* owned; in the order of the sheets */
    size_t dossier_count, dossier_cap;
    int64_t findings;      /* on the batch as a whole and its dossiers */
    int64_t open, settled; /* points that hold the batch, or did */
    int64_t remarks;       /* that hold nothing, and somebody should look at */
};

/* Begins as { 0 }. */
struct summary {
    struct summary_batch *batches; /* owned */
    size_t count, cap;
};

/*
 * The batches of these names; count 0: all. BA_ITEM ITEMS_REJECTED when one of them holds rejected
 * files or failed pages, DELIVERY_DIFFERS when one is not what its checksums and batch.csv
 * announce; BA_FATAL LEDGER_BROKEN when a sum does not hold, always. After these *s is whole.
 */
BA_RC summary_read(struct depot *depot, char **names, int count, struct summary *s,
                   struct ba_err *err);
/* The same of the batches of these folders. */
BA_RC summary_read_folders(struct depot *depot, char **folders, int count, struct summary *s,
                           struct ba_err *err);
void summary_free(struct summary *s);

#endif
