/*
 * index_rescan.h - who corrects, and a file that was taken in for it: what tests of corrections
 * share.
 */
#ifndef BA_TESTS_INDEX_RESCAN_H
#define BA_TESTS_INDEX_RESCAN_H

#include "index/correction/page_replace.h"
#include "tests/unit/index_depot.h"

static const struct correction jan = { "Jan", "proef" };

/* A file of `count` pages that was taken in for a correction; sha stands for its hash. */
static inline struct page_replacement rescan_of(const char *name, const char *sha,
                                                struct page_new *pages, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        pages[i] = (struct page_new){ .frame = i,
                                      .width_px = 100,
                                      .height_px = 200,
                                      .xdpi = 300,
                                      .ydpi = 300,
                                      .bits_per_sample = 1,
                                      .samples = 1 };
    return (struct page_replacement){
        .file = { .path = name, .size = 10, .sha256 = sha, .frames = count },
        .extension = "tif",
        .format = "fmt/353",
        .pages = pages,
        .count = count,
    };
}

#endif
