/*
 * title_block_json.h - the title block of a drawing as JSON.
 */
#ifndef BA_REPORT_TITLE_BLOCK_JSON_H
#define BA_REPORT_TITLE_BLOCK_JSON_H

#include <jansson.h>

#include "depot/depot.h"
#include "index/records/page.h"

/* Adds "title_block" to the page's object: {"box", "fields"}, null when there is none or the page
 * is no drawing. */
BA_RC title_block_json(struct depot *depot, const struct page_row *p, json_t *page,
                       struct ba_err *err);

#endif
