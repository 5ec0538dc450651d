/*
 * value_lists_read.h - the value lists from their files.
 */
#ifndef BA_CONFIG_VALUE_LISTS_READ_H
#define BA_CONFIG_VALUE_LISTS_READ_H

#include "config/value_lists.h"

/* own: the depot with lists of its own, or NULL. BA_FATAL LISTS_MISSING when a list of the program
 * is not there, LISTS_DAMAGED when it lacks a column, is empty, or has a value that is none;
 * CONFIG, with file, line and column, for a list of the depot. */
BA_RC export_lists_load(const char *dir, const char *own, struct value_lists *lists,
                        struct ba_err *err);
void export_lists_free(struct value_lists *lists);

#endif
