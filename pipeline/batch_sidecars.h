/*
 * batch_sidecars.h - the files of a batch that are no scans: the marker, lists of checksums,
 * batch.csv; and what they say.
 */
#ifndef BA_PIPELINE_BATCH_SIDECARS_H
#define BA_PIPELINE_BATCH_SIDECARS_H

#include "index/records/finding.h"
#include "ingest/batch_csv.h"
#include "ingest/checksums.h"
#include "ingest/ingest.h"

struct batch_sidecars {
    struct checksums sums; /* about scans of the walk, and (first) about files that are not there */
    struct batch_csv counts;
    struct finding *findings; /* their texts are owned */
    size_t finding_count, finding_cap;
    char **lists; /* paths, owned */
    size_t list_count, list_cap;
    bool has_counts;
    struct finding hidden; /* about hidden files; its code is NULL without; its text is owned */
};

/*
 * Reads the companions of a batch and takes them out of its walk. What is wrong with them becomes a
 * finding and stops nothing. batch_name: as stage_batch_name gives it; marker: ingest.marker. c
 * starts as { 0 }. BA_FATAL NO_MEMORY.
 */
BA_RC companions_take(struct batch_sidecars *c, const char *folder, const char *batch_name,
                      const char *marker, struct batch_files *w, struct ba_err *err);
/* What a scan must meet; returns how many. The texts live as long as c. */
size_t companions_wants(const struct batch_sidecars *c, const char *path,
                        struct ingest_want wants[INGEST_WANTS_MAX]);
/* A scan that was taken in before its checksum came: a difference becomes a finding. path: in the
 * batch; file: of the delivered file. */
BA_RC companions_check_taken(struct batch_sidecars *c, const char *path, const char *file,
                             const char *sha256, struct ba_err *err);
/*
 * Stores findings and expectations of a batch. What no companion speaks of stays as an earlier
 * delivery left it. To be called in a transaction.
 */
BA_RC companions_store(const struct batch_sidecars *c, struct store *s, int64_t batch,
                       struct ba_err *err);
void companions_free(struct batch_sidecars *c); /* accepts { 0 } */

#endif
