/*
 * shard_plan.h - the list of images that wait, for machines that have no database.
 *
 * The coordinator writes work/shards/plan.jsonl (docs/FORMATS.md); `ocr --shard K/N` reads it and
 * takes its share. What waited together when the list was written is a round, and every round is
 * divided by itself: an image stays in its share, whatever is read or taken in meanwhile. An image
 * that no longer waits keeps its line, marked, until its whole round is done.
 */
#ifndef BA_PIPELINE_SHARD_SHARD_PLAN_H
#define BA_PIPELINE_SHARD_SHARD_PLAN_H

#include "core/message.h"
#include "pipeline/ocr_work.h"

enum { SHARD_MAX = 10000, DEPOT_MARK_DIGITS = 16 };

struct plan_line {
    char sha256[BA_SHA256_HEX + 1], extension[8], rev[OCR_REV_DIGITS + 1];
    char languages[80]; /* "": those of the settings */
    uint32_t frame, width_px, height_px;
    uint32_t round; /* 1-based */
    uint8_t bits;
    bool done;
    uint32_t share; /* 1-based, by shard_plan_divide */
};

/* Start from {0}. */
struct shard_plan {
    char depot[DEPOT_MARK_DIGITS + 1]; /* mark of the depot, made with its first list */
    struct plan_line *lines;           /* by round, sha256, frame, languages */
    size_t count, room;
    size_t left; /* lines that are not done */
};

/* Reads the list. BA_FATAL PLAN_MISSING, PLAN_DAMAGED. */
BA_RC shard_plan_read(const struct depot *depot, struct shard_plan *p, struct ba_err *err);
/* Only its first line: mark and counts. *there is false when there is none that can be read. */
BA_RC shard_plan_head(const struct depot *depot, struct shard_plan *p, bool *there,
                      struct ba_err *err);
/* Sets share of every line: the lines of a round go, the dearest first, each to the share that has
 * the least to do so far. Depends on lines and n only. */
BA_RC shard_plan_divide(struct shard_plan *p, uint32_t n, struct ba_err *err);
/* What reading it will take, in pixels; the fixed part of a page included. */
uint64_t plan_line_cost(const struct plan_line *l);
void shard_plan_free(struct shard_plan *p);

/*
 * Writes the list anew from the database: what waits now, in the rounds of the list that was there.
 * *p (from {0}) is what was written. Errors of ocr_pages_list, FILE_WRITE.
 */
BA_RC shard_plan_write(struct depot *depot, struct shard_plan *p, struct ba_err *err);
/* What waits now, without writing anything; rounds are not told. */
BA_RC shard_plan_list(struct depot *depot, struct shard_plan *p, struct ba_err *err);
/* As shard_plan_write where a list is there, after pages were read or put back. */
BA_RC shard_plan_follow(struct depot *depot, struct ba_err *err);
/* After intake: a list that cannot be written is a warning, since it can be asked for later. */
void shard_plan_offer(struct depot *depot, struct ba_messages *told);
/* The list anew, with a new chance for what a mishap failed, as every run gives it. *waiting:
 * images in it. A dry run only counts. */
BA_RC shard_plan_renew(struct depot *depot, bool dry_run, size_t *waiting, struct ba_err *err);

/* depot/work/shards/name in new memory; name "" for the folder itself. */
char *shard_path(const struct depot *depot, const char *name);

#endif
