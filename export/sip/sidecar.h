/*
 * sidecar.h - how a receiver wants sidecars to be named. Inside this room only.
 */
#ifndef BA_EXPORT_SIP_SIDECAR_H
#define BA_EXPORT_SIP_SIDECAR_H

#include "config/value_lists.h"

/* Path of the sidecar of the folder (in it) or file (beside it) at this path, in new memory; NULL
 * when out of memory. */
char *sidecar_of(const struct list_receiver *to, const char *path, bool folder);
/* Does the name end as that of a sidecar, and of nothing else, does? */
bool sidecar_is(const struct list_receiver *to, const char *path);
/* Is `file` what some receiver calls the sidecar of a folder of this name? */
bool sidecar_of_some(const struct value_lists *lists, const char *folder, size_t folder_len,
                     const char *file);

#endif
