/*
 * html_text.h - text in HTML.
 */
#ifndef BA_REPORT_HTML_TEXT_H
#define BA_REPORT_HTML_TEXT_H

#include "core/buf.h"

/* A text of a delivery is hostile: nothing of it becomes markup, in an element or in an attribute
 * in quotes. Control characters, and bytes that are no UTF-8, become a question mark. */
void html_text(struct ba_buf *out, const char *s);

#endif
