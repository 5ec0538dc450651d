#include "pipeline/package/citizen_copy.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "core/utf8.h"
#include "depot/actor.h"
#include "depot/value_list_files.h"
#include "export/sip/package_names.h"
#include "index/access/public_right.h"
#include "index/records/dossier.h"
#include "pipeline/package/access_pdfs.h"
#include "pipeline/package/redaction.h"

#define LIST_NAME "niet-opgenomen.txt"
#define LIST_MAX_BYTES ((size_t)16 << 20)

/* The folder of one dossier while it is made. */
struct copy {
    struct loader *loader;
    const struct export_dossier *dossier;
    const struct load_document *documents;
    const struct load_item *item;
    char name[NAME_LEN];
    char *folder, *tmp;            /* owned */
    struct ba_buf in, out;         /* lines of the list */
    size_t included, left_out;     /* documents */
    size_t pages_black, pages_out; /* of those that are included */
    size_t proposed;               /* names and homes on them that nobody decided on */
};

/* Why a document stays out, into b; nothing added: it may go in, without what r says. */
static BA_RC doubt(const struct copy *c, size_t at, const struct redaction *r, struct ba_buf *b,
                   struct ba_err *err)
{
    const struct export_document *d = &c->dossier->documents[at];
    const struct export_access own = export_access_of(c->dossier, d);
    const struct list_access *access = list_find_access(c->loader->lists, own.access);
    const struct list_access *all = list_find_access(c->loader->lists, c->dossier->access);
    struct public_right right;
    enum ba_rc rc = public_right_of(c->loader->depot->store, c->item->id, d->seq,
                                    &c->loader->everyone, &right, err);

    if (rc != BA_OK)
        return rc;
    if (right.reason == PUBLIC_UNDECIDED || right.reason == PUBLIC_RESTRICTED)
        ba_buf_puts(b, access != NULL ? access->label : "de openbaarheid is niet vast te stellen");
    else if (right.reason == PUBLIC_DOSSIER_CLOSED) /* as for who searches */
        ba_buf_printf(b, "het dossier als geheel: %s",
                      all != NULL ? all->label : c->dossier->access);
    else if (right.reason == PUBLIC_COPYRIGHT)
        ba_buf_puts(b, "auteursrechtelijk beschermd");
    else if (right.unexamined > 0 || right.pages != (int64_t)d->page_count)
        ba_buf_printf(b, "%" PRId64 " van %zu pagina's niet gelezen, en dus niet gecontroleerd",
                      right.unexamined, d->page_count);
    else if (r != NULL && r->count > 0 && r->omitted == r->count) {
        unsigned kinds = 0;

        for (size_t i = 0; i < r->count; i++)
            kinds |= r->pages[i].kinds;
        ba_buf_puts(b, "persoonsgegevens op elke pagina, die op het beeld niet te vinden zijn (");
        redaction_put_kinds(kinds, b);
        ba_buf_puts(b, ")");
    }
    return ba_buf_check(b, "a list", err);
}

static void put_line(const struct copy *c, struct ba_buf *to, const struct export_document *d,
                     const char *why)
{
    ba_buf_printf(to, "  document %u: %s, %zu pagina%s%s%s\n", d->seq,
                  list_kind_label(c->loader->lists, d->kind), d->page_count,
                  d->page_count == 1 ? "" : "'s", *why != '\0' ? "; " : "", why);
}

/* Under the line of a document that went in: what was painted over or left out of it. */
static void put_redaction(struct copy *c, const struct redaction *r)
{
    if (r == NULL)
        return;
    c->in.len -= c->in.len > 0 && !c->in.failed; /* the line's end */
    redaction_describe(r, &c->in);
    ba_buf_puts(&c->in, "\n");
    c->pages_black += r->painted;
    c->proposed += r->proposed;
    c->pages_out += r->omitted;
}

/* What a copy says of its dossier: nothing that was only read on pages that may not be in it. */
static BA_RC public_subject(const struct copy *c, const struct load_document *ld,
                            const char **subject, struct ba_err *err)
{
    struct dossier_told told = { 0 };
    enum ba_rc rc = dossier_told(c->loader->depot->store, c->item->id, &told, err);

    *subject = told.column[D_TITLE] && told.address ? ld->doc.subject
               : told.column[D_TITLE]               ? c->dossier->title
               : told.address                       ? c->dossier->address
                                                    : "";
    return rc;
}

/* What is left out of a document that may be shown at all; its PDF gets a key of its own then. */
static BA_RC redact(const struct copy *c, size_t at, const struct load_document *ld,
                    struct load_pdf *pdf, struct ba_err *err)
{
    struct ba_buf why = BA_BUF_INIT(LIST_MAX_BYTES);
    const char *subject = "";
    enum ba_rc rc = doubt(c, at, NULL, &why, err);

    if (rc == BA_OK)
        rc = public_subject(c, ld, &subject, err);
    if (rc == BA_OK && why.len == 0 && pdf->redaction == NULL) {
        rc = redaction_make(c->loader->depot, c->item->id, ld, subject, &pdf->redaction, err);
        if (rc == BA_OK && redaction_is_empty(pdf->redaction, ld)) {
            redaction_free(pdf->redaction);
            pdf->redaction = NULL;
        } else if (rc == BA_OK) {
            rc = redaction_key(pdf->redaction, pdf->key, err);
        }
    }
    ba_buf_free(&why);
    return rc;
}

/* Decides on every document of item `index`; what stays out needs no PDF. */
static BA_RC decide(struct loader *l, size_t index, const struct citizen_copy_opts *o,
                    struct ba_err *err)
{
    struct load_item *item = &l->items[index];
    struct copy c = { .loader = l, .item = item };
    struct export_dossier *d = NULL;
    struct load_document *documents;
    enum ba_rc rc = loader_open(l, index, &d, &documents, err);

    c.dossier = d;
    c.documents = documents;
    for (size_t i = 0; rc == BA_OK && i < d->document_count; i++) {
        struct ba_buf why = BA_BUF_INIT(LIST_MAX_BYTES), how = BA_BUF_INIT(LIST_MAX_BYTES);

        rc = redact(&c, i, &documents[i], &item->pdfs[i], err);
        if (rc == BA_OK)
            rc = doubt(&c, i, item->pdfs[i].redaction, &why, err);
        item->pdfs[i].unwanted = why.len > 0;
        if (rc == BA_OK && why.len == 0 && item->pdfs[i].redaction != NULL)
            redaction_describe(item->pdfs[i].redaction, &how);
        if (rc == BA_OK && o->dry_run && o->calls.decided != NULL)
            o->calls.decided(o->calls.ctx, &(struct citizen_decision){
                                               .number = item->number,
                                               .seq = d->documents[i].seq,
                                               .goes_in = why.len == 0,
                                               .why = ba_buf_str(why.len > 0 ? &why : &how) });
        ba_buf_free(&how);
        ba_buf_free(&why);
    }
    return rc;
}

static BA_RC put_pdf(struct copy *c, const struct export_document *d, struct ba_err *err)
{
    char name[NAME_LEN], hex[BA_SHA256_HEX + 1];
    struct ba_out out = BA_OUT_INIT;

    package_name_document(c->name, d->seq, name);
    char *to = ba_strf("%s/%s.pdf", c->tmp, name);
    int fd = ba_open_regular(d->pdf);
    uint64_t size = 0;
    enum ba_rc rc = to == NULL ? ba_fail_mem(err, "a name") : BA_OK;

    if (rc == BA_OK && fd < 0)
        rc = ba_fail(err, BA_ITEM, "PDF_MISSING", "%s is gone; run the same command again", d->pdf);
    if (rc == BA_OK)
        rc = ba_out_open(&out, to, 0644, err);
    if (rc == BA_OK)
        rc = ba_copy_hashed(fd, &out, hex, &size, err);
    if (rc == BA_OK && strcmp(hex, d->pdf_sha256) != 0)
        rc = ba_fail(err, BA_ITEM, "PDF_MISSING",
                     "%s changed while it was copied; run the same command again", d->pdf);
    if (rc == BA_OK)
        rc = ba_out_commit(&out, err);
    ba_out_abort(&out);
    if (fd >= 0)
        close(fd);
    free(to);
    return rc;
}

static BA_RC put_documents(struct copy *c, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < c->dossier->document_count; i++) {
        const struct export_document *d = &c->dossier->documents[i];
        struct ba_buf why = BA_BUF_INIT(LIST_MAX_BYTES);

        if (d->page_count == 0)
            continue;
        /* Asked again: what is copied is decided by what is true now. */
        rc = doubt(c, i, c->item->pdfs[i].redaction, &why, err);
        if (rc == BA_OK && why.len == 0 && d->pdf == NULL)
            ba_buf_puts(&why, "er kon geen PDF van worden gemaakt");
        if (rc == BA_OK && why.len == 0)
            rc = put_pdf(c, d, err);
        if (rc == BA_OK) {
            c->included += why.len == 0;
            c->left_out += why.len > 0;
            put_line(c, why.len == 0 ? &c->in : &c->out, d, ba_buf_str(&why));
            if (why.len == 0)
                put_redaction(c, c->item->pdfs[i].redaction);
        }
        ba_buf_free(&why);
    }
    return rc;
}

/* The figures are those of make bench-personal (docs/MEASURED.md). */
static const char how_sure[] =
    "Persoonsgegevens zijn gezocht in de herkende tekst; handschrift is niet doorzocht.\n"
    "Op getypte proefpagina's wordt van nummers en data 99 % gevonden, van namen en woonadressen\n"
    "98 %; gemist worden vooral waarden waarin meer dan één teken verkeerd is gelezen.\n"
    "Kijk de kopie na voordat die wordt verstrekt.\n";

static BA_RC put_list(struct copy *c, struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT(LIST_MAX_BYTES);
    char *number = ba_name_escape(c->item->number), *path = ba_path_join(c->tmp, LIST_NAME);
    enum ba_rc rc = number == NULL || path == NULL ? ba_fail_mem(err, "a list") : BA_OK;

    if (rc == BA_OK)
        ba_buf_printf(
            &text,
            "Inzagekopie van bouwdossier %s\n\nOpgenomen (%zu):\n%s\n"
            "Niet opgenomen (%zu):\n%s\n"
            "Zwartgemaakt op %zu, weggelaten %zu van hun pagina's.\n"
            "Namen en woonadressen die zijn zwartgemaakt zonder dat iemand ze bekeek: %zu "
            "(bouwarchief personal --review).\n%s",
            number, c->included, ba_buf_str(&c->in), c->left_out, ba_buf_str(&c->out),
            c->pages_black, c->pages_out, c->proposed, how_sure);
    if (rc == BA_OK)
        rc = ba_buf_check(&text, "a list", err);
    if (rc == BA_OK)
        rc = ba_file_replace(path, text.data, text.len, 0644, err);
    ba_buf_free(&text);
    free(number);
    free(path);
    return rc;
}

static BA_RC publish(struct copy *c, struct ba_err *err)
{
    enum ba_rc rc = ba_remove_tree(c->folder, err);

    if (rc == BA_OK && rename(c->tmp, c->folder) != 0)
        rc = ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "%s", c->folder);
    return rc;
}

static BA_RC record(const struct copy *c, struct ba_err *err)
{
    struct store *s = c->loader->depot->store;
    char *object = ba_strf("dossier %s (%s)", c->item->number, c->item->archive);
    char *detail = ba_strf("%zu documents, %zu left out; pages: %zu blacked out, %zu left out",
                           c->included, c->left_out, c->pages_black, c->pages_out);
    enum ba_rc rc = object == NULL || detail == NULL ? ba_fail_mem(err, "an audit record")
                                                     : store_begin(s, err);

    if (rc == BA_OK)
        rc = store_audit(s, actor_or_login(NULL), "access copy", object, NULL, detail, err);
    if (rc == BA_OK)
        rc = store_commit(s, err);
    store_rollback(s);
    free(object);
    free(detail);
    return rc;
}

static void tell_made(const struct copy *c, const struct citizen_copy_opts *o)
{
    const struct citizen_copy_made made = { .folder = c->folder,
                                            .list = LIST_NAME,
                                            .documents = c->included,
                                            .left_out = c->left_out,
                                            .pages_black = c->pages_black,
                                            .pages_out = c->pages_out };

    if (o->calls.made != NULL)
        o->calls.made(o->calls.ctx, &made);
}

static BA_RC make_copy(struct loader *l, size_t index, const struct stage_opts *stage,
                       const struct citizen_copy_opts *o, size_t *included, struct ba_err *err)
{
    struct copy c = { .loader = l,
                      .item = &l->items[index],
                      .in = BA_BUF_INIT(LIST_MAX_BYTES),
                      .out = BA_BUF_INIT(LIST_MAX_BYTES) };
    struct export_dossier *d = NULL;
    struct load_document *documents;
    enum ba_rc rc = loader_open(l, index, &d, &documents, err);

    c.dossier = d;
    c.documents = documents;
    if (c.item->refused != NULL) /* its documents without PDF are listed */
        ba_messages_printf(stage->told, BA_REFUSED, c.item->refused->code, "%s: %s", c.item->number,
                           c.item->refused->msg);
    if (rc == BA_OK)
        rc = package_name_dossier(c.item->number, c.item->archive, c.name, err);
    if (rc == BA_OK) {
        c.folder = ba_strf("%s/%s-inzage", o->out_dir, c.name);
        c.tmp = ba_strf("%s/" BA_TMP_PREFIX "%s-inzage", o->out_dir, c.name);
        rc = c.folder == NULL || c.tmp == NULL ? ba_fail_mem(err, "a copy")
                                               : ba_remove_tree(c.tmp, err);
    }
    if (rc == BA_OK)
        rc = ba_mkdirs(c.tmp, err);
    if (rc == BA_OK)
        rc = put_documents(&c, err);
    if (rc == BA_OK)
        rc = put_list(&c, err);
    if (rc == BA_OK)
        rc = publish(&c, err);
    if (rc == BA_OK)
        rc = record(&c, err);
    if (rc == BA_OK)
        tell_made(&c, o);
    *included += c.included;
    if (rc != BA_OK && c.tmp != NULL) {
        struct ba_err ignored = BA_ERR_INIT;

        ba_ignore(ba_remove_tree(c.tmp, &ignored),
                  "an unfinished copy stays beside; the next one of its name removes it first");
    }
    ba_buf_free(&c.in);
    ba_buf_free(&c.out);
    free(c.folder);
    free(c.tmp);
    return rc;
}

static BA_RC make_copies(struct loader *l, const struct stage_opts *stage,
                         const struct citizen_copy_opts *o, struct ba_err *err)
{
    size_t included = 0, failed = 0;
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; rc == BA_OK && i < l->count; i++)
        rc = decide(l, i, o, err);
    if (rc != BA_OK || o->dry_run)
        return rc;
    rc = export_make_pdfs(l, stage, err);
    for (size_t i = 0; rc == BA_OK && i < l->count; i++)
        rc = make_copy(l, i, stage, o, &included, err);
    for (size_t i = 0; i < l->count; i++)
        failed += l->items[i].refused != NULL;
    rc = export_end_pdfs(l, rc, err);
    if (rc == BA_OK && included == 0)
        rc = ba_fail(
            err, BA_ITEM, "ACCESS_NOTHING",
            "no document may be shown to everyone; " LIST_NAME
            " says why, and \"bouwarchief set DOSSIER access openbaar\" records a decision");
    else if (rc == BA_OK && failed > 0)
        rc = ba_fail(err, BA_ITEM, "EXPORT_REFUSED",
                     "of %zu of %zu dossiers some document has no PDF, each with its reason above; "
                     "their " LIST_NAME " names them",
                     failed, l->count);
    return rc;
}

BA_RC citizen_copies(struct loader *l, const struct stage_opts *stage,
                     const struct citizen_copy_opts *o, struct ba_err *err)
{
    const struct value_lists *of_receiver = l->lists;
    struct value_lists of_public = *l->lists;
    struct open_access open = { 0 };
    enum ba_rc rc = value_list_files_open_access(l->depot, &open, err);

    /* What a receiver may see, not everyone may. */
    export_lists_choose(&of_public, LIST_STRICT);
    // cppcheck-suppress autoVariables ; put back below
    l->lists = &of_public;
    l->bare = true;
    l->everyone = (struct public_values){ open.words, open.undecided };
    if (rc == BA_OK)
        rc = make_copies(l, stage, o, err);
    l->lists = of_receiver;
    l->everyone = (struct public_values){ NULL, NULL };
    open_access_free(&open);
    return rc;
}
