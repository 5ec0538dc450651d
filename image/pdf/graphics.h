/*
 * graphics.h - following the content of a page (ISO 32000-1, 8 and 9), for page.c.
 */
#ifndef BA_IMAGE_PDF_GRAPHICS_H
#define BA_IMAGE_PDF_GRAPHICS_H

#include "image/pdf/pdf_file_private.h"

#define PDF_MAX_SAVED 64

struct pdf_look_state {
    struct pdf_matrix ctm;
    int text_mode;
};

/* Where it is, and what it has found; begins with f, page, err and the unit matrix in now. */
struct pdf_look {
    struct pdf_file *f;
    struct pdf_page *page;
    struct pdf_look_state now, saved[PDF_MAX_SAVED];
    int depth, floor; /* a form does not undo what was saved outside of it */
    double rect[4];   /* the path, when it is one rectangle, in page units */
    int rects;        /* 1: rect; 2: a path of another kind */
    long operators;   /* of the page and its forms */
    int forms;        /* how deep */
    int lenient;      /* between BX and EX, where unknown operators are allowed (7.8.2) */
    bool only_check;  /* images are no part of the scan: not placed, only found whole or not */
    enum ba_rc rc;    /* the first failure, told in err */
    struct ba_err *err;
};

/* Follows content, or a form XObject that a note shows, and adds to the page what it finds. */
void pdf_follow(struct pdf_look *l, const unsigned char *data, size_t len, qpdf_oh resources);
void pdf_follow_form(struct pdf_look *l, qpdf_oh form);

#endif
