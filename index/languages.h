/*
 * languages.h - in which languages pages are read, where batch or dossier say so themselves.
 *
 * A dossier's word (a person's before the register's: field "languages") goes before its batch's;
 * without either the settings count. Written as Tesseract does: "nld+eng".
 */
#ifndef BA_INDEX_LANGUAGES_H
#define BA_INDEX_LANGUAGES_H

#include "index/store.h"

/* True for names of three letters or more joined by "+", at most 60 bytes. */
bool languages_valid(const char *languages);

/* What a batch is read in from now on; "" takes it back. Audited when it changes. BA_ITEM
 * BATCH_UNKNOWN. */
enum ba_rc languages_of_batch(struct store *s, const char *batch, const char *languages,
                              const char *who, struct ba_err *err);

/* Every value that some page may have to be read in, "" (the settings') first. */
typedef enum ba_rc (*languages_fn)(void *ctx, const char *languages, struct ba_err *err);
enum ba_rc languages_each(struct store *s, languages_fn fn, void *ctx, struct ba_err *err);

/* SQL for the languages of page p. Private to the room. */
#define LANGUAGES_OF_PAGE                                                                          \
    "coalesce((SELECT f.value FROM field f WHERE f.dossier = p.dossier AND f.name = 'languages'"   \
    " AND f.source > 1 ORDER BY f.source DESC, f.id DESC LIMIT 1),"                                \
    " (SELECT b.languages FROM batch b WHERE b.id = p.batch), '')"

#endif
