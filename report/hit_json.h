/*
 * hit_json.h - what a search gives, as JSON (docs/FORMATS.md). Each is owned by the caller; NULL
 * when out of memory.
 */
#ifndef BA_REPORT_HIT_JSON_H
#define BA_REPORT_HIT_JSON_H

#include <jansson.h>

#include "depot/depot.h"
#include "index/search/search.h"

/* The object of the contract for one hit, its keys in their order; with the places of its words on
 * the page. */
json_t *hit_json(const struct depot *depot, const struct search_hit *hit);
/* What became of a word of the question. */
json_t *hit_meaning_json(const struct search_meaning *m);
json_t *hit_facet_json(const struct search_facet *f);
json_t *hit_total_json(const struct search_total *t);

#endif
