/*
 * languages.h - in which languages pages are read, where batch or dossier say so themselves.
 *
 * In this order: of the dossier a person's word or the register's (field "languages") and what
 * batch.csv announced of it; of the batch a person's word (run --languages) and what batch.csv
 * announced of it. Without any the settings count. Written as Tesseract does: "nld+eng".
 */
#ifndef BA_INDEX_RECORDS_LANGUAGES_H
#define BA_INDEX_RECORDS_LANGUAGES_H

#include "index/db/store.h"

/* What a batch is read in from now on; "" takes it back. Audited when it changes. BA_ITEM
 * BATCH_UNKNOWN. */
BA_RC languages_of_batch(struct store *s, const char *batch, const char *languages, const char *who,
                         struct ba_err *err);

/* What batch.csv said. */
struct announced {
    const char *dossier; /* number; "" for the whole batch */
    const char *languages;
};
/* Takes the place of all that was announced of a batch. */
BA_RC languages_announced(struct store *s, int64_t batch, const struct announced *list,
                          size_t count, struct ba_err *err);

/* Every value that some page may have to be read in, "" (the settings') first. */
typedef BA_CHECKED enum ba_rc (*languages_fn)(void *ctx, const char *languages, struct ba_err *err);
BA_RC languages_each(struct store *s, languages_fn fn, void *ctx, struct ba_err *err);

/* SQL for the languages of page p. Private to the room. */
#define LANGUAGES_OF_PAGE                                                                          \
    "coalesce((SELECT nullif(f.value, '') FROM field f WHERE f.dossier = p.dossier AND f.name = "  \
    "'languages'"                                                                                  \
    " AND f.source > 1 ORDER BY f.source DESC, f.id DESC LIMIT 1),"                                \
    " (SELECT l.languages FROM batch_languages l JOIN dossier d ON d.number = l.dossier"           \
    "  WHERE l.batch = p.batch AND d.id = p.dossier),"                                             \
    " (SELECT b.languages FROM batch b WHERE b.id = p.batch),"                                     \
    " (SELECT l.languages FROM batch_languages l WHERE l.batch = p.batch AND l.dossier = ''), '')"

#endif
