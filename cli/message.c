#include "cli/message.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/shell_quote.h"

enum { MESSAGE_MAX_BYTES = 1 << 20 };
static const char program[] = "bouwarchief ";

/* Whether a command that works on a depot begins here, behind the name of the program. */
static bool is_depot_command(const char *text)
{
    char name[24];
    size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz");
    const struct cmd *c;

    if (n == 0 || n >= sizeof(name) || (text[n] != '\0' && strchr(" `\"'),;.\n", text[n]) == NULL))
        return false;
    memcpy(name, text, n);
    name[n] = '\0';
    c = cmd_find(name);
    return c != NULL && (c->needs & (NEED_CONFIG | NEED_STORE | NEED_WRITE)) != 0;
}

static bool begins_word(const char *text, const char *at)
{
    return at == text || strchr(" `\"'(", at[-1]) != NULL;
}

void say(const struct depot *depot, FILE *out, const char *format, ...)
{
    struct ba_buf text = BA_BUF_INIT(MESSAGE_MAX_BYTES);
    char *line = NULL, quoted[BA_QUOTE_MAX * 4];
    const char *at, *next;
    va_list ap;

    va_start(ap, format);
    if (vasprintf(&line, format, ap) < 0)
        line = NULL;
    va_end(ap);
    if (line == NULL)
        return; /* nothing can be said any more; the status tells */
    at = line;
    if (depot->folder_option != NULL)
        ba_shell_quote(depot->folder_option, quoted, sizeof(quoted));
    while (depot->folder_option != NULL && (next = strstr(at, program)) != NULL) {
        const char *behind = next + sizeof(program) - 1;

        ba_buf_add(&text, at, (size_t)(behind - at));
        if (begins_word(line, next) && is_depot_command(behind))
            ba_buf_printf(&text, "-C %s ", quoted);
        at = behind;
    }
    ba_buf_puts(&text, at);
    fputs(ba_buf_str(&text), out);
    ba_buf_free(&text);
    free(line);
}

void message_print(const struct depot *depot, const struct ba_message *m)
{
    if (m->class == BA_REFUSED)
        say(depot, stderr, "%s [%s]\n", m->text, m->code);
    else
        say(depot, stderr, "%s%s\n", m->class == BA_WARNING ? "warning: " : "", m->text);
}

static void hear(void *ctx, const struct ba_message *m)
{
    message_print(ctx, m);
}

struct ba_messages message_listener(struct depot *depot)
{
    return (struct ba_messages){ .hear = hear, .ctx = depot };
}
