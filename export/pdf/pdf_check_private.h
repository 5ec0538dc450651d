/*
 * pdf_check_private.h - what the parts of the checker share. Inside this room only.
 *
 * pdf_check.c reads the frame and hands out the objects; pdf_check_object.c says of each what it is
 * and keeps what it refers to; pdf_check_stream.c looks into streams, pdf_check_xmp.c into the
 * metadata, pdf_check_content.c at the operators of a page; pdf_check_whole.c holds all of it
 * together.
 */
#ifndef BA_EXPORT_PDF_PDF_CHECK_PRIVATE_H
#define BA_EXPORT_PDF_PDF_CHECK_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/err.h"

enum pdf_kind {
    KIND_NONE, /* not looked at, or of no form that we write */
    KIND_NULL,
    KIND_CATALOG,
    KIND_PAGES,
    KIND_INFO,
    KIND_METADATA,
    KIND_PROFILE,
    KIND_FONT,
    KIND_CID_FONT,
    KIND_DESCRIPTOR,
    KIND_FONT_FILE,
    KIND_CID_MAP,
    KIND_TO_UNICODE,
    KIND_CONTENT,
    KIND_TREE_ROOT,
    KIND_DOCUMENT,
    KIND_PARENT_TREE,
    KIND_OUTLINES,
    KIND_BOOKMARK,
    KIND_PAGE,
    KIND_IMAGE,
    KIND_ELEMENT,
    KIND_PARENTS,
};

/* What an object is and says, for pdf_check_whole.c; what `is` means depends on the kind. */
struct pdf_fact {
    enum pdf_kind kind;
    bool referred;  /* some object names it */
    char type;      /* of an element: 'F' figure, 'S' span, 'P', or the digit of a heading */
    unsigned is[6]; /* numbers in the order of the object's form; missing ones 0 */
    char *marks;    /* of a content stream: owned, a type each */
    size_t mark_count;
};

/* An identifier of marked content in an element. */
struct pdf_owner {
    unsigned page, mark, element;
};
/* A list that an object holds: references, or pairs. */
struct pdf_list {
    unsigned *at; /* owned */
    size_t count, cap;
};

struct pdf_check {
    int fd;
    bool no_memory;      /* not all of the file was looked at */
    uint64_t base, size; /* where the PDF begins in the file, and how long it is */
    uint64_t *offsets;   /* of objects 1 .. count-1; offsets[count] is where the table begins */
    size_t count;
    uint64_t trailer_at;
    unsigned info;                        /* the trailer's */
    struct pdf_fact *facts;               /* by object number */
    struct pdf_list pages;                /* in the order of the file */
    struct pdf_list kids, elements, rows; /* of Pages, Document and (key, object) of ParentTree */
    struct pdf_list parents;              /* elements, of one array of parents after another */
    struct pdf_list spans;                /* (paragraph, span) as paragraphs name them */
    struct pdf_owner *owners;             /* owned */
    size_t owner_count, owner_cap;
    /* Of Info and of the metadata, which must agree: UTF-8, owned. */
    char *said[2][5];
    size_t faults;
    char first[400];
};
/* Places in said. */
enum { SAID_TITLE, SAID_SUBJECT, SAID_CREATED, SAID_CHANGED, SAID_PRODUCER };

/* Notes a fault; the first one's words are kept. clause: of ISO 19005-2, or "UA" and of 14289-1. */
void pdf_broken(struct pdf_check *c, const char *clause, const char *fmt, ...) BA_PRINTF(3, 4);
/* Nothing can be said of the file: what was found is not used. */
void pdf_check_no_memory(struct pdf_check *c);
bool pdf_check_bytes(const struct pdf_check *c, uint64_t at, void *to, size_t len);
/* Adds a number to a list; says so when there is no memory. */
void pdf_list_add(struct pdf_check *c, struct pdf_list *l, unsigned v);

/* dict: an object's text, or its dictionary's when it has a stream. */
void pdf_check_object(struct pdf_check *c, unsigned number, const char *dict);
/* The data of a stream whose dictionary was looked at. */
void pdf_check_stream(struct pdf_check *c, unsigned number, const char *data, size_t len);
/* The header of the JPEG that begins at `at`, against the image's dictionary. */
void pdf_check_jpeg(struct pdf_check *c, unsigned number, uint64_t at, uint64_t len);
void pdf_check_xmp(struct pdf_check *c, const char *xml, size_t len);
/*
 * The operators of one page: everything that paints stands in one marked sequence, sequences do not
 * nest, MCIDs count from 0, text is invisible and of codes that may be there. types gets a byte a
 * tagged sequence (as pdf_fact.type). False with a reason.
 */
bool pdf_check_content(const char *text, struct ba_buf *types, char *why, size_t why_size);
/* Everything that more than one object must agree on. */
void pdf_check_whole(struct pdf_check *c);

#endif
