#include "core/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"

/* Takes text over. */
static void add(struct ba_messages *m, enum ba_message_class class, const char *code, int64_t line,
                char *text)
{
    struct ba_message one = { .class = class, .line = line, .text = text };

    snprintf(one.code, sizeof(one.code), "%s", code);
    if (text == NULL) {
        m->failed = true;
    } else if (m->hear != NULL) {
        m->hear(m->ctx, &one);
    } else if (m->count >= BA_MESSAGES_MAX) {
        m->left_out++;
    } else if (ba_grow(&m->at, &m->cap, m->count + 1, sizeof(*m->at)) != 0) {
        m->failed = true;
    } else {
        m->at[m->count++] = one;
        return;
    }
    free(text);
}

void ba_messages_printf(struct ba_messages *m, enum ba_message_class class, const char *code,
                        const char *format, ...)
{
    char *text = NULL;
    va_list ap;

    if (m == NULL)
        return;
    va_start(ap, format);
    if (vasprintf(&text, format, ap) < 0)
        text = NULL;
    va_end(ap);
    add(m, class, code, 0, text);
}

void ba_messages_line(struct ba_messages *m, enum ba_message_class class, const char *code,
                      int64_t line, const char *text)
{
    if (m != NULL)
        add(m, class, code, line, strdup(text));
}

BA_RC ba_messages_check(const struct ba_messages *m, struct ba_err *err)
{
    return m != NULL && m->failed ? ba_fail_mem(err, "messages") : BA_OK;
}

const struct ba_message *ba_messages_find(const struct ba_messages *m, const char *code)
{
    for (size_t i = 0; i < m->count; i++)
        if (strcmp(m->at[i].code, code) == 0)
            return &m->at[i];
    return NULL;
}

void ba_messages_free(struct ba_messages *m)
{
    for (size_t i = 0; i < m->count; i++)
        free(m->at[i].text);
    free(m->at);
    *m = (struct ba_messages){ .hear = m->hear, .ctx = m->ctx };
}
