/* Which file of a batch a line of a list of checksums is about. */
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/text/compose.h"
#include "ingest/checksums.h"
#include "ingest/file_order.h"

static int by_path(const void *key, const void *file)
{
    return file_order_compare(key, ((const struct batch_file *)file)->path);
}

static const char *look_up(const struct batch_files *w, const char *path)
{
    const struct batch_file *f =
        w->count == 0 ? NULL : bsearch(path, w->files, w->count, sizeof(*w->files), by_path);

    return f == NULL ? NULL : f->path;
}

/* The files whose names are not plain ASCII, with their accents written in one way. */
struct composed {
    char *name; /* first: the key; owned */
    const char *path;
};
struct composed_files {
    struct composed *at;
    struct batch_files files; /* the same names, to be looked up in their order */
};

static int by_name(const void *a, const void *b)
{
    return file_order_compare(*(char *const *)a, *(char *const *)b);
}

static bool is_ascii(const char *s)
{
    for (; *s != '\0'; s++)
        if ((unsigned char)*s >= 0x80)
            return false;
    return true;
}

static void composed_free(struct composed_files *c)
{
    for (size_t i = 0; i < c->files.count; i++)
        free(c->at[i].name);
    free(c->at);
    free(c->files.files);
}

/* -1 when out of memory. */
static int compose_files(const struct batch_files *w, struct composed_files *out)
{
    size_t n = 0;

    *out = (struct composed_files){ .at = calloc(w->count + 1, sizeof(*out->at)) };
    out->files.files = calloc(w->count + 1, sizeof(*out->files.files));
    if (out->at == NULL || out->files.files == NULL)
        return -1;
    for (size_t i = 0; i < w->count; i++) {
        if (is_ascii(w->files[i].path))
            continue;
        out->at[n] = (struct composed){ compose_text(w->files[i].path), w->files[i].path };
        if (out->at[n].name == NULL)
            return -1;
        out->files.count = ++n;
    }
    if (n > 1)
        qsort(out->at, n, sizeof(*out->at), by_name);
    for (size_t i = 0; i < n; i++)
        out->files.files[i].path = out->at[i].name;
    return 0;
}

/* The first of the places where a name may stand. name has no "./" in front. */
static BA_RC place(const struct checksum *s, const char *name, const struct batch_files *w,
                   const char *batch_name, const char **target, struct ba_err *err)
{
    size_t folder = (size_t)(ba_basename(s->list) - s->list), n = strlen(batch_name);
    char *beside = ba_strf("%.*s%s", (int)folder, s->list, name);

    if (beside == NULL)
        return ba_fail_mem(err, "checksums");
    *target = look_up(w, beside);
    free(beside);
    if (*target == NULL)
        *target = look_up(w, name);
    if (*target == NULL && strncmp(name, batch_name, n) == 0 && name[n] == '/')
        *target = look_up(w, name + n + 1);
    return BA_OK;
}

/* What the name of an absolute path may be in the batch: behind the last folder of the batch's
 * name, else whatever of its end is there. */
static BA_RC place_absolute(struct checksum *s, const char *path, const struct batch_files *w,
                            const char *batch_name, struct ba_err *err)
{
    size_t n = strlen(batch_name);
    enum ba_rc rc = BA_OK;

    for (const char *p = path; n > 0 && (p = strstr(p, batch_name)) != NULL; p++)
        if (p > path && p[-1] == '/' && p[n] == '/')
            s->target = look_up(w, p + n + 1);
    for (const char *p = strchr(path, '/'); s->target == NULL && p != NULL && rc == BA_OK;
         p = strchr(p + 1, '/'))
        if (p[1] != '\0' && p[1] != '/')
            rc = place(s, p + 1, w, batch_name, &s->target, err);
    return rc;
}

/* "C:/x", "//server/share/x", "/mnt/x" */
static bool is_absolute(const char *path)
{
    return path[0] == '/' || (path[0] != '\0' && path[1] == ':' && path[2] == '/');
}

/* With '/' between its parts. */
static BA_RC find_slashed(struct checksum *s, const char *path, const struct batch_files *w,
                          const char *batch_name, struct ba_err *err)
{
    while (strncmp(path, "./", 2) == 0)
        path += 2;
    /* "/1.tif" stands in no folder that could be the batch's. */
    if (is_absolute(path) && strchr(path + 1, '/') != NULL)
        return place_absolute(s, path, w, batch_name, err);
    return place(s, path, w, batch_name, &s->target, err);
}

static BA_RC find_target(struct checksum *s, const struct batch_files *w, const char *batch_name,
                         struct ba_err *err)
{
    char *slashes;
    enum ba_rc rc = find_slashed(s, s->name, w, batch_name, err);

    if (rc != BA_OK || s->target != NULL || strchr(s->name, '\\') == NULL)
        return rc;
    slashes = strdup(s->name);
    if (slashes == NULL)
        return ba_fail_mem(err, "checksums");
    for (char *p = slashes; *p != '\0'; p++)
        if (*p == '\\')
            *p = '/';
    rc = find_slashed(s, slashes, w, batch_name, err);
    free(slashes);
    return rc;
}

static int by_target(const void *a, const void *b)
{
    const struct checksum *x = a, *y = b;
    int c = strcmp(x->target == NULL ? "" : x->target, y->target == NULL ? "" : y->target);

    c = c != 0 ? c : strcmp(x->list, y->list);
    c = c != 0 ? c : strcmp(x->name, y->name);
    return c != 0 ? c : strcmp(x->hex, y->hex);
}

/* A name whose accents are written in another way than the file's. */
static BA_RC find_composed(struct checksum *s, const struct composed_files *files,
                           const char *batch_name, struct ba_err *err)
{
    char *name;
    struct checksum composed = *s;
    const struct composed *found;
    enum ba_rc rc;

    if (s->target != NULL || files->files.count == 0 || is_ascii(s->name))
        return BA_OK;
    name = compose_text(s->name);
    if (name == NULL)
        return ba_fail_mem(err, "checksums");
    composed.name = name;
    rc = find_target(&composed, &files->files, batch_name, err);
    if (rc == BA_OK && composed.target != NULL) {
        found = bsearch(&composed.target, files->at, files->files.count, sizeof(*found), by_name);
        s->target = found == NULL ? NULL : found->path;
    }
    free(name);
    return rc;
}

BA_RC checksums_resolve(struct checksums *c, const struct batch_files *w, const char *batch_name,
                        struct ba_err *err)
{
    struct composed_files files;
    size_t kept = 0;
    enum ba_rc rc = compose_files(w, &files) == 0 ? BA_OK : ba_fail_mem(err, "checksums");

    for (size_t i = 0; i < c->count; i++) {
        struct checksum *s = &c->at[i];

        if (rc == BA_OK)
            rc = find_target(s, w, batch_name, err);
        if (rc == BA_OK)
            rc = find_composed(s, &files, batch_name, err);
        if (s->target == NULL && walk_leaves_out(s->name))
            free(s->hex);
        else
            c->at[kept++] = *s;
    }
    c->count = kept;
    if (kept > 1)
        qsort(c->at, kept, sizeof(*c->at), by_target);
    composed_free(&files);
    return rc;
}
