/* Packing masters against cp, sync and openssl dgst of the same files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "config/value_lists_read.h"
#include "core/buf.h"
#include "core/file.h"
#include "export/sip/package.h"
#include "tests/bench/export_parts.h"

#define MASTER_BYTES ((size_t)8 << 20) /* an A4 in grey at 300 dpi, LZW */
#define PAGES_A_DOSSIER 64
#define RUNS 3

struct pack {
    struct export_dossier *dossiers;
    size_t count;
};

static void run(char *const *argv)
{
    int status = 0;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        if (freopen("/dev/null", "w", stdout) == NULL)
            _exit(127);
        execvp(argv[0], argv);
        _exit(127);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0) {
        fprintf(stderr, "bench-export: %s failed\n", argv[0]);
        exit(1);
    }
}

/* Files that do not compress, as a TIFF begins; equal ones each time. */
static struct export_page make_master(const char *dir, size_t n)
{
    struct ba_err err = BA_ERR_INIT;
    char *path = ba_strf("%s/masters/%05zu.tif", dir, n), *sha = malloc(BA_HASH_HEX_MAX + 1);
    uint64_t *data = malloc(MASTER_BYTES), x = n * 2654435761u + 88172645463325252u;
    for (size_t i = 0; data != NULL && i < MASTER_BYTES / sizeof *data; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        data[i] = x;
    }
    if (path == NULL || sha == NULL || data == NULL)
        exit(1);
    memcpy(data, "II*\0\x08\0\0", 8);
    bench_check(ba_file_replace(path, data, MASTER_BYTES, 0644, &err), &err);
    bench_check(ba_hash_file(path, BA_SHA256, sha, NULL, &err), &err);
    free(data);
    return (struct export_page){ .master = path,
                                 .sha256 = sha,
                                 .size_bytes = MASTER_BYTES,
                                 .arrived = 1700000000,
                                 .batch = "bench",
                                 .file = ba_basename(path),
                                 .extension = "tif",
                                 .puid = "fmt/353",
                                 .file_pages = 1,
                                 .compression = "" };
}

static struct pack make_pack(const char *dir, size_t masters)
{
    size_t count = (masters + PAGES_A_DOSSIER - 1) / PAGES_A_DOSSIER;
    struct pack p = { calloc(count, sizeof *p.dossiers), count };
    struct export_document *documents = calloc(count, sizeof *documents);
    struct export_page *pages = calloc(masters, sizeof *pages);
    if (p.dossiers == NULL || documents == NULL || pages == NULL)
        exit(1);
    for (size_t i = 0; i < masters; i++)
        pages[i] = make_master(dir, i);
    for (size_t i = 0; i < count; i++) {
        size_t first = i * PAGES_A_DOSSIER, rest = masters - first;
        documents[i] =
            (struct export_document){ .seq = 1,
                                      .kind = "",
                                      .title = "",
                                      .pages = pages + first,
                                      .page_count =
                                          rest < PAGES_A_DOSSIER ? rest : PAGES_A_DOSSIER };
        p.dossiers[i] = (struct export_dossier){ .number = ba_strf("1974/%zu", i + 1),
                                                 .year_from = 1974,
                                                 .sheets_expected = -1,
                                                 .documents = &documents[i],
                                                 .document_count = 1 };
    }
    return p;
}

static BA_RC load(void *ctx, size_t index, const struct export_dossier **out, struct ba_err *err)
{
    const struct pack *p = ctx;
    (void)err;
    *out = &p->dossiers[index];
    return BA_OK;
}

static double pack_once(struct pack *p, const struct value_lists *lists, const char *out)
{
    const struct export_archive archive = {
        .id = "NL-BENCH",
        .source = "bench",
        .name = "bench",
        .creator_name = "bench",
        .creator_code = "gm",
        .creator_source = "TOOI",
        .parent_id = "1",
        .parent_source = "e",
        .parent_name = "e",
        .contact = "bench",
        .email = "b@e.nl",
        .location = "e",
    };
    const struct export_source source = { p, p->count, load, NULL, NULL };
    char *work = ba_strf("%s-work", out);
    const struct export_opts opts = { .lists = lists, .out_dir = out, .work_dir = work };
    struct export_result res;
    struct ba_err err = BA_ERR_INIT;
    double began = bench_wall_s();
    bench_check(export_delivery(&archive, &source, &opts, &res, &err), &err);
    double took = bench_wall_s() - began;
    export_result_free(&res);
    free(work);
    return took;
}

static void remove_tree(const char *path)
{
    struct ba_err err = BA_ERR_INIT;
    bench_check(ba_remove_tree(path, &err), &err);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int bench_pack(const char *dir, size_t mb)
{
    struct value_lists lists;
    struct ba_err err = BA_ERR_INIT;
    char *masters = ba_strf("%s/masters", dir), *copy = ba_strf("%s/copy", dir);
    char *out = ba_strf("%s/out", dir), *hash = ba_strf("openssl dgst -sha256 %s/*.tif", masters);
    double packing[RUNS], plain[RUNS];
    bench_check(ba_mkdirs(masters, &err), &err);
    bench_check(export_lists_load("config/lists", NULL, &lists, &err), &err);
    struct pack p = make_pack(dir, mb * 1000000 / MASTER_BYTES + 1);
    run((char *const[]){ (char *)"sync", NULL });
    for (size_t i = 0; i < RUNS; i++) {
        remove_tree(copy);
        remove_tree(out);
        run((char *const[]){ (char *)"sync", NULL });
        double began = bench_wall_s();
        run((char *const[]){ (char *)"cp", (char *)"-r", masters, copy, NULL });
        run((char *const[]){ (char *)"sync", NULL });
        run((char *const[]){ (char *)"sh", (char *)"-c", hash, NULL });
        plain[i] = bench_wall_s() - began;
        remove_tree(copy);
        run((char *const[]){ (char *)"sync", NULL });
        double cpu = bench_cpu_s();
        packing[i] = pack_once(&p, &lists, out);
        printf("run %zu: packing %.2f s wall, %.2f s CPU; cp + sync + openssl %.2f s\n", i + 1,
               packing[i], bench_cpu_s() - cpu, plain[i]);
    }
    qsort(packing, RUNS, sizeof *packing, by_size);
    qsort(plain, RUNS, sizeof *plain, by_size);
    printf("%zu MB: median %.2f s over %.2f s = %.2f (bar 1.3); peak memory %.0f MB (bar 200)\n",
           mb, packing[RUNS / 2], plain[RUNS / 2], packing[RUNS / 2] / plain[RUNS / 2],
           bench_peak_mb());
    remove_tree(out);
    remove_tree(masters);
    return 0;
}
