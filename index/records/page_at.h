/*
 * page_at.h - which batch, file and dossier a page belongs to now.
 */
#ifndef BA_INDEX_RECORDS_PAGE_AT_H
#define BA_INDEX_RECORDS_PAGE_AT_H

#include <stdbool.h>

#include "index/db/store.h"
#include "index/records/sheet_name.h"

/* Where a page is. */
struct page_at {
    int64_t id, batch, file, frame, seq, dossier, document; /* 0: none */
    bool separator, dropped, by_person;
    char batch_name[1024], sheet[SHEET_MAX];
};

/* The same of a page that is to be changed. BA_ITEM PAGE_UNKNOWN, PAGE_DROPPED. */
BA_RC page_at_change(struct store *s, int64_t page, struct page_at *out, struct ba_err *err);
/* BA_ITEM PAGE_UNKNOWN. */
BA_RC page_at_read(struct store *s, int64_t page, struct page_at *out, struct ba_err *err);

#endif
