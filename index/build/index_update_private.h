/*
 * index_update_private.h - what the files of index_update share. Private to the room.
 */
#ifndef BA_INDEX_BUILD_INDEX_UPDATE_PRIVATE_H
#define BA_INDEX_BUILD_INDEX_UPDATE_PRIVATE_H

#include "index/build/index.h"
#include "index/build/index_pair.h"
#include "index/extract/fields.h"

struct index_update {
    struct store *s;
    const struct index_source *from;
    struct street_names *streets; /* NULL: no gazetteer */
    struct index_pair indexes;
    struct fields_rules *rules;
    int64_t pages;     /* stale pages brought up to date */
    int64_t in_commit; /* pages looked at since the last commit */
    int64_t a_commit;  /* so many at most */
};

struct index_update_page {
    int64_t id, doc;  /* doc: in which its stored text is, 0: none */
    int64_t document; /* seq of its document in the dossier, 0: none */
    bool stale, has_text, wanted;
    uint32_t frame;
    double confidence;
    char state[12], sha256[65], rev[80], text_rev[80], document_kind[24], kind[24];
    char *text;   /* owned, NULL: none */
    char *hidden; /* owned; what of the text everyone does not find; NULL: nothing */
};

struct index_update_pages {
    struct index_update_page *at;
    size_t count, cap;
};

/* As pages --json shows it. */
const char *index_update_shown_kind(const struct index_update_page *p);
/* Puts a dossier into the indexes, with its description brought up to date. It is in none, and is
 * not stale any more. */
BA_RC index_update_put_dossier(struct index_update *u, int64_t dossier, const char *number,
                               const char *archive, const struct index_update_pages *pages,
                               struct ba_err *err);
/* Puts a page without dossier into the index for staff. */
BA_RC index_update_put_page(struct index_update *u, const struct index_update_pages *page,
                            struct ba_err *err);

#endif
