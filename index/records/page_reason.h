/*
 * page_reason.h - what a person should know of a page besides its state.
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

/* Adds a reason (once a code). level: 'e' error, 'w' warning, 'i' remark. */
BA_RC page_add_reason(struct store *s, int64_t page, const char *code, char level,
                      const char *message, struct ba_err *err);
/* How many pages bear a reason, per code, gravest first; of a batch, or 0. */
typedef BA_CHECKED enum ba_rc (*reason_fn)(void *ctx, const char *code, char level, int64_t pages,
                                           struct ba_err *err);
BA_RC reason_each(struct store *s, int64_t batch, reason_fn fn, void *ctx, struct ba_err *err);
/* The sentences of one page's reasons, gravest first. */
typedef BA_CHECKED enum ba_rc (*page_reason_fn)(void *ctx, const char *code, char level,
                                                const char *message, struct ba_err *err);
BA_RC page_reason_each(struct store *s, int64_t page, page_reason_fn fn, void *ctx,
                       struct ba_err *err);

/* SQL for a page p: its codes as JSON, gravest first (error, warning, remark; then by code). */
#define REASONS_SQL                                                                                \
    "(SELECT json_group_array(code) FROM (SELECT code FROM page_reason WHERE page = p.id"          \
    " ORDER BY CASE level WHEN 'e' THEN 0 WHEN 'w' THEN 1 ELSE 2 END, code))"
#define REASON_SQL                                                                                 \
    "(SELECT code FROM page_reason WHERE page = p.id"                                              \
    " ORDER BY CASE level WHEN 'e' THEN 0 WHEN 'w' THEN 1 ELSE 2 END, code LIMIT 1)"

#endif
