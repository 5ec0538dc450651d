#include "export/sip/package_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/utf8.h"
#include "export/sip/master_fixity.h"
#include "export/sip/master_split.h"

/* Of one page: a drawing of an A0 full of words has some megabytes. */
#define ALTO_MAX_BYTES ((size_t)256 << 20)

static BA_RC set_title(char **to, const char *text, struct ba_err *err)
{
    *to = ba_utf8_cut(text, NAME_TITLE_CHARS);
    return *to == NULL ? ba_fail_mem(err, "a title") : BA_OK;
}

/* "Bouwdossier 1974/231: Dorpsstraat 12" when the register gives no title. */
static BA_RC dossier_title(const struct export_dossier *d, char **to, struct ba_err *err)
{
    if (d->title != NULL && *d->title)
        return set_title(to, d->title, err);
    bool address = d->address != NULL && *d->address;
    char *text =
        ba_strf("Bouwdossier %s%s%s", d->number, address ? ": " : "", address ? d->address : "");
    enum ba_rc rc = text == NULL ? ba_fail_mem(err, "a title") : set_title(to, text, err);
    free(text);
    return rc;
}

static BA_RC document_title(const struct export_dossier *d, const struct export_document *doc,
                            const struct value_lists *lists, char **to, struct ba_err *err)
{
    if (doc->title != NULL && *doc->title)
        return set_title(to, doc->title, err);
    char *text =
        ba_strf("%s %u van bouwdossier %s", list_kind_label(lists, doc->kind), doc->seq, d->number);
    if (text != NULL && text[0] >= 'a' && text[0] <= 'z')
        text[0] = (char)(text[0] - 'a' + 'A');
    enum ba_rc rc = text == NULL ? ba_fail_mem(err, "a title") : set_title(to, text, err);
    free(text);
    return rc;
}

/* Pages of this document that came in the same delivered file as page `at`. */
static uint32_t from_same_file(const struct export_document *d, size_t at)
{
    uint32_t n = 0;
    for (size_t i = 0; i < d->page_count; i++)
        n += strcmp(d->pages[i].batch, d->pages[at].batch) == 0 &&
             strcmp(d->pages[i].file, d->pages[at].file) == 0;
    return n;
}

/* Was the delivered file of page `at` seen at an earlier page? */
static bool seen_before(const struct export_document *d, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (strcmp(d->pages[i].batch, d->pages[at].batch) == 0 &&
            strcmp(d->pages[i].file, d->pages[at].file) == 0)
            return true;
    }
    return false;
}

static BA_RC take_master(struct package_plan_file *f, const struct export_page *p,
                         struct ba_err *err)
{
    f->kind = PLAN_MASTER;
    f->path = strdup(p->master);
    f->delivered = ba_strf("%s/%s", p->batch, p->file);
    memcpy(f->sha256, p->sha256, BA_SHA256_HEX);
    f->size_bytes = p->size_bytes;
    return f->path == NULL || f->delivered == NULL ? ba_fail_mem(err, "a dossier's plan") : BA_OK;
}

/* known: the master was found unchanged for the page before. */
static BA_RC take_split(struct package_plan_file *f, const struct export_page *p, bool known,
                        const char *work_dir, struct ba_err *err)
{
    f->kind = PLAN_SPLIT;
    f->path = ba_path_join(work_dir, f->name);
    f->delivered = ba_strf("%s/%s#%u", p->batch, p->file, p->frame + 1);
    f->source_sha256 = p->sha256;
    if (f->path == NULL || f->delivered == NULL)
        return ba_fail_mem(err, "a dossier's plan");
    enum ba_rc rc = known ? BA_OK : export_check_master(p->master, p->sha256, err);
    if (rc == BA_OK)
        rc = ba_mkdirs(work_dir, err);
    if (rc == BA_OK && strcmp(p->extension, "pdf") == 0)
        return master_split_pdf_page(p->master, p->frame, f->path, f->sha256, &f->size_bytes,
                                     &f->puid, err);
    return rc != BA_OK
               ? rc
               : master_split_frame(p->master, p->frame, f->path, f->sha256, &f->size_bytes, err);
}

/* The master of page `at`, unless it went in with an earlier page. */
static BA_RC plan_page(struct package_plan_document *pd, size_t at, const char *work_dir,
                       struct ba_err *err)
{
    const struct export_page *p = &pd->document->pages[at];
    bool whole = from_same_file(pd->document, at) >= p->file_pages;
    if (whole && seen_before(pd->document, at))
        return BA_OK;
    struct package_plan_file *f = &pd->files[pd->count++];
    package_name_page(pd->name, at + 1, p->extension, f->name);
    f->puid = p->puid;
    f->time = p->arrived;
    if (whole)
        return take_master(f, p, err);
    return take_split(f, p, at > 0 && strcmp(p[-1].sha256, p->sha256) == 0, work_dir, err);
}

static BA_RC plan_pdf(struct package_plan_document *pd, struct ba_err *err)
{
    const struct export_document *d = pd->document;
    struct package_plan_file *f = &pd->files[pd->count++];
    f->kind = PLAN_PDF;
    snprintf(f->name, sizeof f->name, "%.64s.pdf", pd->name);
    f->path = strdup(d->pdf);
    memcpy(f->sha256, d->pdf_sha256, BA_SHA256_HEX);
    f->size_bytes = d->pdf_size_bytes;
    f->time = d->pdf_time;
    f->puid = "fmt/476";
    return f->path == NULL ? ba_fail_mem(err, "a dossier's plan") : BA_OK;
}

/* The file of the plan in which the page's image goes along: the last of its delivered file. */
static const char *image_of(const struct package_plan_document *pd, size_t at)
{
    const struct export_page *p = &pd->document->pages[at];
    char *whole = ba_strf("%s/%s", p->batch, p->file);
    char *split = ba_strf("%s/%s#%u", p->batch, p->file, p->frame + 1);
    const char *name = NULL;

    for (size_t i = 0; whole != NULL && split != NULL && i < pd->count; i++) {
        const struct package_plan_file *f = &pd->files[i];
        if (f->delivered != NULL &&
            (strcmp(f->delivered, whole) == 0 || strcmp(f->delivered, split) == 0))
            name = f->name;
    }
    free(whole);
    free(split);
    return name;
}

/* A copy of the ALTO that names the image beside it, where the depot's names the master by its
 * digest. *named is false, and there is no copy, for one that names none (another engine's). */
static BA_RC name_image(const char *alto, const char *image, const char *to, bool *named,
                        struct ba_err *err)
{
    static const char begin[] = "<fileName>", end[] = "</fileName>";
    struct ba_buf b = BA_BUF_INIT(ALTO_MAX_BYTES);
    struct ba_out o = BA_OUT_INIT;
    enum ba_rc rc = ba_file_read(alto, &b, err);
    const char *from = rc != BA_OK ? NULL : memmem(b.data, b.len, begin, sizeof begin - 1);
    const char *rest = from == NULL ? NULL : strstr(from, end);

    *named = rest != NULL;
    if (!*named)
        goto out;
    rc = ba_mkdirs_for(to, err);
    if (rc == BA_OK)
        rc = ba_out_open(&o, to, 0644, err);
    if (rc == BA_OK)
        rc = ba_out_write(&o, b.data, (size_t)(from - b.data) + sizeof begin - 1, err);
    if (rc == BA_OK)
        rc = ba_out_write(&o, image, strlen(image), err);
    if (rc == BA_OK)
        rc = ba_out_write(&o, rest, b.len - (size_t)(rest - b.data), err);
    if (rc == BA_OK)
        rc = ba_out_commit(&o, err);
out:
    ba_out_abort(&o);
    ba_buf_free(&b);
    return rc;
}

/* The recognised text of a page: the metadata of its own that MDTO lets go along (XML, ALTO 4). */
static BA_RC plan_text(struct package_plan_document *pd, size_t at, const char *work_dir,
                       struct ba_err *err)
{
    const struct export_page *p = &pd->document->pages[at];
    char hex[BA_HASH_HEX_MAX + 1];
    if (p->alto == NULL)
        return BA_OK;
    struct package_plan_file *f = &pd->files[pd->count++];
    f->kind = PLAN_TEXT;
    package_name_page(pd->name, at + 1, "alto.xml", f->name);
    const char *image = image_of(pd, at);
    char *copy = ba_path_join(work_dir, f->name);
    bool named = false;
    enum ba_rc rc = copy == NULL ? ba_fail_mem(err, "a dossier's plan") : BA_OK;
    if (rc == BA_OK && image != NULL)
        rc = name_image(p->alto, image, copy, &named, err);
    f->path = named ? copy : strdup(p->alto);
    if (!named)
        free(copy);
    f->time = p->arrived;
    f->puid = "fmt/101";
    if (rc == BA_OK && f->path == NULL)
        rc = ba_fail_mem(err, "a dossier's plan");
    if (rc == BA_OK)
        rc = ba_hash_file(f->path, BA_SHA256, hex, &f->size_bytes, err);
    if (rc == BA_OK)
        memcpy(f->sha256, hex, BA_SHA256_HEX);
    return rc;
}

static BA_RC plan_document(struct package_plan *p, const struct export_document *d,
                           const struct value_lists *lists, const char *work_dir,
                           struct ba_err *err)
{
    struct package_plan_document *pd = &p->documents[p->count++];
    pd->document = d;
    package_name_document(p->name, d->seq, pd->name);
    pd->files = calloc(2 * d->page_count + 1, sizeof *pd->files);
    enum ba_rc rc = pd->files == NULL ? ba_fail_mem(err, "a dossier's plan") : BA_OK;
    if (rc == BA_OK)
        rc = document_title(p->dossier, d, lists, &pd->title, err);
    for (size_t i = 0; rc == BA_OK && i < d->page_count; i++)
        rc = plan_page(pd, i, work_dir, err);
    if (rc == BA_OK && d->pdf != NULL)
        rc = plan_pdf(pd, err);
    for (size_t i = 0; rc == BA_OK && lists->receiver->text && i < d->page_count; i++)
        rc = plan_text(pd, i, work_dir, err);
    for (size_t i = 0; rc == BA_OK && i < pd->count; i++) {
        const struct package_plan_file *f = &pd->files[i];
        if (f->time > p->newest)
            p->newest = f->time;
        if (f->kind != PLAN_PDF && (p->first == 0 || f->time < p->first))
            p->first = f->time;
    }
    return rc;
}

/* "_v2": no name made from a number ends so (names.h). */
static void add_version(char name[NAME_LEN], uint32_t version)
{
    size_t n = strlen(name);
    snprintf(name + n, NAME_LEN - n, "_v%u", version);
}

BA_RC package_plan_names(const struct export_dossier *d, const char *archive_id,
                         char name[NAME_LEN], char id[NAME_LEN], char **title, struct ba_err *err)
{
    enum ba_rc rc = package_name_dossier(d->number, archive_id, name, err);
    if (rc == BA_OK)
        snprintf(id, NAME_LEN, "%s",
                 package_name_is_plain(d->number, archive_id) ? d->number : name);
    if (rc == BA_OK && d->version > 1) {
        add_version(name, d->version);
        add_version(id, d->version);
    }
    return rc == BA_OK ? dossier_title(d, title, err) : rc;
}

BA_RC package_plan_make(struct package_plan *p, const struct export_dossier *d,
                        const char *archive_id, const struct value_lists *lists,
                        const char *work_dir, struct ba_err *err)
{
    *p = (struct package_plan){ .dossier = d };
    p->documents = calloc(d->document_count + 1, sizeof *p->documents);
    enum ba_rc rc = p->documents == NULL
                        ? ba_fail_mem(err, "a dossier's plan")
                        : package_plan_names(d, archive_id, p->name, p->id, &p->title, err);
    if (rc == BA_OK)
        rc = coverage_make(d, &p->places, err);
    for (size_t i = 0; rc == BA_OK && i < d->document_count; i++) {
        if (d->documents[i].page_count > 0)
            rc = plan_document(p, &d->documents[i], lists, work_dir, err);
    }
    return rc;
}

void package_plan_free(struct package_plan *p)
{
    for (size_t i = 0; i < p->count; i++) {
        for (size_t f = 0; f < p->documents[i].count; f++) {
            free(p->documents[i].files[f].path);
            free(p->documents[i].files[f].delivered);
        }
        free(p->documents[i].files);
        free(p->documents[i].title);
    }
    free(p->documents);
    free(p->title);
    coverage_free(&p->places);
    *p = (struct package_plan){ .dossier = NULL };
}
