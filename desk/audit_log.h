/*
 * audit_log.h - the record of who changed what, asked as people name things.
 */
#ifndef BA_DESK_AUDIT_LOG_H
#define BA_DESK_AUDIT_LOG_H

#include "depot/depot.h"
#include "index/records/audit.h"

struct audit_log_what {
    const char *object; /* dossier or document (depot/designator.h), page (depot/page_ref.h), batch,
                           delivery; else as the log calls it. NULL: all */
    const char *archive; /* of which archive the number is */
    const char *who;     /* NULL: any, as the others */
    const char *since;   /* "2026", "2026-11", "2026-11-24" */
};
/* Oldest first. BA_FATAL USAGE when since is no date; BA_ITEM OBJECT_UNKNOWN: there is no such
 * object, and the log does not know one. */
BA_RC audit_log_each(struct depot *depot, const struct audit_log_what *what, audit_fn fn, void *ctx,
                     struct ba_err *err);

#endif
