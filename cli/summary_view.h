/*
 * summary_view.h - what came of batches, on stdout: at the end of each command that takes in, reads
 * or indexes.
 */
#ifndef BA_CLI_SUMMARY_VIEW_H
#define BA_CLI_SUMMARY_VIEW_H

#include "cli/cmd.h"

/* Prints the batches of these names, all when count is 0. Errors of summary_read: they tell of
 * rejected files and failed pages too. */
BA_RC summary_view(struct depot *depot, char **names, int count, bool json, struct ba_err *err);
/* The same of the batches of these folders. */
BA_RC summary_view_folders(struct depot *depot, char **folders, int count, bool json,
                           struct ba_err *err);

#endif
