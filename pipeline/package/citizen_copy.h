/*
 * citizen_copy.h - the citizen's copy: PDFs of what is public, and a list of what is not.
 */
#ifndef BA_PIPELINE_PACKAGE_CITIZEN_COPY_H
#define BA_PIPELINE_PACKAGE_CITIZEN_COPY_H

#include "pipeline/package/dossier_load.h"
#include "pipeline/stage.h"

/* What is decided of one document. */
struct citizen_decision {
    const char *number; /* of its dossier */
    uint32_t seq;       /* of the document */
    bool goes_in;
    const char *why; /* in Dutch: why it stays out; what is left out of one that goes in, or "" */
};
struct citizen_copy_made {
    const char *folder, *list; /* list: the name of its list of what was left out */
    size_t documents, left_out;
    size_t pages_black, pages_out; /* of the documents that are in it */
};
struct citizen_copy_calls {
    void (*decided)(void *ctx, const struct citizen_decision *d); /* of a dry run; may be NULL */
    void (*made)(void *ctx, const struct citizen_copy_made *m);   /* at once; may be NULL */
    void *ctx;
};
struct citizen_copy_opts {
    const char *out_dir;
    bool dry_run;
    struct citizen_copy_calls calls;
};

/*
 * Of each dossier of the loader a folder OUT/<name>-inzage: the PDF of each document that may be
 * seen, and niet-opgenomen.txt, which says (in Dutch) what was left out and why. A document goes in
 * only when its access is open to everyone (list_is_open, by the rules of LIST_STRICT, whatever
 * receiver was chosen) and every page was read and indexed; words that are personal data are
 * painted over, and pages left out where they are not found (redaction.h). The folder is made
 * beside its place and replaces an older one. Noted in the audit log. BA_ITEM ACCESS_NOTHING when
 * no document at all could go in (the lists are there), EXPORT_REFUSED when a document has no PDF:
 * stage->told hears of which dossier.
 */
BA_RC citizen_copies(struct loader *l, const struct stage_opts *stage,
                     const struct citizen_copy_opts *o, struct ba_err *err);

#endif
