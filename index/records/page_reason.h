/*
 * page_reason.h - what a person should know of a page besides its state. Private to the room.
 */
#ifndef BA_INDEX_RECORDS_PAGE_REASON_H
#define BA_INDEX_RECORDS_PAGE_REASON_H

#include "index/db/store.h"

/* Which step found it: a step that runs again takes back what it said before. */
enum reason_origin { REASON_INTAKE, REASON_PLACE, REASON_OCR };

/* Once a code: a repeated one gets the new level and message. */
BA_RC page_reason_add(struct store *s, int64_t page, const char *code, char level,
                      const char *message, enum reason_origin origin, struct ba_err *err);
BA_RC page_reason_clear(struct store *s, int64_t page, enum reason_origin origin,
                        struct ba_err *err);

/* SQL for a page p: its codes as JSON, gravest first (error, warning, remark; then by code). */
#define REASONS_SQL                                                                                \
    "(SELECT json_group_array(code) FROM (SELECT code FROM page_reason WHERE page = p.id"          \
    " ORDER BY CASE level WHEN 'e' THEN 0 WHEN 'w' THEN 1 ELSE 2 END, code))"
#define REASON_SQL                                                                                 \
    "(SELECT code FROM page_reason WHERE page = p.id"                                              \
    " ORDER BY CASE level WHEN 'e' THEN 0 WHEN 'w' THEN 1 ELSE 2 END, code LIMIT 1)"

#endif
