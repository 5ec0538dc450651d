/*
 * hit_boxes.h - where the words of a search hit stand on the page.
 */
#ifndef BA_REPORT_HIT_BOXES_H
#define BA_REPORT_HIT_BOXES_H

#include <jansson.h>

#include "index/search/search.h"
#include "ocr/alto/alto.h"

/*
 * List of [x, y, w, h] in pixels of the master, in the order of the page: the words of the hit, as
 * they were found (misread ones too), those of a phrase where they stand one behind the other, and
 * both halves of a word that is broken over a line. Owned by the caller.
 */
json_t *hit_boxes(const struct alto_page *page, const struct search_hit *hit);

#endif
