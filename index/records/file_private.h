/*
 * file_private.h - the rows that a file which is taken in makes. Private to the room.
 */
#ifndef BA_INDEX_RECORDS_FILE_PRIVATE_H
#define BA_INDEX_RECORDS_FILE_PRIVATE_H

#include "index/records/batch.h"
#include "index/records/sheet_name.h"

/* SQL: rows of table file or page of batch ?1, or (0) of every batch that was not withdrawn. */
#define IN_BATCH_SQL                                                                               \
    "?1 IN (0, batch) AND (?1 <> 0 OR batch NOT IN"                                                \
    " (SELECT id FROM batch WHERE withdrawn_at IS NOT NULL))"

/* Makes room at row->position: whoever has it now, and all after it, move up. */
BA_RC file_make_place(struct store *s, const struct file_row *row, struct ba_err *err);
/* The master with these bytes, made when it is not there; *first_file: 0, or the first file that
 * brought them. */
BA_RC file_add_master(struct store *s, const struct file_row *row, const char *extension,
                      const char *format, int64_t *master, int64_t *first_file, struct ba_err *err);
/* The row itself; its id is the last inserted. master 0: it was refused. */
BA_RC file_insert(struct store *s, const struct file_row *row, int64_t master, struct ba_err *err);
/* What is to be known of a page that was made of p. */
BA_RC page_add_intake_reasons(struct store *s, int64_t page, const struct page_new *p,
                              int64_t first_file, struct ba_err *err);
/* The remark DUPLICATE on a page with this image of a file whose bytes came first with first_file.
 */
BA_RC page_add_duplicate(struct store *s, int64_t page, uint32_t frame, int64_t first_file,
                         struct ba_err *err);
/* The page itself, under the next name of the series; its id is the last inserted. */
BA_RC page_insert_row(struct store *s, int64_t batch, int64_t file, int64_t seq,
                      struct sheet_series *sheets, const struct page_new *p, struct ba_err *err);

#endif
