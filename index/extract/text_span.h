/*
 * text_span.h - pieces of the text of a page, and where they stand on its master.
 */
#ifndef BA_INDEX_EXTRACT_TEXT_SPAN_H
#define BA_INDEX_EXTRACT_TEXT_SPAN_H

#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

/* A piece of a page's text, and where it stands on the master. */
struct text_span {
    size_t from, to; /* bytes of the text */
    char *boxes;     /* JSON list of [x,y,w,h], a box a line, in new memory; stays NULL: unknown */
};
/* Looks up where pieces of the text of a page stand. Trouble with the ALTO of one page is no error:
 * its boxes stay unknown. */
typedef BA_CHECKED enum ba_rc (*text_boxes_fn)(void *ctx, const char *sha256, uint32_t frame,
                                               const char *rev, const char *text,
                                               struct text_span *spans, size_t count,
                                               struct ba_err *err);

#endif
