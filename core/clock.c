#include "core/clock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

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

#define ZONES "/usr/share/zoneinfo"
/* Summer time of the European Union (directive 2000/84/EC). */
#define AMSTERDAM "Europe/Amsterdam"
#define AMSTERDAM_RULE "CET-1CEST,M3.5.0,M10.5.0/3"

static char zone[80] = "UTC0";

bool ba_day_zone(const char *name)
{
    char path[sizeof(ZONES) + sizeof(zone)];
    size_t n = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

    if (n == 0 || name[n] != '\0' || *name == '/' || n + 2 > sizeof(zone))
        return false;
    snprintf(path, sizeof(path), "%s/%s", ZONES, name);
    if (access(path, R_OK) == 0 && name[n - 1] != '/')
        snprintf(zone, sizeof(zone), ":%s", name);
    else if (strcmp(name, AMSTERDAM) == 0)
        snprintf(zone, sizeof(zone), "%s", AMSTERDAM_RULE);
    else
        return false;
    return true;
}

/* Sets or takes back the zone of the C library, which has no other way to be asked. */
static void set_tz(const char *value)
{
    if (value == NULL)
        unsetenv("TZ");
    else
        setenv("TZ", value, 1);
    tzset();
}

void ba_day_text(int64_t t, char out[BA_DAY_LEN])
{
    const char *now = getenv("TZ");
    char *before = now == NULL ? NULL : strdup(now);
    time_t when = (time_t)t;
    struct tm tm;

    set_tz(zone);
    if (localtime_r(&when, &tm) == NULL || strftime(out, BA_DAY_LEN, "%Y-%m-%d", &tm) == 0)
        snprintf(out, BA_DAY_LEN, "1970-01-01");
    set_tz(before);
    free(before);
}
