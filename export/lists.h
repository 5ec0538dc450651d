/*
 * lists.h - the value lists of config/lists: which words a receiver expects, as data.
 *
 * CSV with a header line. beperkingGebruik.csv (key;code;label;list;restricted), waardering.csv
 * (code;label), formaten.csv (puid;label;extension;preferred; extensions with a space between),
 * documenttypen.csv (kind;label), ontvangers.csv (name;max_files;max_mb; empty: no limit).
 */
#ifndef BA_EXPORT_LISTS_H
#define BA_EXPORT_LISTS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/err.h"

struct list_access {
    char *key;       /* "niet-beoordeeld": what people may type in the register */
    char *code;      /* begripCode, compared letter by letter by receivers */
    char *label;     /* begripLabel */
    char *list;      /* begripBegrippenlijst */
    bool restricted; /* needs a term with a start and an end */
};
struct list_pair {
    char *code, *label;
};
struct list_format {
    char *puid, *label, *extension;
    bool preferred; /* on the list of formats the default receiver takes */
};

/* What a receiver takes in one delivery. */
struct list_receiver {
    char *name;
    unsigned long long max_files, max_mb; /* 0: no limit; files: sidecars counted; mb: 10^6 bytes */
};

struct export_lists {
    struct list_access *access;
    size_t access_count;
    struct list_pair *appraisal;
    size_t appraisal_count;
    struct list_format *formats;
    size_t format_count;
    struct list_receiver *receivers;
    size_t receiver_count;
    struct list_pair *kinds; /* code: a kind of the contract */
    size_t kind_count;
};

/* BA_FATAL LISTS_MISSING when a list is not there, LISTS_DAMAGED when it lacks a column or is
 * empty. */
enum ba_rc export_lists_load(const char *dir, struct export_lists *lists, struct ba_err *err);
void export_lists_free(struct export_lists *lists);

/* By key, code or label, ASCII case ignored; "" and NULL are the key "niet-beoordeeld". NULL:
 * unknown. */
const struct list_access *list_find_access(const struct export_lists *lists, const char *value);
const struct list_pair *list_find_appraisal(const struct export_lists *lists, const char *code);
const struct list_format *list_find_format(const struct export_lists *lists, const char *puid);
const struct list_receiver *list_find_receiver(const struct export_lists *lists, const char *name);
/* The Dutch word for a kind of the contract; "document" for an unknown or empty one. */
const char *list_kind_label(const struct export_lists *lists, const char *kind);

#endif
