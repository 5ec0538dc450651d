/*
 * clock.h - the time that is stored, and the time that is measured.
 *
 * ba_now() is what goes into rows and files: UTC seconds, and SOURCE_DATE_EPOCH when that is set
 * (reproducible-builds.org/specs), so that equal input gives equal bytes. ba_monotonic() is for
 * durations and limits only and never stored.
 */
#ifndef BA_CORE_CLOCK_H
#define BA_CORE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

int64_t ba_now(void);
double ba_monotonic(void);
/*
 * The place whose calendar says what day it is, by its name in the IANA database
 * ("Europe/Amsterdam"); kept for the life of the process, UTC before. False for a name that is
 * none, or is not installed: UTC stays. Europe/Amsterdam is known also where no database is
 * installed (tzdata).
 */
bool ba_day_zone(const char *name);
/* The day there, "2026-11-21": by what a restriction ends on the day that people read on the wall.
 */
#define BA_DAY_LEN 11
void ba_day_text(int64_t t, char out[BA_DAY_LEN]);
/* "2026-11-21T22:23:41" (UTC, no zone letter: xsd:dateTime as MDTO writes it). */
#define BA_TIME_LEN 20
void ba_time_text(int64_t t, char out[BA_TIME_LEN]);

#endif
