/*
 * batch.h - deliveries and their files in the store.
 */
#ifndef BA_INDEX_RECORDS_BATCH_H
#define BA_INDEX_RECORDS_BATCH_H

#include "index/db/store.h"

struct batch_row {
    int64_t id;
    char name[1024]; /* the folder's name, escaped (ba_name_escape) */
    bool complete;   /* every file was decided and pages were assigned to dossiers */
    int64_t files, taken, rejected;
};

/* Finds by name; *found says whether. A withdrawn batch is not found. */
BA_RC batch_find(struct store *s, const char *name, struct batch_row *row, bool *found,
                 struct ba_err *err);
BA_RC batch_add(struct store *s, const char *name, const char *source_path, int64_t *id,
                struct ba_err *err);
BA_RC batch_set_complete(struct store *s, int64_t batch, bool complete, struct ba_err *err);
/* In order of arrival, withdrawn ones left out; fn returning other than BA_OK stops. */
typedef BA_CHECKED enum ba_rc (*batch_fn)(void *ctx, const struct batch_row *row,
                                          struct ba_err *err);
BA_RC batch_each(struct store *s, batch_fn fn, void *ctx, struct ba_err *err);

/* How many batches of this name were withdrawn. */
BA_RC batch_withdrawn_count(struct store *s, const char *name, int64_t *n, struct ba_err *err);

/* One delivered file. Text fields are borrowed by the functions that take the row. */
struct file_row {
    int64_t id, batch;
    const char *path;           /* inside the batch as delivered, escaped */
    int64_t position;           /* 1-based in the walk of the batch */
    uint64_t size;              /* bytes */
    const char *sha256;         /* "" when it could not be read */
    bool taken;                 /* else rejected */
    const char *code, *message; /* why rejected; NULL when taken */
    const char *kept;           /* where a rejected file is kept, relative to the depot, or NULL */
    uint32_t frames, reduced;   /* of a taken file */
    bool rescan;                /* it came by a correction, not with the batch */
    const char *settled;        /* why a person says that its refusal is all right, or NULL */
};

/*
 * Looks up a file of a batch. *known: decided before; *row is filled then, its texts borrowed until
 * the next call on s.
 */
BA_RC file_find(struct store *s, int64_t batch, const char *path, struct file_row *row, bool *known,
                struct ba_err *err);
/* A refused file; one that was refused before under this path is replaced (its old reason is
 * audited). */
BA_RC file_add_rejected(struct store *s, const struct file_row *row, struct ba_err *err);

typedef BA_CHECKED enum ba_rc (*file_fn)(void *ctx, const struct file_row *row, struct ba_err *err);
/* The files of a batch (0: of all) in the order of the walk: the taken, or the refused ones. The
 * row's texts are borrowed during the call. */
BA_RC file_each(struct store *s, int64_t batch, bool taken, file_fn fn, void *ctx,
                struct ba_err *err);

/* Something to know of a page that is made. */
struct page_new_reason {
    const char *code; /* stable: lives as long as the program */
    char level;       /* 'e' error, 'w' warning, 'i' remark */
    char message[200];
};
#define PAGE_NEW_REASONS 16

/* One page to be made with a taken file. */
struct page_new {
    uint32_t frame, width_px, height_px;
    double xdpi, ydpi;
    uint16_t bits_per_sample, samples, photometric, compression, orientation_tag;
    const char *codes;    /* JSON array of barcodes as found, or NULL */
    const char *warning;  /* libtiff's words when it decoded with warnings, else NULL */
    const char *scanner;  /* JSON object: make, model, software, serial, datetime; or NULL */
    const char *quality;  /* JSON object of the figures measured; or NULL */
    const char *patch;    /* patch code on the sheet: "2", "T"; or "" or NULL */
    const void *likeness; /* grid by which scans of one sheet are found (ingest/duplicate/grid.h);
                             or NULL */
    size_t likeness_size;
    int64_t profile; /* settings profile that judged the figures; 0: none */
    struct page_new_reason reasons[PAGE_NEW_REASONS];
    size_t reason_count;
};

/*
 * A taken file with its master and pages (not the reduced images). An equal master that exists
 * already gives the pages reason DUPLICATE (naming the first page). Pages get seq after the last
 * page of earlier positions in the batch; the pages of later positions move up.
 */
BA_RC file_add_taken(struct store *s, const struct file_row *row, const char *extension,
                     const char *format, const struct page_new *pages, size_t page_count,
                     struct ba_err *err);

/*
 * The sums of DESIGN section 5, over a batch (id) or the depot (0; withdrawn batches left out).
 * replaced: images whose page a person gave another scan.
 */
struct batch_totals {
    int64_t files, files_taken, files_rejected;
    int64_t frames, reduced, replaced, pages;
    int64_t waiting, text, drawing, blank, separator, failed, dropped;
    int64_t masters, masters_distinct; /* rows, and distinct hashes among the taken files */
    bool holds;
};
BA_RC batch_totals_read(struct store *s, int64_t batch, struct batch_totals *l, struct ba_err *err);

#endif
