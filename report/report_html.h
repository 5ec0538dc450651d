/*
 * report_html.h - the report as one HTML file: no scripts, nothing from elsewhere, every text
 * escaped.
 */
#ifndef BA_REPORT_REPORT_HTML_H
#define BA_REPORT_REPORT_HTML_H

#include "core/buf.h"
#include "report/report.h"

/* A page of its own, without scripts and without other files. */
void report_html(const struct report *r, struct ba_buf *out);
/* The same as a file. BA_FATAL FILE_WRITE; BA_ITEM when it grows beyond what a browser opens. */
BA_RC report_html_write(const struct report *r, const char *path, struct ba_err *err);

#endif
