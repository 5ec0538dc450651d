/*
 * value_list_files.h - where the value lists are.
 */
#ifndef BA_DEPOT_VALUE_LIST_FILES_H
#define BA_DEPOT_VALUE_LIST_FILES_H

#include "config/value_lists_read.h"
#include "depot/depot.h"

/* Takes a receiver's profile; BA_FATAL USAGE with the names there are. */
BA_RC value_list_files_choose(struct value_lists *lists, const char *profile, struct ba_err *err);
/* From config/lists beside the program, else from where `make install` puts them; lines of the
 * depot go before them. */
BA_RC value_list_files_load(const struct depot *depot, struct value_lists *lists,
                            struct ba_err *err);
/* The same for judging what lies at path: a folder that is taken for the depot because it is the
 * current one, and that came with the delivery, has no say in it. */
BA_RC value_list_files_load_for(const struct depot *depot, const char *path,
                                struct value_lists *lists, struct ba_err *err);

/*
 * What a dossier's access may be for everyone to see it: key, code and label of what is open. The
 * words are borrowed from lists, a NULL at the end.
 */
struct open_access {
    struct value_lists lists;
    const char **words;
    const char **undecided; /* the same for access that is no decision */
};
/* *out is to be freed also when this fails. */
BA_RC value_list_files_open_access(const struct depot *depot, struct open_access *out,
                                   struct ba_err *err);
/* Accepts an empty struct. */
void open_access_free(struct open_access *o);

#endif
