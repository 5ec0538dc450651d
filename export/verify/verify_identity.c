/*
 * verify_identity.c - identifications and those who refer to them.
 */
#include <stdlib.h>
#include <string.h>

#include "export/verify/verify_private.h"

struct claim {
    const struct verify_ref *ref;
    const struct verify_sidecar *sidecar;
    const char *path;
};
struct claims {
    struct claim *list; /* owned; sorted by identification */
    size_t count, cap;
};

static int by_identification(const struct verify_ref *x, const struct verify_ref *y)
{
    int order = strcmp(x->id, y->id);
    return order != 0 ? order : strcmp(x->source, y->source);
}

static int by_claim(const void *a, const void *b)
{
    const struct claim *x = a, *y = b;
    int order = by_identification(x->ref, y->ref);
    return order != 0 ? order : strcmp(x->path, y->path);
}

static BA_RC collect(const struct verify_package_read *p, struct claims *c, struct ba_err *err)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct verify_sidecar *s = p->entries[i].sidecar;
        for (size_t k = 0; s != NULL && k < s->ids.count; k++) {
            if (ba_grow(&c->list, &c->cap, c->count + 1, sizeof *c->list) != 0)
                return ba_fail_mem(err, "the list of identifications");
            c->list[c->count++] = (struct claim){ &s->ids.list[k], s, p->entries[i].path };
        }
    }
    if (c->count > 1)
        qsort(c->list, c->count, sizeof *c->list, by_claim);
    return BA_OK;
}

/* An identification within its source once, over folders and files together. */
static void judge_unique(struct verify_package_read *p, const struct claims *c)
{
    for (size_t i = 1; i < c->count; i++) {
        if (by_identification(c->list[i].ref, c->list[i - 1].ref) == 0)
            verify_differs(p, "VERIFY_IDENTITY", c->list[i].path,
                           "the identification \"%.100s\" is also in %s", c->list[i].ref->id,
                           c->list[i - 1].path);
    }
}

static const struct claim *find(const struct claims *c, const struct verify_ref *ref)
{
    size_t low = 0, high = c->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (by_identification(c->list[mid].ref, ref) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < c->count && by_identification(c->list[low].ref, ref) == 0 ? &c->list[low] : NULL;
}

/* verwijzingNaam is the naam of what is referred to (MDTO); receivers do not look. */
static void judge_names(struct verify_package_read *p, const struct claims *c,
                        const struct verify_refs *refs, const char *path)
{
    for (size_t i = 0; i < refs->count; i++) {
        const struct verify_ref *r = &refs->list[i];
        const struct claim *to = *r->id == '\0' ? NULL : find(c, r);
        if (to != NULL && to->sidecar->valid && strcmp(to->sidecar->title, r->name) != 0)
            verify_note(p, path, "calls %s \"%.80s\", which is named \"%.80s\"", r->id, r->name,
                        to->sidecar->title);
    }
}

static int by_content(const void *a, const void *b)
{
    const struct verify_entry *x = *(const struct verify_entry *const *)a;
    const struct verify_entry *y = *(const struct verify_entry *const *)b;
    int order = strcmp(x->sha256, y->sha256);
    return order != 0 ? order : strcmp(x->path, y->path);
}

/* For a receiver that takes no file twice. */
static BA_RC judge_duplicates(struct verify_package_read *p, struct ba_err *err)
{
    const struct verify_entry **files = calloc(p->count + 1, sizeof *files);
    size_t n = 0;
    if (files == NULL)
        return ba_fail_mem(err, "the list of files");
    for (size_t i = 0; i < p->count; i++)
        if (!p->entries[i].folder && p->entries[i].sidecar == NULL)
            files[n++] = &p->entries[i];
    if (n > 1)
        qsort(files, n, sizeof *files, by_content);
    for (size_t i = 1; i < n; i++)
        if (strcmp(files[i]->sha256, files[i - 1]->sha256) == 0)
            verify_differs(p, "VERIFY_DUPLICATE", files[i]->path, "has the bytes of %s",
                           files[i - 1]->path);
    free(files);
    return BA_OK;
}

BA_RC verify_judge_identity(struct verify_package_read *p, struct ba_err *err)
{
    struct claims c = { .count = 0 };
    enum ba_rc rc = collect(p, &c, err);
    if (rc == BA_OK)
        judge_unique(p, &c);
    for (size_t i = 0; rc == BA_OK && i < p->count; i++) {
        const struct verify_sidecar *s = p->entries[i].sidecar;
        if (s == NULL || !s->valid)
            continue;
        judge_names(p, &c, &s->part_of, p->entries[i].path);
        judge_names(p, &c, &s->contains, p->entries[i].path);
        judge_names(p, &c, &s->represented_by, p->entries[i].path);
        judge_names(p, &c, &s->represents, p->entries[i].path);
    }
    free(c.list);
    if (rc == BA_OK && !p->lists.receiver->duplicates)
        rc = judge_duplicates(p, err);
    return rc;
}
