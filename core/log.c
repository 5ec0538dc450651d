#include "core/log.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"

static enum ba_log_level threshold = BA_LOG_WARN;

void ba_log_set_level(enum ba_log_level level)
{
    threshold = level;
}

/* A value in quotes on one line. */
static size_t put_quoted(char *out, size_t cap, const char *s)
{
    size_t n = 0;

    for (; *s != '\0' && n + 3 < cap; s++) {
        unsigned char c = (unsigned char)*s;

        if (c == '"' || c == '\\')
            out[n++] = '\\';
        out[n++] = c < 0x20 || c == 0x7F ? ' ' : (char)c;
    }
    out[n] = '\0';
    return n;
}

void ba_log(enum ba_log_level level, const char *mod, const char *code, const char *fmt, ...)
{
    static const char *const names[] = { "error", "warn", "info", "debug" };
    char msg[1024], line[PIPE_BUF], when[BA_TIME_LEN];
    size_t n;
    va_list ap;
    ssize_t ignored;

    if (level > threshold)
        return;
    va_start(ap, fmt);
    vsnprintf(msg, sizeof(msg), fmt, ap);
    va_end(ap);
    ba_time_text(ba_now(), when);
    n = (size_t)snprintf(line, sizeof(line), "t=%sZ lvl=%s mod=%s%s%s msg=\"", when, names[level],
                         mod, code == NULL ? "" : " code=", code == NULL ? "" : code);
    n += put_quoted(line + n, sizeof(line) - n - 3, msg);
    memcpy(line + n, "\"\n", 2);
    ignored = write(STDERR_FILENO, line, n + 2);
    (void)ignored; /* there is nowhere left to say that stderr is closed */
}
