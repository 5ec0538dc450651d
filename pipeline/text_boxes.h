/*
 * text_boxes.h - pieces of a page's text -> boxes on its master, by its ALTO.
 */
#ifndef BA_PIPELINE_TEXT_BOXES_H
#define BA_PIPELINE_TEXT_BOXES_H

#include "index/build/index.h"

/* Fills spans[].boxes. text: what was indexed. Errors of alto_read; BA_FATAL NO_MEMORY. */
BA_RC text_boxes(const char *alto, const char *text, struct text_span *spans, size_t count,
                 struct ba_err *err);

#endif
