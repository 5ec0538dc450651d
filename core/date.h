/*
 * date.h - dates as registers and title blocks have them: YYYY, YYYY-MM or YYYY-MM-DD.
 */
#ifndef BA_CORE_DATE_H
#define BA_CORE_DATE_H

#include <stdbool.h>

/* Years that a dossier may be of, in the register, a person's word and a question. */
#define YEAR_MIN 1500
#define YEAR_MAX 2100
/* Years that what stands on the paper of a building file can be; others are misread. */
#define FILE_YEAR_MIN 1800
#define FILE_YEAR_MAX 2035

#define DATE_LEN 11 /* "YYYY-MM-DD" with its end */

/* Month 1..12; leap years known. */
int date_days_in(int year, int month);
/* Is it one of the three, and in the calendar? NULL and "" are not. */
bool date_is(const char *text);
/* Its last day: of the year, of the month, or itself. False when it is no date. */
bool date_last_day(const char *text, char out[DATE_LEN]);

#endif
