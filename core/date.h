/*
 * date.h - dates as registers and title blocks have them: YYYY, YYYY-MM or YYYY-MM-DD.
 */
#ifndef BA_CORE_DATE_H
#define BA_CORE_DATE_H

#include <stdbool.h>

#define DATE_LEN 11 /* "YYYY-MM-DD" with its end */

int date_days_in(int year, int month);
/* Is it one of the three, and in the calendar? NULL and "" are not. */
bool date_is(const char *text);
/* Its last day: of the year, of the month, or itself. False when it is no date. */
bool date_last_day(const char *text, char out[DATE_LEN]);

#endif
