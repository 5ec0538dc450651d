/*
 * title_block_view.h - the title block of a drawing, for show.
 */
#ifndef BA_CLI_TITLE_BLOCK_VIEW_H
#define BA_CLI_TITLE_BLOCK_VIEW_H

#include "depot/depot.h"
#include "index/records/page.h"

/* Prints the fields of a drawing's title block, or that none was found. */
BA_RC title_print(struct depot *depot, const struct page_row *p, struct ba_err *err);

#endif
