/* config: the settings that are in force. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/cmd.h"
#include "cli/command_message.h"
#include "cli/json_line.h"
#include "cli/opt.h"
#include "pipeline/package/record_creator_check.h"

/* A number that JSON readers keep exactly; the table has none beyond. */
static int put_value(void *ctx, const char *section, const char *name, const char *value,
                     bool number)
{
    json_t *root = ctx, *of = json_object_get(root, section);
    json_t *v = number ? json_integer(strtoll(value, NULL, 10)) : json_string(value);

    if (of == NULL && json_object_set_new(root, section, of = json_object()) != 0) {
        json_decref(v);
        return -1;
    }
    return json_object_set_new(of, name, v);
}

static BA_RC print_json(const struct depot *depot, struct ba_err *err)
{
    json_t *root = json_object();

    if (root == NULL || config_each(&depot->config, put_value, root) != 0) {
        json_decref(root);
        return ba_fail_mem(err, "output");
    }
    return json_line(root, "config", err);
}

BA_RC cmd_config(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct command_message say_as = { depot, "config" };
    struct ba_messages told = { .hear = command_message, .ctx = &say_as };
    bool json = false;
    const struct opt opts[] = { { "json", OPT_FLAG, &json }, { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    if (rc == BA_OK)
        rc = creator_check_own(depot, &told, err);
    if (rc == BA_OK && json)
        return print_json(depot, err);
    if (rc == BA_OK)
        config_write(&depot->config, stdout);
    return rc;
}
