/*
 * page_replace.h - sheets that were scanned again, or had been left out.
 *
 * A page keeps its number, its place and its dossier when it gets another scan; what it was before
 * is kept (page_history_each), and so is its master. To be called between store_begin and
 * store_commit.
 */
#ifndef BA_INDEX_CORRECTION_PAGE_REPLACE_H
#define BA_INDEX_CORRECTION_PAGE_REPLACE_H

#include "index/correction/correction.h"
#include "index/correction/page_history.h"
#include "index/records/batch.h"
#include "index/records/sheet_name.h"

/* A file that was taken in for this. file->batch, file->position and first_page (of an insert: the
 * number of its first new page, the others follow it) are filled here. */
struct page_replacement {
    struct file_row file;
    const char *extension, *format;
    const struct page_new *pages;
    size_t count;
    int64_t first_page;
};

/*
 * Gives a page the one image of a new file. It waits to be read; this image was not delivered yet.
 * BA_ITEM PAGE_UNKNOWN, RESCAN_IMAGES (not exactly one image), RESCAN_SAME (the very same scan).
 */
BA_RC page_replace(struct store *s, int64_t page, struct page_replacement *with,
                   const struct correction *c, struct ba_err *err);
/*
 * The same with the image of another page of the same batch, which is no page of its own any more.
 * BA_ITEM PAGE_UNKNOWN, BATCH_UNEQUAL, RESCAN_SAME.
 */
BA_RC page_replace_by(struct store *s, int64_t page, int64_t other, const struct correction *c,
                      struct ba_err *err);
/*
 * Puts the pages of a new file behind or before a page, in the order of its batch; no sheet
 * gets another name. They belong where the page belongs when a person put it there, else the next
 * placing of the batch decides. BA_ITEM PAGE_UNKNOWN, RESCAN_IMAGES (no image at all).
 */
BA_RC page_insert(struct store *s, int64_t anchor, bool before, struct page_replacement *with,
                  const struct correction *c, struct ba_err *err);

/* The scan that a page had before its last replacement, for page_replace_undo. */
struct page_history_scan {
    char sha256[65], extension[16]; /* of the master */
    int64_t file;
    uint32_t frame;
};
/*
 * BA_ITEM PAGE_UNKNOWN, RESCAN_NONE (it never had another scan), RESCAN_IN_USE (that scan is
 * another page now).
 */
BA_RC page_replaced_before(struct store *s, int64_t page, struct page_history_scan *out,
                           struct ba_err *err);
/*
 * Takes the last replacement of a page back: it gets that scan again, whose image n was taken from
 * the master anew, and waits to be read. A page of the batch whose image it had is a page of its
 * own again, under its old number and the name of its sheet. What it was in between is kept; so
 * doing this twice brings the replacement back. Errors as page_replaced_before.
 */
BA_RC page_replace_undo(struct store *s, int64_t page, const struct page_new *n,
                        const struct correction *c, struct ba_err *err);
/*
 * Takes all pages out again that came with the insert that brought this one; they are kept as past
 * pages. BA_ITEM PAGE_UNKNOWN, RESCAN_NONE (it was not inserted).
 */
BA_RC page_insert_undo(struct store *s, int64_t page, const struct correction *c, size_t *count,
                       struct ba_err *err);
/*
 * Whether these bytes are in the batch of a page already. sheet: the first sheet with them, ""
 * none; *there: they were inserted, and stand directly before or behind the page.
 */
BA_RC page_insert_known(struct store *s, int64_t anchor, bool before, const char *sha256,
                        char sheet[SHEET_MAX], bool *there, struct ba_err *err);

#endif
