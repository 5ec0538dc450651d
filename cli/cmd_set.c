/* set: a person's word on a field of a dossier or document; said, taken back, or many by CSV. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "cli/opt.h"
#include "core/csv.h"
#include "core/file.h"
#include "core/plural.h"
#include "core/utf8.h"
#include "depot/actor.h"
#include "depot/designator.h"
#include "depot/value_list_files.h"
#include "pipeline/stage.h"

enum { CSV_MAX_BYTES = 64 << 20, OUT_MAX_BYTES = 1 << 30 };

struct setting {
    struct depot *depot;
    struct value_lists lists;
    const char *who, *reason, *archive;
    bool undo, dry_run, json;
    uint64_t done, bad;
    struct ba_buf out; /* what is told when all went well: of nothing that was rolled back */
};

/* One change: what is to become what. */
struct one {
    const char *subject, *archive, *field, *value, *reason;
    size_t line; /* of the CSV file, 0: none */
};

/* The words of the register are a little more than the list's. */
static enum ba_rc check_access(const struct setting *s, const struct one *o, struct ba_err *err)
{
    if (s->undo || strcasecmp(o->field, "access") != 0 || o->value[0] == '\0' ||
        strcasecmp(o->value, "beperkt") == 0 || strcasecmp(o->value, "niet beoordeeld") == 0 ||
        list_find_access(&s->lists, o->value) != NULL)
        return BA_OK;
    return ba_fail(err, BA_ITEM, "FIELD_BAD_VALUE",
                   "access: \"%.60s\" is not on the list; openbaar, niet-beoordeeld, levenssfeer, "
                   "or another key or code of beperkingGebruik.csv",
                   o->value);
}

static enum ba_rc tell(struct setting *s, const struct one *o, const struct designator_one *w,
                       const char *old, const char *now, bool changed, struct ba_err *err)
{
    if (s->json) {
        json_t *line =
            json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:b}", "dossier", o->subject, "archive",
                      designator_archive_shown(s->depot, w->archive), "field", o->field, "value",
                      now, "before", old, "changed", changed, "dry_run", s->dry_run);
        char *text = line != NULL ? json_dumps(line, JSON_COMPACT) : NULL;

        ba_buf_puts(&s->out, text != NULL ? text : "");
        json_decref(line);
        free(text);
        if (text == NULL)
            return ba_fail_mem(err, "output");
    } else {
        ba_buf_printf(&s->out, "%s: %s %s \"%s\"", o->subject, o->field,
                      !changed     ? "is already"
                      : s->dry_run ? "would become"
                                   : "is now",
                      now);
        if (old[0] != '\0' && strcmp(old, now) != 0)
            ba_buf_printf(&s->out, " (was \"%s\")", old);
    }
    ba_buf_puts(&s->out, "\n");
    return ba_buf_check(&s->out, "output", err);
}

static enum ba_rc change_one(struct setting *s, const struct one *o, struct ba_err *err)
{
    struct designator w = { 0 };
    char old[256] = "", now[256] = "";
    bool changed = true;
    const char *who = actor_or_login(s->who);
    enum ba_rc rc = check_access(s, o, err);

    if (rc == BA_OK)
        rc = designator_one(s->depot, o->subject, o->archive, &w, err);
    if (rc == BA_OK && s->undo)
        rc = field_undo(s->depot->store, &w.at[0].of, o->field, who, o->reason, old, now, err);
    else if (rc == BA_OK)
        rc = field_change(s->depot->store, &w.at[0].of, o->field, o->value, who, o->reason, old,
                          &changed, err);
    if (rc == BA_OK)
        rc = tell(s, o, &w.at[0], old, s->undo ? now : o->value, changed, err);
    s->done += rc == BA_OK;
    designator_free(&w);
    return rc;
}

/* Where the columns of the file are; -1: not there. */
struct columns {
    int dossier, field, value, reason, archive;
};

static enum ba_rc read_header(const struct setting *s, const char *path, char **fields, size_t n,
                              struct columns *c, struct ba_err *err)
{
    const struct {
        const char *name;
        int *at;
    } names[] = { { "dossier", &c->dossier },
                  { "field", &c->field },
                  { "value", &c->value },
                  { "reason", &c->reason },
                  { "archive", &c->archive } };

    *c = (struct columns){ -1, -1, -1, -1, -1 };
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < sizeof(names) / sizeof(names[0]) && strcasecmp(fields[i], names[k].name) != 0)
            k++;
        if (k == sizeof(names) / sizeof(names[0]))
            return ba_fail(err, BA_ITEM, "SET_NO_HEADER",
                           "%s: the column \"%.60s\" is none of dossier, field, value, reason, "
                           "archive",
                           path, fields[i]);
        *names[k].at = (int)i;
    }
    if (c->dossier < 0 || c->field < 0 || (c->value < 0 && !s->undo))
        return ba_fail(err, BA_ITEM, "SET_NO_HEADER",
                       "%s: the first line must name the columns dossier, field and value", path);
    return BA_OK;
}

static const char *cell(char **fields, size_t n, int at)
{
    return at >= 0 && (size_t)at < n ? fields[at] : "";
}

static enum ba_rc bad_line(struct setting *s, size_t line, const struct ba_err *bad,
                           struct ba_err *err)
{
    s->bad++;
    if (s->json)
        return json_line(json_pack("{s:I, s:s, s:s}", "line", (json_int_t)line, "code", bad->code,
                                   "message", bad->msg),
                         err);
    say(s->depot, stderr, "line %zu: %s [%s]\n", line, bad->msg, bad->code);
    return BA_OK;
}

static enum ba_rc change_line(struct setting *s, const struct columns *c, char **fields, size_t n,
                              size_t line, struct ba_err *err)
{
    struct one o = { .subject = cell(fields, n, c->dossier),
                     .archive = cell(fields, n, c->archive),
                     .field = cell(fields, n, c->field),
                     .value = cell(fields, n, c->value),
                     .reason = cell(fields, n, c->reason) };
    struct ba_err bad = BA_ERR_INIT;
    enum ba_rc rc;

    if (o.archive[0] == '\0')
        o.archive = s->archive;
    if (o.reason[0] == '\0')
        o.reason = s->reason;
    rc = change_one(s, &o, &bad);
    if (rc == BA_ITEM)
        return bad_line(s, line, &bad, err);
    if (rc != BA_OK)
        *err = bad;
    return rc;
}

/* Every line, so that all that is wrong is told at once; then all or nothing. */
static enum ba_rc change_file(struct setting *s, const char *path, struct ba_err *err)
{
    struct ba_buf b = BA_BUF_INIT(CSV_MAX_BYTES);
    struct ba_csv *csv = NULL;
    struct columns c;
    char **fields;
    size_t n = 0;
    enum ba_rc rc = access(path, R_OK) == 0
                        ? ba_file_read(path, &b, err)
                        : ba_fail_sys(err, BA_FATAL, "INPUT_MISSING", "%s", path);

    if (rc == BA_OK) {
        csv = ba_csv_open(path, ba_buf_str(&b), b.len);
        rc = csv != NULL ? ba_csv_row(csv, &fields, &n, err) : ba_fail_mem(err, path);
    }
    if (rc == BA_OK)
        rc = read_header(s, path, fields, n, &c, err);
    while (rc == BA_OK && (rc = ba_csv_row(csv, &fields, &n, err)) == BA_OK && n > 0)
        rc = change_line(s, &c, fields, n, ba_csv_line(csv), err);
    ba_csv_close(csv);
    ba_buf_free(&b);
    if (rc == BA_OK && s->bad > 0)
        rc = ba_fail(err, BA_ITEM, "SET_LINES_REFUSED",
                     "%" PRIu64 " line%s of %s %s wrong, see above; nothing was changed. Correct "
                     "the file and give the command again",
                     s->bad, ba_s(s->bad), path, s->bad == 1 ? "is" : "are");
    if (rc == BA_OK && s->done == 0)
        rc = ba_fail(err, BA_ITEM, "SET_NOTHING", "%s has no line; nothing was changed", path);
    return rc;
}

/* In one transaction, and searched at once. */
static enum ba_rc run(struct setting *s, const char *csv, char **words, struct ba_err *err)
{
    struct stage_opts stage = { 0 };
    enum ba_rc rc = value_list_files_load(s->depot, &s->lists, err);

    if (rc == BA_OK)
        rc = store_begin(s->depot->store, err);
    if (rc == BA_OK && csv != NULL) {
        rc = change_file(s, csv, err);
    } else if (rc == BA_OK) {
        struct one o = { words[0], s->archive, words[1], s->undo ? "" : words[2], s->reason, 0 };
        rc = change_one(s, &o, err);
    }
    if (rc == BA_OK && !s->dry_run)
        rc = store_commit(s->depot->store, err);
    store_rollback(s->depot->store);
    if (rc == BA_OK && !s->dry_run)
        rc = stage_index(s->depot, &stage, err);
    if (rc == BA_OK)
        fputs(ba_buf_str(&s->out), stdout);
    ba_buf_free(&s->out);
    export_lists_free(&s->lists);
    return rc;
}

enum ba_rc cmd_set(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct setting s = { .depot = depot, .out = BA_BUF_INIT(OUT_MAX_BYTES) };
    const char *csv = NULL;
    const struct opt opts[] = {
        { "who", OPT_STRING, &s.who },         { "reason", OPT_STRING, &s.reason },
        { "archive", OPT_STRING, &s.archive }, { "csv", OPT_STRING, &csv },
        { "undo", OPT_FLAG, &s.undo },         { "dry-run", OPT_FLAG, &s.dry_run },
        { "json", OPT_FLAG, &s.json },         { 0 }
    };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 3, &words, &count, err);

    if (rc == BA_OK && count != (csv != NULL ? 0 : s.undo ? 2 : 3))
        rc = ba_fail(err, BA_FATAL, "USAGE", "%s",
                     csv != NULL ? "set --csv FILE takes no more words"
                     : s.undo    ? "set --undo wants a dossier or document and a field"
                                 : "set wants a dossier or document, a field and a value");
    if (rc == BA_OK && s.who != NULL && !ba_utf8_valid(s.who, strlen(s.who)))
        rc = ba_fail(err, BA_FATAL, "USAGE", "the name behind --who is no text (UTF-8)");
    return rc == BA_OK ? run(&s, csv, words, err) : rc;
}
