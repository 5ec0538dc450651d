#include "index/extract/fields_private.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/date.h"
#include "core/text/fold.h"
#include "core/text/spelling_distance.h"
#include "core/text/street_key.h"
#include "index/records/dossier_number.h"

/* One value with what speaks for it. */
struct candidate {
    const struct sighting *best; /* the surest sighting: its spelling, rule and page are shown */
    double doubt;                /* product of 1 - weight */
    double sum;                  /* of weights, for what exceeds the precision of doubt */
};

struct tally {
    struct candidate at[256]; /* more different values than this are noise */
    size_t count;
};

static void tally_up(const struct sightings *seen, const char *name, struct tally *t)
{
    *t = (struct tally){ 0 };
    for (size_t i = 0; i < seen->count; i++) {
        const struct sighting *s = &seen->at[i];
        struct candidate *c = NULL;
        if (strcmp(s->name, name) != 0)
            continue;
        for (size_t k = 0; k < t->count && c == NULL; k++)
            if (strcmp(t->at[k].best->key, s->key) == 0)
                c = &t->at[k];
        if (c == NULL) {
            if (t->count == sizeof t->at / sizeof *t->at)
                continue;
            c = &t->at[t->count++];
            *c = (struct candidate){ .best = s, .doubt = 1 };
        }
        c->doubt *= 1 - s->weight;
        c->sum += s->weight;
        if (s->weight > c->best->weight)
            c->best = s;
    }
}

/* Surest first; then by the text, so that the order never depends on chance. */
static int by_support(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;

    if (x->sum > y->sum || x->sum < y->sum)
        return x->sum > y->sum ? -1 : 1;
    return strcmp(x->best->key, y->best->key);
}

/* The figures of a number are never a misreading of other figures, or one house would become
 * another. */
static bool same_figures(const char *a, const char *b)
{
    for (;;) {
        a += strcspn(a, "0123456789");
        b += strcspn(b, "0123456789");
        size_t n = strspn(a, "0123456789");
        if (n != strspn(b, "0123456789") || strncmp(a, b, n) != 0)
            return false;
        if (n == 0)
            return true;
        a += n;
        b += n;
    }
}

static void key_without_spaces(const char *key, char out[FOLD_MAX])
{
    size_t n = 0;

    for (; *key != '\0' && n + 1 < FOLD_MAX; key++)
        if (*key != ' ')
            out[n++] = *key;
    out[n] = '\0';
}

/* The spelling with less support gives it to the one with more. */
static void merge_spellings(struct tally *t, double max, bool figures)
{
    qsort(t->at, t->count, sizeof *t->at, by_support);
    for (size_t i = 0; i < t->count; i++) {
        char big[FOLD_MAX];
        key_without_spaces(t->at[i].best->key, big);
        for (size_t k = i + 1; k < t->count; k++) {
            char small[FOLD_MAX];
            key_without_spaces(t->at[k].best->key, small);
            if (t->at[k].sum <= 0 || (figures && !same_figures(big, small)) ||
                spelling_distance(big, small, max) > max)
                continue;
            t->at[i].sum += t->at[k].sum;
            t->at[i].doubt *= t->at[k].doubt;
            t->at[k].sum = 0;
        }
    }
    qsort(t->at, t->count, sizeof *t->at, by_support);
}

static int propose(struct proposals *out, const char *name, const char *value,
                   const struct sighting *from, double confidence)
{
    if (value[0] == '\0')
        return 0;
    if (ba_grow(&out->at, &out->cap, out->count + 1, sizeof *out->at) != 0)
        return -1;
    struct proposal *p = &out->at[out->count];
    *p = (struct proposal){ .name = name,
                            .value = strdup(value),
                            .rule = from->rule,
                            .confidence = confidence,
                            .page = from->page,
                            .from = from->from,
                            .to = from->to };
    if (p->value == NULL)
        return -1;
    out->count++;
    return 0;
}

/* Rounded, so that equal evidence in another order is equal to the last bit. */
static double confidence_of(const struct candidate *c, double all)
{
    double share = all > 0 ? c->sum / all : 0, sure = (1 - c->doubt) * (0.5 + 0.5 * share);

    return round((sure > 0.99 ? 0.99 : sure) * 1000) / 1000;
}

static double sum_of(const struct tally *t)
{
    double all = 0;

    for (size_t i = 0; i < t->count; i++)
        all += t->at[i].sum;
    return all;
}

/* Forms and title blocks cut a description off: the whole one gets their support. */
static void merge_beginnings(struct tally *t)
{
    for (size_t i = 0; i < t->count; i++) {
        for (size_t k = 0; k < t->count; k++) {
            size_t n = strlen(t->at[k].best->key);
            if (k == i || n < 12 || t->at[k].sum <= 0 || strlen(t->at[i].best->key) <= n ||
                strncmp(t->at[i].best->key, t->at[k].best->key, n) != 0)
                continue;
            t->at[i].sum += t->at[k].sum;
            t->at[i].doubt *= t->at[k].doubt;
            t->at[k].sum = 0;
        }
    }
}

/* Others that are nearly as likely are kept as proposals too, for a person to choose from. */
#define ALTERNATIVES_MAX 3

/* That a page bears the number of the dossier in which it lies is likely beforehand, in whatever
 * notation. */
#define OWN_NUMBER 0.5

static void support_own_number(struct tally *t, const char *number)
{
    char own[NUMBER_KEY_MAX], key[NUMBER_KEY_MAX];

    dossier_number_key(number, strlen(number), own);
    for (size_t i = 0; i < t->count; i++) {
        dossier_number_key(t->at[i].best->value, strlen(t->at[i].best->value), key);
        if (strcmp(own, key) == 0)
            t->at[i].sum += OWN_NUMBER;
    }
}

static int vote_field(const struct sightings *seen, const struct fields_known *known,
                      const char *name, double spelling, bool figures, struct proposals *out)
{
    struct tally t;

    tally_up(seen, name, &t);
    if (strcmp(name, "number_in_text") == 0)
        support_own_number(&t, known->number);
    if (strcmp(name, "work") == 0)
        merge_beginnings(&t);
    merge_spellings(&t, spelling, figures);
    double all = sum_of(&t);
    for (size_t i = 0; i < t.count && i < ALTERNATIVES_MAX && t.at[i].sum > 0; i++)
        if (propose(out, name, t.at[i].best->value, t.at[i].best, confidence_of(&t.at[i], all)) !=
            0)
            return -1;
    return 0;
}

/* value: "street|from|to|letter|addition" */
static int propose_address(const struct candidate *c, double confidence, struct proposals *out)
{
    static const char *const names[] = { "street", "number_from", "number_to", "letter",
                                         "addition" };
    char copy[VALUE_TEXT_MAX], *rest = copy;

    snprintf(copy, sizeof copy, "%s", c->best->value);
    for (size_t i = 0; i < sizeof names / sizeof *names && rest != NULL; i++) {
        const char *part = strsep(&rest, "|");
        if (propose(out, names[i], part, c->best, confidence) != 0)
            return -1;
    }
    /* What stands on the paper, when the gazetteer corrected it. */
    return propose(out, "street_as_read", c->best->read, c->best, confidence);
}

/* "Parkweg 9" supports "Parkweg 9 a" and "Parkweg 9-II": the longer one says more about the same
 * house. */
static void merge_units(struct tally *t)
{
    for (size_t i = 0; i < t->count; i++) {
        const char *bare = t->at[i].best->value;
        size_t n = strlen(bare);
        if (t->at[i].sum <= 0 || n < 2 || strcmp(bare + n - 2, "||") != 0)
            continue;
        for (size_t k = 0; k < t->count; k++) {
            /* Half as often seen as the bare one is enough: OCR loses signs rather than inventing
             * them. */
            if (k == i || strncmp(t->at[k].best->value, bare, n - 1) != 0 ||
                t->at[k].sum < 0.5 * t->at[i].sum)
                continue;
            t->at[k].sum += t->at[i].sum;
            t->at[k].doubt *= t->at[i].doubt;
            t->at[i].sum = 0;
            break;
        }
    }
}

static int vote_address(const struct sightings *seen, const struct fields_known *known,
                        struct proposals *out)
{
    struct tally t;
    char wanted[FOLD_MAX] = "";

    tally_up(seen, "address", &t);
    if (known->street != NULL && known->street[0] != '\0')
        street_key(known->street, wanted, sizeof wanted);
    for (size_t i = 0; i < t.count && wanted[0] != '\0'; i++) {
        char street[VALUE_TEXT_MAX], key[FOLD_MAX];
        snprintf(street, sizeof street, "%.*s", (int)strcspn(t.at[i].best->value, "|"),
                 t.at[i].best->value);
        street_key(street, key, sizeof key);
        /* The register knows the street: a house in another one is another house. */
        if (spelling_distance(key, wanted, 2) > 2)
            t.at[i].sum = 0;
    }
    merge_spellings(&t, 2, true);
    merge_units(&t);
    qsort(t.at, t.count, sizeof *t.at, by_support);
    if (t.count == 0 || t.at[0].sum <= 0)
        return 0;
    return propose_address(&t.at[0], confidence_of(&t.at[0], sum_of(&t)), out);
}

static int64_t year_in_number(const char *number)
{
    if (strspn(number, "0123456789") != 4)
        return 0;
    int64_t year = strtoll(number, NULL, 10);
    return year >= FILE_YEAR_MIN && year <= FILE_YEAR_MAX ? year : 0;
}

static int vote_year(const struct sightings *seen, const struct fields_known *known,
                     struct proposals *out)
{
    const struct sighting from_number = { .rule = "dossier-number" };
    int64_t year = year_in_number(known->number);
    char text[24];
    struct tally t;

    if (year != 0) {
        snprintf(text, sizeof text, "%lld", (long long)year);
        if (propose(out, "year_from", text, &from_number, 0.95) != 0)
            return -1;
        return propose(out, "year_to", text, &from_number, 0.95);
    }
    tally_up(seen, "year", &t);
    qsort(t.at, t.count, sizeof *t.at, by_support);
    if (t.count == 0)
        return 0;
    double confidence = confidence_of(&t.at[0], sum_of(&t));
    if (propose(out, "year_from", t.at[0].best->value, t.at[0].best, confidence) != 0)
        return -1;
    return propose(out, "year_to", t.at[0].best->value, t.at[0].best, confidence);
}

/* A parcel is written with its municipality once, and without it elsewhere: the longer form counts
 * for both. */
static void complete_cadastral(struct tally *t)
{
    for (size_t i = 0; i < t->count; i++) {
        const char *bare = t->at[i].best->key;
        for (size_t k = 0; k < t->count; k++) {
            const char *full = t->at[k].best->key;
            size_t nb = strlen(bare), nf = strlen(full);
            if (k == i || nf <= nb + 1 || t->at[i].sum <= 0 || full[nf - nb - 1] != ' ' ||
                strcmp(full + nf - nb, bare) != 0)
                continue;
            t->at[k].sum += t->at[i].sum;
            t->at[k].doubt *= t->at[i].doubt;
            t->at[i].sum = 0;
        }
    }
}

/* "E 4787" and "Stornpwijk E 4787" in Stompwijk become "Stompwijk E 4787". */
static void put_place(const char *place, char *value, size_t size)
{
    char copy[VALUE_TEXT_MAX * 2], written[FOLD_MAX], known[FOLD_MAX], *parcel, *section;

    snprintf(copy, sizeof copy, "%s", value);
    parcel = strrchr(copy, ' ');
    if (parcel == NULL || place[0] == '\0')
        return;
    *parcel++ = '\0';
    section = strrchr(copy, ' ');
    if (section != NULL)
        *section++ = '\0';
    fold_key(section != NULL ? copy : "", written, sizeof written);
    fold_key(place, known, sizeof known);
    if (section == NULL || spelling_distance(written, known, 2) <= 2)
        snprintf(value, size, "%.200s %.20s %.20s", place, section != NULL ? section : copy,
                 parcel);
}

/* The municipality of a parcel without one is that of the file. */
static int vote_cadastral(const struct sightings *seen, const struct fields_known *known,
                          struct proposals *out)
{
    char value[VALUE_TEXT_MAX * 2];
    const char *place = known->place != NULL ? known->place : "";
    struct tally t;

    tally_up(seen, "cadastral", &t);
    complete_cadastral(&t);
    merge_spellings(&t, 1, true);
    if (t.count == 0)
        return 0;
    for (size_t i = 0; i < out->count && place[0] == '\0'; i++)
        if (strcmp(out->at[i].name, "place") == 0)
            place = out->at[i].value;
    snprintf(value, sizeof value, "%s", t.at[0].best->value);
    put_place(place, value, sizeof value);
    return propose(out, "cadastral", value, t.at[0].best, confidence_of(&t.at[0], sum_of(&t)));
}

static const struct {
    const char *name;
    double spelling; /* edit distance between spellings of one value */
    bool figures;
} fields[] = {
    { "postcode", 0.5, true },   { "place", 1.5, false },      { "permit_kind", 1, false },
    { "work", 6, true },         { "applicant", 2, false },    { "architect", 2, false },
    { "contractor", 2, false },  { "constructor", 2, false },  { "number_in_text", 0, true },
    { "date_granted", 0, true }, { "date_received", 0, true }, { "costs", 0, true },
};

/* Of one kind, and so near each other that they are one place: "BSN" and the number behind it. */
static bool is_beside(const struct sighting *a, const struct sighting *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->key, b->key) == 0 && a->from <= b->to + 3 &&
           b->from <= a->to + 3;
}

/* Not a value but a warning: every place is kept. */
static int list_personal(const struct sightings *seen, struct proposals *out)
{
    for (size_t i = 0; i < seen->count; i++) {
        struct sighting s = seen->at[i];
        bool told = false;
        if (strcmp(s.name, "personal_data") != 0)
            continue;
        for (size_t k = i; k > 0 && seen->at[k - 1].page == s.page && !told; k--)
            told = is_beside(&seen->at[k - 1], &s);
        for (size_t k = i + 1; k < seen->count && seen->at[k].page == s.page && !told; k++) {
            const struct sighting *x = &seen->at[k];
            if (!is_beside(x, &s))
                continue;
            s.from = x->from < s.from ? x->from : s.from;
            s.to = x->to > s.to ? x->to : s.to;
        }
        if (!told && propose(out, s.name, s.value, &s, s.weight) != 0)
            return -1;
    }
    return 0;
}

static const char *proposed(const struct proposals *p, const char *name)
{
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->at[i].name, name) == 0)
            return p->at[i].value;
    return "";
}

/* A dossier that nobody described is called by its work and place: "Het bouwen van een berging,
 * Parkweg 3". */
static int compose_title(struct proposals *out)
{
    static const struct sighting composed = { .rule = "composed" };
    const char *work = proposed(out, "work"), *street = proposed(out, "street");
    const char *number = proposed(out, "number_from"), *letter = proposed(out, "letter");
    char title[VALUE_TEXT_MAX * 3];

    snprintf(title, sizeof title, "%s%s%s%s%s%s", work,
             work[0] != '\0' && street[0] != '\0' ? ", " : "", street, number[0] != '\0' ? " " : "",
             number, letter);
    if (work[0] >= 'a' && work[0] <= 'z')
        title[0] = (char)(title[0] - ('a' - 'A'));
    return propose(out, "title", title, &composed, 0.3);
}

int fields_vote(const struct sightings *seen, const struct fields_known *known,
                struct proposals *out)
{
    if (vote_address(seen, known, out) != 0 || vote_year(seen, known, out) != 0)
        return -1;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (vote_field(seen, known, fields[i].name, fields[i].spelling, fields[i].figures, out) !=
            0)
            return -1;
    if (vote_cadastral(seen, known, out) != 0 || list_personal(seen, out) != 0)
        return -1;
    return compose_title(out);
}
