/*
 * record_creator.h - is this archiefvormer the municipality that its code says? By gemeenten.csv,
 * the facts of TOOI's register "Gemeenten compleet", which knows municipalities since 1999.
 *
 * A municipality that is no more is a good archiefvormer of what it formed. So is a code that the
 * register has not (yet), or no longer: what is said here is advice, and refuses nothing.
 */
#ifndef BA_EXPORT_SIP_RECORD_CREATOR_H
#define BA_EXPORT_SIP_RECORD_CREATOR_H

#include "config/value_lists.h"

/*
 * What should be looked at, in new memory: "" when nothing; NULL when out of memory. source: of the
 * code; one of another register is not judged. from, to: years of the archive's dossiers, 0
 * unknown.
 */
char *record_creator_advice(const struct value_lists *lists, const char *name, const char *code,
                            const char *source, int from, int to);

#endif
