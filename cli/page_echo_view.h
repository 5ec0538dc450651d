/*
 * page_echo_view.h - the pages that a decision was about, on a terminal and in JSON.
 */
#ifndef BA_CLI_PAGE_ECHO_VIEW_H
#define BA_CLI_PAGE_ECHO_VIEW_H

#include <jansson.h>

#include "desk/page_echo.h"

/* A line a page: "  was batch-7:24 (page 31): scan_0024.tif, text, 285 words: "Aan het ..."";
 * `word` is "was ", "is " or "". Of many pages the first. */
void page_echo_print(const struct page_echo *e, const char *word);
/* A list of objects: page, batch, sheet, file, frame, state, words, begins. NULL when out of
 * memory. */
json_t *page_echo_json(const struct page_echo *e);

#endif
