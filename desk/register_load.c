#include "desk/register_load.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "core/plural.h"
#include "core/suggest.h"
#include "core/utf8.h"
#include "index/records/dossier.h"
#include "ingest/register.h"

struct load {
    struct depot *depot;
    const struct decision *by;
    struct register_file *file;
    struct register_load_result *out;
};

/* Columns that are not of the contract are kept, but a slip of the pen must not pass for one of
 * them. */
static void tell_unknown_columns(const struct load *l, const struct register_line *line)
{
    for (size_t i = 0; i < line->extra_count; i++) {
        struct nearest near = NEAREST_INIT(line->extra_names[i]);

        for (size_t c = 0; c < REG_COLUMNS; c++)
            suggest_offer(&near, register_column_name((enum register_column)c));
        ba_messages_printf(l->by->messages, BA_NOTE, "REGISTER_COLUMN_UNUSED",
                           "column \"%s\" is kept as it is, but not used%s%s%s",
                           line->extra_names[i], near.best != NULL ? "; did you mean \"" : "",
                           near.best != NULL ? near.best : "", near.best != NULL ? "\"?" : "");
    }
}

static BA_RC add_values(struct load *l, const struct register_line *line, struct ba_err *err)
{
    size_t room = REG_COLUMNS + line->extra_count, count = 0;
    const char **names = calloc(room * 2, sizeof(*names));
    enum ba_rc rc;

    if (names == NULL)
        return ba_fail_mem(err, "a register line");
    const char **values = names + room;
    for (size_t i = 0; i < REG_COLUMNS; i++) {
        if (!line->present[i])
            continue;
        names[count] = register_column_name((enum register_column)i);
        values[count] = line->value[i];
        if (i == REG_ARCHIVE && values[count] != NULL &&
            strcmp(values[count], l->depot->config.archive_id) == 0)
            values[count] = NULL; /* our own by its name */
        count++;
    }
    for (size_t i = 0; i < line->extra_count; i++) {
        names[count] = line->extra_names[i];
        values[count++] = line->extra_values[i];
    }
    struct register_values v = { names, values, count };
    rc = register_add(l->file, (int64_t)line->line, &v, err);
    free(names);
    return rc;
}

static BA_RC take_line(void *ctx, const struct register_line *line, const struct ba_err *bad,
                       struct ba_err *err)
{
    struct load *l = ctx;

    if (l->out->lines++ == 0 && line->extra_count > 0)
        tell_unknown_columns(l, line);
    if (bad == NULL)
        return add_values(l, line, err);
    l->out->refused++;
    ba_messages_line(l->by->messages, BA_REFUSED, bad->code, (int64_t)line->line, bad->msg);
    return BA_OK;
}

/* Two lines of one dossier disagree: told, but nothing is refused. */
static BA_RC tell_differs(void *ctx, int64_t line, const char *code, const char *message,
                          struct ba_err *err)
{
    struct load *l = ctx;

    (void)err;
    l->out->differ++;
    ba_messages_line(l->by->messages, BA_WARNING, code, line, message);
    return BA_OK;
}

static BA_RC record(const struct load *l, const char *path, struct ba_err *err)
{
    struct correction c = decision_record(l->by);
    char detail[120], *name = ba_name_escape(ba_basename(path));
    enum ba_rc rc;

    snprintf(detail, sizeof(detail), "%" PRIu64 " lines, %" PRIu64 " new, %" PRIu64 " refused",
             l->out->lines, l->out->added, l->out->refused);
    rc = name == NULL
             ? ba_fail_mem(err, "a record")
             : store_audit(l->depot->store, c.who, "register import", name, c.reason, detail, err);
    free(name);
    return rc;
}

static BA_RC judge(const struct register_load_result *r, const char *path, struct ba_err *err)
{
    if (r->lines == 0)
        return ba_fail(err, BA_ITEM, "REGISTER_NO_LINES",
                       "%s has no line with a dossier; nothing was imported", path);
    if (r->refused > 0)
        return ba_fail(err, BA_ITEM, "REGISTER_LINES_REFUSED",
                       "%" PRIu64 " line%s of %s %s refused, see above; correct and import the "
                       "file again",
                       r->refused, ba_s(r->refused), path, ba_were(r->refused));
    return BA_OK;
}

BA_RC register_load(struct depot *depot, const struct decision *by, const char *path,
                    struct register_load_result *out, struct ba_err *err)
{
    struct load l = { .depot = depot, .by = by, .out = out };
    enum ba_rc rc = access(path, R_OK) == 0
                        ? store_begin(depot->store, err)
                        : ba_fail_sys(err, BA_FATAL, "INPUT_MISSING", "%s", path);

    *out = (struct register_load_result){ 0 };
    if (rc == BA_OK)
        rc = register_begin(depot->store, APP_OWN_ARCHIVE, &l.file, err);
    if (rc == BA_OK)
        rc = register_read(path, take_line, &l, err);
    if (rc == BA_OK)
        rc = register_end(l.file, tell_differs, &l, &out->added, err);
    if (rc == BA_OK && !by->dry_run)
        rc = record(&l, path, err);
    rc = decision_commit_index(depot, by, rc, err);
    register_free(l.file);
    out->loaded = rc == BA_OK;
    out->imported = out->lines - out->refused;
    return rc == BA_OK ? judge(out, path, err) : rc;
}
