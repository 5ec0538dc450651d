/*
 * register_import.h - the lines of the register that have one number. Private to the room.
 */
#ifndef BA_INDEX_REGISTER_REGISTER_IMPORT_H
#define BA_INDEX_REGISTER_REGISTER_IMPORT_H

#include <jansson.h>
#include <stdio.h>

#include "index/records/description.h"

struct import_group {
    struct store *store;
    const char *archive, *number;
    json_t *const *lines; /* objects: name of the column -> text or null */
    const int64_t *line_numbers;
    size_t count;
    int64_t dossier;
};

/* Adds or updates the dossier of these lines. *added: the register did not have it. */
BA_RC import_group(struct import_group *g, bool *added, struct ba_err *err);

/* NULL when the line has nothing in this column. */
const char *import_value(const json_t *line, const char *name);
/* False when the file has no such column; *value NULL when the cell is empty. */
bool import_column(const struct import_group *g, size_t line, enum description_name column,
                   const char **value);
/* *value becomes NULL, and is noted, when it is none for a column that is not of the contract: for
 * that no line is refused. */
BA_RC import_usable(struct import_group *g, enum description_name column, size_t line,
                    const char **value, struct ba_err *err);
/* The register's value of a column for one address (item; 1 for what is no address). NULL: none. */
BA_RC import_set_field(struct store *s, int64_t dossier, enum description_name column, int64_t item,
                       const char *value, struct ba_err *err);
/* Notes that a line says something else than an earlier one. */
BA_RC import_differs(struct import_group *g, enum description_name column, size_t line,
                     const char *value, const char *kept, struct ba_err *err);
/* The addresses of the lines: import_address.c */
BA_RC import_addresses(struct import_group *g, struct ba_err *err);

#endif
