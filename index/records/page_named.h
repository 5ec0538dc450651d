/*
 * page_named.h - the pages that a person means by the place or the file of a sheet in its batch.
 */
#ifndef BA_INDEX_RECORDS_PAGE_NAMED_H
#define BA_INDEX_RECORDS_PAGE_NAMED_H

#include <stdbool.h>

#include "index/db/store.h"

typedef BA_CHECKED enum ba_rc (*page_named_fn)(void *ctx, int64_t page, struct ba_err *err);

/* The pages of a batch at the positions from..to, in their order. */
BA_RC page_named_between(struct store *s, int64_t batch, int64_t from, int64_t to, page_named_fn fn,
                         void *ctx, struct ba_err *err);

/* A file of a batch. */
struct page_named_file {
    int64_t file;
    bool taken;         /* else it was refused */
    char code[32];      /* why */
    int64_t candidates; /* files that could be meant; not 1: none of the others is filled */
};
/*
 * The file of this name: its path in the batch, else the last part of it, else that without its
 * extension.
 */
BA_RC page_named_find_file(struct store *s, int64_t batch, const char *name,
                           struct page_named_file *out, struct ba_err *err);
/*
 * The pages of which an image of the file is the scan, else those of which it once was; frame -1:
 * of all its images. None is no error.
 */
BA_RC page_named_of_file(struct store *s, int64_t file, int64_t frame, page_named_fn fn, void *ctx,
                         struct ba_err *err);

#endif
