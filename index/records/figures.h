/*
 * figures.h - what a report counts: the whole project, refused files with the sheet before them,
 * and the reasons of pages with the box they came from.
 */
#ifndef BA_INDEX_RECORDS_FIGURES_H
#define BA_INDEX_RECORDS_FIGURES_H

#include "index/db/store.h"

struct project_figures {
    int64_t register_dossiers, register_without_pages; /* lines of the register */
    int64_t dossiers;                                  /* with pages, in the register or not */
    int64_t pages;                                     /* in them; separators not counted */
    double pages_sd;      /* standard deviation of pages a dossier; 0 with fewer than two */
    int64_t all_pages;    /* of the depot, separators not counted */
    int64_t master_bytes; /* of distinct masters */
    int64_t days;         /* calendar days (UTC) on which files were taken in */
    int64_t active_s;     /* between files taken in, pauses over a quarter left out */
};
BA_RC figures_read(struct store *s, struct project_figures *out, struct ba_err *err);

/* Texts are borrowed during the call, "" when unknown. */
struct figure_row {
    const char *batch, *file; /* names, escaped */
    const char *sheet;        /* of the page; of a refused file: the sheet before it, "" none */
    int64_t seq;              /* position of that sheet in its batch, 0: none */
    int64_t position;         /* of a refused file, 1-based in its batch */
    int64_t page;             /* id, 0 for a refused file */
    uint32_t frame;
    bool failed;               /* state of the page */
    const char *dossier, *box; /* of the page, or of the sheet before */
    const char *code, *message;
    char level; /* 'e', 'w'; 'e' for a refused file */
};
typedef BA_CHECKED enum ba_rc (*figure_fn)(void *ctx, const struct figure_row *row,
                                           struct ba_err *err);
/* Refused files of a batch or (0) all, in the order of the walk. */
BA_RC figures_refused(struct store *s, int64_t batch, figure_fn fn, void *ctx, struct ba_err *err);
/* Every error and warning on a page, remarks left out, by batch and seq. */
BA_RC figures_reasons(struct store *s, int64_t batch, figure_fn fn, void *ctx, struct ba_err *err);

#endif
