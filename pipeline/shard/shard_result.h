/*
 * shard_result.h - result files of shards: what was learnt of each image, a line each.
 *
 * A file is work/shards/results/<K>-<N>.<16 hex>.jsonl (docs/FORMATS.md): one attempt of one shard,
 * written whole every now and then, so that nobody ever meets half a file, and two attempts never
 * each other's. A line names an image by its content; where its files lie follows from that.
 */
#ifndef BA_PIPELINE_SHARD_SHARD_RESULT_H
#define BA_PIPELINE_SHARD_SHARD_RESULT_H

#include "core/jsonl.h"
#include "ocr/page.h"
#include "pipeline/ocr_work.h"
#include "pipeline/shard/shard_plan.h"

struct shard_result {
    char sha256[BA_SHA256_HEX + 1], rev[OCR_REV_DIGITS + 1];
    uint32_t frame;
    struct ba_err failure; /* rc BA_ITEM: code and sentence; BA_OK: it was read */
    char alto[BA_SHA256_HEX + 1], text[BA_SHA256_HEX + 1]; /* of the files; "" when it failed */
    struct ocr_out out;
};

struct shard_results {
    struct shard_result *rows;
    size_t count, room;
};

/* For qsort and bsearch: by sha256, frame and rev. */
int shard_result_order(const void *a, const void *b);

/* Who wrote a file, from its first line. */
struct shard_head {
    char depot[DEPOT_MARK_DIGITS + 1];
    uint32_t k, n;
};

/* Replaces the file at path by these results, sorted by content. FILE_WRITE. */
BA_RC shard_results_write(const char *path, const struct shard_head *head,
                          struct shard_results *results, struct ba_err *err);

/* Opens a file and takes its first line. BA_ITEM SHARD_FORMAT when it is no result file or of
 * another version; FILE_READ. */
BA_RC shard_results_open(struct jsonl *j, const char *path, struct shard_head *head,
                         struct ba_err *err);
/*
 * The next result; *more is false behind the last. BA_ITEM SHARD_LINE for a line that is none (the
 * next can be read), and SHARD_CUT_OFF, with *more false, when the file ends before its last line
 * or holds another number of lines than that says. FILE_READ, with *more false.
 */
BA_RC shard_results_next(struct jsonl *j, struct shard_result *r, bool *more, struct ba_err *err);

/* The files of a folder of results, by name: those that end in one of the suffixes. */
struct shard_files {
    char **names;
    size_t count, room;
};
/* prefix "": all of them. A folder that is not there has none. */
BA_RC shard_files_list(const struct depot *depot, const char *prefix, struct shard_files *f,
                       struct ba_err *err);
void shard_files_free(struct shard_files *f);

/* What shards write, and what merge has taken hold of and is not done with. */
#define SHARD_FRESH ".jsonl"
#define SHARD_HELD ".merging"
#define SHARD_REFUSED ".refused"

#endif
