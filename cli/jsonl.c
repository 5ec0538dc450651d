#include "cli/jsonl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum ba_rc jsonl_open(struct jsonl *j, const char *path, struct ba_err *err)
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

static void skip_line(FILE *f)
{
    int c;

    while ((c = getc(f)) != EOF && c != '\n')
        continue;
}

enum ba_rc jsonl_next(struct jsonl *j, json_t **o, struct ba_err *err)
{
    char line[JSONL_LINE_MAX + 1];
    json_error_t why;
    size_t n;

    *o = NULL;
    errno = 0;
    if (fgets(line, sizeof(line), j->file) == NULL)
        return ferror(j->file) ? ba_fail_sys(err, BA_RETRY, "FILE_READ", "line %zu", j->line + 1)
                               : BA_OK;
    j->line++;
    n = strlen(line);
    if (n == 0 || line[n - 1] != '\n') {
        bool ended = feof(j->file);

        skip_line(j->file);
        return ba_fail(err, BA_ITEM, "SHARD_LINE", "%s",
                       ended ? "the line is cut off" : "the line is too long, or holds a NUL byte");
    }
    *o = json_loadb(line, n - 1, JSON_REJECT_DUPLICATES, &why);
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

enum ba_rc jsonl_write(struct ba_out *out, json_t *o, struct ba_err *err)
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
