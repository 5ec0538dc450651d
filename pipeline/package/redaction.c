#include "pipeline/package/redaction.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "index/access/dossier_people.h"
#include "index/access/personal_decision.h"
#include "index/access/personal_finding.h"
#include "ocr/alto/alto.h"

/* Words of index/ for kinds of personal data, and those of the reader of a list; a bit each. */
static const char *const kinds[][2] = {
    { "bsn", "burgerservicenummer" },
    { "iban", "rekeningnummer" },
    { "e-mail", "e-mailadres" },
    { "birth date", "geboortedatum" },
    { "identity document", "nummer van een identiteitsbewijs" },
    { "telephone", "telefoonnummer" },
    { "account", "bank- of gironummer" },
    { "number plate", "kenteken" },
    { "name", "naam" },
    { "home address", "woonadres" },
    { NULL, "overige persoonsgegevens" },
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static unsigned kind_bit(const char *kind, size_t len)
{
    for (size_t i = 0; i + 1 < KINDS; i++)
        if (strlen(kinds[i][0]) == len && strncmp(kinds[i][0], kind, len) == 0)
            return 1u << i;
    return 1u << (KINDS - 1);
}

/* "bsn,telephone" */
static unsigned kind_bits(const char *list)
{
    unsigned bits = 0;

    while (*list != '\0') {
        size_t n = strcspn(list, ",");

        bits |= kind_bit(list, n);
        list += n + (list[n] == ',');
    }
    return bits;
}

void redaction_put_kinds(unsigned bits, struct ba_buf *b)
{
    bool first = true;

    for (size_t i = 0; i < KINDS; i++) {
        if ((bits & (1u << i)) == 0)
            continue;
        ba_buf_printf(b, "%s%s", first ? "" : ", ", kinds[i][1]);
        first = false;
    }
}

void redaction_free(struct redaction *r)
{
    if (r == NULL)
        return;
    for (size_t i = 0; r->pages != NULL && i < r->count; i++)
        free(r->pages[i].words);
    free(r->pages);
    free(r->title);
    free(r->subject);
    free(r);
}

/* A person said of every word of the span that it stays legible. *decided: or that it is black. */
static bool is_kept(const struct alto_page *page, const size_t *begins,
                    const struct personal_span *span, const struct personal_decisions *decisions,
                    bool *decided)
{
    bool kept = true;

    *decided = false;
    for (size_t i = 0; decisions->count > 0 && i < page->count; i++) {
        const struct alto_word *w = &page->words[i];
        const struct personal_decision *d;

        if (begins[i] >= span->to || begins[i] + strlen(w->text) <= span->from)
            continue;
        d = personal_decision_at(decisions, span->kind, w->x + w->w / 2, w->y + w->h / 2);
        *decided |= d != NULL;
        kept &= d != NULL && d->keep;
    }
    return kept && *decided;
}

/* Takes out of the spans what a person left legible; counts what nobody decided on. */
static void heed_decisions(const struct alto_page *page, const size_t *begins,
                           const struct personal_decisions *decisions, struct personal_spans *spans,
                           struct redacted_page *out)
{
    size_t n = 0;

    for (size_t i = 0; i < spans->count; i++) {
        bool proposal = personal_is_proposal(spans->at[i].kind), decided = false;

        if (proposal && is_kept(page, begins, &spans->at[i], decisions, &decided))
            continue;
        out->proposed += proposal && !decided;
        spans->at[n++] = spans->at[i];
    }
    spans->count = n;
}

/* The words that any span touches; what the spans are is added to *found, what they lack to
 * *lost. */
static BA_RC mark_words(const struct alto_page *page, const size_t *begins,
                        const struct personal_spans *spans, struct redacted_page *out,
                        unsigned *found, unsigned *lost, struct ba_err *err)
{
    for (size_t i = 0; i < spans->count; i++) {
        unsigned bit = kind_bit(spans->at[i].kind, strlen(spans->at[i].kind));

        *found |= spans->at[i].located ? bit : 0;
        *lost |= spans->at[i].located ? 0 : bit;
    }
    if (spans->count == 0)
        return BA_OK;
    out->words = calloc(page->count + 1, sizeof(*out->words));
    if (out->words == NULL)
        return ba_fail_mem(err, "words");
    for (size_t i = 0; i < page->count; i++)
        if (personal_data_touches(spans, begins[i], begins[i] + strlen(page->words[i].text)))
            out->words[out->count++] = (uint32_t)i;
    return BA_OK;
}

static BA_RC look_at_text(const struct dossier_people *people,
                          const struct personal_decisions *decisions, const char *path,
                          struct redacted_page *out, unsigned *found, unsigned *lost,
                          struct ba_err *err)
{
    struct alto_page page = { 0 };
    struct personal_spans spans = { 0 };
    struct ba_buf text = BA_BUF_INIT(ALTO_MAX_BYTES);
    size_t *begins = NULL;
    enum ba_rc rc = alto_read(path, &page, err);

    if (rc == BA_OK && (begins = calloc(page.count + 1, sizeof(*begins))) == NULL)
        rc = ba_fail_mem(err, "words");
    if (rc == BA_OK) {
        alto_text_places(&page, &text, begins);
        rc = ba_buf_check(&text, "the text of a page", err);
    }
    if (rc == BA_OK)
        rc = personal_data_find(ba_buf_str(&text), &spans, err);
    if (rc == BA_OK)
        rc = dossier_people_find(people, ba_buf_str(&text), &spans, err);
    if (rc == BA_OK)
        heed_decisions(&page, begins, decisions, &spans, out);
    if (rc == BA_OK)
        rc = mark_words(&page, begins, &spans, out, found, lost, err);
    personal_data_spans_free(&spans);
    ba_buf_free(&text);
    free(begins);
    alto_free(&page);
    return rc;
}

static BA_RC look_at_page(struct depot *depot, const struct dossier_people *people,
                          const struct load_document *ld, size_t at, struct redacted_page *out,
                          struct ba_err *err)
{
    const char *flagged = "";
    unsigned found = 0, lost = 0;
    struct personal_decisions decisions = { 0 };
    enum ba_rc rc = personal_decisions_read(depot->store, ld->page_ids[at], &decisions, err);

    if (rc == BA_OK)
        rc = personal_of_page(depot->store, ld->page_ids[at], &flagged, err);
    if (rc == BA_OK && ld->alto[at] != NULL)
        rc = look_at_text(people, &decisions, ld->alto[at], out, &found, &lost, err);
    lost |= kind_bits(flagged) & ~found;
    out->omit = lost != 0;
    out->kinds = out->omit ? lost : found;
    personal_decisions_free(&decisions);
    return rc;
}

BA_RC redaction_make(struct depot *depot, int64_t dossier, const struct load_document *ld,
                     const char *subject, struct redaction **out, struct ba_err *err)
{
    struct redaction *r = calloc(1, sizeof(*r));
    struct dossier_people people = { 0 };
    enum ba_rc rc = dossier_people_read(depot->store, dossier, &people, err);

    const struct personal_known *known = people.names_public ? NULL : &people.known;

    *out = NULL;
    if (rc == BA_OK &&
        (r == NULL || (r->pages = calloc(ld->doc.count + 1, sizeof(*r->pages))) == NULL))
        rc = ba_fail_mem(err, "a copy");
    for (size_t i = 0; rc == BA_OK && i < ld->doc.count; i++) {
        r->count = i + 1;
        rc = look_at_page(depot, &people, ld, i, &r->pages[i], err);
        r->omitted += r->pages[i].omit;
        r->painted += !r->pages[i].omit && r->pages[i].count > 0;
        r->proposed += r->pages[i].omit ? 0 : r->pages[i].proposed;
    }
    if (rc == BA_OK)
        rc = personal_data_scrub(ld->doc.title, known, &r->title, err);
    if (rc == BA_OK)
        rc = personal_data_scrub(subject, known, &r->subject, err);
    dossier_people_free(&people);
    if (rc == BA_OK)
        *out = r;
    else
        redaction_free(r);
    return rc;
}

bool redaction_is_empty(const struct redaction *r, const struct load_document *ld)
{
    return r->omitted == 0 && r->painted == 0 && strcmp(r->title, ld->doc.title) == 0 &&
           strcmp(r->subject, ld->doc.subject) == 0;
}

BA_RC redaction_key(const struct redaction *r, char key[33], struct ba_err *err)
{
    struct ba_buf b = BA_BUF_INIT((size_t)256 << 20);
    char hex[BA_SHA256_HEX + 1];
    enum ba_rc rc;

    ba_buf_printf(&b, "black 1 %.32s\n%s\n%s\n", key, r->title, r->subject);
    for (size_t i = 0; i < r->count; i++) {
        ba_buf_printf(&b, "%d", r->pages[i].omit);
        for (size_t k = 0; k < r->pages[i].count; k++)
            ba_buf_printf(&b, " %u", r->pages[i].words[k]);
        ba_buf_puts(&b, "\n");
    }
    rc = ba_buf_check(&b, "the name of a PDF", err);
    if (rc == BA_OK)
        rc = ba_sha256_mem(b.data, b.len, hex, err);
    if (rc == BA_OK)
        snprintf(key, 33, "%.32s", hex);
    ba_buf_free(&b);
    return rc;
}

void redacted_free(struct redacted *d)
{
    free(d->black);
    free(d->pages);
    free(d->alto);
    *d = (struct redacted){ .black = NULL };
}

BA_RC redaction_apply(const struct redaction *r, const struct load_document *ld,
                      struct redacted *out, struct ba_err *err)
{
    size_t n = 0;

    *out = (struct redacted){ .document = *ld,
                              .black = calloc(ld->doc.count + 1, sizeof(*out->black)),
                              .pages = calloc(ld->doc.count + 1, sizeof(*out->pages)),
                              .alto = calloc(ld->doc.count + 1, sizeof(*out->alto)) };
    if (out->black == NULL || out->pages == NULL || out->alto == NULL) {
        redacted_free(out);
        return ba_fail_mem(err, "a copy");
    }
    for (size_t i = 0; i < ld->doc.count && i < r->count; i++) {
        if (r->pages[i].omit)
            continue;
        out->pages[n] = ld->doc.pages[i];
        out->alto[n] = ld->alto[i];
        out->black[n++] = (struct job_black){ r->pages[i].words, r->pages[i].count };
    }
    out->document.doc.title = *r->title != '\0' ? r->title : ld->doc.title;
    out->document.doc.subject = r->subject;
    out->document.doc.pages = out->pages;
    out->document.doc.count = n;
    out->document.alto = out->alto;
    return BA_OK;
}

void redaction_describe(const struct redaction *r, struct ba_buf *b)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct redacted_page *p = &r->pages[i];

        if (!p->omit && p->count == 0)
            continue;
        ba_buf_printf(b, "\n    pagina %zu: %s: ", i + 1,
                      p->omit ? "weggelaten, want niet te vinden op de pagina" : "zwartgemaakt");
        redaction_put_kinds(p->kinds, b);
    }
}
