#include "core/crash_point.h"

#ifdef BA_ABORT_POINTS

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static const char *variable = "BOUWARCHIEF_ABORT_AT";
static long passed;

void ba_abort_in_worker(void)
{
    variable = "BOUWARCHIEF_WORKER_ABORT_AT";
    passed = 0;
}

void ba_abort_point(void)
{
    const char *at = getenv(variable);

    if (at != NULL && ++passed == strtol(at, NULL, 10))
        kill(getpid(), SIGKILL);
}

#endif
