/*
 * json_page.h - what commands print as JSON: values that may be unknown, and the object of a page.
 */
#ifndef BA_CLI_JSON_PAGE_H
#define BA_CLI_JSON_PAGE_H

#include <jansson.h>

#include "cli/cmd.h"
#include "index/records/page.h"

/* A string, null when it is NULL or "". */
json_t *json_text(const char *text);
/* An integer, null when it is `unknown`. */
json_t *json_count(int64_t value, int64_t unknown);
/* A number rounded to so many decimals, so that equal pages print equal bytes. */
json_t *json_rounded(double value, int decimals);

/* The object of the contract for one page, its keys in their order. NULL when out of memory. */
json_t *json_page(const struct depot *depot, const struct page_row *p);
/* Prints o as one compact line and lets go of it. BA_FATAL NO_MEMORY when o is NULL. */
enum ba_rc json_line(json_t *o, struct ba_err *err);

#endif
