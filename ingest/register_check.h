/*
 * register_check.h - what a cell of the register may hold.
 */
#ifndef BA_INGEST_REGISTER_CHECK_H
#define BA_INGEST_REGISTER_CHECK_H

#include <stddef.h>

#include "ingest/register_column.h"

/* NULL when the value may stand in the column; else what is allowed there, for a message. */
const char *register_check(enum register_column c, const char *value);
/* The name of `names` that is most like `wanted`; NULL when none has anything in common with it. */
const char *register_nearest(const char *wanted, const char *const *names, size_t count);

#endif
