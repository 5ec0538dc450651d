#include "pipeline/batch_earlier.h"

#include <stdlib.h>

#include "core/buf.h"
#include "core/utf8.h"
#include "ingest/file_order.h"

struct reading {
    struct batch_earlier *absent;
    const struct batch_files *walk;
};

static int by_path(const void *key, const void *file)
{
    return file_order_compare(key, ((const struct batch_file *)file)->path);
}

static BA_RC add_if_absent(void *ctx, const struct file_row *row, struct ba_err *err)
{
    struct reading *r = ctx;
    struct batch_earlier *a = r->absent;
    char *path = ba_name_unescape(row->path);

    if (path == NULL)
        return ba_fail_mem(err, "batch");
    if (r->walk->count > 0 &&
        bsearch(path, r->walk->files, r->walk->count, sizeof(r->walk->files[0]), by_path) != NULL) {
        free(path);
        return BA_OK;
    }
    if (ba_grow(&a->paths, &a->cap, a->count + 1, sizeof(*a->paths)) != 0) {
        free(path);
        return ba_fail_mem(err, "batch");
    }
    a->paths[a->count++] = path;
    return BA_OK;
}

static int by_name(const void *a, const void *b)
{
    return file_order_compare(*(char *const *)a, *(char *const *)b);
}

BA_RC absent_read(struct batch_earlier *a, struct store *s, int64_t batch,
                  const struct batch_files *w, struct ba_err *err)
{
    struct reading r = { .absent = a, .walk = w };
    enum ba_rc rc = file_each(s, batch, true, add_if_absent, &r, err);

    if (rc == BA_OK)
        rc = file_each(s, batch, false, add_if_absent, &r, err);
    if (a->count > 1)
        qsort(a->paths, a->count, sizeof(*a->paths), by_name);
    return rc;
}

int64_t absent_position(const struct batch_earlier *a, const struct batch_files *w, size_t index,
                        size_t *next)
{
    while (*next < a->count && file_order_compare(a->paths[*next], w->files[index].path) < 0)
        ++*next;
    return (int64_t)(index + *next) + 1;
}

void absent_free(struct batch_earlier *a)
{
    for (size_t i = 0; i < a->count; i++)
        free(a->paths[i]);
    free(a->paths);
    *a = (struct batch_earlier){ 0 };
}
