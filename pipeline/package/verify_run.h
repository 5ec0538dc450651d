/*
 * verify_run.h - checking as a command or a request asks for it: a package as its receiver reads
 * it, or the whole depot.
 */
#ifndef BA_PIPELINE_PACKAGE_VERIFY_RUN_H
#define BA_PIPELINE_PACKAGE_VERIFY_RUN_H

#include "core/message.h"
#include "export/verify/verify.h"
#include "pipeline/package/fixity_check.h"

struct verify_run_opts {
    const char *path;
    const char *xsd;     /* an XML Schema that every sidecar must keep too; NULL: none */
    const char *profile; /* the receiver's; NULL: as the pakbon says, else the strictest */
};

/* fn hears each difference. Errors of verify_package, of the value lists, BA_FATAL USAGE for a
 * profile that is not known. */
BA_RC verify_run_package(struct depot *depot, const struct verify_run_opts *o, verify_fn fn,
                         void *ctx, struct verify_counts *counts, struct ba_err *err);

/*
 * verify_depot (fixity_check.h), and with `since` a line of it in the audit log. The lock is taken
 * for that line only: reading masters takes hours, and others may work then. When it cannot be
 * written, that is the error; beside differences, which count for more, it is told (BA_REFUSED).
 */
BA_RC verify_run_depot(struct depot *depot, const char *since, verify_fn fn, void *ctx,
                       struct ba_messages *told, struct depot_counts *counts, struct ba_err *err);

#endif
