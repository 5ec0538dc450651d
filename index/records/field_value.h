/*
 * field_value.h - is this a value for that column. Private to the room.
 */
#ifndef BA_INDEX_RECORDS_FIELD_VALUE_H
#define BA_INDEX_RECORDS_FIELD_VALUE_H

#include "index/records/description.h"

#define VALUE_MAX 2048

/*
 * Trims the value into out; empty is allowed and means: unknown. BA_ITEM FIELD_BAD_VALUE says what
 * is expected.
 */
BA_RC field_value_check(enum description_name column, const char *value, char out[VALUE_MAX],
                        struct ba_err *err);

/* Of number_from number_to and back, so of years and of the dates of an address. D_COUNT: the
 * column is no end of a range. */
enum description_name field_value_other_end(enum description_name column);
/* BA_ITEM FIELD_BAD_VALUE names both when a range would end before it begins. Both were checked;
 * empty is well. */
BA_RC field_value_range(enum description_name column, const char *value, const char *other,
                        struct ba_err *err);

#endif
