/*
 * value_lists_private.h - a row of a value list on its way in. For lists.c and receivers.c only.
 */
#ifndef BA_CONFIG_VALUE_LISTS_PRIVATE_H
#define BA_CONFIG_VALUE_LISTS_PRIVATE_H

#include "config/value_lists.h"

#define LIST_MAX_COLUMNS 13

struct list_row {
    struct value_lists *lists;
    const char *path;
    size_t line;                   /* 1-based */
    bool own;                      /* of a depot, not of the program */
    char *cells[LIST_MAX_COLUMNS]; /* borrowed; NULL: the file has no such column */
};

/* A new zeroed element at the end of an array that is never long; NULL when out of memory. */
void *list_append(void *array, size_t *count, size_t size);
/* BA_FATAL, with file, line and column. */
BA_RC list_bad(const struct list_row *row, const char *column, const char *value,
               const char *wanted, struct ba_err *err);
/* Is it one of the words of a cell, with a space between? */
bool list_has_word(const char *cell, const char *word);

#define LIST_RECEIVER_COLUMNS                                                                      \
    "name", "max_files", "max_mb", "access", "formats", "demands", "duplicates", "text",           \
        "checksums", "folder_sidecar", "file_sidecar", "container"
/* A line of ontvangers.csv; one of the same name takes its place. */
BA_RC list_add_receiver(struct list_row *row, struct ba_err *err);
void list_free_receiver(struct list_receiver *r);

#endif
