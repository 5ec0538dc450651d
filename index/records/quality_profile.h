/*
 * quality_profile.h - the settings profiles that pages were judged by, one row a name and version.
 *
 * Where scans take the place of paper, a changed setting is a new decision (Handreiking
 * vervanging): a version, once used, never gets other settings.
 */
#ifndef BA_INDEX_RECORDS_QUALITY_PROFILE_H
#define BA_INDEX_RECORDS_QUALITY_PROFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "index/db/store.h"

/*
 * Whether settings that were kept under a version are those of now. *learnt: they are, but were
 * kept before the program knew a rule that is off; the text of now is kept from then on.
 */
typedef bool quality_profile_same_fn(const char *kept, const char *now, bool *learnt);

/*
 * Finds the profile, or adds it with an audit record of the one before it and the new one (who: who
 * is at work). To be called in a transaction. BA_FATAL PROFILE_CHANGED when this version was used
 * with other settings.
 */
BA_RC quality_profile_settle(struct store *s, const char *name, int64_t version,
                             const char *settings, const char *who, quality_profile_same_fn *same,
                             bool *learnt, int64_t *id, struct ba_err *err);

#endif
