/*
 * list_row.h - a row of a value list on its way in; for those who read the lists.
 */
#ifndef BA_CONFIG_LIST_ROW_H
#define BA_CONFIG_LIST_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

#define LIST_MAX_COLUMNS 13

struct value_lists;

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

#endif
