/*
 * lists.h - where the value lists are.
 */
#ifndef BA_CLI_LISTS_H
#define BA_CLI_LISTS_H

#include "cli/cmd.h"
#include "export/lists.h"

/* From config/lists beside the program, else from where `make install` puts them. */
/* Takes a receiver's profile; BA_FATAL USAGE with the names there are. */
enum ba_rc lists_choose(struct export_lists *lists, const char *profile, struct ba_err *err);
enum ba_rc lists_load(const struct app *app, struct export_lists *lists, struct ba_err *err);

#endif
