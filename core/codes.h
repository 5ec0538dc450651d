/*
 * codes.h - the one table of codes: everything the program says by a code to people and scripts.
 *
 * A code is MODULE_WHAT, at most 31 characters, and stable: scripts, the database and
 * docs/OPERATIONS.md refer to it. A row of core/codes_*.def gives
 *
 *     CODE(name, group, classes, status, weight, again, what, todo, wat, doe)
 *
 *   group     where the code is met; a heading of docs/OPERATIONS.md
 *   classes   the classes it is raised with (core/err.h), or CODE_REMARK: no failure
 *   status    sysexits(3) of a command that ends with it; 0: as its class says
 *   weight    for FILE and PAGE: how far up a page with it stands in the report, 0 to 100
 *   again     for FILE and PAGE: the sheet is scanned, or the file copied, again
 *   what todo what happened, and what to do next: English (Markdown, for docs/OPERATIONS.md)
 *   wat doe   the same in Dutch, as operators and archivists read it
 *
 * A code may stand once in each group, where it means another thing there. tests/codes.py fails
 * when a row lacks a part, when a code is raised and not listed, listed and never raised, raised
 * with a class that its row does not name, or when docs/OPERATIONS.md is not what the table makes.
 */
#ifndef BA_CORE_CODES_H
#define BA_CORE_CODES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

enum code_group {
    CODES_FILE,
    CODES_PAGE,
    CODES_DOSSIER,
    CODES_ANNOUNCED,
    CODES_BATCH,
    CODES_DEPOT,
    CODES_SHARD,
    CODES_SEARCH,
    CODES_EXPORT,
    CODES_VERIFY,
};

enum code_class {
    CODE_ITEM = 1 << 0,   /* BA_ITEM */
    CODE_RETRY = 1 << 1,  /* BA_RETRY */
    CODE_FATAL = 1 << 2,  /* BA_FATAL */
    CODE_REMARK = 1 << 3, /* said of a page or batch; no function fails with it */
};

struct code {
    const char *name;
    enum code_group group;
    unsigned classes; /* enum code_class, or-ed */
    int status;
    int weight;
    bool again;
    const char *what, *todo; /* English */
    const char *wat, *doe;   /* Dutch */
};

/* The row of that name in the group, else the first of that name, else NULL. */
const struct code *code_find(const char *name, enum code_group group);
/* The i-th row, NULL behind the last. */
const struct code *code_at(size_t i);
/* The status of a command that ended with this error: sysexits(3), 0 for BA_OK. A class that may
 * succeed later is always 75 (EX_TEMPFAIL). */
int code_exit_status(const struct ba_err *err);

#endif
