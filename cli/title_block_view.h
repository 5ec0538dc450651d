/*
 * title_block_view.h - the title block of a drawing, for show.
 */
#ifndef BA_CLI_TITLE_BLOCK_VIEW_H
#define BA_CLI_TITLE_BLOCK_VIEW_H

#include "cli/json_page.h"

/* Prints the fields of a drawing's title block, or that none was found. */
enum ba_rc title_print(struct depot *depot, const struct page_row *p, struct ba_err *err);
/* Adds "title_block" to the page's object: {"box", "fields"}, null when there is none or the page
 * is no drawing. */
enum ba_rc title_to_json(struct depot *depot, const struct page_row *p, json_t *page,
                         struct ba_err *err);

#endif
