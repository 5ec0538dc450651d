/*
 * same_bytes.h - pages that have the very same image of the very same file.
 */
#ifndef BA_INDEX_RECORDS_SAME_BYTES_H
#define BA_INDEX_RECORDS_SAME_BYTES_H

#include "index/db/store.h"

/* Gives the pages with the image of this page the remark DUPLICATE anew, but the first that counts:
 * one of them was dropped, or is back. */
BA_RC same_bytes_settle(struct store *s, int64_t page, struct ba_err *err);

#endif
