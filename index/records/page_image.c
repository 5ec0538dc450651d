#include "index/records/page_image.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/buf.h"
#include "index/db/sql.h"
#include "index/records/languages.h"

BA_RC page_image_find(struct store *s, const char *sha256, uint32_t frame, struct page_image **rows,
                      size_t *count, struct ba_err *err)
{
    sqlite3_stmt *st = NULL;
    size_t room = 0;
    bool more = true;
    enum ba_rc rc = sql_open(s, &st, err,
                             "SELECT p.id, p.state, p.rev, " LANGUAGES_OF_PAGE
                             " FROM master m JOIN file f ON f.master = m.id JOIN page p"
                             " ON p.file = f.id AND p.frame = ?2 WHERE m.sha256 = ?1 ORDER BY p.id",
                             "ti", sha256, (int64_t)frame);

    *rows = NULL;
    *count = 0;
    while (rc == BA_OK && (rc = sql_next(s, st, &more, err)) == BA_OK && more) {
        struct page_image *row;

        if (ba_grow(rows, &room, *count + 1, sizeof(**rows)) != 0) {
            rc = ba_fail_mem(err, "pages");
            break;
        }
        row = &(*rows)[(*count)++];
        *row = (struct page_image){ .page = sqlite3_column_int64(st, 0),
                                    .state = page_state_of(sql_text(st, 1)) };
        snprintf(row->rev, sizeof(row->rev), "%s", sql_text(st, 2));
        snprintf(row->languages, sizeof(row->languages), "%s", sql_text(st, 3));
    }
    sql_close(s, st);
    return rc;
}
