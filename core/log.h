/*
 * log.h - one logfmt line an event on stderr, in one write(2), so that lines of workers do not mix.
 */
#ifndef BA_CORE_LOG_H
#define BA_CORE_LOG_H

#include "core/err.h"

enum ba_log_level { BA_LOG_ERROR, BA_LOG_WARN, BA_LOG_INFO, BA_LOG_DEBUG };

/* Lines above this level are dropped; BA_LOG_WARN at the start. */
void ba_log_set_level(enum ba_log_level level);
/* mod: the room that speaks; code: a stable code or NULL. */
void ba_log(enum ba_log_level level, const char *mod, const char *code, const char *fmt, ...)
    BA_PRINTF(4, 5);

#endif
