/*
 * What OCR made of a street's name, set right by the list of all streets. The list is scanned as a
 * whole, but most names are told apart by their length and the letters in them, without counting a
 * distance.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/text/fold.h"
#include "core/text/spelling_distance.h"
#include "core/text/street_key.h"
#include "index/db/sql.h"
#include "index/extract/street_names.h"

/* Two names within so much of each other's distance could both be meant. */
#define CLEARLY 0.35
/* Farther than any name. */
#define NOWHERE 99.0

struct street_name {
    char *name, *key, *place_key; /* owned */
    uint32_t letters;             /* bit c % 32 for each sign of the key */
    size_t len;                   /* of the key */
};

struct street_names {
    struct street_name *at;
    size_t count, cap;
};

static uint32_t letters_of(const char *key)
{
    uint32_t set = 0;

    for (; *key != '\0'; key++)
        set |= 1u << ((unsigned char)*key % 32);
    return set;
}

void street_names_free(struct street_names *n)
{
    if (n == NULL)
        return;
    for (size_t i = 0; i < n->count; i++) {
        free(n->at[i].name);
        free(n->at[i].key);
        free(n->at[i].place_key);
    }
    free(n->at);
    free(n);
}

static BA_RC add_name(struct street_names *n, sqlite3_stmt *st, struct ba_err *err)
{
    if (ba_grow(&n->at, &n->cap, n->count + 1, sizeof *n->at) != 0)
        return ba_fail_mem(err, "the names of streets");
    struct street_name *s = &n->at[n->count++];
    *s = (struct street_name){ .name = strdup(sql_text(st, 0)),
                               .key = strdup(sql_text(st, 1)),
                               .place_key = strdup(sql_text(st, 2)) };
    if (s->name == NULL || s->key == NULL || s->place_key == NULL)
        return ba_fail_mem(err, "the names of streets");
    s->letters = letters_of(s->key);
    s->len = strlen(s->key);
    return BA_OK;
}

BA_RC street_names_load(struct store *s, struct street_names **out, struct ba_err *err)
{
    struct street_names *n = calloc(1, sizeof *n);
    sqlite3_stmt *st = NULL;
    bool more = true;
    enum ba_rc rc = n == NULL ? ba_fail_mem(err, "the names of streets")
                              : sql_open(s, &st, err,
                                         "SELECT name, name_key, place_key FROM gaz_street UNION"
                                         " SELECT old, old_key, place_key FROM gaz_name"
                                         " ORDER BY 2, 3, 1",
                                         "");

    *out = NULL;
    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more)
        rc = add_name(n, st, err);
    sql_close(s, st);
    if (rc == BA_OK && n->count > 0)
        *out = n;
    else
        street_names_free(n);
    return rc;
}

static bool knows_place(const struct street_names *n, const char *place_key)
{
    for (size_t i = 0; i < n->count; i++)
        if (strcmp(n->at[i].place_key, place_key) == 0)
            return true;
    return false;
}

/* Short names are soon another name. */
static double allowed(size_t len)
{
    return len < 5 ? 0.5 : len < 8 ? 1.0 : len < 12 ? 1.6 : 2.2;
}

static int bits(uint32_t set)
{
    return __builtin_popcount(set);
}

/* The nearest name to a folded one; NULL: none is near. *second: how far the next one is. */
static const struct street_name *nearest_to(const struct street_names *n, const char *key,
                                            const char *place_key, double *distance, double *second)
{
    const struct street_name *best = NULL;
    double nearest = NOWHERE, next = NOWHERE;
    size_t len = strlen(key);
    uint32_t letters = letters_of(key);
    double max = allowed(len);
    if (len < 3)
        return NULL;
    for (size_t i = 0; i < n->count; i++) {
        const struct street_name *s = &n->at[i];
        size_t longer = s->len > len ? s->len - len : len - s->len;
        /* "rn" for "m" and two more: an edit changes at most two signs on either side. */
        if (longer > 3 || s->len >= FOLD_MAX || bits(s->letters ^ letters) > 8 ||
            (place_key[0] != '\0' && s->place_key[0] != '\0' &&
             strcmp(s->place_key, place_key) != 0))
            continue;
        double far = strcmp(s->key, key) == 0 ? 0 : spelling_distance(key, s->key, max + CLEARLY);
        if (best != NULL && strcmp(best->key, s->key) == 0)
            continue;
        if (far < nearest) {
            next = nearest;
            nearest = far;
            best = s;
        } else if (far < next) {
            next = far;
        }
        if (far <= 0)
            break;
    }
    if (best == NULL || nearest > max)
        return NULL;
    *distance = nearest;
    *second = nearest > 0 ? next : NOWHERE; /* it is that one, however near the others are */
    return best;
}

const char *street_names_nearest(const struct street_names *n, const char *read, const char *place,
                                 double *distance)
{
    char spelled[STREET_SPELLINGS_MAX][STREET_SPELLING_SIZE], place_key[256];
    size_t count = street_spellings(read, spelled, STREET_SPELLINGS_MAX);
    const struct street_name *best = NULL;
    double second = NOWHERE;

    *distance = NOWHERE;
    fold_key(place, place_key, sizeof place_key);
    if (place_key[0] != '\0' && !knows_place(n, place_key))
        place_key[0] = '\0';
    /* As it was read first: a name that is written so goes before one that is shortened so. */
    for (size_t i = 0; i < count && (i != 1 || *distance > 0); i++) {
        double far, next;
        const struct street_name *s = nearest_to(n, spelled[i], place_key, &far, &next);
        if (s == NULL)
            continue;
        bool other = best != NULL && strcmp(s->key, best->key) != 0;
        second = fmin(second, next);
        if (other)
            second = fmin(second, fmax(far, *distance));
        if (best == NULL || far < *distance) {
            best = s;
            *distance = far;
        }
    }
    return best != NULL && second - *distance >= CLEARLY ? best->name : NULL;
}
