/*
 * run.h - the stages one after the other, as a whole command or a request asks for them: intake of
 * batch folders, reading, indexing.
 */
#ifndef BA_PIPELINE_RUN_H
#define BA_PIPELINE_RUN_H

#include "pipeline/space_check.h"
#include "pipeline/stage.h"

/* A batch folder on its way in. */
struct run_batch {
    const char *folder;       /* as it was named */
    struct space_check space; /* files 0: there is nothing new in it, or it was not measured */
    enum space_check_says says;
    struct stage_forecast would; /* of a dry run */
    struct ba_err err;           /* rc BA_OK: it was taken in, or would be */
};

/* Called at once, while the work goes on. */
struct run_calls {
    void (*measured)(void *ctx, const struct run_batch *b); /* before anything is taken in */
    void (*done)(void *ctx, const struct run_batch *b);
    void *ctx;
};

struct run_opts {
    char **folders;
    int count;
    const char *languages; /* the batches are read so, now and later; NULL: as configured */
    struct stage_opts stage;
    struct run_calls calls;
};

struct run_result {
    bool began; /* the words were right and the models are there: batches were looked at */
    bool whole; /* the stages behind the intake came to their end, whatever came of the intake */
};

/* Takes one folder in when it fits: calls measured, then the intake. b->err is what it returns. */
BA_RC run_batch(struct depot *depot, const char *folder, const struct stage_opts *o,
                const struct run_calls *calls, struct run_batch *b);

/*
 * Takes every folder in (one that differs or is empty does not keep the others from coming in),
 * reads what waits, and indexes it. The worst that happened comes back: BA_FATAL USAGE, CONFIG,
 * OCR_ENGINE before anything began; else the errors of the stages. A dry run only looks.
 */
BA_RC run_batches(struct depot *depot, const struct run_opts *o, struct run_result *r,
                  struct ba_err *err);
/* Only the intake, and the list of what waits for other machines. */
BA_RC run_intake(struct depot *depot, const struct run_opts *o, struct run_result *r,
                 struct ba_err *err);
/* Only reading. *waiting: of a dry run, the pages that would be read. */
BA_RC run_reading(struct depot *depot, const struct stage_opts *o, size_t *waiting,
                  struct ba_err *err);
/* Only indexing; rebuild: the search tables are made again from the derived files. */
BA_RC run_indexing(struct depot *depot, const struct stage_opts *o, bool rebuild,
                   struct ba_err *err);

#endif
