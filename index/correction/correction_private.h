/*
 * correction_private.h - what the corrections share. Private to the room.
 */
#ifndef BA_INDEX_CORRECTION_CORRECTION_PRIVATE_H
#define BA_INDEX_CORRECTION_CORRECTION_PRIVATE_H

#include "index/correction/correction.h"
#include "index/records/batch.h"
#include "index/records/page_at.h"

/*
 * An audit record on a page as people name it: "sheet 31 of batch-7 (page 12)". Its detail has the
 * dossier, file and image that it was, the dossier it goes to (0: none), and what the JSON object
 * `detail` (or NULL) says besides.
 */
BA_RC page_audit(struct store *s, const struct page_at *p, const char *action,
                 const struct correction *c, int64_t to, const char *detail, struct ba_err *err);
/* Gives a page this image of a file: it waits to be read, and is as if it had never been judged. */
BA_RC page_take_image(struct store *s, const struct page_at *p, int64_t file,
                      const struct page_new *n, struct ba_err *err);
/* Fixes the order that the pages of a dossier have now, so that it can be changed. */
BA_RC dossier_fix_order(struct store *s, int64_t dossier, struct ba_err *err);

#endif
