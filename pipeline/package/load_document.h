/*
 * load_document.h - what the PDF of one document of a loaded dossier is made of.
 */
#ifndef BA_PIPELINE_PACKAGE_LOAD_DOCUMENT_H
#define BA_PIPELINE_PACKAGE_LOAD_DOCUMENT_H

#include <stdint.h>

#include "export/pdf/pdf.h"

/* What the PDF of one document of the loaded dossier is made of. */
struct load_document {
    struct pdf_doc doc;
    const char **alto; /* doc.count paths, NULL where there is no text */
    int64_t *page_ids; /* doc.count rows of the store */
    uint64_t pixels;   /* of its largest page */
};

#endif
