/*
 * bag_parts.h - the pieces of bag.c. Inside this room only.
 */
#ifndef BA_EXPORT_BAG_PARTS_H
#define BA_EXPORT_BAG_PARTS_H

#include "core/hash.h"
#include "export/bag.h"

struct bag_line {
    char *path; /* as meant: decoded, without a leading "./"; owned */
    char digest[BA_HASH_HEX_MAX + 1];
};

struct bag_manifest {
    char *name; /* file name, owned */
    enum ba_hash_kind kind;
    bool tags;              /* a tag manifest */
    struct bag_line *lines; /* sorted by path after reading */
    size_t count, cap;
};

struct bag {
    const char *folder;
    verify_fn fn;
    void *ctx;
    struct verify_counts *counts;
    unsigned version; /* 100 * major + minor: 97, 100 */
    char encoding[40];
    struct bag_manifest *manifests;
    size_t manifest_count, manifest_cap;
    char **files; /* of data/, with that prefix, sorted; owned */
    size_t file_count, file_cap;
    uint64_t bytes;
};

void bag_differs(struct bag *b, const char *code, const char *path, const char *fmt, ...)
    BA_PRINTF(4, 5);
void bag_note(struct bag *b, const char *path, const char *fmt, ...) BA_PRINTF(3, 4);

/* A tag file as UTF-8 text; the encoding is that of the declaration. */
enum ba_rc bag_read_text(struct bag *b, const char *name, const char *encoding, struct ba_buf *out,
                         struct ba_err *err);
/* Takes the next line off *at (LF, CR or CRLF); NULL at the end. Writes into the text. */
char *bag_next_line(char **at);

enum ba_rc bag_read_manifests(struct bag *b, struct ba_err *err);
const struct bag_line *bag_find(const struct bag_manifest *m, const char *path);
/* False for a path that leads out of the bag: "..", with a difference; one that begins with '/' or
 * '~', with a note, and it is never opened. */
bool bag_path_ok(struct bag *b, const char *file, const char *path);
/* Equal but for case, accents and their normalisation. */
bool bag_namesakes(const char *a, const char *b);

#endif
