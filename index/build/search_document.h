/*
 * search_document.h - the rows of the search tables (readers.h): one a dossier, one a page without
 * dossier; for everyone one a dossier that is open. Private to the room.
 */
#ifndef BA_INDEX_BUILD_SEARCH_DOCUMENT_H
#define BA_INDEX_BUILD_SEARCH_DOCUMENT_H

#include "core/buf.h"
#include "index/build/term_counts.h"
#include "index/db/store.h"

/* Dossiers have their own ids, close together, because FTS5 writes the steps between ids: pages
 * stand behind them all. */
#define DOC_PAGES ((int64_t)1 << 40)

static inline int64_t doc_of_dossier(int64_t dossier)
{
    return dossier;
}

static inline int64_t doc_of_page(int64_t page)
{
    return DOC_PAGES + page;
}

/* 0 when it is the document of the other sort. */
static inline int64_t doc_dossier(int64_t doc)
{
    return doc < DOC_PAGES ? doc : 0;
}

static inline int64_t doc_page(int64_t doc)
{
    return doc < DOC_PAGES ? 0 : doc - DOC_PAGES;
}

/* Bytes of the texts of one search document, at most; what is longer is not indexed whole. */
#define DOC_TEXT_MAX_BYTES (256u << 20)

struct search_document_new {
    int64_t id, dossier, page; /* one of the two is 0 */
    const char *keys, *meta;
};

/*
 * Documents on their way into the search table and out of it. They wait in memory: any other change
 * of the database makes FTS5 write what it has gathered, and a table written in many small pieces
 * costs four times the work of one written in large ones.
 */
/* Of the search table of these readers, whose words t counts. */
struct search_documents;
struct search_documents *search_documents_new(struct store *s, enum readers readers,
                                              struct term_counts *t);
void search_documents_free(struct search_documents *d);
/* Gives FTS5 what waits. Before the commit. */
BA_RC search_documents_flush(struct search_documents *d, struct ba_err *err);

/*
 * After very many pages the search table lies in a dozen pieces, each with its own list of words;
 * as one it is smaller and answers faster. In short transactions of its own; stopping in between
 * loses nothing.
 */
BA_RC search_documents_join(struct store *s, enum readers readers, struct ba_err *err);

/* Takes the document and its words out of the index; its pages' texts stay, without doc. Not there:
 * fine. What everyone may see of a document is forgotten before the whole. */
BA_RC search_document_forget(struct search_documents *w, int64_t id, struct ba_err *err);
/* A page's text as it is stored. */
struct search_document_text {
    int64_t page;
    const char *text;
    const char *hidden; /* what of it everyone does not find (text_hide); NULL: nothing */
};
/* Puts spaces over the bytes that hidden names, "12-20 31-40"; what lies outside is passed over. */
void search_document_text_hide(char *text, size_t len, const char *hidden);
/* Puts a document in, with the texts of its pages in the order of their ids. It must not be there;
 * for everyone, the whole must. */
BA_RC search_document_put(struct search_documents *w, const struct search_document_new *d,
                          const struct search_document_text *texts, size_t count,
                          struct ba_err *err);

/* Stores the text of a page that is in no document (search_document_forget), and changes it to what
 * is stored: marks of keys (keys.h) become spaces. */
BA_RC search_document_text_store(struct search_documents *d, int64_t page, const char *rev,
                                 char *text, struct ba_err *err);
BA_RC search_document_text_drop(struct store *s, int64_t page, struct ba_err *err);
/* Appends the stored text of a page; nothing when it has none. */
BA_RC search_document_text_read(struct store *s, int64_t page, struct ba_buf *out,
                                struct ba_err *err);
/* Unpacks what search_document_text_store packed. BA_FATAL STORE_DAMAGED. */
BA_RC search_document_unpack(const void *data, size_t len, size_t size, struct ba_buf *out,
                             struct ba_err *err);

#endif
