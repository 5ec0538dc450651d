/*
 * job_pdf.h - one document's access PDF, made by a worker.
 */
#ifndef BA_PIPELINE_PACKAGE_JOB_PDF_H
#define BA_PIPELINE_PACKAGE_JOB_PDF_H

#include "core/worker/wire.h"
#include "export/pdf/pdf.h"

/* Words of a page, by their place in its ALTO, that are painted over and left out of the text. */
struct job_black {
    const uint32_t *words;
    size_t count;
};

struct job_pdf {
    const struct pdf_doc *doc;
    const char *const *alto;       /* doc->count paths; NULL: the page has no text */
    const struct job_black *black; /* doc->count; NULL: nothing on any page */
    const char *out_path;
    uint64_t max_bytes; /* of the file; what is larger is made anew with smaller images; 0: any */
    uint64_t max_pixels;
    uint64_t memory_bytes;
};

void job_pdf_put(struct ba_buf *request, const struct job_pdf *job, const struct pdf_opts *opts);
/* BA_FATAL WIRE_BAD. */
BA_RC job_pdf_take(struct wire_in *in, struct pdf_result *out, struct ba_err *err);

#endif
