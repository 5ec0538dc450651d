#include "core/jsonl.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

BA_RC jsonl_open(struct jsonl *j, const char *path, struct ba_err *err)
{
    int fd = ba_open_regular(path);

    *j = (struct jsonl){ 0 };
    if (fd < 0)
        return ba_fail_sys(err, BA_ITEM, "FILE_READ", "%s", path);
    j->file = fdopen(fd, "r");
    if (j->file == NULL) {
        close(fd);
        return ba_fail_mem(err, path);
    }
    return BA_OK;
}

/* Reads to the end of the line, and keeps of it what fits: its length is told either way. False at
 * the end of the file. */
static bool read_line(FILE *f, char line[JSONL_LINE_MAX], size_t *len, bool *ended)
{
    int c;

    *len = 0;
    while ((c = getc(f)) != EOF && c != '\n') {
        if (*len < JSONL_LINE_MAX)
            line[*len] = (char)c;
        ++*len;
    }
    *ended = c == '\n';
    return c != EOF || *len > 0;
}

BA_RC jsonl_next(struct jsonl *j, json_t **o, struct ba_err *err)
{
    char line[JSONL_LINE_MAX];
    json_error_t why;
    bool ended, there;
    size_t n;

    *o = NULL;
    errno = 0;
    there = read_line(j->file, line, &n, &ended);
    if (ferror(j->file))
        return ba_fail_sys(err, BA_RETRY, "FILE_READ", "line %zu", j->line + 1);
    if (!there)
        return BA_OK;
    j->line++;
    if (!ended)
        return ba_fail(err, BA_ITEM, "SHARD_LINE", "the line is cut off");
    if (n > JSONL_LINE_MAX)
        return ba_fail(err, BA_ITEM, "SHARD_LINE", "the line is longer than %d bytes",
                       JSONL_LINE_MAX);
    *o = json_loadb(line, n, JSON_REJECT_DUPLICATES, &why);
    if (!json_is_object(*o)) {
        json_decref(*o);
        *o = NULL;
        return ba_fail(err, BA_ITEM, "SHARD_LINE", "the line is no JSON object");
    }
    return BA_OK;
}

void jsonl_close(struct jsonl *j)
{
    if (j->file != NULL)
        fclose(j->file);
    j->file = NULL;
}

BA_RC jsonl_write(struct ba_out *out, json_t *o, struct ba_err *err)
{
    char *text = o == NULL ? NULL : json_dumps(o, JSON_COMPACT);
    enum ba_rc rc = BA_OK;

    json_decref(o);
    if (text == NULL)
        return ba_fail_mem(err, "result");
    rc = ba_out_write(out, text, strlen(text), err);
    if (rc == BA_OK)
        rc = ba_out_write(out, "\n", 1, err);
    free(text);
    return rc;
}

const char *jsonl_hex(const json_t *o, const char *key, size_t digits)
{
    const char *s = json_string_value(json_object_get(o, key));

    return s != NULL && strlen(s) == digits && strspn(s, "0123456789abcdef") == digits ? s : NULL;
}

bool jsonl_count(const json_t *o, const char *key, uint64_t max, uint64_t *to)
{
    const json_t *v = json_object_get(o, key);

    if (!json_is_integer(v) || json_integer_value(v) < 0 || (uint64_t)json_integer_value(v) > max)
        return false;
    *to = (uint64_t)json_integer_value(v);
    return true;
}
