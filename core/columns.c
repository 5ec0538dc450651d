#include "core/columns.h"

#include <string.h>
#include <strings.h>

/* clang-format off */
#define MDTO_NONE         { COLUMN_MDTO_NONE, "" }
#define MDTO_OWN          { COLUMN_MDTO_OWN, "" }
#define MDTO_PERSON(role) { COLUMN_MDTO_PERSON, mdto_role_##role }
#define MDTO_NOTE(label)  { COLUMN_MDTO_NOTE, label }
#define OPEN_NEVER        { COLUMN_OPEN_NEVER, 0 }
#define OPEN_JUDGED(n)    { COLUMN_OPEN_JUDGED, n }
#define OPEN_TEXT(n)      { COLUMN_OPEN_TEXT, n }
#define OPEN_NAMES(n)     { COLUMN_OPEN_NAMES, n }
#define OPEN_OWN(n)       { COLUMN_OPEN_OWN, n }
#define OPEN_ADDRESS      { COLUMN_OPEN_ADDRESS, 0 }
/* clang-format on */

#define ROLE(role) static const char mdto_role_##role[] __attribute__((unused)) = #role;
MDTO_ROLES(ROLE)
#undef ROLE

const struct column columns[D_COUNT] = {
#define COLUMN(id, name, alias, nl, en, check, places, contract, search, mdto, open, personal,     \
               counts, counts_document)                                                            \
    [D_##id] = { #name,  alias, nl,   en,       check,  places,         contract,                  \
                 search, mdto,  open, personal, counts, counts_document },
#include "core/columns.def"
#undef COLUMN
};

/* The same rows once more, for what must not compile: the kinds alone. */
#undef MDTO_NONE
#undef MDTO_OWN
#undef MDTO_PERSON
#undef MDTO_NOTE
#undef OPEN_NEVER
#undef OPEN_JUDGED
#undef OPEN_TEXT
#undef OPEN_NAMES
#undef OPEN_OWN
#undef OPEN_ADDRESS
#define MDTO_NONE COLUMN_MDTO_NONE
#define MDTO_OWN COLUMN_MDTO_OWN
#define MDTO_PERSON(role) COLUMN_MDTO_PERSON
#define MDTO_NOTE(label) COLUMN_MDTO_NOTE
#define OPEN_NEVER COLUMN_OPEN_NEVER
#define OPEN_JUDGED(n) COLUMN_OPEN_JUDGED
#define OPEN_TEXT(n) COLUMN_OPEN_TEXT
#define OPEN_NAMES(n) COLUMN_OPEN_NAMES
#define OPEN_OWN(n) COLUMN_OPEN_OWN
#define OPEN_ADDRESS COLUMN_OPEN_ADDRESS
#define BY_ROW(mdto) ((mdto) == COLUMN_MDTO_PERSON || (mdto) == COLUMN_MDTO_NOTE)

#define COLUMN(id, name, alias, nl, en, check, places, contract, search, mdto, open, personal,     \
               counts, counts_document)                                                            \
    _Static_assert(sizeof(nl) > 1 && sizeof(en) > 1, #name ": a column needs both labels");        \
    _Static_assert((personal) == PERSONAL_NO || (open) == COLUMN_OPEN_NEVER ||                     \
                       (open) == COLUMN_OPEN_NAMES,                                                \
                   #name ": personal data in open data");                                          \
    _Static_assert((open) != COLUMN_OPEN_NAMES || (personal) == PERSONAL_NAME ||                   \
                       (personal) == PERSONAL_TRADE,                                               \
                   #name ": OPEN_NAMES is for names of persons");                                  \
    _Static_assert((mdto) == COLUMN_MDTO_NONE || (counts) > 0,                                     \
                   #name ": what is in a package counts as a change of it");                       \
    _Static_assert(!BY_ROW(mdto) || !((places)&COLUMN_DOCUMENT) || (counts_document) > 0,          \
                   #name ": what is in a package counts as a change of a document");               \
    _Static_assert(                                                                                \
        !((places)&COLUMN_ADDRESS) ||                                                              \
            (!BY_ROW(mdto) && ((open) == COLUMN_OPEN_NEVER || (open) == COLUMN_OPEN_ADDRESS)),     \
        #name ": what is written of an address has code of its own");
#include "core/columns.def"
#undef COLUMN

/* Rows that say they have code of their own. Raise a number with the code that it stands for. */
#define COLUMN(id, name, alias, nl, en, check, places, contract, search, mdto, open, personal,     \
               counts, counts_document)                                                            \
    +((mdto) == COLUMN_MDTO_OWN)
enum {
    ROWS_MDTO_OWN = 0
#include "core/columns.def"
};
#undef COLUMN
#define COLUMN(id, name, alias, nl, en, check, places, contract, search, mdto, open, personal,     \
               counts, counts_document)                                                            \
    +((open) == COLUMN_OPEN_OWN)
enum {
    ROWS_OPEN_OWN = 0
#include "core/columns.def"
};
#undef COLUMN
#define COLUMN(id, name, alias, nl, en, check, places, contract, search, mdto, open, personal,     \
               counts, counts_document)                                                            \
    +((open) == COLUMN_OPEN_ADDRESS)
enum {
    ROWS_OPEN_ADDRESS = 0
#include "core/columns.def"
};
#undef COLUMN
#define COLUMN(id, name, alias, nl, en, check, places, contract, search, mdto, open, personal,     \
               counts, counts_document)                                                            \
    +((counts) == COLUMN_COUNTS_ALWAYS)
enum {
    ROWS_ALWAYS = 0
#include "core/columns.def"
};
#undef COLUMN
_Static_assert(ROWS_MDTO_OWN == 35, "MDTO_OWN is for what export/sip/mdto writes by name");
_Static_assert(ROWS_OPEN_OWN == 3, "OPEN_OWN is for open_value of open_data_export.c");
_Static_assert(ROWS_OPEN_ADDRESS == 11, "OPEN_ADDRESS is for add_address of open_data_export.c");
_Static_assert(ROWS_ALWAYS == 22, "counts 100 is for package_version_content");

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

enum description_name column_at_open(int place)
{
    int i = 0;

    while (i < D_COUNT && columns[i].open.place != place)
        i++;
    return (enum description_name)i;
}

bool column_is_whole(enum description_name column)
{
    return columns[column].check == CHECK_YEAR || columns[column].check == CHECK_COUNT;
}

bool column_is_mdto_role(const char *label)
{
#define ROLE(role) || strcmp(label, mdto_role_##role) == 0
    return false MDTO_ROLES(ROLE);
#undef ROLE
}
