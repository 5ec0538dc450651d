#include "pipeline/space_check.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/utf8.h"
#include "image/memory_estimate.h"
#include "index/records/batch.h"
#include "ingest/batch_files.h"
#include "pipeline/job_ingest.h"

#define RESERVE_MIN (UINT64_C(256) << 20)
/* What a page of text adds, when no page of this depot says: ALTO, text, rows and search tables. */
#define USUAL_TEXT_BYTES UINT64_C(90000)
/* Rows and search tables of a page: measured at 6 KB, with room for the rest. */
#define ROW_BYTES UINT64_C(16000)

enum { SAMPLE_FILES = 2000, FILES_A_PAGE = 2 };
/* Of a large batch the headers of so many files, and of each that is larger than all before it. */
enum { LOOK_AT_FILES = 256 };

enum space_check_says preflight_judge(const struct space_check *p)
{
    uint64_t need = p->masters + p->text, reserve = need / 20;

    if (reserve < RESERVE_MIN)
        reserve = RESERVE_MIN;
    if (p->masters > p->free)
        return PREFLIGHT_FULL;
    return need + reserve > p->free || p->memory > p->memory_of ? PREFLIGHT_CLOSE : PREFLIGHT_FITS;
}

/* Mean bytes of what was derived from a page, by the first files that are met; 0: none. */
static uint64_t derived_bytes(const char *folder)
{
    char *const roots[] = { (char *)folder, NULL };
    FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    uint64_t files = 0, bytes = 0;
    const FTSENT *e;

    while (fts != NULL && files < SAMPLE_FILES && (e = fts_read(fts)) != NULL)
        if (e->fts_info == FTS_F) {
            files++;
            bytes += (uint64_t)e->fts_statp->st_size;
        }
    if (fts != NULL)
        fts_close(fts);
    return files == 0 ? 0 : FILES_A_PAGE * bytes / files;
}

/* Which of the files are there already? Those of the batch that were taken in with this name. */
static BA_RC count_new(struct depot *depot, const char *folder, const struct batch_files *w,
                       struct space_check *p, struct ba_err *err)
{
    struct batch_row batch = { 0 };
    char *name = stage_batch_name(folder);
    bool found = false;
    uint64_t largest = 0;
    enum ba_rc rc = name == NULL ? BA_OK : batch_find(depot->store, name, &batch, &found, err);

    for (size_t i = 0; i < w->count && rc == BA_OK; i++) {
        char *path = ba_name_escape(w->files[i].path);
        char *source = ba_path_join(folder, w->files[i].path);
        struct file_row row = { 0 };
        bool known = false, looked;
        uint64_t memory;

        if (path == NULL || source == NULL)
            rc = ba_fail_mem(err, "batch");
        else if (found)
            rc = file_find(depot->store, batch.id, path, &row, &known, err);
        looked = rc == BA_OK && !(known && row.taken) &&
                 (w->files[i].size > largest || i % (1 + w->count / LOOK_AT_FILES) == 0);
        largest = w->files[i].size > largest ? w->files[i].size : largest;
        memory = looked ? JOB_INGEST_BASE_BYTES + master_memory(source) : 0;
        free(path);
        free(source);
        if (known && row.taken)
            continue;
        p->files++;
        p->masters += w->files[i].size;
        p->memory = memory > p->memory ? memory : p->memory;
    }
    free(name);
    return rc;
}

static BA_RC measure(struct depot *depot, const char *folder, const struct batch_files *w,
                     const struct stage_opts *o, struct space_check *p, struct ba_err *err)
{
    char *derived = depot_path(depot, "derived");
    uint64_t a_page = derived == NULL ? 0 : derived_bytes(derived);
    struct statvfs disk;
    struct pool_opts pool;
    enum ba_rc rc;

    free(derived);
    if (statvfs(depot->folder, &disk) != 0)
        return ba_fail_sys(err, BA_FATAL, "FILE_READ", "%s: the disk cannot be measured",
                           depot->folder);
    stage_pool_opts(depot, o, &pool);
    p->free = (uint64_t)disk.f_bavail * disk.f_frsize;
    p->memory_of = pool.memory_limit_bytes;
    rc = count_new(depot, folder, w, p, err);
    p->text = p->files * (a_page == 0 ? USUAL_TEXT_BYTES : a_page + ROW_BYTES);
    p->text_basis = a_page == 0 ? "a usual page" : "the pages so far";
    return rc;
}

const char *preflight_size_text(uint64_t bytes, char to[PREFLIGHT_SIZE_LEN])
{
    bool large = bytes >= 1000000000;

    snprintf(to, PREFLIGHT_SIZE_LEN, "%.1f %s", (double)bytes / (large ? 1e9 : 1e6),
             large ? "GB" : "MB");
    return to;
}

BA_RC preflight_batch(struct depot *depot, const char *folder, const struct stage_opts *o,
                      struct space_check *p, enum space_check_says *says, struct ba_err *err)
{
    struct ba_err ignored = BA_ERR_INIT;
    struct batch_files w = { 0 };
    enum ba_rc rc;

    *p = (struct space_check){ 0 };
    *says = PREFLIGHT_FITS;
    if (walk_folder(folder, &w, &ignored) != BA_OK)
        return BA_OK;
    rc = measure(depot, folder, &w, o, p, err);
    walk_free(&w);
    if (rc == BA_OK)
        *says = preflight_judge(p);
    return rc;
}

BA_RC preflight_full(const char *folder, const struct space_check *p, struct ba_err *err)
{
    char a[PREFLIGHT_SIZE_LEN], b[PREFLIGHT_SIZE_LEN], c[PREFLIGHT_SIZE_LEN];

    return ba_fail(err, BA_RETRY, "DISK_FULL",
                   "%s: the scans are %s and %s are free on the disk of the depot; nothing was "
                   "taken in: make %s of room and run this again",
                   folder, preflight_size_text(p->masters, a), preflight_size_text(p->free, b),
                   preflight_size_text(p->masters + p->text - p->free, c));
}
