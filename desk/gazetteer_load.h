/*
 * gazetteer_load.h - a person loads the municipality's streets and addresses, or old names.
 */
#ifndef BA_DESK_GAZETTEER_LOAD_H
#define BA_DESK_GAZETTEER_LOAD_H

#include "desk/decision.h"
#include "index/register/gazetteer_import.h"

struct gazetteer_load_result {
    struct gazetteer_counts counts;
    bool loaded; /* the file was taken in: the counts hold */
};

/*
 * Reads a CSV file (index/register/gazetteer_import.h) and indexes, so that addresses get their ids
 * and old names. add: what was there of its kind stays. The first lines that are refused are
 * messages BA_REFUSED GAZETTEER_BAD_LINE. BA_FATAL INPUT_MISSING; errors of gazetteer_import. With
 * BA_ITEM GAZETTEER_LINES_REFUSED the others are in.
 */
BA_RC gazetteer_load(struct depot *depot, const struct decision *by, const char *path, bool add,
                     struct gazetteer_load_result *out, struct ba_err *err);

#endif
