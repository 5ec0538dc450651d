#include "pipeline/separator_choice.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/file.h"
#include "index/records/dossier_number.h"

enum { LIST_MAX_BYTES = 4 << 20 };

static BA_RC add(struct separator_numbers *n, const char *number, size_t len, struct ba_err *err)
{
    if (ba_grow(&n->at, &n->cap, n->count + 1, sizeof(*n->at)) != 0 ||
        (n->at[n->count] = strndup(number, len)) == NULL)
        return ba_fail_mem(err, "a list of dossiers");
    n->count++;
    return BA_OK;
}

static BA_RC take_block(void *ctx, const void *data, size_t len, struct ba_err *err)
{
    ba_buf_add(ctx, data, len);
    return ba_buf_check(ctx, "a list of dossiers", err);
}

static BA_RC read_list(const char *path, struct ba_buf *text, struct ba_err *err)
{
    if (strcmp(path, "-") == 0)
        return ba_read_blocks(STDIN_FILENO, "standard input", take_block, text, err);
    if (access(path, F_OK) != 0)
        return ba_fail_sys(err, BA_FATAL, "INPUT_MISSING", "%s: there is no such file", path);
    return ba_file_read(path, text, err);
}

/* The first cell of each line, as Excel writes them too: byte order mark, header, quotes. */
static BA_RC add_lines(struct separator_numbers *n, const char *text, struct ba_err *err)
{
    enum ba_rc rc = BA_OK;

    text += strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (rc == BA_OK && *text != '\0') {
        const char *cell = text + strspn(text, " \t\"");
        size_t len = strcspn(cell, ";,\t\"\r\n");

        text += strcspn(text, "\n");
        text += *text == '\n';
        while (len > 0 && cell[len - 1] == ' ')
            len--;
        if (len > 0 && (len != strlen("dossier") || strncasecmp(cell, "dossier", len) != 0))
            rc = add(n, cell, len, err);
    }
    return rc;
}

static BA_RC check_range(const struct separator_choice *c, struct ba_err *err)
{
    char from[NUMBER_KEY_MAX], to[NUMBER_KEY_MAX];

    if (c->from == NULL || c->to == NULL)
        return BA_OK;
    dossier_number_sort_key(c->from, from);
    dossier_number_sort_key(c->to, to);
    return strcmp(from, to) <= 0
               ? BA_OK
               : ba_fail(err, BA_FATAL, "USAGE", "--from %s comes behind --to %s", c->from, c->to);
}

BA_RC separator_choice_numbers(const struct separator_choice *c, struct separator_numbers *out,
                               struct ba_err *err)
{
    struct ba_buf text = BA_BUF_INIT(LIST_MAX_BYTES);
    enum ba_rc rc = check_range(c, err);

    *out = (struct separator_numbers){ 0 };
    for (size_t i = 0; rc == BA_OK && i < c->dossier_count; i++)
        rc = add(out, c->dossiers[i], strlen(c->dossiers[i]), err);
    if (rc == BA_OK && c->list != NULL) {
        size_t before = out->count;

        rc = read_list(c->list, &text, err);
        if (rc == BA_OK)
            rc = add_lines(out, ba_buf_str(&text), err);
        if (rc == BA_OK && out->count == before)
            rc = ba_fail(err, BA_FATAL, "USAGE", "%s has no number of a dossier", c->list);
    }
    ba_buf_free(&text);
    return rc;
}

void separator_numbers_free(struct separator_numbers *n)
{
    for (size_t i = 0; i < n->count; i++)
        free(n->at[i]);
    free(n->at);
    *n = (struct separator_numbers){ 0 };
}

static bool is_in_box(const struct separator_choice *c, const char *box)
{
    for (size_t i = 0; i < c->box_count; i++)
        if (strcmp(c->boxes[i], box) == 0)
            return true;
    return c->box_count == 0;
}

static bool is_in_range(const struct separator_choice *c, const char *number)
{
    char key[NUMBER_KEY_MAX], end[NUMBER_KEY_MAX];

    dossier_number_sort_key(number, key);
    if (c->from != NULL) {
        dossier_number_sort_key(c->from, end);
        if (strcmp(key, end) < 0)
            return false;
    }
    if (c->to != NULL) {
        dossier_number_sort_key(c->to, end);
        if (strcmp(key, end) > 0)
            return false;
    }
    return true;
}

bool separator_choice_has(const struct separator_choice *c, const struct dossier_row *row)
{
    return is_in_box(c, row->box) && is_in_range(c, row->number) &&
           (!c->only_missing || row->pages == 0);
}
