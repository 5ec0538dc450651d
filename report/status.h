/*
 * status.h - where every file and page is, and what waits for a person.
 */
#ifndef BA_REPORT_STATUS_H
#define BA_REPORT_STATUS_H

#include "depot/depot.h"
#include "index/records/batch.h"
#include "pipeline/shard/shard_status.h"
#include "report/worklist.h"

/* All texts are owned; NULL: unknown, or nobody said it. */
struct status_batch {
    char *name;
    bool complete;
    struct batch_totals totals;
};
struct status_withdrawn {
    char *name, *withdrawn_at, *who, *reason;
    int64_t files, pages;
};
struct status_reason {
    char *code;
    char level; /* 'e', 'w'; 'i': a remark */
    int64_t pages;
};
struct status_rejected {
    char *batch, *file, *code, *message, *kept, *settled;
    int64_t position;
};

/* Begins as { 0 }. */
struct status {
    struct status_batch *batches;
    struct status_withdrawn *withdrawn;
    struct status_reason *reasons;
    struct status_rejected *rejected;
    size_t batch_count, batch_cap, withdrawn_count, withdrawn_cap, reason_count, reason_cap,
        rejected_count, rejected_cap;
    struct point_list points; /* in the order of points_each, settled ones and remarks too */
    struct batch_totals total;
    uint64_t for_person; /* points that ask for somebody (point_asks) */
    struct worklist waits;
    struct shard_status shards;
};

/* A dossier of the register of which nothing came yet: there may be thousands. */
#define STATUS_NO_PAGES "REGISTER_NO_PAGES"

/* shard_files: files of results that are opened to be counted, at most. *s is to be freed also when
 * this fails. BA_FATAL LEDGER_BROKEN when a sum does not hold: *s is whole then. */
BA_RC status_read(struct depot *depot, size_t shard_files, struct status *s, struct ba_err *err);
void status_free(struct status *s);

#endif
