/*
 * package_record.h - what became of the deliveries: exported, sent, accepted or returned, and which
 * dossiers and pages were in them.
 */
#ifndef BA_INDEX_RECORDS_PACKAGE_RECORD_H
#define BA_INDEX_RECORDS_PACKAGE_RECORD_H

#include "index/db/store.h"

/* One dossier in one delivery. */
struct package_dossier {
    int64_t dossier;
    const char *identification; /* as the receiver knows it */
    uint32_t version;           /* 1: the first */
    const char *content;        /* changes with anything the package says of the dossier */
    int64_t time;               /* of the newest that went into it, UTC seconds */
};
/* The time that the last package with this version and content gave the dossier; 0: none did, or
 * it was not kept. */
BA_RC package_record_time(struct store *s, int64_t dossier, uint32_t version, const char *content,
                          int64_t *time, struct ba_err *err);
/*
 * Notes a delivery and its dossiers with all their pages, as exported. The same delivery again
 * (equal bytes): exported again, when it had been returned; else it stays what it was.
 */
BA_RC package_record_add(struct store *s, const char *delivery,
                         const struct package_dossier *dossiers, size_t count, struct ba_err *err);

#define PACKAGE_ID_LEN 128
#define PACKAGE_CONTENT_LEN 65
/* The deliveries that a dossier was in. */
struct package_last {
    const char *state; /* of the newest of its highest version: "exported", "sent", "accepted",
                          "returned"; "": none. A string literal */
    uint32_t accepted; /* newest version that was accepted; 0: none */
    char accepted_id[PACKAGE_ID_LEN], content[PACKAGE_CONTENT_LEN]; /* of it; content "": unknown */
    char before_id[PACKAGE_ID_LEN]; /* of the accepted version before that one, or "" */
};
BA_RC package_record_last_of(struct store *s, int64_t dossier, struct package_last *out,
                             struct ba_err *err);

/*
 * The receiver's word: state "sent", "accepted" or "returned" (a reason must be given). Noted in
 * the audit log. BA_ITEM PACKAGE_UNKNOWN; BA_FATAL USAGE for another state or a missing reason.
 */
BA_RC package_record_receipt(struct store *s, const char *who, const char *delivery,
                             const char *state, const char *reason, struct ba_err *err);

struct package_row {
    const char *delivery, *made_at, *state, *changed_at, *reason; /* borrowed; reason "" if none */
    int64_t dossiers, pages;
};
typedef BA_CHECKED enum ba_rc (*package_fn)(void *ctx, const struct package_row *row,
                                            struct ba_err *err);
/* Oldest first. */
BA_RC package_record_each(struct store *s, package_fn fn, void *ctx, struct ba_err *err);

/* A batch. Pages: separators and dropped ones not counted; each in the best state that its image
 * reached in the dossier where it is now. */
struct package_box {
    int64_t batch_id;
    const char *batch;
    bool complete;
    int64_t pages, accepted, under_way, returned; /* the rest was in no delivery */
};
typedef BA_CHECKED enum ba_rc (*package_box_fn)(void *ctx, const struct package_box *box,
                                                struct ba_err *err);
/* In the order of arrival. */
BA_RC package_record_each_box(struct store *s, package_box_fn fn, void *ctx, struct ba_err *err);

/* Whether a delivery of this name was made. */
BA_RC package_record_known(struct store *s, const char *delivery, bool *known, struct ba_err *err);

/* A dossier that lies in a box, as the register says. Pages as above. */
struct package_box_dossier {
    const char *archive, *box, *number; /* borrowed during the call */
    int64_t dossier;
    int64_t pages, accepted, under_way, returned;
};
typedef BA_CHECKED enum ba_rc (*package_box_dossier_fn)(void *ctx,
                                                        const struct package_box_dossier *d,
                                                        struct ba_err *err);
/* By archive and box. */
BA_RC package_record_each_box_dossier(struct store *s, package_box_dossier_fn fn, void *ctx,
                                      struct ba_err *err);

#endif
