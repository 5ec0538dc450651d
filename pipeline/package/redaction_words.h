/*
 * redaction_words.h - the words of one page that a copy may not show, as the worker that makes it
 * sees them.
 */
#ifndef BA_PIPELINE_PACKAGE_REDACTION_WORDS_H
#define BA_PIPELINE_PACKAGE_REDACTION_WORDS_H

#include "core/worker/wire.h"
#include "export/pdf/pdf.h"
#include "ocr/alto/alto.h"

struct redaction_words {
    uint32_t *words; /* owned; places in the page's ALTO, ascending */
    size_t word_count;
    struct pdf_box *boxes; /* owned; the words' boxes with a margin, in pixels of the master */
    size_t box_count;
};

/* Takes count and words from a request and looks their boxes up in the ALTO at path. BA_FATAL
 * WIRE_BAD for a word that is not there; alto_read's errors. */
BA_RC black_take(struct wire_in *in, const char *path, struct redaction_words *out,
                 struct ba_err *err);
/* Is word `index`, w, one of them, or does it stand under the paint? */
bool black_hides(const struct redaction_words *b, size_t index, const struct alto_word *w);
void black_free(struct redaction_words *b);

#endif
