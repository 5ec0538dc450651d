#include "core/codes.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>

static const struct code table[] = {
#define CODE(name, group, classes, status, weight, again, what, todo, wat, doe)                    \
    { #name, CODES_##group, (classes), status, weight, again, what, todo, wat, doe },
#include "core/codes_batch.def"
#include "core/codes_depot.def"
#include "core/codes_intake.def"
#include "core/codes_package.def"
#undef CODE
#define QUALITY_RULE(id, code, key, level, since, weight, again, help, what, todo, wat, doe)       \
    { #code, CODES_PAGE, CODE_REMARK, 0, weight, again, what, todo, wat, doe },
#define QUALITY_LIMIT(rule, key, value, min, max, unit, help)
#include "core/codes_quality.def"
#undef QUALITY_RULE
#undef QUALITY_LIMIT
};

const struct code *code_at(size_t i)
{
    return i < sizeof(table) / sizeof(table[0]) ? &table[i] : NULL;
}

const struct code *code_find(const char *name, enum code_group group)
{
    const struct code *first = NULL, *row;

    for (size_t i = 0; (row = code_at(i)) != NULL; i++) {
        if (strcmp(row->name, name) != 0)
            continue;
        if (row->group == group)
            return row;
        if (first == NULL)
            first = row;
    }
    return first;
}

int code_exit_status(const struct ba_err *err)
{
    const struct code *row;

    switch (err->rc) {
    case BA_OK:
        return EX_OK;
    case BA_RETRY:
        return EX_TEMPFAIL;
    case BA_ITEM:
    case BA_FATAL:
        break;
    }
    row = code_find(err->code, CODES_BATCH);
    if (row != NULL && row->status != 0)
        return row->status;
    if (err->rc == BA_ITEM)
        return EX_DATAERR;
    return err->sys == EIO ? EX_IOERR : EX_SOFTWARE;
}
