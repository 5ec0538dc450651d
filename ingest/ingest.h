/*
 * ingest.h - the stage that takes in one file of a delivery.
 *
 * In: a file of a batch. Out: a master stored by its content, with what was found on each frame, or
 * a refused file kept with its reason. Runs in a worker process; knows no database and no settings.
 */
#ifndef BA_INGEST_INGEST_H
#define BA_INGEST_INGEST_H

#include <stdbool.h>
#include <stdint.h>

#include "core/err.h"
#include "core/hash.h"
#include "image/tiff/tiff.h"
#include "ingest/quality/quality.h"
#include "ingest/separator/barcode.h"
#include "ingest/separator/patch.h"
#include "ingest/separator/sheet_content.h"

struct ingest_opts {
    struct tiff_limits limits;
    void (*got_on)(void); /* called after each image; NULL: nobody asks */
    bool barcodes;        /* look for separator codes */
    bool patches;         /* look for patch codes */
    bool quality;         /* measure the technical quality */
    bool likeness;        /* and what tells whether the sheet was scanned before */
    /* take the other formats of master.h too; else they are refused as TIFF_NOT_TIFF */
    bool images;
};

/* A checksum that came with the file. */
struct ingest_want {
    enum ba_hash_kind kind;
    const char *hex;  /* lower case */
    const char *list; /* where it stands, for messages */
};
#define INGEST_WANTS_MAX 16

struct ingest_in {
    const char *source;   /* path of the delivered file */
    const char *folder;   /* of the batch, with which source begins; no link is followed below it.
                             NULL: the file stands alone */
    const char *masters;  /* folder masters/ of the depot */
    const char *rejected; /* where to keep the file when it is refused; parents are made */
    const struct ingest_want *wants; /* all of which it must meet */
    size_t want_count;
};

struct ingest_frame {
    struct tiff_frame tiff;
    struct barcodes codes;
    struct patches patch;
    enum sheet_content content; /* not judged unless codes and patches were looked for */
    bool measured;              /* quality below is filled */
    struct quality_figures quality;
    struct duplicate_packed likeness; /* owned; empty: not measured, or nothing to say */
};

struct ingest_out {
    char sha256[BA_SHA256_HEX + 1];
    uint64_t size;               /* bytes */
    char extension[8];           /* by content: master_extension() */
    char format[12];             /* PRONOM PUID by content: "fmt/353" */
    struct ingest_frame *frames; /* owned: every IFD, reduced images too */
    uint32_t frame_count;
};

/*
 * Copies the file beside its place while hashing (one read), compares the copy with the checksums
 * that came with it (CHECKSUM_DIFFERS), decodes every frame of that copy, and
 * then renames the copy to masters/ab/cd/<sha256>.<ext> (mode 0444; an equal master that is already
 * there is left alone) - or, when it is refused, to in->rejected, and returns BA_ITEM with the
 * reason. BA_ITEM FILE_READ: the delivered file itself cannot be read, nothing was kept. BA_RETRY
 * or BA_FATAL: nothing was decided. What was written is safe from a power cut only after
 * ba_sync_files of its folder, which the caller does for many files at once. out is always
 * filled, with zeros for what is unknown; free it with ingest_out_free.
 */
BA_RC ingest_file(const struct ingest_in *in, const struct ingest_opts *opts,
                  struct ingest_out *out, struct ba_err *err);
void ingest_out_free(struct ingest_out *out);

#endif
