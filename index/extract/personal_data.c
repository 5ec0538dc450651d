#include "index/extract/personal_data.h"

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "index/extract/personal_data_private.h"

#define SCRUB_MAX_BYTES ((size_t)16 << 20)

const char *const personal_kind_names[PERSONAL_KINDS] = {
    [PERSONAL_BSN] = "bsn",
    [PERSONAL_IBAN] = "iban",
    [PERSONAL_EMAIL] = "e-mail",
    [PERSONAL_BIRTH] = "birth date",
    [PERSONAL_IDENTITY] = "identity document",
    [PERSONAL_TELEPHONE] = "telephone",
    [PERSONAL_ACCOUNT] = "account",
    [PERSONAL_PLATE] = "number plate",
    [PERSONAL_NAME] = "name",
    [PERSONAL_HOME] = "home address",
};

void personal_data_spans_free(struct personal_spans *s)
{
    free(s->at);
    *s = (struct personal_spans){ 0 };
}

bool personal_data_touches(const struct personal_spans *spans, size_t from, size_t to)
{
    for (size_t i = 0; i < spans->count; i++)
        if (spans->at[i].from < to && from < spans->at[i].to)
            return true;
    return false;
}

bool personal_is_found(const struct personal_found *f, size_t from, size_t to)
{
    for (size_t i = 0; i < f->out->count; i++)
        if (f->out->at[i].from <= f->view->at[from] && f->out->at[i].to >= f->view->at[to])
            return true;
    return false;
}

void personal_add(struct personal_found *f, enum personal_kind kind, const char *rule,
                  double weight, size_t from, size_t to, bool located)
{
    struct personal_spans *s = f->out;

    if (ba_grow(&s->at, &s->cap, s->count + 1, sizeof *s->at) != 0) {
        f->no_memory = true;
        return;
    }
    s->at[s->count++] = (struct personal_span){ .from = f->view->at[from],
                                                .to = f->view->at[to],
                                                .kind = personal_kind_names[kind],
                                                .rule = rule,
                                                .weight = weight,
                                                .located = located };
}

static int by_place(const void *a, const void *b)
{
    const struct personal_span *x = a, *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->to > y->to ? -1 : x->to < y->to;
}

/* One inside another of its kind says nothing more. */
static void put_in_order(struct personal_spans *s)
{
    size_t n = 0;

    if (s->count > 1)
        qsort(s->at, s->count, sizeof *s->at, by_place);
    for (size_t i = 0; i < s->count; i++) {
        bool inside = false;

        for (size_t k = 0; k < n && !inside; k++)
            inside = s->at[k].kind == s->at[i].kind && s->at[k].to >= s->at[i].to;
        if (!inside)
            s->at[n++] = s->at[i];
    }
    s->count = n;
}

BA_RC personal_data_find(const char *text, struct personal_spans *out, struct ba_err *err)
{
    struct personal_view view;
    struct personal_found f = { .view = &view, .out = out };

    out->count = 0;
    if (personal_view_make(text, &view) != 0)
        return ba_fail_mem(err, "personal data");
    personal_find_forms(&f);
    personal_find_labelled(&f);
    put_in_order(out);
    personal_view_free(&view);
    return f.no_memory ? ba_fail_mem(err, "personal data") : BA_OK;
}

BA_RC personal_data_scrub(const char *text, const struct personal_known *people, char **out,
                          struct ba_err *err)
{
    struct personal_spans spans = { 0 };
    struct ba_buf b = BA_BUF_INIT(SCRUB_MAX_BYTES);
    size_t len = strlen(text), at = 0;
    enum ba_rc rc = personal_data_find(text, &spans, err);

    if (rc == BA_OK && people != NULL)
        rc = personal_data_find_people(text, people, &spans, err);
    while (rc == BA_OK && at < len) {
        size_t end = at + 1;

        if (!personal_data_touches(&spans, at, end)) {
            ba_buf_add(&b, text + at, 1);
        } else {
            while (end < len && personal_data_touches(&spans, end, end + 1))
                end++;
            ba_buf_puts(&b, PERSONAL_LEFT_OUT);
        }
        at = end;
    }
    if (rc == BA_OK)
        rc = ba_buf_check(&b, "a text", err);
    if (rc == BA_OK && (*out = strdup(ba_buf_str(&b))) == NULL)
        rc = ba_fail_mem(err, "a text");
    ba_buf_free(&b);
    personal_data_spans_free(&spans);
    return rc;
}
