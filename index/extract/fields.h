/*
 * fields.h - what the text of a dossier's pages says about it. Private to the room.
 *
 * Pure functions of the texts: the same pages give the same proposals, in the same order. Every
 * proposal names the rule that found it and a page on which it stands; values found on several
 * pages are surer. The rules are data: fields_rules.c for values, fields_kind.c for kinds of
 * documents.
 */
#ifndef BA_INDEX_EXTRACT_FIELDS_H
#define BA_INDEX_EXTRACT_FIELDS_H

#include <stddef.h>
#include <stdint.h>

#include "core/err.h"
#include "index/extract/personal_data.h"

struct fields_page {
    int64_t id;
    const char *text;  /* UTF-8, lines ended by '\n' */
    const char *kind;  /* permit, letter ... */
    double confidence; /* of the recognition, 0..1; 0: unknown */
};

struct proposal {
    const char
        *name;   /* static: a column of the register, or number_in_text, date_granted, costs ... */
    char *value; /* owned */
    const char *rule;  /* static */
    double confidence; /* 0..1 */
    int64_t page;      /* 0: not from a page (the year in the dossier's number) */
    size_t from, to;   /* where it stands in the page's text, bytes; equal: nowhere */
    char *boxes; /* owned; JSON list of [x,y,w,h] in pixels of the master; NULL: unknown, or not
                    looked up yet (index.h) */
};

struct proposals {
    struct proposal *at;
    size_t count, cap;
};
/* Accepts an empty struct. */
void proposals_free(struct proposals *p);

/* What the gazetteer knows: the street behind what was read, or NULL; place "" for any. */
struct fields_streets {
    void *ctx;
    const char *(*nearest)(void *ctx, const char *read, const char *place);
};

/* What the register or a person says already; NULL or "" when silent. */
struct fields_known {
    const char *number; /* of the dossier: never NULL */
    const char *street, *place;
    const struct fields_streets *streets; /* NULL: there is no gazetteer */
    const struct personal_known *people;  /* of whom names are looked for; NULL: names are public */
};

/* The patterns, compiled once. NULL when out of memory; fields_close accepts that. */
struct fields_rules;
struct fields_rules *fields_open(void);
void fields_close(struct fields_rules *r);

/* Fills out (empty at first). Only BA_FATAL NO_MEMORY can go wrong. */
BA_RC fields_propose(struct fields_rules *rules, const struct fields_page *pages, size_t count,
                     const struct fields_known *known, struct proposals *out, struct ba_err *err);

/* permit | application | letter | calculation | drawing | report | photo | consent | other. Static.
 */
const char *fields_kind(const char *text);

#endif
