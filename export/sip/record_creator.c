#include "export/sip/record_creator.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/buf.h"
#include "core/file.h"

#define ADVICE_MAX_BYTES ((size_t)1 << 16)
#define CODE_LEN 6 /* gm0281 */

static bool is_code(const char *s)
{
    return strlen(s) == CODE_LEN && strncmp(s, "gm", 2) == 0 &&
           strspn(s + 2, "0123456789") == CODE_LEN - 2;
}

static const struct list_creator *find(const struct value_lists *l, const char *code, size_t len)
{
    for (size_t i = 0; i < l->creator_count; i++)
        if (strlen(l->creators[i].code) == len && strncmp(l->creators[i].code, code, len) == 0)
            return &l->creators[i];
    return NULL;
}

/* Does the name stand in the text by itself, whatever the case? "Ede" is not in "Bredene". What
 * tells namesakes apart, as in "Bergen (NH)", need not be there. Its length, or 0. */
static size_t names(const char *text, const char *name)
{
    const char *apart = strstr(name, " (");
    size_t n = apart == NULL ? strlen(name) : (size_t)(apart - name);
    for (const char *s = text; n > 0 && strlen(s) >= n; s++) {
        unsigned char before = s == text ? ' ' : (unsigned char)s[-1], after = (unsigned char)s[n];
        if (strncasecmp(s, name, n) == 0 && !isalnum(before) && before < 0x80 && !isalnum(after) &&
            after < 0x80)
            return n;
    }
    return 0;
}

static size_t is_named(const struct list_creator *m, const char *name)
{
    size_t n = names(name, m->name);
    return n > 0 ? n : names(name, m->also);
}

/* The municipality that is named: the longest name, since "Bergen" is in "Bergen op Zoom". */
static const struct list_creator *by_name(const struct value_lists *l, const char *name)
{
    const struct list_creator *best = NULL;
    size_t length = 0;
    for (size_t i = 0; i < l->creator_count; i++) {
        size_t n = is_named(&l->creators[i], name);
        if (n > length) {
            best = &l->creators[i];
            length = n;
        }
    }
    return best;
}

/* One digit is another, or two neighbours have changed places. */
static bool is_slip(const char *a, const char *b)
{
    size_t first = 0, differ = 0, last = 0;
    for (size_t i = 0; i < CODE_LEN; i++)
        if (a[i] != b[i]) {
            first = differ++ == 0 ? i : first;
            last = i;
        }
    return differ == 1 ||
           (differ == 2 && last == first + 1 && a[first] == b[last] && a[last] == b[first]);
}

/* The likely right one: by name, else codes that a slip of the pen away. */
static void suggest(const struct value_lists *l, const char *name, const char *code,
                    struct ba_buf *to)
{
    const struct list_creator *m = by_name(l, name);
    size_t n = 0;
    if (m != NULL) {
        ba_buf_printf(to, "; the code of %s is %s", m->name, m->code);
        return;
    }
    for (size_t i = 0; is_code(code) && n < 3 && i < l->creator_count; i++)
        if (is_slip(code, l->creators[i].code))
            ba_buf_printf(to, "%s %s (%s)", n++ == 0 ? "; near it are" : ",", l->creators[i].code,
                          l->creators[i].name);
}

static void put_others(const struct value_lists *l, const char *codes, struct ba_buf *to)
{
    size_t n = 0;
    for (const char *s = codes; *s != '\0'; s += strspn(s, " ")) {
        size_t len = strcspn(s, " ");
        const struct list_creator *m = find(l, s, len);
        ba_buf_printf(to, "%s%.*s%s%s%s", n++ == 0 ? "" : ", ", (int)len, s, m == NULL ? "" : " (",
                      m == NULL ? "" : m->name, m == NULL ? "" : ")");
        s += len;
    }
}

/* Those that went up in it. */
static void put_before(const struct value_lists *l, const struct list_creator *m, struct ba_buf *to)
{
    size_t n = 0;
    for (size_t i = 0; i < l->creator_count; i++) {
        const struct list_creator *old = &l->creators[i];
        const char *at = strstr(old->successors, m->code);
        if (at != NULL && n < 5)
            ba_buf_printf(to, "%s%s (%s)", n++ == 0 ? ": " : ", ", old->code, old->name);
    }
}

static int year_of(const char *date)
{
    return (int)strtol(date, NULL, 10);
}

static void judge(const struct value_lists *l, const struct list_creator *m, const char *name,
                  const char *code, int from, int to, struct ba_buf *b)
{
    const struct list_creator *named = by_name(l, name);
    /* "Bergen op Zoom" names Bergen too. */
    if (is_named(m, name) == 0 || is_named(named, name) > is_named(m, name)) {
        ba_buf_printf(b, "the code %s of the archiefvormer \"%.80s\" is that of %s", code, name,
                      m->name);
        suggest(l, name, code, b);
    } else if (*m->end != '\0' && to > year_of(m->end)) {
        ba_buf_printf(
            b,
            "%s (%s) exists no more since %s, and the archive has dossiers of %d; what was "
            "formed later is of ",
            code, m->name, m->end, to);
        put_others(l, m->successors, b);
        if (*m->successors == '\0')
            ba_buf_puts(b, "another");
    } else if (*m->begin != '\0' && from > 0 && to > 0 && to < year_of(m->begin)) {
        ba_buf_printf(b,
                      "%s (%s) exists since %s only, and the archive's dossiers are of %d to %d; "
                      "they were formed by one that went up in it",
                      code, m->name, m->begin, from, to);
        put_before(l, m, b);
    }
}

char *record_creator_advice(const struct value_lists *l, const char *name, const char *code,
                            const char *source, int from, int to)
{
    struct ba_buf b = BA_BUF_INIT(ADVICE_MAX_BYTES);
    bool register_named = strcasestr(source, "TOOI") != NULL &&
                          (strcasestr(source, "emeente") != NULL || strncmp(code, "gm", 2) == 0);
    const struct list_creator *m = find(l, code, strlen(code));
    char *advice = NULL;
    if (register_named && !is_code(code)) {
        ba_buf_printf(&b, "\"%.40s\" is no code of a municipality, which is gm and four digits",
                      code);
        suggest(l, name, code, &b);
    } else if (register_named && m == NULL) {
        ba_buf_printf(&b,
                      "the code %s of the archiefvormer \"%.80s\" is not in the register of TOOI, "
                      "which has the municipalities since 1999",
                      code, name);
        suggest(l, name, code, &b);
    } else if (register_named) {
        judge(l, m, name, code, from, to, &b);
    }
    if (!b.failed)
        advice = strdup(ba_buf_str(&b));
    ba_buf_free(&b);
    return advice;
}
