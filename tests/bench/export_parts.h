/* What the files of the export bench share. */
#ifndef BA_TESTS_BENCH_EXPORT_PARTS_H
#define BA_TESTS_BENCH_EXPORT_PARTS_H

#include <stddef.h>

#include "core/err.h"

double bench_wall_s(void);
double bench_cpu_s(void); /* of this process */
double bench_peak_mb(void);
/* Ends the program with the message unless rc is BA_OK. */
void bench_check(enum ba_rc rc, const struct ba_err *err);

int bench_pack(const char *dir, size_t mb);
int bench_pdf(const char *dir, size_t pages);

#endif
