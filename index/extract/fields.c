#define PCRE2_CODE_UNIT_WIDTH 8
#include "index/extract/fields.h"

#include <math.h>
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/text/fold.h"
#include "core/text/spelling_distance.h"
#include "index/extract/fields_private.h"

/* A pattern that meets hostile text gives up instead of taking minutes. */
#define MATCH_LIMIT 200000
#define MATCHES_A_PAGE 64
#define PAGE_TEXT_MAX 200000
#define RULES_MAX 64

struct fields_rules {
    pcre2_code *code[RULES_MAX];
    pcre2_match_data *match;
    pcre2_match_context *context;
};

struct capture {
    pcre2_match_data *match;
    const pcre2_code *code;
};

bool capture_text(const struct capture *c, const char *group, char *out, size_t out_size)
{
    PCRE2_SIZE size = out_size;

    out[0] = '\0';
    return pcre2_substring_copy_byname(c->match, (PCRE2_SPTR)group, (PCRE2_UCHAR *)out, &size) ==
               0 &&
           size > 0;
}

void fields_close(struct fields_rules *r)
{
    if (r == NULL)
        return;
    for (size_t i = 0; i < field_rule_count; i++)
        pcre2_code_free(r->code[i]);
    pcre2_match_data_free(r->match);
    pcre2_match_context_free(r->context);
    free(r);
}

struct fields_rules *fields_open(void)
{
    struct fields_rules *r = calloc(1, sizeof *r);
    bool ok = r != NULL && field_rule_count <= RULES_MAX;

    for (size_t i = 0; ok && i < field_rule_count; i++) {
        int error;
        PCRE2_SIZE at;
        r->code[i] = pcre2_compile((PCRE2_SPTR)field_rules[i].pattern, PCRE2_ZERO_TERMINATED,
                                   PCRE2_UTF | PCRE2_CASELESS | PCRE2_MULTILINE | PCRE2_DUPNAMES,
                                   &error, &at, NULL);
        ok = r->code[i] != NULL;
        /* Without JIT it is slower, not wrong. */
        if (ok)
            (void)pcre2_jit_compile(r->code[i], PCRE2_JIT_COMPLETE);
    }
    if (ok) {
        r->match = pcre2_match_data_create(64, NULL);
        r->context = pcre2_match_context_create(NULL);
        ok = r->match != NULL && r->context != NULL;
    }
    if (ok) {
        pcre2_set_match_limit(r->context, MATCH_LIMIT);
        return r;
    }
    fields_close(r);
    return NULL;
}

static void try_rule(struct fields_rules *r, size_t at, const char *text, size_t len, match_fn fn,
                     void *ctx)
{
    const struct rule *rule = &field_rules[at];
    struct capture c = { r->match, r->code[at] };
    PCRE2_SIZE from = 0;

    for (int i = 0; i < MATCHES_A_PAGE && from <= len; i++) {
        if (pcre2_match(r->code[at], (PCRE2_SPTR)text, len, from, PCRE2_NO_UTF_CHECK, r->match,
                        r->context) < 1)
            return;
        const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(r->match);
        PCRE2_SIZE to = ends[1];
        fn(ctx, rule, &c, ends[0], to);
        from = to > from ? to : from + 1;
        while (from < len && ((unsigned char)text[from] & 0xC0) == 0x80)
            from++;
    }
}

/* Single line ends become spaces: sentences run on, paragraphs end. */
static void join_lines(char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] != '\n')
            continue;
        if (i + 1 < len && text[i + 1] == '\n')
            i++;
        else
            text[i] = ' ';
    }
}

static void lower(char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] >= 'A' && text[i] <= 'Z')
            text[i] = (char)(text[i] + ('a' - 'A'));
}

BA_RC fields_each_match(struct fields_rules *r, const char *text, match_fn fn, void *ctx,
                        struct ba_err *err)
{
    size_t len = strnlen(text, PAGE_TEXT_MAX);
    char *joined = malloc(len + 1), *small = malloc(len + 1);

    if (joined == NULL || small == NULL) {
        free(joined);
        free(small);
        return ba_fail_mem(err, "fields");
    }
    while (len > 0 && text[len] != '\0' && ((unsigned char)text[len] & 0xC0) == 0x80)
        len--;
    memcpy(joined, text, len);
    joined[len] = '\0';
    join_lines(joined, len);
    memcpy(small, text, len);
    small[len] = '\0';
    lower(small, len);
    for (size_t i = 0; i < field_rule_count; i++) {
        const struct rule *rule = &field_rules[i];
        if (rule->need == NULL || strstr(small, rule->need) != NULL)
            try_rule(r, i, rule->lines ? text : joined, len, fn, ctx);
    }
    free(joined);
    free(small);
    return BA_OK;
}

/*
 * Where the value stands: from the first to the last of its named groups, without the place that
 * may stand beside it. A pattern without groups is its own value.
 */
static void value_span(const struct capture *c, size_t *from, size_t *to)
{
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(c->match);
    uint32_t names = 0, width = 0;
    PCRE2_SPTR table = NULL;
    size_t first = SIZE_MAX, last = 0;

    pcre2_pattern_info(c->code, PCRE2_INFO_NAMECOUNT, &names);
    pcre2_pattern_info(c->code, PCRE2_INFO_NAMEENTRYSIZE, &width);
    pcre2_pattern_info(c->code, PCRE2_INFO_NAMETABLE, &table);
    for (int with_place = 0; with_place < 2 && first == SIZE_MAX; with_place++)
        for (uint32_t i = 0; i < names; i++) {
            const unsigned char *entry = table + (size_t)i * width;
            size_t group = (size_t)entry[0] << 8 | entry[1];
            bool place = strncmp((const char *)entry + 2, "place", 5) == 0;
            if (ends[2 * group] == PCRE2_UNSET || (place && with_place == 0))
                continue;
            first = ends[2 * group] < first ? ends[2 * group] : first;
            last = ends[2 * group + 1] > last ? ends[2 * group + 1] : last;
        }
    if (first < last) {
        *from = first;
        *to = last;
    }
}

static void take_match(void *ctx, const struct rule *rule, const struct capture *c, size_t from,
                       size_t to)
{
    struct taking *t = ctx;

    t->rule = rule->name;
    t->weight = rule->weight;
    t->from = from;
    t->to = to;
    value_span(c, &t->from, &t->to);
    rule->take(t, c);
}

/* What a person must look at before the file is opened to all. What is kept is the kind and the
 * page, never the number itself: the index must not become the place where all citizen service
 * numbers of an archive stand together. */
static BA_RC read_personal(const struct fields_page *page, struct taking *t, struct ba_err *err)
{
    struct personal_spans spans = { 0 };
    enum ba_rc rc = personal_data_find(page->text, &spans, err);

    if (rc == BA_OK && t->known->people != NULL)
        rc = personal_data_find_people(page->text, t->known->people, &spans, err);
    for (size_t i = 0; rc == BA_OK && i < spans.count; i++) {
        t->rule = spans.at[i].rule;
        t->from = spans.at[i].from;
        t->to = spans.at[i].to;
        sighting_add(t, "personal_data", spans.at[i].kind, spans.at[i].weight);
    }
    personal_data_spans_free(&spans);
    return rc;
}

static BA_RC read_page(struct fields_rules *r, const struct fields_page *page,
                       const struct fields_known *known, struct sightings *out, struct ba_err *err)
{
    struct taking t = { .out = out, .page = page, .known = known };
    enum ba_rc rc = fields_each_match(r, page->text, take_match, &t, err);

    if (rc == BA_OK)
        rc = read_personal(page, &t, err);
    return rc == BA_OK && out->no_memory ? ba_fail_mem(err, "fields") : rc;
}

BA_RC fields_propose(struct fields_rules *rules, const struct fields_page *pages, size_t count,
                     const struct fields_known *known, struct proposals *out, struct ba_err *err)
{
    struct sightings seen = { 0 };
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < count; i++)
        rc = read_page(rules, &pages[i], known, &seen, err);
    if (rc == BA_OK && fields_vote(&seen, known, out) != 0)
        rc = ba_fail_mem(err, "fields");
    free(seen.at);
    return rc;
}

void sighting_add(const struct taking *t, const char *name, const char *value, double weight)
{
    struct sightings *s = t->out;
    struct sighting new = { .name = name,
                            .rule = t->rule,
                            .weight = weight,
                            .page = t->page->id,
                            .from = t->from,
                            .to = t->to };

    snprintf(new.value, sizeof new.value, "%s", value);
    snprintf(new.read, sizeof new.read, "%s", t->read != NULL ? t->read : "");
    fold_line(value, new.key, sizeof new.key);
    /* Pages come one after the other, so this page's sightings are the last ones. */
    for (size_t i = s->count; i > 0 && s->at[i - 1].page == new.page; i--) {
        const struct sighting *x = &s->at[i - 1];
        /* Of personal data every place counts. */
        if (x->rule == t->rule && strcmp(x->name, name) == 0 && strcmp(x->key, new.key) == 0 &&
            (x->from == new.from || strcmp(name, "personal_data") != 0))
            return;
    }
    if (ba_grow(&s->at, &s->cap, s->count + 1, sizeof *s->at) != 0)
        s->no_memory = true;
    else
        s->at[s->count++] = new;
}

void proposals_free(struct proposals *p)
{
    for (size_t i = 0; i < p->count; i++) {
        free(p->at[i].value);
        free(p->at[i].boxes);
    }
    free(p->at);
    *p = (struct proposals){ 0 };
}
