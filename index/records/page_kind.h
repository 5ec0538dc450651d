/*
 * page_kind.h - the kind of a page as everybody sees it, in SQL. Private to the room.
 *
 * p is the page, t its document (LEFT JOIN). The state goes first, then the DOCUMENT code, then
 * what the text looks like; '' when unknown.
 */
#ifndef BA_INDEX_RECORDS_PAGE_KIND_H
#define BA_INDEX_RECORDS_PAGE_KIND_H

#define PAGE_KIND_SQL                                                                              \
    "CASE p.state WHEN 'separator' THEN 'separator' WHEN 'blank' THEN 'blank'"                     \
    " WHEN 'drawing' THEN 'drawing' ELSE coalesce(nullif(t.kind, ''), p.kind, '') END"

#endif
