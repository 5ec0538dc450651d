#include "core/quality_rules.h"

#include <string.h>

/* Levels of the table as words, so that a row reads as the settings do. */
#define LEVEL(word)                                                                                \
    ((word)[0] == 'o' ? QUALITY_OFF : (word)[0] == 'w' ? QUALITY_WARNING : QUALITY_ERROR)

static const char *const levels[QUALITY_LEVELS] = { "off", "warning", "error" };

const struct quality_rule_row *quality_rule_row(enum quality_rule rule)
{
    static const struct quality_rule_row rows[QUALITY_RULES] = {
#define QUALITY_RULE(id, code, key, level, since, weight, again, help, what, todo, wat, doe)       \
    [QUALITY_##id] = { #code, #key, since, help, LEVEL(level) },
#define QUALITY_LIMIT(rule, key, value, min, max, unit, help)
#include "core/codes_quality.def"
#undef QUALITY_RULE
#undef QUALITY_LIMIT
    };

    return &rows[rule];
}

const struct quality_limit_row *quality_limit_row(enum quality_limit limit)
{
    static const struct quality_limit_row rows[QUALITY_LIMITS] = {
#define QUALITY_RULE(id, code, key, level, since, weight, again, help, what, todo, wat, doe)
#define QUALITY_LIMIT(rule, key, value, min, max, unit, help)                                      \
    [QUALITY_LIMIT_##key] = { QUALITY_##rule, #key, unit, help, value, min, max },
#include "core/codes_quality.def"
#undef QUALITY_RULE
#undef QUALITY_LIMIT
    };

    return &rows[limit];
}

const char *quality_level_name(enum quality_level level)
{
    return levels[level];
}

enum quality_level quality_level_named(const char *name)
{
    int i = 0;

    while (i < QUALITY_LEVELS && strcmp(levels[i], name) != 0)
        i++;
    return (enum quality_level)i;
}
