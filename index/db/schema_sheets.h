/*
 * schema_sheets.h - changes of the tables for names of sheets and for sheets scanned twice. Private
 * to the room.
 */
#ifndef BA_INDEX_DB_SCHEMA_SHEETS_H
#define BA_INDEX_DB_SCHEMA_SHEETS_H

/* The version that lets a page be dropped: a CHECK changes with it. */
#define SCHEMA_DROPPED 17
extern const char schema_lasting_sql[], schema_sheets_sql[], schema_dropped_sql[];

#endif
