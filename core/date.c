#include "core/date.h"

#include <stdio.h>
#include <string.h>

int date_days_in(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

/* n digits at *at, which goes behind them; -1 when they are not there. */
static int take(const char **at, int n)
{
    int value = 0;

    for (; n > 0; n--, (*at)++) {
        if (**at < '0' || **at > '9')
            return -1;
        value = value * 10 + (**at - '0');
    }
    return value;
}

static bool read_date(const char *text, int *year, int *month, int *day)
{
    const char *at = text == NULL ? "" : text;

    *month = 12;
    *year = take(&at, 4);
    if (*year < 1)
        return false;
    if (*at == '-') {
        at++;
        *month = take(&at, 2);
        if (*month < 1 || *month > 12)
            return false;
    }
    *day = date_days_in(*year, *month);
    if (*at == '-') {
        int last = *day;

        at++;
        *day = take(&at, 2);
        if (*day < 1 || *day > last)
            return false;
    }
    return *at == '\0';
}

bool date_is(const char *text)
{
    int year, month, day;

    return read_date(text, &year, &month, &day);
}

bool date_last_day(const char *text, char out[DATE_LEN])
{
    int year, month, day;

    if (!read_date(text, &year, &month, &day))
        return false;
    snprintf(out, DATE_LEN, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
             (unsigned)day % 100);
    return true;
}
