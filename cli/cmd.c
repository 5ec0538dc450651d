#include "cli/cmd.h"

#include <string.h>

#include "core/suggest.h"

const struct cmd *cmd_find(const char *name)
{
    for (const struct cmd *c = cmd_table; c->name != NULL; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

const char *cmd_suggest(const char *name)
{
    struct nearest near = NEAREST_INIT(name);

    for (const struct cmd *c = cmd_table; c->name != NULL; c++)
        if (!(c->needs & CMD_HIDDEN))
            suggest_offer(&near, c->name);
    return near.best;
}
