#include "index/extract/personal_data.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "index/extract/fields_private.h"

/* Words between a label and its number: "nr.", ":", "van de aanvrager". */
#define WORDS_BETWEEN 4
/* Signs that a value without a known form has at least: five, of which some are digits. */
#define VALUE_SIGNS 5

struct personal_finder {
    struct fields_rules *rules;
};

struct personal_finder *personal_data_finder_new(void)
{
    struct personal_finder *f = calloc(1, sizeof *f);

    if (f != NULL && (f->rules = fields_open()) == NULL) {
        free(f);
        f = NULL;
    }
    return f;
}

void personal_data_finder_free(struct personal_finder *f)
{
    if (f == NULL)
        return;
    fields_close(f->rules);
    free(f);
}

void personal_data_spans_free(struct personal_spans *s)
{
    free(s->at);
    *s = (struct personal_spans){ 0 };
}

static bool is_personal(const struct rule *rule)
{
    return rule->take == take_bsn || rule->take == take_bsn_label || rule->take == take_iban ||
           rule->take == take_email || rule->take == take_birth || rule->take == take_identity ||
           rule->take == take_telephone;
}

/* The next word at or behind `at`, not over an empty line; false when there is none. */
static bool next_word(const char *text, size_t at, size_t *from, size_t *to)
{
    unsigned lines = 0;

    for (; text[at] != '\0' && isspace((unsigned char)text[at]); at++)
        lines += text[at] == '\n';
    if (text[at] == '\0' || lines > 1)
        return false;
    *from = at;
    while (text[at] != '\0' && !isspace((unsigned char)text[at]))
        at++;
    *to = at;
    return true;
}

static void count_signs(const char *text, size_t from, size_t to, size_t *digits, size_t *signs)
{
    *digits = *signs = 0;
    for (size_t i = from; i < to; i++) {
        *digits += isdigit((unsigned char)text[i]) != 0;
        *signs += isalnum((unsigned char)text[i]) != 0;
    }
}

/* From the end of a label over the words of its value; the end of that, or `at` when none comes. */
static size_t end_of_value(const char *text, size_t at)
{
    size_t from, to, digits, signs, sum = 0, end = at;

    for (int between = 0; next_word(text, at, &from, &to); at = to) {
        count_signs(text, from, to, &digits, &signs);
        if (digits > 0) {
            sum += signs;
            end = to;
        } else if (sum > 0 || ++between > WORDS_BETWEEN) {
            break;
        }
    }
    return sum >= VALUE_SIGNS ? end : 0;
}

struct finding {
    const char *text;
    struct personal_spans *out;
    bool no_memory;
};

static void take_span(void *ctx, const struct rule *rule, const struct capture *c, size_t from,
                      size_t to)
{
    struct finding *f = ctx;
    struct sightings seen = { 0 };
    struct fields_page page = { .text = f->text };
    const struct taking t = { .out = &seen, .page = &page, .rule = rule->name };
    struct personal_span span = { .from = from, .to = to, .located = true };
    static const char *const kinds[] = {
        "bsn", "iban", "e-mail", "birth date", "identity document", "telephone"
    };

    rule->take(&t, c); /* silent when the check digits say that it is another number */
    f->no_memory |= seen.no_memory;
    for (size_t i = 0; seen.count > 0 && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(seen.at[0].value, kinds[i]) == 0)
            span.kind = kinds[i];
    if (seen.count > 0 && span.kind == NULL)
        span.kind = "other";
    free(seen.at);
    if (span.kind == NULL)
        return;
    if (rule->take == take_bsn_label || rule->take == take_identity) {
        size_t end = end_of_value(f->text, to);
        span.located = end > 0;
        span.to = end > 0 ? end : to;
    }
    if (ba_grow(&f->out->at, &f->out->cap, f->out->count + 1, sizeof *f->out->at) != 0)
        f->no_memory = true;
    else
        f->out->at[f->out->count++] = span;
}

enum ba_rc personal_data_find(struct personal_finder *f, const char *text,
                              struct personal_spans *out, struct ba_err *err)
{
    struct finding finding = { .text = text, .out = out };
    enum ba_rc rc;

    out->count = 0;
    rc = fields_each_match(f->rules, text, is_personal, take_span, &finding, err);
    return rc == BA_OK && finding.no_memory ? ba_fail_mem(err, "personal data") : rc;
}
