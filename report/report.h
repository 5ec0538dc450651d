/*
 * report.h - what an operator wants to know of batches, and a municipality of the whole project:
 * collected once, written as text, JSON or HTML.
 */
#ifndef BA_REPORT_REPORT_H
#define BA_REPORT_REPORT_H

#include "core/buf.h"
#include "core/codes.h"
#include "depot/depot.h"
#include "index/records/batch.h"
#include "index/records/figures.h"

struct report_batch {
    char *name;
    bool complete;
    struct batch_totals ledger;
};
struct report_reason {
    char *code, *message;
    char level; /* 'e', 'w' */
};
/* A small JPEG; size 0: there is none. */
struct report_picture {
    void *jpeg; /* owned */
    size_t size;
    uint32_t width_px, height_px;
};
/* A page with reasons, or a refused file (one reason). */
struct report_item {
    char *batch, *file, *dossier, *box;
    char *sheet;  /* its name; of a refused file that of the sheet before it, "" none */
    int64_t page; /* id; 0: a refused file */
    int64_t seq;  /* position of that sheet in its batch, 0: none */
    int64_t position;
    uint32_t frame;
    struct report_reason *reasons;
    size_t count, cap;
    int64_t pair;     /* page that this one looks like (NEAR_DUPLICATE); 0: none */
    char *pair_label; /* "blad 31 van batch 7"; NULL: none */
    struct report_picture picture, pair_picture;
    int weight;  /* suspicion: the sum over its reasons */
    bool rescan; /* the sheet has to go through the scanner again */
};
/* On a batch as a whole, or on dossiers and the register. No text is NULL. */
struct report_finding {
    char *batch; /* "": on dossiers */
    char *code, *object, *message;
    char *settled, *who; /* why a person says that it is all right; "": nobody did */
    char level;          /* 'e', 'w'; 'i': a remark, or settled */
    int64_t count;       /* so many of the same, told as one */
    size_t batch_at;     /* in the list of batches; behind its end: on dossiers */
    size_t order;
};
/* A dossier of the batch that is reported on. */
struct report_dossier {
    char *number; /* owned */
    bool known, has_register;
    int64_t pages, all, expected; /* struct batch_dossier */
};
struct report_count {
    char *code;
    char level;
    int64_t pages;
};
/* -1: not to be told yet. low and high: 19 times in 20 it lies between them. */
struct report_range {
    double value, low, high;
};
struct forecast {
    int64_t dossiers; /* of the register, without pages */
    struct report_range pages, bytes, days;
};

struct report {
    int64_t made_at; /* UTC seconds */
    struct report_batch *batches;
    struct report_item *refused, *pages; /* pages: most suspicious first */
    const struct report_item **rescan;   /* by box, batch and sheet */
    struct report_count *reasons;
    struct report_finding *findings; /* by batch, then of dossiers */
    struct report_dossier *dossiers; /* of one batch: in the order of its sheets; of all: none */
    size_t batch_count, batch_cap, refused_count, refused_cap, page_count, page_cap, rescan_count,
        reason_count, reason_cap, finding_count, finding_cap, dossier_count, dossier_cap;
    struct batch_totals total;
    struct project_figures project;
    struct forecast forecast;
};

/* batch: name, or NULL for all. r starts as { 0 } and is freed in any case. BA_ITEM BATCH_UNKNOWN.
 */
BA_RC report_collect(struct depot *depot, const char *batch, struct report *r, struct ba_err *err);
/*
 * Pictures of the first so many suspicious pages, and of what they look like, by workers; together
 * no more than so many bytes in the HTML. A page whose master cannot be read stays without.
 */
BA_RC report_pictures(struct depot *depot, struct report *r, size_t pages, size_t max_bytes,
                      struct ba_err *err);
/* Pages in the table of the HTML; --json has all. */
#define REPORT_PAGES_MAX 500
void report_free(struct report *r);
void report_foresee(const struct project_figures *p, struct forecast *f);
/* Pages an hour of the time that files came in; -1: not to be told. */
double report_pages_an_hour(const struct project_figures *p);
/* "blad 31 van batch 7, doos 12" in new memory. */
char *report_label(const struct report_item *i);
/* "in de inventaris" ... */
const char *report_dossier_known(const struct report_dossier *d);
/* Findings on a batch (0: on all batches, and on dossiers); part of report_collect, after the
 * batches. */
BA_RC report_find(struct depot *depot, int64_t batch, struct report *r, struct ba_err *err);
void report_findings_free(struct report *r);
/* Those that are neither remarks nor settled. */
size_t report_open_findings(const struct report *r);

/* What the report says of a page or a refused file with this code (`wat`, `doe`: the language of
 * the operators). A general row for what is not in the table. */
const struct code *report_words(const char *code);
/* The same of a finding on a batch or a dossier. */
const struct code *finding_words(const char *code);

#endif
