/*
 * page_echo.h - what a person is told of the pages that a decision is about: which file, what
 * state, how it begins. Whoever typed the wrong sheet sees it at once.
 */
#ifndef BA_DESK_PAGE_ECHO_H
#define BA_DESK_PAGE_ECHO_H

#include "depot/page_ref.h"
#include "index/records/page.h"
#include "index/records/sheet_name.h"

/* Texts are owned. */
struct page_echo_one {
    int64_t page;
    char *batch, *file, sheet[SHEET_MAX];
    uint32_t frame; /* image in the file, from 0 */
    enum page_state state;
    int64_t words; /* -1: not read */
    char *begins;  /* its first words, "" none */
    char *reasons; /* JSON array of codes */
};

struct page_echo {
    struct page_echo_one *at; /* owned */
    size_t count, cap;
};

/* Adds the pages as they are now. Accepts none. */
BA_RC page_echo_note(struct page_echo *e, struct depot *depot, const int64_t *pages, size_t count,
                     struct ba_err *err);
/* Accepts an empty struct. */
void page_echo_free(struct page_echo *e);

#endif
