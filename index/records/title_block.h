/*
 * title_block.h - what the title block of a drawing says, a row a field, by page.
 *
 * The rows come from the page's ALTO (ocr/title_block/title_block.h) and are made again from it
 * whenever the page is read anew or the index is rebuilt. Proposals for the dossier follow from
 * them.
 */
#ifndef BA_INDEX_RECORDS_TITLE_BLOCK_H
#define BA_INDEX_RECORDS_TITLE_BLOCK_H

#include <stddef.h>

#include "index/db/store.h"

/* Texts are borrowed. */
struct title_row {
    const char *name;  /* work, address, scale, date, drawing_number ... */
    const char *value; /* a date YYYY-MM-DD, YYYY-MM or YYYY; a scale 1:100 */
    const char *rule;  /* the label or the form that it was known by */
    double confidence; /* 0..1 */
    const char *box;   /* JSON: [x,y,w,h] in pixels of the master */
};

/* A drawing whose title block was not taken over yet. */
struct title_page {
    int64_t page;
    const char *sha256, *rev;
    uint32_t frame;
};
typedef BA_CHECKED enum ba_rc (*title_page_fn)(void *ctx, const struct title_page *page,
                                               struct ba_err *err);
/* The drawings that were read since, in the order of their ids. */
BA_RC title_pending(struct store *s, title_page_fn fn, void *ctx, struct ba_err *err);

/* Replaces what is known of a page's title block; box NULL: it has none. */
BA_RC title_store(struct store *s, int64_t page, const char *rev, const char *box,
                  const struct title_row *rows, size_t count, struct ba_err *err);

/*
 * The title block of a page that was read as a drawing: fn gets its fields in their order. box (of
 * 64 bytes) becomes "" when it has none; *known is false when the page was not looked at.
 */
typedef BA_CHECKED enum ba_rc (*title_fn)(void *ctx, const struct title_row *row,
                                          struct ba_err *err);
BA_RC title_each(struct store *s, int64_t page, bool *known, char box[64], title_fn fn, void *ctx,
                 struct ba_err *err);

#endif
