#include "core/clock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int64_t ba_now(void)
{
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    char *end;
    long long v;

    if (fixed != NULL && *fixed != '\0') {
        errno = 0;
        v = strtoll(fixed, &end, 10);
        if (errno == 0 && *end == '\0' && v >= 0)
            return v;
    }
    return (int64_t)time(NULL);
}

double ba_monotonic(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

void ba_time_text(int64_t t, char out[BA_TIME_LEN])
{
    time_t when = (time_t)t;
    struct tm tm;

    if (gmtime_r(&when, &tm) == NULL || strftime(out, BA_TIME_LEN, "%Y-%m-%dT%H:%M:%S", &tm) == 0)
        snprintf(out, BA_TIME_LEN, "1970-01-01T00:00:00");
}
