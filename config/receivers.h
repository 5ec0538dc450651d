/*
 * receivers.h - a line of ontvangers.csv: what a receiver of packages takes and asks for.
 */
#ifndef BA_CONFIG_RECEIVERS_H
#define BA_CONFIG_RECEIVERS_H

#include "config/list_row.h"

struct list_receiver;

#define LIST_RECEIVER_COLUMNS                                                                      \
    "name", "max_files", "max_mb", "access", "formats", "demands", "duplicates", "text",           \
        "checksums", "folder_sidecar", "file_sidecar", "container"
/* Puts the receiver in the lists; one of the same name takes its place. BA_FATAL CONFIG,
 * LISTS_DAMAGED for a cell that is not exactly right. */
BA_RC list_add_receiver(struct list_row *row, struct ba_err *err);
void list_free_receiver(struct list_receiver *r);

#endif
