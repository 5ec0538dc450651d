/*
 * package_check.c - what may not leave, and why; said before anything is written.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/file.h"
#include "core/plural.h"
#include "core/utf8.h"
#include "export/sip/master_fixity.h"
#include "export/sip/mdto.h"
#include "export/sip/package.h"

struct tally {
    size_t pages, failed, waiting;
};

static struct tally count(const struct export_dossier *d)
{
    struct tally t = { 0, 0, 0 };
    for (size_t i = 0; i < d->document_count; i++) {
        const struct export_document *doc = &d->documents[i];
        t.pages += doc->page_count;
        for (size_t p = 0; p < doc->page_count; p++) {
            t.failed += doc->pages[p].failed;
            t.waiting += doc->pages[p].waiting;
        }
    }
    return t;
}

/* Receivers that want the scanner's work to be finished. */
static BA_RC check_open(const struct export_dossier *d, const struct list_receiver *to,
                        struct ba_err *err)
{
    if (to->no_doubt && d->doubtful > 0)
        return ba_fail(err, BA_ITEM, "DOSSIER_PAGES_DOUBTFUL",
                       "%zu page%s of dossier %s %s read with doubt (OCR_DOUBTFUL), and the "
                       "receiver wants none; scan again, or compare with the image and let the "
                       "dossier go with --force REASON",
                       d->doubtful, ba_s(d->doubtful), d->number, ba_were(d->doubtful));
    if (to->findings_settled && d->open_findings > 0)
        return ba_fail(
            err, BA_ITEM, "DOSSIER_FINDINGS_OPEN",
            "dossier %s has %zu open finding%s, and the receiver wants none (%.200s); "
            "correct what is said, say why it is all right (bouwarchief settle POINT; status "
            "lists them), or let the dossier go with --force REASON",
            d->number, d->open_findings, ba_s(d->open_findings), d->open_finding);
    if (to->batches_closed && d->open_batch != NULL)
        return ba_fail(err, BA_ITEM, "DOSSIER_BATCH_OPEN",
                       "dossier %s came in batch %.100s, which is not closed, and the receiver "
                       "wants it to be; see \"bouwarchief batch list\", or let the dossier go with "
                       "--force REASON",
                       d->number, d->open_batch);
    return BA_OK;
}

static BA_RC check_pages(const struct export_dossier *d, const struct list_receiver *to,
                         struct ba_err *err)
{
    struct tally t = count(d);
    if (t.pages == 0)
        return ba_fail(err, BA_ITEM, "DOSSIER_NO_PAGES",
                       "dossier %s has no pages; scan it, or leave it out", d->number);
    if (d->force_reason != NULL)
        return BA_OK;
    if (t.waiting > 0)
        return ba_fail(err, BA_ITEM, "DOSSIER_PAGES_WAITING",
                       "%zu of %zu pages of dossier %s are not read yet; run: bouwarchief ocr",
                       t.waiting, t.pages, d->number);
    if (t.failed > d->failed_settled && to->no_failed)
        return ba_fail(
            err, BA_ITEM, "DOSSIER_PAGES_FAILED",
            "%zu of %zu pages of dossier %s failed; try them again (bouwarchief retry), scan "
            "them again, say why it is all right (bouwarchief settle), or let the dossier go with "
            "--force REASON",
            t.failed - d->failed_settled, t.pages, d->number);
    if (to->count_agrees && d->sheets_expected >= 0 && (uint64_t)d->sheets_expected != t.pages &&
        !d->count_settled)
        return ba_fail(
            err, BA_ITEM, "DOSSIER_COUNT_DIFFERS",
            "dossier %s has %zu page%s and the register expects %lld; scan what is missing, "
            "correct the register, say why it is all right (bouwarchief settle SHEETS_DIFFER:%s), "
            "or "
            "let the dossier go with --force REASON",
            d->number, t.pages, ba_s(t.pages), (long long)d->sheets_expected, d->number);
    return check_open(d, to, err);
}

static int by_image(const void *a, const void *b)
{
    const struct export_page *x = *(const struct export_page *const *)a;
    const struct export_page *y = *(const struct export_page *const *)b;
    int order = strcmp(x->sha256, y->sha256);
    return order != 0 ? order : (x->frame > y->frame) - (x->frame < y->frame);
}

/* doc NULL: the dossier itself. `of` names which, for messages. */
static BA_RC check_access(const struct export_dossier *d, const struct export_document *doc,
                          const char *of, const struct value_lists *lists, struct ba_err *err)
{
    struct export_access own = export_access_of(d, doc);
    char from[DATE_LEN], to[DATE_LEN];
    const struct list_access *a = list_find_access(lists, own.access);
    if (a == NULL)
        return ba_fail(err, BA_ITEM, "ACCESS_UNKNOWN",
                       "%s: the access \"%.100s\" is not in beperkingGebruik.csv; use one of its "
                       "keys, such as openbaar or levenssfeer, or leave it empty",
                       of, own.access);
    if (lists->receiver->access_decided && d->force_reason == NULL &&
        a == list_find_access(lists, ""))
        return ba_fail(err, BA_ITEM, "ACCESS_UNDECIDED",
                       "%s: the receiver wants a decision on access first; \"bouwarchief set "
                       "%s access openbaar\" (or a restriction) records one",
                       of, doc == NULL ? "DOSSIER" : "DOCUMENT");
    if (a->restricted && !mdto_term(d, own.until, from, to))
        return ba_fail(err, BA_ITEM, "ACCESS_INCOMPLETE",
                       "%s: the restriction \"%s\" needs the dossier's year_to and an "
                       "access_until (YYYY-MM-DD) of its own that is not before the end of that "
                       "year",
                       of, a->key);
    return BA_OK;
}

/* The dossier, and every document that goes. */
static BA_RC check_every_access(const struct export_dossier *d, const struct value_lists *lists,
                                struct ba_err *err)
{
    char *of = ba_strf("dossier %s", d->number);
    enum ba_rc rc =
        of == NULL ? ba_fail_mem(err, "a dossier") : check_access(d, NULL, of, lists, err);
    free(of);
    for (size_t i = 0; rc == BA_OK && i < d->document_count; i++) {
        const struct export_document *doc = &d->documents[i];
        if (doc->page_count == 0)
            continue;
        of = ba_strf("document %u of dossier %s", doc->seq, d->number);
        rc = of == NULL ? ba_fail_mem(err, "a dossier") : check_access(d, doc, of, lists, err);
        free(of);
    }
    return rc;
}

/* What is to be kept for a term only cannot be handed over without its end. */
static BA_RC check_retention(const struct export_dossier *d, const struct value_lists *lists,
                             struct ba_err *err)
{
    char end[DATE_LEN];
    if (d->appraisal == NULL || *d->appraisal == '\0')
        return BA_OK;
    if (list_find_appraisal(lists, d->appraisal) == NULL)
        return ba_fail(err, BA_ITEM, "RETENTION_INCOMPLETE",
                       "dossier %s: the appraisal \"%.40s\" is not in waardering.csv; set it to "
                       "B, V or N",
                       d->number, d->appraisal);
    if (strcmp(d->appraisal, "V") == 0 && !mdto_retention(d, end))
        return ba_fail(err, BA_ITEM, "RETENTION_INCOMPLETE",
                       "dossier %s: the appraisal V (kept for a term) needs a retention_until "
                       "(YYYY-MM-DD) that is not before the dossier's last year; \"bouwarchief "
                       "set DOSSIER retention_until DATE\" records one",
                       d->number);
    return BA_OK;
}

static BA_RC check_master(const struct export_dossier *d, const struct export_page *p,
                          const struct value_lists *lists, struct ba_err *err)
{
    const struct list_format *format = list_find_format(lists, p->puid);
    struct stat st;
    if (!list_format_taken(lists, format))
        return ba_fail(err, BA_ITEM, "FORMAT_NOT_TAKEN",
                       "dossier %s: %s/%s is of the format %s, which is not on the receiver's list "
                       "(formaten.csv)",
                       d->number, p->batch, p->file, p->puid);
    if (lstat(p->master, &st) != 0 || !S_ISREG(st.st_mode))
        return ba_fail(
            err, BA_ITEM, "MASTER_MISSING",
            "dossier %s: the master %s of %s/%s is not there; restore it from a backup, or "
            "deliver the file again",
            d->number, p->master, p->batch, p->file);
    if ((uint64_t)st.st_size != p->size_bytes)
        return ba_fail(
            err, BA_ITEM, "MASTER_CHANGED",
            "dossier %s: the master %s of %s/%s had %llu bytes at arrival and has %llu now; "
            "restore it from a backup",
            d->number, p->master, p->batch, p->file, (unsigned long long)p->size_bytes,
            (unsigned long long)st.st_size);
    return BA_OK;
}

/* A receiver that takes no file twice: the same master under two names, or two whole pages. */
static BA_RC check_duplicates(const struct export_dossier *d, struct ba_err *err)
{
    size_t n = 0, total = 0;
    const struct export_page *twice = NULL;
    for (size_t i = 0; i < d->document_count; i++)
        total += d->documents[i].page_count;
    const struct export_page **pages = calloc(total + 1, sizeof *pages);
    if (pages == NULL)
        return ba_fail_mem(err, "the list of pages");
    for (size_t i = 0; i < d->document_count; i++)
        for (size_t p = 0; p < d->documents[i].page_count; p++)
            pages[n++] = &d->documents[i].pages[p];
    qsort(pages, n, sizeof *pages, by_image);
    for (size_t i = 1; i < n && twice == NULL; i++)
        if (by_image(&pages[i - 1], &pages[i]) == 0)
            twice = pages[i];
    free(pages);
    return twice == NULL ? BA_OK
                         : ba_fail(err, BA_ITEM, "DUPLICATE_NOT_TAKEN",
                                   "dossier %s: %s/%s has the bytes of another page, and the "
                                   "receiver takes no file twice; take one out, or choose another "
                                   "profile",
                                   d->number, twice->batch, twice->file);
}

BA_RC export_check(const struct export_dossier *d, const struct export_opts *opts,
                   struct ba_err *err)
{
    if (d->number == NULL || *d->number == '\0' || !ba_utf8_valid(d->number, strlen(d->number)))
        return ba_fail(err, BA_ITEM, "DOSSIER_BAD_NUMBER",
                       "a dossier has no number, or one that is not UTF-8; correct the register");
    enum ba_rc rc = check_pages(d, opts->lists->receiver, err);
    if (rc == BA_OK)
        rc = check_every_access(d, opts->lists, err);
    if (rc == BA_OK)
        rc = check_retention(d, opts->lists, err);
    if (rc == BA_OK && !opts->lists->receiver->duplicates)
        rc = check_duplicates(d, err);
    for (size_t i = 0; rc == BA_OK && i < d->document_count; i++) {
        const struct export_document *doc = &d->documents[i];
        if (opts->need_pdf && doc->page_count > 0 && doc->pdf == NULL)
            rc = ba_fail(err, BA_ITEM, "PDF_MISSING",
                         "dossier %s: the access PDF of document %u could not be made", d->number,
                         doc->seq);
        for (size_t p = 0; rc == BA_OK && p < doc->page_count; p++)
            rc = check_master(d, &doc->pages[p], opts->lists, err);
    }
    return rc;
}
