#include "export/sip/mdto_text.h"

#include <ctype.h>
#include <string.h>

#include "core/utf8.h"

/* Control characters and white space are taken out of what is written (ba_utf8_cut). */
bool mdto_has(const char *s)
{
    size_t len = s == NULL ? 0 : strlen(s);
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        i += ba_utf8_decode(s + i, len - i, &cp);
        if (cp > 0x20 && (cp < 0x7F || cp > 0xA0) && cp != 0xFEFF && cp != 0xFFFE && cp != 0xFFFF)
            return true;
    }
    return false;
}

bool mdto_digits(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!isdigit((unsigned char)s[i]))
            return false;
    }
    return true;
}
