/*
 * ocr_work.h - which images are to be read, in which languages, and the job that reads one.
 */
#ifndef BA_PIPELINE_OCR_WORK_H
#define BA_PIPELINE_OCR_WORK_H

#include "core/hash.h"
#include "core/worker/pool.h"
#include "depot/depot.h"

enum { OCR_REV_DIGITS = 16 };

/* One page that is to be read; all that a job needs, since rows are only borrowed. */
struct ocr_task {
    int64_t page; /* 0: not known here */
    char sha256[BA_SHA256_HEX + 1], extension[8];
    uint32_t frame, width_px, height_px;
    uint8_t bits;
    size_t reading;        /* in which languages: of the readings */
    struct ocr_task *same; /* the next page with the very same image; NULL: none */
    bool follows;          /* its result is that of an earlier page */
};

/* Languages that pages are read in, and the rev that follows from them and from this machine. */
struct ocr_reading {
    char own[80]; /* as batch or dossier say; "" for those of the settings */
    char rev[OCR_REV_DIGITS + 1];
};

/* Start from {0}. */
struct ocr_work {
    struct ocr_reading *readings;
    size_t reading_count, reading_room;
    struct ocr_task *tasks;
    size_t count, room;
    size_t adding; /* the reading whose pages are being listed */
};

/*
 * What there is to read, in the order of batch and sheet; pages of one image are joined. batch 0:
 * all that wait or have another rev; else what waits in this batch. Errors of ocr_revision
 * (OCR_ENGINE).
 */
BA_RC ocr_pages_list(struct depot *depot, int64_t batch, struct ocr_work *to, struct ba_err *err);
/* The place in readings of these languages, made when it is not there yet. */
BA_RC ocr_pages_reading(const struct depot *depot, struct ocr_work *p, const char *languages,
                        size_t *at, struct ba_err *err);
/* The languages of a reading, those of the settings where it has no own. */
const char *ocr_pages_languages(const struct depot *depot, const struct ocr_work *p,
                                size_t reading);
/* Fills the job of one page but for its tag; its files go to alto and text. */
BA_RC ocr_pages_job(const struct depot *depot, const struct ocr_work *p, const struct ocr_task *t,
                    const char *alto, const char *text, struct pool_job *job, struct ba_err *err);
/* Accepts an empty one. */
void ocr_pages_free(struct ocr_work *p);

/* Codes of a failure that says nothing of the page: a crash, a hanging worker, a lack of memory. */
bool ocr_is_mishap(const char *code);
/* Pages that such a thing failed wait again. */
BA_RC ocr_forgive_mishaps(struct depot *depot, struct ba_err *err);

#endif
