/*
 * verify_counts.h - what a verification tells and counts.
 */
#ifndef BA_EXPORT_VERIFY_VERIFY_COUNTS_H
#define BA_EXPORT_VERIFY_VERIFY_COUNTS_H

#include <stdbool.h>
#include <stdint.h>

/* A difference. code is stable (VERIFY_CHECKSUM ...), path inside the package or "". */
typedef void (*verify_fn)(void *ctx, const char *code, const char *path, const char *message);

struct verify_counts {
    uint64_t folders, files, sidecars; /* files: without sidecars */
    uint64_t content_bytes;
    uint64_t checksums, relations;          /* compared */
    uint64_t archives, dossiers, documents; /* informatieobjecten by level */
    uint64_t pdfs;
    uint64_t pdfs_checked;   /* of our own writing, held against PDF/A-2a and PDF/UA-1 */
    uint64_t schema_checked; /* sidecars held against opts->xsd */
    uint64_t companions;     /* pakbon and .sha256 that were beside it and checked */
    uint64_t differences;
    char profile[65]; /* the receiver by whose rules the last package was judged */
    bool checked;     /* something was there to be checked */
};

#endif
