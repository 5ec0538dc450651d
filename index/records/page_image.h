/*
 * page_image.h - the pages that one image of a master is, for results that name images.
 */
#ifndef BA_INDEX_RECORDS_PAGE_IMAGE_H
#define BA_INDEX_RECORDS_PAGE_IMAGE_H

#include "index/records/page.h"

struct page_image {
    int64_t page;
    enum page_state state;
    char rev[32];       /* of what was read of it, also when that failed; "" not read */
    char languages[80]; /* in which it is to be read (languages.h); "" those of the settings */
};

/* The pages of this frame of this master, by id; *rows in new memory (free it). Withdrawn and
 * replaced pages are none. */
BA_RC page_image_find(struct store *s, const char *sha256, uint32_t frame, struct page_image **rows,
                      size_t *count, struct ba_err *err);

#endif
