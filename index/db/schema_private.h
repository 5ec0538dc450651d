/*
 * schema_private.h - the SQL of changes that schema.c has no room for. Private to the room.
 */
#ifndef BA_INDEX_DB_SCHEMA_PRIVATE_H
#define BA_INDEX_DB_SCHEMA_PRIVATE_H

extern const char settled_sql[], delivered_image_sql[], package_time_sql[];

#endif
