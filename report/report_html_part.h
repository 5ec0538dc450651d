/*
 * report_html_part.h - what the parts of the HTML report share; for report_html*.c only.
 */
#ifndef BA_REPORT_REPORT_HTML_PART_H
#define BA_REPORT_REPORT_HTML_PART_H

#include "core/buf.h"
#include "report/report.h"

/* The pictures of a page, and of what it looks like, as a cell of a table. */
void report_html_pictures(const struct report_item *i, struct ba_buf *out);
/* Of one batch: its dossiers, beside what was expected. */
void report_html_dossiers(const struct report *r, struct ba_buf *out);
/* What is wrong with deliveries and dossiers as a whole. */
void report_html_findings(const struct report *r, struct ba_buf *out);

#endif
