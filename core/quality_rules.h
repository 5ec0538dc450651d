/*
 * quality_rules.h - the one table of the rules that a page is judged by (core/codes_quality.def).
 *
 *     QUALITY_RULE(id, code, key, level, since, weight, again, help, what, todo, wat, doe)
 *     QUALITY_LIMIT(rule, key, value, min, max, unit, help)
 *
 *   id       QUALITY_<id>; its check is check_<key> in ingest/quality/quality_rules.c
 *   code     reason of the page; weight, again and the sentences as in core/codes.h
 *   key      in [quality] of the settings, as is that of a limit
 *   level    when the settings say nothing: "off", "warning" or "error". A rule that came after
 *            0.3.0 is "off", so that a depot that is upgraded keeps its profile
 *   since    version of the program
 *   value    of a limit when the settings say nothing
 *
 * A rule that is off is no part of what a profile is, nor is a limit that only such rules use.
 */
#ifndef BA_CORE_QUALITY_RULES_H
#define BA_CORE_QUALITY_RULES_H

#include <stdint.h>

enum quality_rule {
#define QUALITY_RULE(id, code, key, level, since, weight, again, help, what, todo, wat, doe)       \
    QUALITY_##id,
#define QUALITY_LIMIT(rule, key, value, min, max, unit, help)
#include "core/codes_quality.def"
#undef QUALITY_RULE
    QUALITY_RULES
};

enum quality_limit {
#define QUALITY_RULE(id, code, key, level, since, weight, again, help, what, todo, wat, doe)
#undef QUALITY_LIMIT
#define QUALITY_LIMIT(rule, key, value, min, max, unit, help) QUALITY_LIMIT_##key,
#include "core/codes_quality.def"
#undef QUALITY_RULE
#undef QUALITY_LIMIT
    QUALITY_LIMITS
};

/* What a rule says of a page that does not meet it. */
enum quality_level { QUALITY_OFF, QUALITY_WARNING, QUALITY_ERROR, QUALITY_LEVELS };

struct quality_rule_row {
    const char *code, *key, *since, *help;
    enum quality_level level;
};
struct quality_limit_row {
    enum quality_rule rule; /* that uses it */
    const char *key, *unit, *help;
    uint64_t value, min, max;
};

const struct quality_rule_row *quality_rule_row(enum quality_rule rule);
const struct quality_limit_row *quality_limit_row(enum quality_limit limit);
/* "off", "warning", "error". */
const char *quality_level_name(enum quality_level level);
/* The level of that name, QUALITY_LEVELS when there is none. */
enum quality_level quality_level_named(const char *name);

#endif
