/*
 * show.h - one dossier or page, with everything that is known of it. Rows are borrowed during the
 * calls.
 */
#ifndef BA_REPORT_SHOW_H
#define BA_REPORT_SHOW_H

#include "core/buf.h"
#include "depot/depot.h"
#include "index/correction/page_drop.h"
#include "index/correction/page_replace.h"
#include "index/records/dossier.h"
#include "index/records/page.h"
#include "index/records/page_reason.h"
#include "index/records/title_block.h"

/*
 * What a person called so: each dossier of this number (archive NULL: of any), else the page. A
 * dossier that is called "12" goes before page 12. BA_ITEM DOSSIER_UNKNOWN; errors of
 * designator_all.
 */
BA_RC show_find(struct depot *depot, const char *word, const char *archive, dossier_fn dossier,
                page_fn page, void *ctx, struct ba_err *err);

/* The parts of a dossier, in this order. */
struct show_dossier_calls {
    address_fn address;
    dossier_fn counts; /* once: its pages follow from the row */
    field_fn field;
    document_fn document;
    document_field_fn document_field; /* behind its document */
    page_fn page;                     /* no separators */
    void *ctx;
};
BA_RC show_dossier(struct depot *depot, const struct dossier_row *d,
                   const struct show_dossier_calls *calls, struct ba_err *err);

/* Only its pages. */
BA_RC show_pages(struct depot *depot, const struct dossier_row *d, page_fn page, void *ctx,
                 struct ba_err *err);

/* The parts of a page, in this order. */
struct show_page_calls {
    /* Of a drawing: known: it was looked for; box "": none was found. */
    void (*title_block)(void *ctx, const struct page_row *p, bool known, const char *box);
    title_fn title_field;
    page_reason_fn reason;
    page_history_fn past; /* a scan that was replaced */
    page_dropped_fn dropped;
    void *ctx;
};
BA_RC show_page(struct depot *depot, const struct page_row *p, const struct show_page_calls *calls,
                struct ba_err *err);

/* Adds the text that was read of a page; nothing when none was. BA_ITEM FILE_READ. */
BA_RC show_text(struct depot *depot, const struct page_row *p, struct ba_buf *text,
                struct ba_err *err);

#endif
