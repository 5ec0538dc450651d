/*
 * worklist.h - what waits for whom: the operator at the scanner, the archivist, or the next run.
 */
#ifndef BA_REPORT_WORKLIST_H
#define BA_REPORT_WORKLIST_H

#include "index/open/settle.h"

enum { WORKLIST_WHO = 3 };

/* In this order: operator, archivist, system. */
struct worklist_who {
    const char *name, *what, *todo; /* static; todo names the commands */
    int64_t count;
    char *reasons; /* owned; "QUALITY_BORDER 3, ..." */
};

/* Begins as { 0 }. */
struct worklist {
    struct worklist_who who[WORKLIST_WHO];
};

/* Of these points, those that ask (point_asks), each with whoever can do something about it. */
BA_RC worklist_make(const struct point_list *points, struct worklist *w, struct ba_err *err);
void worklist_free(struct worklist *w);

#endif
