/*
 * verify.h - re-reads a package as its receiver will, and says everything that is wrong with it.
 *
 * A .tar or .zip is streamed, not unpacked. Rules: MDTO 1.0.1 and 1.0 (order, number and datatypes
 * of elements), the MDTO SIP specification (names, sidecars), and the checks of the strictest
 * receiver known.
 */
#ifndef BA_EXPORT_VERIFY_VERIFY_H
#define BA_EXPORT_VERIFY_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/value_lists.h"
#include "core/err.h"
#include "export/verify/verify_counts.h"

struct verify_opts {
    const struct value_lists *lists; /* and the receiver by whose rules it is judged */
    bool by_pakbon; /* unless the pakbon beside a delivery names another one that is in the lists */
    const char *xsd;            /* an XML Schema that every sidecar must keep too; NULL: none */
    uint64_t max_entries;       /* 0: 4,000,000 */
    uint64_t max_sidecar_bytes; /* 0: 64 MiB */
};

/*
 * path: a delivery (.tar, .zip, or a folder with its pakbon beside it), an unpacked root folder, or
 * the folder that holds deliveries or one root folder. BA_OK: all is right. BA_ITEM VERIFY_DIFFERS:
 * fn was called for each difference; BA_ITEM VERIFY_NOTHING: nothing to check there; BA_ITEM
 * FILE_READ or VERIFY_TOO_LARGE; BA_FATAL XSD_BAD. counts is always filled.
 */
BA_RC verify_package(const char *path, const struct verify_opts *opts, verify_fn fn, void *ctx,
                     struct verify_counts *counts, struct ba_err *err);

#endif
