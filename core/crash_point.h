/*
 * crash_point.h - lets a test stop the program at the n-th lasting step.
 *
 * Every rename and every commit passes an abort point before and after. In a build with
 * -DBA_ABORT_POINTS the process kills itself with SIGKILL at the point whose number is in
 * BOUWARCHIEF_ABORT_AT (in a worker: BOUWARCHIEF_WORKER_ABORT_AT); in all others these functions
 * are empty. tests/e2e/abort.sh walks through all numbers.
 */
#ifndef BA_CORE_CRASH_POINT_H
#define BA_CORE_CRASH_POINT_H

#ifdef BA_ABORT_POINTS
void ba_abort_point(void);
/* From here on this process is a worker. */
void ba_abort_in_worker(void);
#else
static inline void ba_abort_point(void)
{
}
static inline void ba_abort_in_worker(void)
{
}
#endif

#endif
