/*
 * bag_private.h - the pieces of bag.c. Inside this room only.
 */
#ifndef BA_EXPORT_VERIFY_BAG_PRIVATE_H
#define BA_EXPORT_VERIFY_BAG_PRIVATE_H

#include "core/buf.h"
#include "core/hash.h"
#include "export/verify/bag.h"

#define BAG_DECLARATION "bagit.txt"

struct bag_line {
    char *path; /* as meant: decoded, without a leading "./"; owned */
    char digest[BA_HASH_HEX_MAX + 1];
};

struct bag;

/* Names that are not plain ASCII, by how they read: accents written in one way. */
struct bag_names {
    struct bag_name {
        char *composed;   /* owned */
        const char *path; /* borrowed */
    } * at;               /* sorted */
    size_t count;
};

struct bag_manifest {
    char *name; /* file name, owned */
    enum ba_hash_kind kind;
    bool tags;              /* a tag manifest */
    struct bag_line *lines; /* sorted by path after reading */
    size_t count, cap;
    const struct bag_line **by_digest; /* of bag_names_make; owned */
    struct bag_names names;            /* of the lines */
};

/* Where a bag's files are: a folder, or a tar. Paths are inside the bag. */
struct bag_source {
    void *at;
    /* A file or folder. */
    bool (*there)(void *at, const char *path);
    /* Appends the whole file. BA_ITEM FILE_READ, FILE_TOO_LARGE. */
    BA_CHECKED enum ba_rc (*read)(void *at, const char *path, struct ba_buf *out,
                                  struct ba_err *err);
    /* BA_ITEM FILE_READ: it is not there. */
    BA_CHECKED enum ba_rc (*hash)(void *at, const char *path, enum ba_hash_kind kind,
                                  char hex[BA_HASH_HEX_MAX + 1], struct ba_err *err);
    /* bag_add_file for every file below data/; what is no file is a difference. */
    BA_CHECKED enum ba_rc (*payload)(void *at, struct bag *b, struct ba_err *err);
    /* bag_add_manifest for every file beside data/, in the order of the bytes of their names. */
    BA_CHECKED enum ba_rc (*tag_files)(void *at, struct bag *b, struct ba_err *err);
};

struct bag {
    const struct bag_source *source;
    verify_fn fn;
    void *ctx;
    struct verify_counts *counts;
    unsigned version; /* 100 * major + minor: 97, 100 */
    char encoding[40];
    struct bag_manifest *manifests;
    size_t manifest_count, manifest_cap;
    char **files; /* of data/, with that prefix, sorted; owned */
    size_t file_count, file_cap;
    struct bag_names names; /* of files; bag_names_make */
    uint64_t bytes;
};

void bag_differs(struct bag *b, const char *code, const char *path, const char *fmt, ...)
    BA_PRINTF(4, 5);
void bag_note(struct bag *b, const char *path, const char *fmt, ...) BA_PRINTF(3, 4);

/* A tag file as UTF-8 text; the encoding is that of the declaration. */
BA_RC bag_read_text(struct bag *b, const char *name, const char *encoding, struct ba_buf *out,
                    struct ba_err *err);
/* Takes the next line off *at (LF, CR or CRLF); NULL at the end. Writes into the text. */
char *bag_next_line(char **at);

/* Judges what source holds. */
BA_RC bag_judge(const struct bag_source *source, verify_fn fn, void *ctx,
                struct verify_counts *counts, struct ba_err *err);
BA_RC bag_add_file(struct bag *b, const char *path, uint64_t bytes, struct ba_err *err);
/* Reads it when its name is that of a manifest. */
BA_RC bag_add_manifest(struct bag *b, const char *name, struct ba_err *err);
#define BAG_ALGORITHMS 6
/* "manifest-sha256.txt" -> sha256, also of an unknown algorithm; false for another file. */
bool bag_is_manifest(const char *name, bool *tags, char algorithm[24]);
bool bag_find_algorithm(const char *name, enum ba_hash_kind *kind);
const struct bag_line *bag_find(const struct bag_manifest *m, const char *path);
/* False for a path that leads out of the bag: "..", with a difference; one that begins with '/' or
 * '~', with a note, and it is never opened. */
bool bag_path_ok(struct bag *b, const char *file, const char *path);
/* Fills the names of the bag and of its manifests, and their lines by digest. */
BA_RC bag_names_make(struct bag *b, struct ba_err *err);
/* The path that reads the same and has other bytes, NULL for none. */
const char *bag_names_find(const struct bag_names *n, const char *path);
void bag_names_free(struct bag_names *n);
/* Where in m->by_digest the lines of a digest begin; m->count for none. */
size_t bag_first_of_digest(const struct bag_manifest *m, const char *digest);
/* Equal but for case, accents and their normalisation. */
bool bag_namesakes(const char *a, const char *b);

#endif
