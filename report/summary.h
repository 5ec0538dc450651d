/*
 * summary.h - what came of a run: the counts of its batches, every rejected file and failed page
 * with its reason, and whether the sums of the ledger hold.
 */
#ifndef BA_REPORT_SUMMARY_H
#define BA_REPORT_SUMMARY_H

#include "depot/depot.h"

/*
 * Prints the batches of these folders to stdout (all batches when count is 0). BA_ITEM
 * ITEMS_REJECTED when one of them holds rejected files or failed pages, DELIVERY_DIFFERS when one
 * is not what its checksums and batch.csv announce. BA_FATAL LEDGER_BROKEN when a sum does not
 * hold, always.
 */
enum ba_rc summary_print(struct depot *depot, char **folders, int count, bool json,
                         struct ba_err *err);
/* The same for batches by name. */
enum ba_rc summary_of(struct depot *depot, char **names, int count, bool json, struct ba_err *err);

#endif
