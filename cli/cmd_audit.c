/* audit: who changed what. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cmd.h"
#include "cli/json_line.h"
#include "cli/opt.h"
#include "core/json_value.h"
#include "core/utf8.h"
#include "desk/audit_log.h"

struct listing {
    bool json;
    uint64_t rows;
};

/* The log keeps what was typed, also bytes that are no text. */
static json_t *typed(const char *text)
{
    char *escaped = ba_utf8_valid(text, strlen(text)) ? NULL : ba_name_escape(text);
    json_t *value = json_text(escaped != NULL ? escaped : text);

    free(escaped);
    return value;
}

/* A detail that is an object, in words; anything else as it is. */
static void print_detail(const char *detail)
{
    json_t *o = *detail == '{' ? json_loads(detail, 0, NULL) : NULL, *value;
    const char *key, *between = "  ";

    if (o == NULL && *detail != '\0')
        printf("  %s", detail);
    json_object_foreach(o, key, value)
    {
        if (json_is_string(value))
            printf("%s%s %.*s", between, key, strcmp(key, "sha256") == 0 ? 16 : 1000,
                   json_string_value(value));
        else if (json_is_integer(value) && json_integer_value(value) != 0)
            printf("%s%s %" JSON_INTEGER_FORMAT, between, key, json_integer_value(value));
        else
            continue;
        between = ", ";
    }
    json_decref(o);
}

/* The depot's own archive has no name in the log: "dossier 1974/0231 ()". */
static int object_length(const char *object)
{
    size_t n = strlen(object);

    return (int)(n > 3 && strcmp(object + n - 3, " ()") == 0 ? n - 3 : n);
}

static BA_RC print_row(void *ctx, const struct audit_row *r, struct ba_err *err)
{
    struct listing *l = ctx;

    l->rows++;
    if (l->json)
        return json_line(json_pack("{s:I, s:s, s:o, s:s, s:o, s:o, s:o}", "id", (json_int_t)r->id,
                                   "at", r->at, "who", typed(r->who), "action", r->action, "object",
                                   typed(r->object), "reason", typed(r->reason), "detail",
                                   typed(r->detail)),
                         "audit", err);
    printf("%s  %s  %s  %.*s", r->at, r->who[0] != '\0' ? r->who : "-", r->action,
           object_length(r->object), r->object);
    print_detail(r->detail);
    printf("%s%s\n", r->reason[0] != '\0' ? "  because: " : "", r->reason);
    return BA_OK;
}

BA_RC cmd_audit(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct listing l = { 0 };
    struct audit_log_what what = { 0 };
    const struct opt opts[] = {
        { "object", OPT_STRING, &what.object }, { "who", OPT_STRING, &what.who },
        { "since", OPT_STRING, &what.since },   { "archive", OPT_STRING, &what.archive },
        { "json", OPT_FLAG, &l.json },          { 0 }
    };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    if (rc == BA_OK)
        rc = audit_log_each(depot, &what, print_row, &l, err);
    if (rc == BA_OK && l.rows == 0)
        fputs("nothing was recorded\n", stderr);
    return rc;
}
