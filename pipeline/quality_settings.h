/*
 * quality_settings.h - section [quality] of the settings as a profile, and what it says of a page.
 */
#ifndef BA_PIPELINE_QUALITY_SETTINGS_H
#define BA_PIPELINE_QUALITY_SETTINGS_H

#include "depot/depot.h"
#include "index/records/batch.h"
#include "ingest/ingest.h"

/* In the figures of a page: what is on it besides codes (enum sheet_content, by name). */
#define QUALITY_SHEET_KEY "sheet"

struct quality_settings {
    struct quality_profile rules;
    bool measures; /* some rule is on */
    bool learnt;   /* the kept profile did not know of a rule that the program has now (off) */
    int64_t id;    /* in the store; 0 before quality_settings_take */
};

void quality_settings_of(const struct config *c, struct quality_settings *out);
/* The same, and what intake does by the settings. */
void quality_settings_opts(const struct config *c, struct quality_settings *profile,
                           struct ingest_opts *out);
/* The same, known to the store from now on, within a transaction of the caller's. BA_FATAL
 * PROFILE_CHANGED. */
BA_RC quality_settings_learn(struct depot *depot, struct quality_settings *out, struct ba_err *err);
/* The same in a transaction of its own. */
BA_RC quality_settings_take(struct depot *depot, struct quality_settings *out, struct ba_err *err);
/* Figures, patch code and reasons of a frame into the row of its page; p->quality is new memory. */
BA_RC quality_settings_judge(const struct quality_settings *profile, const struct ingest_frame *f,
                             struct page_new *p, struct ba_err *err);

#endif
