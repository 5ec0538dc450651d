/*
 * fax_check.h - are the data of a fax image whole? ITU-T T.4 and T.6 as ISO 32000-1, 7.4.6 puts
 * them into a PDF: rows of one and of two dimensions, with and without ends of line and padding.
 */
#ifndef BA_IMAGE_PDF_FAX_CHECK_H
#define BA_IMAGE_PDF_FAX_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The parameters of the filter; the names are those of 7.4.6, table 11. */
struct fax_check {
    const unsigned char *data;
    size_t len;
    double k;
    uint32_t columns, rows;
    bool end_of_line, byte_align;
};

enum fax_end { FAX_WHOLE, FAX_ENDS_EARLY, FAX_BAD_CODE, FAX_NO_MEMORY };

/* Follows the codes of all rows. *row is the number of whole rows before the end. */
enum fax_end fax_check(const struct fax_check *fax, uint32_t *row);

#endif
