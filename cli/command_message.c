#include "cli/command_message.h"

#include <stdio.h>

#include "cli/message.h"

void command_message(void *ctx, const struct ba_message *m)
{
    const struct command_message *c = ctx;
    bool warning = m->class == BA_WARNING, code = m->code[0] != '\0';

    say(c->depot, stderr, "bouwarchief%s%s: %s%s%s%s%s\n", warning ? "" : " ",
        warning ? "" : c->command, warning ? "warning: " : "", m->text, code ? " [" : "", m->code,
        code ? "]" : "");
}
