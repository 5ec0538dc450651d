/* Names and digests of a bag in an order in which they are found quickly. */
#include <stdlib.h>
#include <string.h>

#include "core/text/compose.h"
#include "export/verify/bag_private.h"

static int by_composed(const void *a, const void *b)
{
    return strcmp(((const struct bag_name *)a)->composed, ((const struct bag_name *)b)->composed);
}

static int by_digest(const void *a, const void *b)
{
    const struct bag_line *x = *(const struct bag_line *const *)a,
                          *y = *(const struct bag_line *const *)b;
    int c = strcmp(x->digest, y->digest);
    return c != 0 ? c : strcmp(x->path, y->path);
}

static bool is_ascii(const char *s)
{
    for (; *s != '\0'; s++)
        if ((unsigned char)*s >= 0x80)
            return false;
    return true;
}

static BA_RC add(struct bag_names *n, const char *path, struct ba_err *err)
{
    if (is_ascii(path))
        return BA_OK;
    n->at[n->count].path = path;
    n->at[n->count].composed = compose_text(path);
    if (n->at[n->count].composed == NULL)
        return ba_fail_mem(err, "names of a bag");
    n->count++;
    return BA_OK;
}

static BA_RC begin(struct bag_names *n, size_t most, struct ba_err *err)
{
    n->at = calloc(most + 1, sizeof *n->at);
    return n->at == NULL ? ba_fail_mem(err, "names of a bag") : BA_OK;
}

static void end(struct bag_names *n)
{
    if (n->count > 1)
        qsort(n->at, n->count, sizeof *n->at, by_composed);
}

static BA_RC of_manifest(struct bag_manifest *m, struct ba_err *err)
{
    enum ba_rc rc = begin(&m->names, m->count, err);
    m->by_digest = calloc(m->count + 1, sizeof *m->by_digest);
    if (rc == BA_OK && m->by_digest == NULL)
        rc = ba_fail_mem(err, "names of a bag");
    for (size_t i = 0; rc == BA_OK && i < m->count; i++) {
        m->by_digest[i] = &m->lines[i];
        rc = add(&m->names, m->lines[i].path, err);
    }
    if (rc == BA_OK && m->count > 1)
        qsort(m->by_digest, m->count, sizeof *m->by_digest, by_digest);
    end(&m->names);
    return rc;
}

BA_RC bag_names_make(struct bag *b, struct ba_err *err)
{
    enum ba_rc rc = begin(&b->names, b->file_count, err);
    for (size_t i = 0; rc == BA_OK && i < b->file_count; i++)
        rc = add(&b->names, b->files[i], err);
    end(&b->names);
    for (size_t i = 0; rc == BA_OK && i < b->manifest_count; i++)
        rc = of_manifest(&b->manifests[i], err);
    return rc;
}

const char *bag_names_find(const struct bag_names *n, const char *path)
{
    struct bag_name key = { .composed = NULL };
    const struct bag_name *found = NULL;
    if (n->count == 0 || is_ascii(path))
        return NULL;
    key.composed = compose_text(path);
    if (key.composed != NULL)
        found = bsearch(&key, n->at, n->count, sizeof key, by_composed);
    free(key.composed);
    return found == NULL || strcmp(found->path, path) == 0 ? NULL : found->path;
}

void bag_names_free(struct bag_names *n)
{
    for (size_t i = 0; i < n->count; i++)
        free(n->at[i].composed);
    free(n->at);
    *n = (struct bag_names){ 0 };
}

size_t bag_first_of_digest(const struct bag_manifest *m, const char *digest)
{
    size_t low = 0, high = m->by_digest == NULL ? 0 : m->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (strcmp(m->by_digest[mid]->digest, digest) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < m->count && m->by_digest != NULL && strcmp(m->by_digest[low]->digest, digest) == 0
               ? low
               : m->count;
}
