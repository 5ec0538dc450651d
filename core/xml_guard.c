#include "core/xml_guard.h"

#include <string.h>

/* Behind the end of a part that is no tag; len when it has none. */
static size_t skip(const char *xml, size_t len, size_t at, const char *end)
{
    const char *found = memmem(xml + at, len - at, end, strlen(end));

    return found == NULL ? len : (size_t)(found - xml) + strlen(end);
}

static bool begins(const char *xml, size_t len, size_t at, const char *with)
{
    return len - at >= strlen(with) && memcmp(xml + at, with, strlen(with)) == 0;
}

/* Behind the tag that begins here; *attributes: how many it has. */
static size_t tag(const char *xml, size_t len, size_t at, size_t *attributes)
{
    char quote = '\0';

    for (*attributes = 0; at < len; at++) {
        char c = xml[at];

        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            return at + 1;
        else
            *attributes += c == '=';
    }
    return len;
}

bool xml_guard_ok(const char *xml, size_t len)
{
    static const char *const parts[][2] = { { "<!--", "-->" },
                                            { "<![CDATA[", "]]>" },
                                            { "<?", "?>" } };

    for (size_t at = 0; at < len;) {
        const char *open = memchr(xml + at, '<', len - at);
        size_t part = 0, attributes = 0;

        if (open == NULL)
            return true;
        at = (size_t)(open - xml);
        while (part < 3 && !begins(xml, len, at, parts[part][0]))
            part++;
        at = part < 3 ? skip(xml, len, at, parts[part][1]) : tag(xml, len, at + 1, &attributes);
        if (attributes > XML_ATTRIBUTES_MAX)
            return false;
    }
    return true;
}
