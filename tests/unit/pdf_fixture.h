/* pdf_fixture.h - small PDFs written object by object, with a cross-reference table that fits. */
#ifndef BA_TESTS_UNIT_PDF_FIXTURE_H
#define BA_TESTS_UNIT_PDF_FIXTURE_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PDF_DRAFT_MAX 100

struct pdf_draft {
    FILE *f;
    long at[PDF_DRAFT_MAX];
    int count; /* objects so far; the first is 1 */
};

static inline void pdf_begin(struct pdf_draft *d, const char *path, const char *version)
{
    *d = (struct pdf_draft){ .f = fopen(path, "wb") };
    if (d->f == NULL)
        abort();
    fprintf(d->f, "%%PDF-%s\n%%\xE2\xE3\xCF\xD3\n", version);
}

/* Writes the next object; returns its number. */
__attribute__((format(printf, 2, 3))) static inline int pdf_object(struct pdf_draft *d,
                                                                   const char *fmt, ...)
{
    va_list ap;

    d->at[++d->count] = ftell(d->f);
    fprintf(d->f, "%d 0 obj\n", d->count);
    va_start(ap, fmt);
    vfprintf(d->f, fmt, ap);
    va_end(ap);
    fprintf(d->f, "\nendobj\n");
    return d->count;
}

/* A stream; `dict` is what stands in its dictionary besides /Length. */
static inline int pdf_stream(struct pdf_draft *d, const char *dict, const void *data, size_t len)
{
    d->at[++d->count] = ftell(d->f);
    fprintf(d->f, "%d 0 obj\n<<%s /Length %zu>>\nstream\n", d->count, dict, len);
    fwrite(data, 1, len, d->f);
    fprintf(d->f, "\nendstream\nendobj\n");
    return d->count;
}

/* Ends the file; `extra` goes into the trailer. */
static inline void pdf_end(struct pdf_draft *d, int root, const char *extra)
{
    long xref = ftell(d->f);

    fprintf(d->f, "xref\n0 %d\n0000000000 65535 f \n", d->count + 1);
    for (int i = 1; i <= d->count; i++)
        fprintf(d->f, "%010ld 00000 n \n", d->at[i]);
    fprintf(d->f, "trailer\n<</Size %d /Root %d 0 R %s>>\nstartxref\n%ld\n%%%%EOF\n", d->count + 1,
            root, extra, xref);
    if (fclose(d->f) != 0)
        abort();
}

/* A document of one page that shows the image with this dictionary and data. NULL texts: the usual.
 */
struct pdf_scan {
    const char *image; /* dictionary of the image, without /Type and /Subtype */
    const void *data;
    size_t len;
    const char *content; /* of the page; the image is /Im, the font /F */
    const char *page;    /* more keys of the page */
    const char *catalog; /* more keys of the catalog */
    const char *trailer; /* more keys of the trailer */
    const char *box;     /* MediaBox */
    const char *version;
};

static inline const char *pdf_or(const char *text, const char *otherwise)
{
    return text != NULL ? text : otherwise;
}

static inline void pdf_draw(const char *path, const struct pdf_scan *s)
{
    struct pdf_draft d;
    const char *content = pdf_or(s->content, "q 72 0 0 36 0 0 cm /Im Do Q");
    char dict[1000];
    int image, text, font;

    pdf_begin(&d, path, pdf_or(s->version, "1.4"));
    snprintf(dict, sizeof(dict), "/Type /XObject /Subtype /Image %s", s->image);
    image = pdf_stream(&d, dict, s->data, s->len);
    text = pdf_stream(&d, "", content, strlen(content));
    font = pdf_object(&d, "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>");
    /* 4 is the page, 5 the tree, 6 the catalog */
    pdf_object(&d,
               "<</Type /Page /Parent 5 0 R /MediaBox %s /Contents %d 0 R /Resources <</XObject "
               "<</Im %d 0 R>> /Font <</F %d 0 R>>>> %s>>",
               pdf_or(s->box, "[0 0 72 36]"), text, image, font, pdf_or(s->page, ""));
    pdf_object(&d, "<</Type /Pages /Kids [4 0 R] /Count 1>>");
    pdf_object(&d, "<</Type /Catalog /Pages 5 0 R %s>>", pdf_or(s->catalog, ""));
    pdf_end(&d, 6, pdf_or(s->trailer, ""));
}

#endif
