/*
 * pdf_check.h - reads a PDF back and holds it against the rules of PDF/A-2a and PDF/UA-1 that files
 * of our own writer could break. Not a validator for other people's files.
 */
#ifndef BA_EXPORT_PDF_PDF_CHECK_H
#define BA_EXPORT_PDF_PDF_CHECK_H

#include <stddef.h>
#include <stdint.h>

#include "core/err.h"

/*
 * BA_OK, or BA_ITEM PDF_RULES with the first broken rule and how many there are. Numbers in
 * messages are clauses of ISO 19005-2, with "UA" in front of ISO 14289-1. BA_ITEM FILE_READ.
 * Memory: that of the longest object that is no image, and about a hundred bytes an object.
 */
BA_RC pdf_check(const char *path, size_t *faults, struct ba_err *err);
/* The same for a PDF of `size` bytes that begins at byte `at` of an open file: in a tar. name: for
 * the message. *pages: how many it has. */
BA_RC pdf_check_part(int fd, const char *name, uint64_t at, uint64_t size, size_t *faults,
                     size_t *pages, struct ba_err *err);

#endif
