/* show: one dossier or page, with everything that is known of it. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "cli/opt.h"
#include "core/plural.h"
#include "report/dossier_json.h"
#include "report/show.h"

enum { TEXT_MAX_BYTES = 64 << 20 };

struct showing {
    struct depot *depot;
    bool json, text;
};

static BA_RC print_text(void *ctx, const struct page_row *p, struct ba_err *err)
{
    const struct showing *s = ctx;
    struct ba_buf text = BA_BUF_INIT(TEXT_MAX_BYTES);
    enum ba_rc rc = show_text(s->depot, p, &text, err);

    if (rc == BA_OK)
        fwrite(ba_buf_str(&text), 1, text.len, stdout);
    ba_buf_free(&text);
    return rc;
}

static BA_RC print_text_of(void *ctx, const struct page_row *p, struct ba_err *err)
{
    return p->state == PAGE_SEPARATOR ? BA_OK : print_text(ctx, p, err);
}

/* ---- a page ---- */

static BA_RC print_reason(void *ctx, const char *code, char level, const char *message,
                          struct ba_err *err)
{
    static const char *const levels[128] = { ['e'] = "error", ['w'] = "warning", ['i'] = "remark" };

    const struct showing *s = ctx;

    (void)err;
    say(s->depot, stdout, "  %s %s: %s\n", levels[(unsigned char)level & 127], code, message);
    return BA_OK;
}

static BA_RC print_past(void *ctx, const struct page_history_page *past, struct ba_err *err)
{
    (void)ctx;
    (void)err;
    printf("  had another scan until %s, replaced by %s%s%s\n", past->at, past->who,
           past->reason[0] != '\0' ? ": " : "", past->reason);
    return BA_OK;
}

static BA_RC print_dropped(void *ctx, const struct page_dropped *d, struct ba_err *err)
{
    (void)ctx;
    (void)err;
    printf("  dropped %s by %s: %s", d->at, d->who, d->reason);
    if (*d->other_sheet != '\0')
        printf(" (%s, page %" PRId64 ")", d->other_sheet, d->other);
    putchar('\n');
    return BA_OK;
}

static void print_title(void *ctx, const struct page_row *p, bool known, const char *box)
{
    const struct showing *s = ctx;

    if (!known)
        say(s->depot, stdout, "  title block: not looked for yet; bouwarchief index does so\n");
    else if (box[0] == '\0')
        printf("  title block: none found%s\n", p->words == 0 ? ", there is no text at all" : "");
    else
        printf("  title block at %s:\n", box);
}

static BA_RC print_title_field(void *ctx, const struct title_row *row, struct ba_err *err)
{
    (void)ctx;
    (void)err;
    printf("    %s: %s  (%s, %.0f %%)\n", row->name, row->value, row->rule, 100 * row->confidence);
    return BA_OK;
}

/* What was read, and how much of it makes sense: figures that a person needs to judge a doubt. */
static void print_reading(const struct page_row *p)
{
    if (p->words < 0)
        return;
    printf("  %" PRId64 " word%s", p->words, ba_s((uint64_t)p->words));
    if (p->confidence_pct >= 0)
        printf(", confidence %.0f %%", p->confidence_pct);
    if (p->dictionary_pct >= 0)
        printf(", %.0f %% in the dictionary", p->dictionary_pct);
    if (p->languages[0] != '\0')
        printf(", read as %s", p->languages);
    printf("\n");
}

static BA_RC print_page(struct showing *s, const struct page_row *p, struct ba_err *err)
{
    const struct show_page_calls calls = { print_title, print_title_field, print_reason,
                                           print_past,  print_dropped,     s };

    printf("page %" PRId64 ": sheet %s of batch %s (%s, image %" PRIu32 ")\n", p->id, p->sheet,
           p->batch, p->file, p->frame + 1);
    printf("  state %s%s%s, %" PRIu32 " x %" PRIu32 " pixels\n", page_state_name(p->state),
           p->kind[0] != '\0' ? ", " : "", p->kind, p->width_px, p->height_px);
    if (p->dossier[0] != '\0')
        printf("  dossier %s, page %" PRId64 " in it\n", p->dossier, p->seq_in_dossier);
    print_reading(p);
    return show_page(s->depot, p, &calls, err);
}

static BA_RC found_page(void *ctx, const struct page_row *p, struct ba_err *err)
{
    struct showing *s = ctx;
    json_t *o = NULL;
    enum ba_rc rc;

    if (s->text)
        return print_text(s, p, err);
    if (!s->json)
        return print_page(s, p, err);
    rc = dossier_page_json(s->depot, p, &o, err);
    return rc == BA_OK ? json_line(o, "page-shown", err) : rc;
}

/* ---- a dossier ---- */

static BA_RC print_document_field(void *ctx, const struct document_field_row *f, struct ba_err *err)
{
    (void)ctx;
    (void)err;
    printf("    %s %s: %s  (%s)\n", f->current ? "*" : " ", f->name,
           f->value[0] != '\0' ? f->value : "-",
           f->source == FIELD_TEXT ? "title block"
           : f->who[0] != '\0'     ? f->who
                                   : "person");
    return BA_OK;
}

static BA_RC print_document(void *ctx, const struct document_row *t, struct ba_err *err)
{
    (void)ctx;
    (void)err;
    printf("  document %s%s%s: %" PRId64 " page%s\n", t->name, t->kind[0] != '\0' ? ", " : "",
           t->kind, t->pages, ba_s((uint64_t)t->pages));
    return BA_OK;
}

static BA_RC print_address(void *ctx, const struct address_row *a, struct ba_err *err)
{
    (void)ctx;
    (void)err;
    printf("  address %" PRId64 ": %s%s%s\n", a->item, a->shown,
           a->bag_id[0] != '\0' ? ", BAG " : "", a->bag_id);
    return BA_OK;
}

static const char *source_name(enum field_source source)
{
    return source == FIELD_PERSON ? "person" : source == FIELD_REGISTER ? "register" : "text";
}

static BA_RC print_field(void *ctx, const struct field_row *f, struct ba_err *err)
{
    char at[24] = "";

    (void)ctx;
    (void)err;
    if (f->item > 1)
        snprintf(at, sizeof(at), "@%" PRId64, f->item);
    printf("  %s %s%s: %s  (%s%s%s)\n", f->current ? "*" : " ", f->name, at,
           f->value[0] != '\0' ? f->value : "-", source_name(f->source),
           f->rule[0] != '\0' ? ", " : "", f->rule);
    return BA_OK;
}

static BA_RC print_page_of(void *ctx, const struct page_row *p, struct ba_err *err)
{
    (void)ctx;
    (void)err;
    printf("  page %" PRId64 ": %" PRId64 " %s%s%s%s%s\n", p->seq_in_dossier, p->id,
           page_state_name(p->state), p->kind[0] != '\0' ? ", " : "", p->kind,
           p->reason[0] != '\0' ? ", " : "", p->reason);
    return BA_OK;
}

static BA_RC print_counts(void *ctx, const struct dossier_row *d, struct ba_err *err)
{
    (void)ctx;
    (void)err;
    printf("  %" PRId64 " page%s, %" PRId64 " failed, %" PRId64 " waiting\n", d->pages,
           ba_s((uint64_t)d->pages), d->failed, d->waiting);
    return BA_OK;
}

static BA_RC print_dossier(struct showing *s, const struct dossier_row *d, struct ba_err *err)
{
    const struct show_dossier_calls calls = { print_address,
                                              print_counts,
                                              print_field,
                                              print_document,
                                              print_document_field,
                                              print_page_of,
                                              s };

    printf("dossier %s (archive %s)%s\n", d->number,
           *d->archive != '\0' ? d->archive : s->depot->config.archive_id,
           d->in_register ? "" : ", not in the register");
    if (d->title[0] != '\0')
        printf("  %s\n", d->title);
    return show_dossier(s->depot, d, &calls, err);
}

static BA_RC found_dossier(void *ctx, const struct dossier_row *d, struct ba_err *err)
{
    struct showing *s = ctx;
    json_t *o = NULL;
    enum ba_rc rc;

    if (s->text)
        return show_pages(s->depot, d, print_text_of, s, err);
    if (!s->json)
        return print_dossier(s, d, err);
    rc = dossier_json(s->depot, d, &o, err);
    return rc == BA_OK ? json_line(o, "dossier", err) : rc;
}

BA_RC cmd_show(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct showing s = { .depot = depot };
    const char *archive = NULL;
    const struct opt opts[] = { { "json", OPT_FLAG, &s.json },
                                { "text", OPT_FLAG, &s.text },
                                { "archive", OPT_STRING, &archive },
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, 1, &words, &count, err);

    if (rc == BA_OK && s.json && s.text)
        rc = ba_fail(err, BA_FATAL, "USAGE", "either --json or --text");
    return rc == BA_OK ? show_find(depot, words[0], archive, found_dossier, found_page, &s, err)
                       : rc;
}
