/*
 * fixity_check.h - are the masters what arrived, and the derived files there?
 */
#ifndef BA_PIPELINE_PACKAGE_FIXITY_CHECK_H
#define BA_PIPELINE_PACKAGE_FIXITY_CHECK_H

#include <stdint.h>

#include "depot/depot.h"

struct depot_counts {
    uint64_t masters, bytes, derived; /* checked */
    uint64_t differences;
    bool whole; /* of verify_run_depot: everything was looked at */
    bool right; /* and nothing differs */
};

/*
 * Reads every master again and compares it with its SHA-256 at arrival; looks whether ALTO and text
 * of each page are there, and whether masters/ holds files that the index does not know. Calls fn
 * for each difference (DEPOT_MASTER_MISSING, DEPOT_MASTER_CHANGED, DEPOT_DERIVED_MISSING,
 * DEPOT_UNLISTED, LEDGER_BROKEN). BA_ITEM VERIFY_DIFFERS, or VERIFY_NOTHING for an empty depot.
 * since ("YYYY-MM-DD", or NULL): only masters taken in then or later, and the sums.
 */
BA_RC verify_depot(struct depot *depot, const char *since,
                   void (*fn)(void *ctx, const char *code, const char *path, const char *message),
                   void *ctx, struct depot_counts *counts, struct ba_err *err);

#endif
