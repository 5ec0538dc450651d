/*
 * config.h - the settings of a depot, from one table of keys (config.c).
 *
 * Order: built-in defaults, then bouwarchief.conf in the depot. From the table come the reader, the
 * sample file that `init` writes, `config show` and the list in bouwarchief.conf(5). An unknown or
 * repeated key or a value out of bounds stops the program with file, line and the nearest known
 * key.
 */
#ifndef BA_CONFIG_CONFIG_H
#define BA_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/err.h"
#include "core/quality_rules.h"

struct config {
    /* [archive]: who formed these records, and where they go */
    char *archive_id, *archive_name, *archive_creator, *archive_creator_code,
        *archive_creator_source;
    char *archive_parent_id, *archive_parent_source, *archive_parent_name, *archive_contact;
    char *archive_email, *archive_source;
    char *archive_scan_actor, *archive_activity, *archive_reading_room, *archive_url,
        *archive_replacement, *archive_timezone;
    /* [ingest] */
    char *ingest_separator_pattern, *ingest_marker, *ingest_duplex;
    uint64_t ingest_max_pixels, ingest_max_frames, ingest_settle_s, ingest_separators;
    /* [quality]: the settings profile */
    char *quality_profile;
    uint64_t quality_version;
    uint64_t quality_level[QUALITY_RULES], quality_near_duplicate; /* enum quality_level */
    uint64_t quality_limit[QUALITY_LIMITS];
    /* [ocr] */
    char *ocr_languages, *ocr_tessdata, *ocr_words;
    uint64_t ocr_timeout_ms, ocr_doubtful_pct;
    /* [pool] */
    uint64_t pool_workers, pool_max_jobs, pool_memory_mb;
    /* [export] */
    char *export_glyphless_font, *export_icc_profile, *export_appraisal, *export_category;
    char *export_category_list, *export_profile, *opendata_licence;
    uint64_t export_jpeg_quality;
};

/* All defaults. config_free accepts an empty struct. */
BA_RC config_init(struct config *c, struct ba_err *err);
/* BA_FATAL CONFIG. */
BA_RC config_read(struct config *c, const char *path, struct ba_err *err);
void config_free(struct config *c);
/* The file that init writes: every key with its default, unit and help. */
void config_write_sample(FILE *to);
/* Every key with its value as text, in the order of the table, until fn returns other than 0; that
 * is returned. */
typedef int (*config_fn)(void *ctx, const char *section, const char *name, const char *value,
                         bool number);
int config_each(const struct config *c, config_fn fn, void *ctx);
/* Every key with its value, a line each, in the order of the table. */
void config_write(const struct config *c, FILE *to);
/* True while the archive identity is still the example of a new depot. */
bool config_is_example(const struct config *c);

#endif
