#include "index/reason.h"

#include "index/page.h"
#include "index/sql.h"

static const char *const origin_names[] = { "intake", "place", "ocr" };

enum ba_rc reason_add(struct store *s, int64_t page, const char *code, char level,
                      const char *message, enum reason_origin origin, struct ba_err *err)
{
    char text[2] = { level == 'e' || level == 'w' ? level : 'i', '\0' };

    return sql_run(s, err,
                   "INSERT INTO page_reason(page, code, level, message, origin) VALUES(?,?,?,?,?)"
                   " ON CONFLICT(page, code) DO UPDATE SET level = excluded.level,"
                   " message = excluded.message, origin = excluded.origin",
                   "itttt", page, code, text, message != NULL ? message : "", origin_names[origin]);
}

enum ba_rc reason_clear(struct store *s, int64_t page, enum reason_origin origin,
                        struct ba_err *err)
{
    return sql_run(s, err, "DELETE FROM page_reason WHERE page = ? AND origin = ?", "it", page,
                   origin_names[origin]);
}

enum ba_rc page_add_reason(struct store *s, int64_t page, const char *code, char level,
                           const char *message, struct ba_err *err)
{
    return reason_add(s, page, code, level, message, REASON_INTAKE, err);
}
