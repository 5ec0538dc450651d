#include "cli/line_message.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/json_line.h"
#include "cli/message.h"
#include "core/utf8.h"

static void print_json(const struct ba_message *m)
{
    char *escaped = ba_utf8_valid(m->text, strlen(m->text)) ? NULL : ba_name_escape(m->text);
    json_t *o = json_pack("{s:I, s:s, s:s}", "line", (json_int_t)m->line, "code", m->code,
                          "message", escaped != NULL ? escaped : m->text);

    free(escaped);
    struct ba_err trouble = BA_ERR_INIT;
    ba_ignore(json_line(o, "line", &trouble), "without memory nothing can be said any more");
}

void line_message(void *ctx, const struct ba_message *m)
{
    const struct line_message *l = ctx;

    if (m->class == BA_NOTE || m->line == 0)
        message_print(l->depot, m);
    else if (l->json)
        print_json(m);
    else if (l->numbered)
        say(l->depot, stderr, "line %" PRId64 ": %s [%s]\n", m->line, m->text, m->code);
    else
        say(l->depot, stderr, "%s [%s]\n", m->text, m->code);
}
