#include "ingest/duplex.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const names[] = { [DUPLEX_OFF] = "off",
                                     [DUPLEX_TWO_PASS] = "two-pass",
                                     [DUPLEX_TWO_PASS_REVERSED] = "two-pass-reversed" };

enum side { NEITHER, FRONT, BACK };

bool duplex_parse(const char *text, enum duplex *out)
{
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(text, names[i]) == 0) {
            *out = (enum duplex)i;
            return true;
        }
    return false;
}

/* By the folder that a file is in. */
static enum side side_of(const char *path)
{
    static const struct {
        const char *folder;
        enum side side;
    } folders[] = { { "recto", FRONT },     { "voor", FRONT }, { "voorkant", FRONT },
                    { "front", FRONT },     { "verso", BACK }, { "achter", BACK },
                    { "achterkant", BACK }, { "back", BACK } };
    size_t len = strcspn(path, "/");

    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]) && path[len] == '/'; i++)
        if (strlen(folders[i].folder) == len && strncasecmp(path, folders[i].folder, len) == 0)
            return folders[i].side;
    return NEITHER;
}

/* The sides by folder, or, when no file is in one, by halves. */
static void take_sides(const struct batch_files *w, enum side *sides, size_t counts[3])
{
    memset(counts, 0, 3 * sizeof(counts[0]));
    for (size_t i = 0; i < w->count; i++)
        counts[sides[i] = side_of(w->files[i].path)]++;
    if (counts[NEITHER] < w->count)
        return;
    counts[NEITHER] = 0;
    for (size_t i = 0; i < w->count; i++)
        counts[sides[i] = i < (w->count + 1) / 2 ? FRONT : BACK]++;
}

static BA_RC check(const size_t counts[3], const char *batch, struct ba_err *err)
{
    if (counts[NEITHER] > 0)
        return ba_fail(err, BA_ITEM, "BATCH_SIDES",
                       "batch %s: %zu files lie beside the folders of fronts and backs; put each "
                       "in one of the two, or in a batch of its own; nothing was taken in",
                       batch, counts[NEITHER]);
    if (counts[FRONT] != counts[BACK])
        return ba_fail(err, BA_ITEM, "BATCH_SIDES",
                       "batch %s: %zu fronts and %zu backs; a sheet was missed in one of the two "
                       "passes, or went through double: count the stack and scan that pass again; "
                       "nothing was taken in",
                       batch, counts[FRONT], counts[BACK]);
    return BA_OK;
}

BA_RC duplex_order(struct batch_files *w, enum duplex how, const char *batch, struct ba_err *err)
{
    struct batch_file *order = NULL;
    enum side *sides = NULL;
    size_t counts[3], front = 0, back = 0;
    enum ba_rc rc = BA_OK;

    if (how == DUPLEX_OFF || w->count == 0)
        return BA_OK;
    order = calloc(w->count + 1, sizeof(*order));
    sides = calloc(w->count, sizeof(*sides));
    if (order == NULL || sides == NULL) {
        rc = ba_fail_mem(err, "list of files");
        goto out;
    }
    take_sides(w, sides, counts);
    rc = check(counts, batch, err);
    for (size_t i = 0; i < w->count && rc == BA_OK; i++) {
        size_t sheet = sides[i] == FRONT                 ? front++
                       : how == DUPLEX_TWO_PASS_REVERSED ? counts[BACK] - 1 - back++
                                                         : back++;

        order[2 * sheet + (sides[i] == BACK)] = w->files[i];
    }
    if (rc == BA_OK)
        memcpy(w->files, order, w->count * sizeof(*order));

out:
    free(order);
    free(sides);
    return rc;
}

BA_RC duplex_one_side(enum duplex how, const char *file, uint32_t images, struct ba_err *err)
{
    if (how == DUPLEX_OFF || images <= 1)
        return BA_OK;
    return ba_fail(err, BA_ITEM, "BATCH_SIDES",
                   "%s holds %u images, and in a batch of two passes each file is one side of one "
                   "sheet; let the scanner write a file a side, or take this folder in with "
                   "--duplex off",
                   file, (unsigned)images);
}
