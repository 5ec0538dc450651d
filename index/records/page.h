/*
 * page.h - pages in the store: their states, reasons and results.
 */
#ifndef BA_INDEX_RECORDS_PAGE_H
#define BA_INDEX_RECORDS_PAGE_H

#include "index/db/store.h"

enum page_state {
    PAGE_WAITING,
    PAGE_TEXT,
    PAGE_DRAWING,
    PAGE_BLANK,
    PAGE_SEPARATOR,
    PAGE_FAILED,
    PAGE_DROPPED /* a sheet scanned twice: kept, and in no dossier (page_drop.h) */
};
const char *page_state_name(enum page_state st);
/* The inverse; PAGE_FAILED for a name that is none. */
enum page_state page_state_of(const char *name);

/* Everything the contract says of a page. Texts are "" when unknown and borrowed in callbacks. */
struct page_row {
    int64_t id, batch_id, file_id, dossier_id, document_id; /* 0: none */
    const char *batch, *file;                               /* names, escaped */
    const char *sheet;           /* its name in the batch (sheet_name.h), which never changes */
    int64_t seq, seq_in_dossier; /* 1-based; 0: not in a dossier, or a separator */
    uint32_t frame;
    const char *sha256, *extension, *format;
    enum page_state state;
    const char *reason;  /* gravest code, "" if none */
    const char *reasons; /* JSON array of codes, gravest first */
    uint32_t width_px, height_px;
    double xdpi, ydpi; /* 0: unknown */
    uint16_t bits_per_sample, samples, compression;
    uint16_t orientation_tag; /* as the file says: 1 .. 8 of TIFF 6.0; 0: nothing */
    bool measured;            /* the OCR figures below are there */
    uint32_t orientation_deg;
    bool skew_measured;
    double skew_deg, skew_confidence;
    bool skew_applied;
    bool blank;
    double ink_pct;        /* of the area inside the margins; -1: unknown */
    int64_t words;         /* -1: not read */
    double confidence_pct; /* -1: none */
    double dictionary_pct; /* of the characters, those in words of the dictionary or numbers; -1 */
    const char *languages; /* in which it was read: "nld+eng"; "" when it was not */
    const char *dossier, *archive, *document, *kind; /* "" if none; document: "<dossier>-001" */
    const char *rev;                                 /* of the derived files; "" if none */
    const char *codes;                               /* JSON as found at intake, "" if none */
    const char *quality;                             /* JSON of the figures, "" if not measured */
    const char *patch;                               /* "T" ..., "" if none */
    const char *own_languages; /* of its dossier or batch (languages.h), "" if none */
    const char *person_code;   /* what a person reads on the sheet: as in codes, "" no separator;
                                  NULL nothing */
};

struct page_filter {
    int64_t batch;         /* 0: all */
    int64_t page;          /* 0: all */
    int64_t dossier;       /* 0: all */
    bool waiting_only;     /* state waiting */
    const char *other_rev; /* not NULL: pages that are read and have not this rev */
    const char *languages; /* not NULL: pages whose own languages (languages.h) are these */
};
typedef BA_CHECKED enum ba_rc (*page_fn)(void *ctx, const struct page_row *row, struct ba_err *err);
/* In the order of batch and seq. */
BA_RC page_each(struct store *s, const struct page_filter *f, page_fn fn, void *ctx,
                struct ba_err *err);

/* What recognition found. code NULL: success. */
struct page_result {
    int64_t page;
    const char *rev;
    enum page_state state;      /* text, drawing, blank or failed */
    const char *code, *message; /* why failed */
    uint32_t orientation_deg;
    double orientation_confidence;
    bool orientation_sure, skew_measured, skew_applied;
    double skew_deg, skew_confidence, ink_pct;
    int64_t words;
    double confidence_pct, dictionary_pct; /* -1: no words */
    const char *languages;                 /* in which text or drawing was read; NULL: unknown */
    bool doubtful;
    const char *why;    /* what makes it doubtful */
    const char *unread; /* ink that looks like writing and was not read; NULL or "": none */
};
/* Stores a result; reasons DRAWING_NO_TEXT, OCR_DOUBTFUL, OCR_INK_UNREAD, ORIENTATION_UNSURE,
 * SKEW_UNSURE and the failure code follow from it and replace those of an earlier recognition.
 * Marks the page for indexing. */
BA_RC page_finish(struct store *s, const struct page_result *r, struct ba_err *err);
/* Puts failed pages (of one code, or all when NULL; of one batch, or 0) back to waiting. *n: how
 * many. */
BA_RC page_retry(struct store *s, int64_t batch, const char *code, int64_t *n, struct ba_err *err);

/* Puts one page that was read back to waiting, because its derived files are gone. */
BA_RC page_requeue(struct store *s, int64_t page, struct ba_err *err);

/* Before the code that a person reads on a sheet: the sheet is a page, of what begins with it. */
#define PAGE_CODE_BEGINS '+'

/* Where separators put a page. */
struct page_place {
    int64_t page;
    bool separator, conflict;
    bool back;   /* the empty back of a separator sheet */
    bool begins; /* a page with content that bears a code: its dossier or document begins with it */
    bool unsure; /* the same, and nobody can tell whether what is on it is content */
    bool unreadable;     /* it has the bars or a code of a separator, but none that counts */
    const char *oddity;  /* in what its size differs from those around it, or NULL */
    const char *dossier; /* number, or "" */
    uint32_t document;   /* 1-based, 0 none */
    const char *kind;    /* of the document, or "" */
};
/*
 * Assigns the pages of one batch, in their order. Makes dossiers (archive: the default one, unless
 * the register knows the number in exactly one archive) and documents that do not exist, numbers
 * pages within their dossier over all batches (separators excepted), and leaves alone what a person
 * assigned. Running it again gives the same.
 */
BA_RC page_place_batch(struct store *s, int64_t batch, const char *default_archive,
                       const struct page_place *places, size_t count, struct ba_err *err);

#endif
