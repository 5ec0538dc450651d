/*
 * text_boxes.h - pieces of a page's text -> boxes on its master, by its ALTO.
 */
#ifndef BA_PIPELINE_TEXT_BOXES_H
#define BA_PIPELINE_TEXT_BOXES_H

#include "core/buf.h"
#include "index/build/index.h"

/* Fills spans[].boxes. text: what was indexed. Errors of alto_read; BA_FATAL NO_MEMORY. */
BA_RC text_boxes(const char *alto, const char *text, struct text_span *spans, size_t count,
                 struct ba_err *err);
/* The other way round: appends the words that stand in boxes (JSON, as above), a space between. */
BA_RC text_in_boxes(const char *alto, const char *boxes, struct ba_buf *out, struct ba_err *err);

#endif
