/*
 * register_load.h - a person loads or updates the municipality's inventory.
 */
#ifndef BA_DESK_REGISTER_LOAD_H
#define BA_DESK_REGISTER_LOAD_H

#include <stdint.h>

#include "desk/decision.h"

struct register_load_result {
    uint64_t lines, imported, added, refused;
    uint64_t
        differ;  /* values in which two lines of a dossier disagree; nothing is refused for it */
    bool loaded; /* the file was taken in: the counts hold */
};

/*
 * Reads a CSV file (docs/FORMATS.md) into the store and indexes, so that it is found at once. Told
 * as messages, by line: BA_REFUSED for each line that is left out, BA_WARNING for what differs,
 * BA_NOTE REGISTER_COLUMN_UNUSED for a column that nothing uses. BA_FATAL INPUT_MISSING; errors of
 * register_read. The other lines are in, and out->loaded says so, with BA_ITEM REGISTER_NO_LINES
 * and REGISTER_LINES_REFUSED.
 */
BA_RC register_load(struct depot *depot, const struct decision *by, const char *path,
                    struct register_load_result *out, struct ba_err *err);

#endif
