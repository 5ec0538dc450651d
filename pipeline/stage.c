#include "pipeline/stage.h"

#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/file.h"
#include "core/utf8.h"
#include "depot/machine_limits.h"

enum { COMMIT_ROWS = 200 };
#define COMMIT_EVERY_S 1.0

void stage_pool_opts(const struct depot *depot, const struct stage_opts *o, struct pool_opts *out)
{
    uint64_t workers = o->workers != 0 ? o->workers : depot->config.pool_workers;

    if (workers == 0)
        workers = machine_limits_cpus();
    if (workers > POOL_MAX_WORKERS)
        workers = POOL_MAX_WORKERS;
    *out = (struct pool_opts){
        .exe = depot->exe,
        .workers = (unsigned)workers,
        .max_jobs = (unsigned)depot->config.pool_max_jobs,
        .memory_limit_bytes = depot->config.pool_memory_mb != 0 ? depot->config.pool_memory_mb << 20
                                                                : machine_limits_memory(),
    };
}

enum duplex duplex_of(const struct depot *depot, const struct stage_opts *o)
{
    enum duplex how = DUPLEX_OFF;

    duplex_parse(o->duplex != NULL ? o->duplex : depot->config.ingest_duplex, &how);
    return how;
}

BA_RC duplex_check(const struct depot *depot, const struct stage_opts *o, struct ba_err *err)
{
    enum duplex how;

    if (o->duplex != NULL && !duplex_parse(o->duplex, &how))
        return ba_fail(err, BA_FATAL, "USAGE",
                       "--duplex is off, two-pass or two-pass-reversed, not \"%s\"", o->duplex);
    if (!duplex_parse(depot->config.ingest_duplex, &how))
        return ba_fail(err, BA_FATAL, "CONFIG",
                       "ingest.duplex is off, two-pass or two-pass-reversed, not \"%s\"; correct "
                       "bouwarchief.conf",
                       depot->config.ingest_duplex);
    return BA_OK;
}

char *stage_batch_name(const char *folder)
{
    char *real = realpath(folder, NULL), *name = NULL;

    if (real != NULL)
        name = ba_name_escape(ba_basename(real));
    free(real);
    return name;
}

BA_RC stage_commit_begin(struct stage_commits *c, struct ba_err *err)
{
    enum ba_rc rc;

    if (c->began > 0)
        return BA_OK;
    rc = store_begin(c->store, err);
    if (rc == BA_OK) {
        c->began = ba_monotonic();
        c->rows = 0;
    }
    return rc;
}

BA_RC stage_commit_row(struct stage_commits *c, struct ba_err *err)
{
    if (++c->rows < COMMIT_ROWS && ba_monotonic() - c->began < COMMIT_EVERY_S)
        return BA_OK;
    return stage_commit_end(c, err);
}

BA_RC stage_commit_end(struct stage_commits *c, struct ba_err *err)
{
    enum ba_rc rc;

    if (c->began <= 0)
        return BA_OK;
    c->began = 0;
    rc = c->files == NULL ? BA_OK : ba_sync_files(c->files, err);
    if (rc == BA_OK)
        rc = store_commit(c->store, err);
    if (rc != BA_OK)
        store_rollback(c->store);
    return rc;
}
