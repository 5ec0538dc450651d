#include "index/records/address_terms.h"

#include <stdio.h>
#include <string.h>

#include "core/text/fold.h"
#include "core/text/house_unit.h"
#include "core/text/street_key.h"
#include "core/utf8.h"
#include "index/records/dossier_number.h"

#define STREET_WORDS_MAX 8

void key_word(enum key key, const char *text, char *out, size_t out_size)
{
    char mark[4];
    size_t n = ba_utf8_encode(0xE000u + (uint32_t)key, mark);

    if (out_size <= n) {
        if (out_size > 0)
            out[0] = '\0';
        return;
    }
    memcpy(out, mark, n);
    fold_key(text, out + n, (out_size < FOLD_MAX ? out_size : FOLD_MAX) - n);
}

static void put(struct ba_buf *out, enum key key, const char *text)
{
    char word[FOLD_MAX];

    key_word(key, text, word, sizeof word);
    if (out->len > 0)
        ba_buf_puts(out, " ");
    ba_buf_puts(out, word);
}

static void put_house(struct ba_buf *out, enum key key, const char *street, int64_t number,
                      const char *unit)
{
    char text[512];

    snprintf(text, sizeof text, "%.200s %lld%.60s", street, (long long)number, unit);
    put(out, key, text);
}

/* Both ends even, or both odd: a range along one side of the street. */
static bool one_side(int64_t from, int64_t to)
{
    return from != to && from % 2 == to % 2;
}

static void put_numbers(struct ba_buf *out, const char *street, const char *part, int64_t from,
                        int64_t to)
{
    for (int64_t n = from; n <= to && n - from <= HOUSE_RANGE_MAX; n++) {
        bool side = !one_side(from, to) || n % 2 == from % 2;
        char house[24];

        snprintf(house, sizeof house, "%lld", (long long)n);
        if (part == street)
            put_house(out, side ? KEY_ADDRESS : KEY_ADDRESS_SIDE, street, n, "");
        else if (side)
            put_house(out, KEY_ADDRESS_PART, part, n, "");
        if (part == street && side)
            put(out, KEY_HOUSE, house);
    }
}

static void put_units(struct ba_buf *out, const char *street, int64_t from, int64_t to,
                      const char *letter, const char *addition)
{
    char both[128], unit[FOLD_MAX], alone[FOLD_MAX];

    snprintf(both, sizeof both, "%.60s %.60s", letter, addition);
    house_unit_key(both, unit);
    house_unit_key(letter, alone);
    for (int i = 0; i < (to > from ? 2 : 1); i++) {
        int64_t n = i == 0 ? from : to;
        if (unit[0] == '\0')
            put_house(out, KEY_ADDRESS_BARE, street, n, "");
        else
            put_house(out, KEY_ADDRESS_UNIT, street, n, unit);
        /* "12a II" is also found as 12a. */
        if (alone[0] != '\0' && strcmp(alone, unit) != 0)
            put_house(out, KEY_ADDRESS_UNIT, street, n, alone);
    }
}

/* The address under this name of its street. */
static void put_named(const struct description *d, const char *name, int64_t *budget,
                      struct ba_buf *out)
{
    char street[256];
    int64_t from = description_int(d, D_NUMBER_FROM), to = description_int(d, D_NUMBER_TO);
    const char *part = street;

    street_line(name, street, sizeof street);
    if (street[0] == '\0')
        return;
    if (to < from || to - from > *budget)
        to = from;
    *budget -= to - from + 1;
    if (*budget < 0)
        return;
    for (size_t i = 0; i < STREET_WORDS_MAX && part != NULL; i++) {
        put(out, KEY_STREET, part);
        if (from > 0)
            put_numbers(out, street, part, from, to);
        part = strchr(part, ' ');
        part = part != NULL ? part + 1 : NULL;
    }
    if (from > 0)
        put_units(out, street, from, to, d->value[D_LETTER], d->value[D_ADDITION]);
}

/* A street is found by its present and its old names. */
static void put_address(const struct description *d, int64_t *budget, struct ba_buf *out)
{
    const char *also = d->also != NULL ? d->also : "";
    char name[256];

    put_named(d, d->value[D_STREET], budget, out);
    while (also[0] != '\0') {
        size_t n = strcspn(also, "\n");
        snprintf(name, sizeof name, "%.*s", (int)(n < 255 ? n : 255), also);
        put_named(d, name, budget, out);
        also += n + (also[n] == '\n');
    }
    if (d->value[D_POSTCODE][0] != '\0')
        put(out, KEY_POSTCODE, d->value[D_POSTCODE]);
}

static void put_years(const struct description *d, struct ba_buf *out)
{
    int64_t from = description_int(d, D_YEAR_FROM), to = description_int(d, D_YEAR_TO);
    char text[24];

    from = from != 0 ? from : to;
    to = to != 0 ? to : from;
    for (int64_t y = from; y != 0 && y <= to && y - from < KEY_YEARS_MAX; y++) {
        snprintf(text, sizeof text, "%lld", (long long)y);
        put(out, KEY_YEAR, text);
        if (y == from || y % 10 == 0) {
            snprintf(text, sizeof text, "%lld", (long long)(y / 10));
            put(out, KEY_DECADE, text);
        }
    }
}

/* Keeps "1974/23" and "197/423" apart. */
void key_number(const char *number, size_t len, char *out, size_t out_size)
{
    char key[NUMBER_KEY_MAX];

    dossier_number_key(number, len, key);
    for (char *c = key; *c != '\0'; c++)
        if (*c == '/')
            *c = 'q';
    key_word(KEY_NUMBER, key, out, out_size);
}

/* A letter in front, because the depot's own archive has no name. */
void key_archive(const char *name, char *out, size_t out_size)
{
    char text[256];

    snprintf(text, sizeof text, "a%.250s", name);
    key_word(KEY_ARCHIVE, text, out, out_size);
}

void keys_of_dossier(const char *number, const char *archive, const struct description *d,
                     const char *kinds, struct ba_buf *out)
{
    char word[FOLD_MAX];
    int64_t budget = HOUSE_DOSSIER_MAX;

    key_number(number, strlen(number), word, sizeof word);
    ba_buf_puts(out, word);
    key_archive(archive, word, sizeof word);
    ba_buf_printf(out, " %s", word);
    put_address(d, &budget, out);
    for (size_t i = 0; i < d->more_count; i++)
        if (d->more[i].address[0] != '\0')
            put_address(&d->more[i], &budget, out);
    put_years(d, out);
    while (kinds[0] != '\0') {
        size_t n = strcspn(kinds, ",");
        char kind[24];
        snprintf(kind, sizeof kind, "%.*s", (int)(n < 23 ? n : 23), kinds);
        put(out, KEY_KIND, kind);
        kinds += n + (kinds[n] == ',');
    }
}

static void put_text(const struct description *d, enum description_name name, struct ba_buf *out)
{
    if (d->value[name][0] != '\0')
        ba_buf_printf(out, "\n%s", d->value[name]);
}

void keys_of_meta(const char *meta, struct ba_buf *out)
{
    struct fold f = fold_start(meta, strlen(meta));

    while (fold_next(&f))
        put(out, KEY_SAID, f.word);
}

void meta_of_dossier(const char *number, const char *archive, const struct description *d,
                     struct ba_buf *out)
{
    static const enum description_name ids[] = { D_VERBLIJFSOBJECT_ID, D_PAND_ID,
                                                 D_OPENBARE_RUIMTE_ID };
    enum description_name at;

    ba_buf_printf(out, "%s\n%s\n%s", number, archive, d->address);
    for (int place = 1; (at = column_at_search(place)) != D_COUNT; place++)
        put_text(d, at, out);
    for (size_t k = 0; k <= d->more_count; k++) {
        const struct description *a = k == 0 ? d : &d->more[k - 1];
        if (k > 0 && a->address[0] != '\0')
            ba_buf_printf(out, "\n%s", a->address);
        if (k > 0)
            put_text(a, D_BAG_ID, out);
        for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
            put_text(a, ids[i], out);
        if (a->also != NULL)
            ba_buf_printf(out, "\n%s", a->also);
    }
}
