/*
 * new_scan.h - a file that a person gives for a page: its master and the rows it is to become.
 * Private to the room.
 */
#ifndef BA_DESK_NEW_SCAN_H
#define BA_DESK_NEW_SCAN_H

#include "depot/page_ref.h"
#include "index/correction/page_replace.h"
#include "pipeline/intake_rows.h"

#define SHEET_NAME_MAX 700

/* One page, and what it is called before anything moves: "sheet 12 of batch-7, scan_0012.tif". */
struct sheet {
    struct page_refs page;
    char name[SHEET_NAME_MAX];
};
/* BA_FATAL USAGE when the word names more than one page; errors of page_refs_add. */
BA_RC sheet_find(struct depot *depot, const char *word, struct sheet *out, struct ba_err *err);
/* Accepts an empty struct. */
void sheet_free(struct sheet *s);

struct new_scan {
    struct page_replacement rows; /* borrows from the others */
    struct ingest_out out;
    struct intake_rows taken;
    char *name;   /* owned: of the file, escaped */
    char *folder; /* owned: where its master lies until it is kept */
};
/* Reads the file; its master lies apart, so that nothing of it stays when it is refused. Errors of
 * taken_one. To be freed also after an error. */
BA_RC new_scan_take(struct depot *depot, const char *path, struct new_scan *out,
                    struct ba_err *err);
/* Fills the rows it is to become, within a transaction. BA_FATAL PROFILE_CHANGED. */
BA_RC new_scan_rows(struct depot *depot, struct new_scan *n, struct ba_err *err);
/* Puts the master in its place, which comes before the commit of rows that speak of it. */
BA_RC new_scan_keep(struct depot *depot, const struct new_scan *n, struct ba_err *err);
/* What was not kept goes. Accepts an empty struct. */
void new_scan_free(struct new_scan *n);

#endif
