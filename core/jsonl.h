/*
 * jsonl.h - files of one JSON object a line, read with limits and written whole or not at all.
 */
#ifndef BA_CORE_JSONL_H
#define BA_CORE_JSONL_H

#include <jansson.h>
#include <stdio.h>

#include "core/file.h"

/* Bytes of a line at most, without its newline: a message of an error is its longest part. */
#define JSONL_LINE_MAX 8192

struct jsonl {
    FILE *file;
    size_t line; /* 1-based number of the line read last */
};

/* BA_ITEM FILE_READ; a link or what is no regular file is refused. */
BA_RC jsonl_open(struct jsonl *j, const char *path, struct ba_err *err);
/* The next line as an object that the caller lets go of; NULL at the end. BA_ITEM SHARD_LINE for a
 * line that is too long, has no newline (the file is cut off) or is no object; the one behind it
 * can then be read. */
BA_RC jsonl_next(struct jsonl *j, json_t **o, struct ba_err *err);
/* Accepts a {0}. */
void jsonl_close(struct jsonl *j);

/* Writes o as one compact line and lets go of it. BA_FATAL NO_MEMORY (also when o is NULL). */
BA_RC jsonl_write(struct ba_out *out, json_t *o, struct ba_err *err);

/* The string under key when it is so many lower-case hexadecimal digits, else NULL. */
const char *jsonl_hex(const json_t *o, const char *key, size_t digits);
/* True when key holds an integer from 0 to max. */
bool jsonl_count(const json_t *o, const char *key, uint64_t max, uint64_t *to);

#endif
