/*
 * depot_create.h - a new depot: its folders, its database, its settings.
 */
#ifndef BA_DEPOT_DEPOT_CREATE_H
#define BA_DEPOT_DEPOT_CREATE_H

#include "depot/depot.h"

/*
 * Makes depot->folder a depot. What makes it one, the settings file, comes last, so that what was
 * killed can be done again. dry_run: only looks whether it may. BA_FATAL DEPOT_EXISTS, DEPOT_CREATE
 * (with the reason), BA_RETRY DISK_FULL ...
 */
BA_RC depot_create(struct depot *depot, bool dry_run, struct ba_err *err);

#endif
