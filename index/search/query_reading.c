#include "index/search/query_reading.h"

#include <string.h>
#include <strings.h>

#define WORDS_MAX 64

struct word {
    const char *at;
    size_t len;   /* without the comma or semicolon behind it */
    bool dropped; /* says nothing */
    bool joined;  /* the next word is the end of a range that begins here */
    bool quoted;
    bool exact; /* the number of a parcel, no house: put in quotes */
};
struct words {
    struct word at[WORDS_MAX];
    size_t count;
    bool too_many;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void cut(const char *text, size_t len, struct words *out)
{
    for (size_t at = 0; at < len;) {
        size_t end = at;
        bool quoted;

        if (is_space(text[at])) {
            at++;
            continue;
        }
        quoted = text[at] == '"' || (text[at] == '-' && at + 1 < len && text[at + 1] == '"');
        for (bool inside = false; end < len && (inside || !is_space(text[end])); end++)
            inside = inside != (text[end] == '"');
        if (out->count == WORDS_MAX) {
            out->too_many = true;
            return;
        }
        struct word *w = &out->at[out->count++];
        *w = (struct word){ .at = text + at, .len = end - at, .quoted = quoted };
        while (!quoted && w->len > 1 && (w->at[w->len - 1] == ',' || w->at[w->len - 1] == ';'))
            w->len--;
        at = end;
    }
}

/* Is word i one of these (NULL at the end), capitals and a full stop behind it apart? */
static bool is_one_of(const struct words *ws, size_t i, const char *const *list)
{
    if (i >= ws->count || ws->at[i].quoted)
        return false;
    const struct word *w = &ws->at[i];
    size_t n = w->len;

    if (n > 1 && (w->at[n - 1] == '.' || w->at[n - 1] == ':'))
        n--;
    for (size_t k = 0; list[k] != NULL; k++)
        if (strlen(list[k]) == n && strncasecmp(list[k], w->at, n) == 0)
            return true;
    return false;
}

/* A house number: digits first, five at most, and perhaps a letter. */
static bool is_house(const struct words *ws, size_t i)
{
    if (i >= ws->count || ws->at[i].quoted)
        return false;
    const struct word *w = &ws->at[i];
    size_t n = 0;

    while (n < w->len && w->at[n] >= '0' && w->at[n] <= '9')
        n++;
    return n > 0 && n <= 5 && w->len <= n + 4;
}

static bool is_number(const struct words *ws, size_t i)
{
    return is_house(ws, i) && strspn(ws->at[i].at, "0123456789") >= ws->at[i].len;
}

/* "12 t/m 18", "12 tot en met 18", "12 en 14": the words between go, and the numbers are joined. */
static void read_ranges(struct words *ws)
{
    static const char *const through[] = { "t/m", "tm", "t.m", "t.e.m", "tem",
                                           "tot", "en", "-",   NULL };
    static const char *const with[] = { "met", "en", NULL };

    for (size_t i = 0; i + 2 < ws->count; i++) {
        size_t end = i + 1;

        if (!is_number(ws, i) || !is_one_of(ws, end, through))
            continue;
        while (end < i + 4 && (is_one_of(ws, end, through) || is_one_of(ws, end, with)))
            end++;
        if (!is_number(ws, end) || ws->at[end].len < ws->at[i].len)
            continue;
        for (size_t k = i + 1; k < end; k++)
            ws->at[k].dropped = true;
        ws->at[i].joined = true;
        i = end;
    }
}

/* "nr. 42", "nummers 12", "huisnr. 9": of a house, a parcel or a dossier, the number says it. */
static void drop_number_words(struct words *ws)
{
    static const char *const words[] = { "nr",     "nrs",         "no",        "nos",
                                         "nummer", "nummers",     "num",       "huisnummer",
                                         "huisnr", "huisnummers", "n\xC2\xB0", "\xE2\x84\x96",
                                         "#",      NULL };
    static const char *const sides[] = { "even", "oneven", "(even)", "(oneven)", NULL };

    for (size_t i = 0; i < ws->count; i++) {
        bool digit = i + 1 < ws->count && !ws->at[i + 1].quoted && ws->at[i + 1].at[0] >= '0' &&
                     ws->at[i + 1].at[0] <= '9';

        if (ws->count > 1 && digit && is_one_of(ws, i, words))
            ws->at[i].dropped = true;
        /* The numbers of a range lie on one side of the street already. */
        if (i > 0 && is_one_of(ws, i, sides)) {
            bool beside = is_one_of(ws, i + 1, words) || is_house(ws, i + 1) || is_house(ws, i - 1);
            ws->at[i].dropped = beside;
        }
    }
}

/* "Singel 42 in Amsterdam", "Rijksstraatweg 218 te Haren", "Molenweg te Zeist": the place follows.
 */
static void drop_place_words(struct words *ws)
{
    static const char *const words[] = { "te", "in", NULL };
    static const char *const units[] = { "hs",    "huis", "bis", "boven", "beneden", "rood",
                                         "zwart", "ii",   "iii", "i",     "iv",      NULL };

    for (size_t i = 1; i + 1 < ws->count; i++) {
        bool number =
            is_house(ws, i - 1) || (i > 1 && is_one_of(ws, i - 1, units) && is_house(ws, i - 2));
        char next = ws->at[i + 1].at[0];
        bool name = next >= 'A' && next <= 'Z';
        bool te = is_one_of(ws, i, (const char *const[]){ "te", NULL }) && i + 2 == ws->count;

        if (is_one_of(ws, i, words) && !is_house(ws, i + 1) && (number || (te && name)))
            ws->at[i].dropped = true;
    }
}

/* "hoek Dorpsstraat en Kerklaan", "Dorpsstraat hk. Kerklaan", "h/o Kerklaan": both streets. */
static void drop_corner_words(struct words *ws)
{
    static const char *const words[] = { "hoek", "hk", "h/o", NULL };
    static const char *const and[] = { "en", NULL };
    static const char *const more[] = { "en", "van", "de", "met", "op", NULL };
    bool corner = false;

    for (size_t i = 0; ws->count > 1 && i < ws->count; i++) {
        bool here = is_one_of(ws, i, words);

        corner |= here;
        if (here)
            ws->at[i].dropped = true;
        else if (corner && i > 0 && is_one_of(ws, i, ws->at[i - 1].dropped ? more : and))
            ws->at[i].dropped = true;
    }
}

/* "kadastraal bekend gemeente X, sectie B nummer 1184": what the register leaves out. */
static void drop_parcel_words(struct words *ws)
{
    static const char *const section[] = { "sectie", "sektie", "sect", NULL };
    static const char *const words[] = { "kadastraal", "kad",  "kadaster", "bekend",
                                         "gemeente",   "gem",  "perceel",  "sectie",
                                         "sektie",     "sect", "onder",    NULL };
    size_t from = ws->count;

    for (size_t i = ws->count; i-- > 0;)
        if (is_one_of(ws, i, section) && i + 1 < ws->count)
            from = i;
    for (size_t i = 0; from < ws->count && i < ws->count; i++) {
        if (is_one_of(ws, i, words))
            ws->at[i].dropped = true;
        if (i > from && is_number(ws, i)) {
            ws->at[i].exact = true;
            ws->at[i].joined = false; /* "1184 en 1185" are two */
        }
    }
}

BA_RC query_reading_of(const char *text, size_t len, struct ba_buf *out, bool *changed,
                       struct ba_err *err)
{
    struct words ws = { .count = 0 };
    bool first = true;

    *changed = false;
    cut(text, len, &ws);
    if (!ws.too_many) {
        read_ranges(&ws);
        drop_corner_words(&ws);
        drop_number_words(&ws);
        drop_place_words(&ws);
        drop_parcel_words(&ws);
    }
    for (size_t i = 0; i < ws.count; i++)
        *changed = *changed || ws.at[i].dropped || ws.at[i].joined || ws.at[i].exact;
    if (!*changed) {
        ba_buf_add(out, text, len);
        return ba_buf_check(out, "a question", err);
    }
    for (size_t i = 0; i < ws.count; i++) {
        const struct word *w = &ws.at[i];

        if (w->dropped)
            continue;
        ba_buf_puts(out, first ? "" : " ");
        ba_buf_puts(out, w->exact ? "\"" : "");
        ba_buf_add(out, w->at, w->len);
        ba_buf_puts(out, w->exact ? "\"" : "");
        first = w->joined;
        if (w->joined)
            ba_buf_puts(out, "-");
    }
    return ba_buf_check(out, "a question", err);
}
