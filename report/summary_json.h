/*
 * summary_json.h - what came of a batch, as JSON.
 */
#ifndef BA_REPORT_SUMMARY_JSON_H
#define BA_REPORT_SUMMARY_JSON_H

#include <jansson.h>

#include "report/summary.h"

/* Counts, and its dossiers. Owned by the caller; NULL when out of memory. */
json_t *summary_json(const struct summary_batch *b);

#endif
