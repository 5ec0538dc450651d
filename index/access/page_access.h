/*
 * page_access.h - under which access a page lies.
 */
#ifndef BA_INDEX_ACCESS_PAGE_ACCESS_H
#define BA_INDEX_ACCESS_PAGE_ACCESS_H

#include "index/db/store.h"

/* Under which access a page lies: that of its document, or else of its dossier. */
struct page_access {
    char access[256];  /* "" not reviewed, or in no dossier */
    char document[80]; /* "1974/0231-002"; the dossier's number for a page under none; "" in none */
    char dossier[64];  /* its number */
};
/* BA_ITEM PAGE_UNKNOWN. */
BA_RC page_access_of(struct store *s, int64_t page, struct page_access *out, struct ba_err *err);

#endif
