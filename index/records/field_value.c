#include "index/records/field_value.h"

#include <stdlib.h>
#include <string.h>

#include "core/text/bag_id.h"
#include "core/text/column_check.h"
#include "core/utf8.h"

BA_RC field_value_check(enum description_name column, const char *value, char out[VALUE_MAX],
                        struct ba_err *err)
{
    const struct column *c = &columns[column];
    char probable[BAG_ID_SIZE];
    const char *expected;

    value += strspn(value, " \t");
    size_t len = strlen(value);
    while (len > 0 && (value[len - 1] == ' ' || value[len - 1] == '\t'))
        len--;
    if (len >= VALUE_MAX || !ba_utf8_valid(value, len))
        return ba_fail(err, BA_ITEM, "FIELD_BAD_VALUE",
                       "%s: a value must be UTF-8 text of at most %d bytes", c->name,
                       VALUE_MAX - 1);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)value[i] < ' ')
            return ba_fail(err, BA_ITEM, "FIELD_BAD_VALUE",
                           "%s: a value must be one line without control characters", c->name);
    memcpy(out, value, len);
    out[len] = '\0';
    expected = len > 0 ? column_check(c->check, out) : NULL;
    if (expected != NULL) {
        bool known = c->check == CHECK_BAG && bag_id_probable(out, probable);

        return ba_fail(err, BA_ITEM, "FIELD_BAD_VALUE", "%s: \"%.60s\" is not %s%s%s", c->name, out,
                       expected, known ? "; it is probably " : "", known ? probable : "");
    }
    return BA_OK;
}

static const struct {
    enum description_name from, to;
} ranges[] = {
    { D_NUMBER_FROM, D_NUMBER_TO },
    { D_YEAR_FROM, D_YEAR_TO },
    { D_ADDRESS_FROM, D_ADDRESS_TO },
};

enum description_name field_value_other_end(enum description_name column)
{
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (ranges[i].from == column || ranges[i].to == column)
            return ranges[i].from == column ? ranges[i].to : ranges[i].from;
    return D_COUNT;
}

/* Numbers by what they count; of years and dates what both tell, so that 1950-03 to 1950 is well.
 */
static bool is_after(enum column_check check, const char *from, const char *to)
{
    size_t a = strlen(from), b = strlen(to);

    if (check == CHECK_NUMBER)
        return strtol(from, NULL, 10) > strtol(to, NULL, 10);
    return strncmp(from, to, a < b ? a : b) > 0;
}

BA_RC field_value_range(enum description_name column, const char *value, const char *other,
                        struct ba_err *err)
{
    enum description_name at = field_value_other_end(column);
    bool first = false;

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        first = first || ranges[i].from == column;
    if (at == D_COUNT || value[0] == '\0' || other[0] == '\0' ||
        !is_after(columns[column].check, first ? value : other, first ? other : value))
        return BA_OK;
    return ba_fail(err, BA_ITEM, "FIELD_BAD_VALUE",
                   "%s: \"%.60s\" is %s `%s`, which is \"%.60s\"; correct that one first",
                   columns[column].name, value, first ? "after" : "before", columns[at].name,
                   other);
}
