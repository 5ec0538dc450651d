/*
 * verify_private.h - what verify.c puts together. Inside this room only.
 *
 * A package is read once, from a folder or a tar, into a table of entries; sidecars are parsed as
 * they come; what concerns more than one entry is judged at the end.
 */
#ifndef BA_EXPORT_VERIFY_VERIFY_PRIVATE_H
#define BA_EXPORT_VERIFY_VERIFY_PRIVATE_H

#include "core/buf.h"
#include "core/hash.h"
#include "export/verify/verify.h"
#include "image/puid.h"

struct verify_ref {
    char *id, *source; /* owned; "" when the reference names none */
    char *name;        /* owned; verwijzingNaam; "" for an identification */
};
struct verify_refs {
    struct verify_ref *list; /* owned; sorted by id and source after verify_refs_sort */
    size_t count, cap;
};

/* What a sidecar says, as far as other entries have to agree with it. */
struct verify_sidecar {
    bool is_file; /* bestand, else informatieobject */
    bool valid;   /* it kept the schema, so that the rest can be relied on */
    char level[24], title[256], creator[256];
    struct verify_refs ids, part_of, contains, represented_by, represents;
    uint64_t size_bytes; /* omvang */
    char sha256[BA_SHA256_HEX + 1], puid[24];
};

struct verify_entry {
    char *path; /* owned, without a slash at the end */
    bool folder;
    uint64_t size_bytes;
    char sha256[BA_SHA256_HEX + 1];
    char puid[24];      /* by content, as PRONOM's tools find it; "" unknown */
    char deep_puid[24]; /* of a PDF/A wherever it says so; "" otherwise */
    uint64_t at_bytes;  /* where it begins in the tar or zip; TAR_NOWHERE: it is compressed */
    bool encrypted;
    bool our_pdf;                   /* a PDF that this program wrote */
    size_t images;                  /* of a PDF of ours its pages; else verify_count_images */
    bool has_content;               /* of a folder: a content file is in it or below */
    struct verify_sidecar *sidecar; /* of what is named as a sidecar, owned */
    unsigned describes;             /* of a sidecar: how many things here it stands beside */
};

struct verify_package_read {
    const struct verify_opts *opts;
    struct value_lists lists; /* a borrowed copy, with the receiver by whose rules it is judged */
    struct verify_xsd *xsd;   /* NULL: no schema was given */
    verify_fn fn;
    void *ctx;
    struct verify_counts *counts;
    struct verify_entry *entries; /* sorted by path after verify_package_sort */
    size_t count, cap;
    enum list_container container; /* of a delivery; LIST_FOLDER for an unpacked root too */
    const char
        *delivery; /* path of the folder that is the delivery; NULL: a file, or a root alone */
    char tar_sha256[BA_SHA256_HEX + 1]; /* of tar, zip, or the list of a folder; "" for a root */
    uint64_t tar_bytes;
    bool whole; /* a folder of deliveries was named: pakbon and checksum belong to a tar in it */
};

/* Reports a difference. */
void verify_differs(struct verify_package_read *p, const char *code, const char *path,
                    const char *fmt, ...) BA_PRINTF(4, 5);
/* Reports what is allowed but unusual: code VERIFY_NOTE, not counted as a difference. */
void verify_note(struct verify_package_read *p, const char *path, const char *fmt, ...)
    BA_PRINTF(3, 4);

/* A stream of one entry's bytes, looked at as they pass. */
struct verify_stream {
    struct verify_package_read *package;
    struct verify_entry *entry;
    struct ba_hash *hash;
    struct ba_buf sidecar; /* the whole file, when it is a sidecar */
    bool is_sidecar;
    char head[PUID_WINDOW_BYTES], tail[PUID_WINDOW_BYTES];
    size_t head_len, tail_len;
    char window[8192]; /* the last bytes, for what may lie across two blocks */
    size_t window_len;
    char pdf_part, pdf_level; /* '\0' until seen */
    bool our_pdf;
};
/* Starts entry `path` (a copy is made); borrowed until the next one starts. */
BA_RC verify_stream_begin(struct verify_stream *s, struct verify_package_read *p, const char *path,
                          struct ba_err *err);
BA_RC verify_stream_data(struct verify_stream *s, const void *data, size_t len, struct ba_err *err);
/* Fills size, hash, format; parses a sidecar. */
BA_RC verify_stream_end(struct verify_stream *s, struct ba_err *err);
void verify_stream_free(struct verify_stream *s);
BA_RC verify_add_folder(struct verify_package_read *p, const char *path, struct ba_err *err);

/* Reads everything below `root` (a folder, whose name becomes the first part of every path). */
BA_RC verify_read_folder(struct verify_package_read *p, const char *root, struct ba_err *err);
/* Streams a tar; fills tar_sha256 and tar_bytes. Entries whose path does not begin with prefix ("",
 * or "BAG/data/") are no part of the package. */
BA_RC verify_read_tar(struct verify_package_read *p, const char *path, const char *prefix,
                      struct ba_err *err);

/* Parses and judges one sidecar. BA_FATAL only for memory. */
BA_RC verify_parse_sidecar(struct verify_package_read *p, const char *path, const char *xml,
                           size_t len, struct verify_sidecar **out, struct ba_err *err);
void verify_sidecar_free(struct verify_sidecar *s);
void verify_refs_sort(struct verify_refs *r);
bool verify_refs_have(const struct verify_refs *sorted, const struct verify_ref *ref);
bool verify_refs_meet(const struct verify_refs *sorted, const struct verify_refs *some);

void verify_package_sort(struct verify_package_read *p);
struct verify_entry *verify_find(const struct verify_package_read *p, const char *path);
/* What the sidecar of a folder or file says, when it is there and kept the schema; else NULL. */
const struct verify_sidecar *verify_sidecar_of(const struct verify_package_read *p,
                                               const struct verify_entry *e);
/* The folder that an entry lies in; NULL for the root. */
struct verify_entry *verify_parent_of(const struct verify_package_read *p,
                                      const struct verify_entry *e);
/* An identification once in the package, and references that call what they name by its name. */
BA_RC verify_judge_identity(struct verify_package_read *p, struct ba_err *err);
/* Everything that concerns more than one entry; package sorted. */
BA_RC verify_judge(struct verify_package_read *p, struct ba_err *err);
/* The receiver that the pakbon of this delivery names, unless another one was asked for. */
BA_RC verify_take_profile(struct verify_package_read *p, const char *base, struct ba_err *err);
/* Compares pakbon and .sha256 that lie beside base ("DIR/<delivery>", without ".tar"). */
BA_RC verify_judge_companions(struct verify_package_read *p, const char *base, struct ba_err *err);
void verify_package_free(struct verify_package_read *p);

/* Images in a master of this format, which begins at byte `at` of an open file; reduced ones not
 * counted. 0: not known. */
size_t verify_count_images(int fd, uint64_t at, uint64_t size, const char *puid);
/* Holds each PDF of our own writing in the tar or root folder at path against its rules. */
BA_RC verify_judge_pdfs(struct verify_package_read *p, const char *path, bool tar,
                        struct ba_err *err);

/* An XML Schema from a file; what it refers to is never fetched from a network. BA_FATAL XSD_BAD.
 */
struct verify_xsd;
BA_RC verify_xsd_load(const char *path, struct verify_xsd **out, struct ba_err *err);
void verify_xsd_free(struct verify_xsd *x);
struct _xmlDoc;
void verify_xsd_check(struct verify_package_read *p, const char *path, struct _xmlDoc *doc);

/* The schema as a table: checks order, number and datatypes below a root node of libxml2. */
struct _xmlNode;
bool verify_is_moment(const char *text); /* a valid xsd:dateTime */
bool verify_schema_check(struct verify_package_read *p, const char *path, struct _xmlNode *root);

#endif
