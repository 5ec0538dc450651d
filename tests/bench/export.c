/*
 * export.c - what exporting costs.
 *
 *   bench-export pack DIR MB      packs so many MB of masters, and in the same run copies them with
 * cp, syncs, and hashes them with openssl: wall time of one over the other; peak memory
 *   bench-export pdf DIR PAGES    makes PDFs of so many drawn A4 pages of each kind with 300 words
 * each: CPU a page, size over the scans' own streams; peak memory. DIR is made, and kept.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/export_parts.h"

double bench_wall_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double bench_cpu_s(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

double bench_peak_mb(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_maxrss / 1024;
}

void bench_check(enum ba_rc rc, const struct ba_err *err)
{
    if (rc == BA_OK)
        return;
    fprintf(stderr, "bench-export: %s [%s]\n", err->msg, err->code);
    exit(1);
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    if (argc == 4 && strcmp(argv[1], "pack") == 0)
        return bench_pack(argv[2], strtoul(argv[3], NULL, 10));
    if (argc == 4 && strcmp(argv[1], "pdf") == 0)
        return bench_pdf(argv[2], strtoul(argv[3], NULL, 10));
    fprintf(stderr, "usage: bench-export pack DIR MB | pdf DIR PAGES\n");
    return 64;
}
