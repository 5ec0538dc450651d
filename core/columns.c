#include "core/columns.h"

#include <string.h>
#include <strings.h>

#define MDTO_NONE                                                                                  \
    {                                                                                              \
        COLUMN_MDTO_NONE, ""                                                                       \
    }
#define MDTO_OWN                                                                                   \
    {                                                                                              \
        COLUMN_MDTO_OWN, ""                                                                        \
    }
#define MDTO_PERSON(role)                                                                          \
    {                                                                                              \
        COLUMN_MDTO_PERSON, MDTO_ROLE_##role                                                       \
    }
#define MDTO_NOTE(label)                                                                           \
    {                                                                                              \
        COLUMN_MDTO_NOTE, label                                                                    \
    }

const struct column columns[D_COUNT] = {
#define COLUMN(id, name, alias, nl, en, check, places, contract, search, mdto, open, personal,     \
               counts, counts_document)                                                            \
    [D_##id] = { #name,  alias, nl,   en,       check,  places,         contract,                  \
                 search, mdto,  open, personal, counts, counts_document },
#include "core/columns.def"
#undef COLUMN
};

/* A name, or what may hold personal data, is never open for having been judged alone. */
#define COLUMN(id, name, alias, nl, en, check, places, contract, search, mdto, open, personal,     \
               counts, counts_document)                                                            \
    _Static_assert((open) != OPEN_JUDGED || (personal) == PERSONAL_NO,                             \
                   #name ": personal data in open data");                                          \
    _Static_assert((open) != OPEN_NAMES || (personal) == PERSONAL_NAME,                            \
                   #name ": OPEN_NAMES is for names of persons");                                  \
    _Static_assert(sizeof(nl) > 1 && sizeof(en) > 1, #name ": a column needs both labels");
#include "core/columns.def"
#undef COLUMN

enum description_name column_find(const char *name)
{
    for (int i = 0; i < D_COUNT; i++)
        if (strcasecmp(columns[i].name, name) == 0 ||
            (*columns[i].alias != '\0' && strcasecmp(columns[i].alias, name) == 0))
            return (enum description_name)i;
    return D_COUNT;
}

enum description_name column_at_search(int place)
{
    int i = 0;

    while (i < D_COUNT && columns[i].search != place)
        i++;
    return (enum description_name)i;
}

enum description_name column_at_counts(int place)
{
    int i = 0;

    while (i < D_COUNT && columns[i].counts != place)
        i++;
    return (enum description_name)i;
}

enum description_name column_at_counts_document(int place)
{
    int i = 0;

    while (i < D_COUNT && columns[i].counts_document != place)
        i++;
    return (enum description_name)i;
}

bool column_is_mdto_role(const char *label)
{
    static const char *const roles[] = { MDTO_ROLE_Belanghebbende, MDTO_ROLE_Indiener,
                                         MDTO_ROLE_Rechthebbende };
    bool known = false;

    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
        known = known || strcmp(roles[i], label) == 0;
    return known;
}
