/*
 * utf8.h - text from outside is bytes until it has been looked at.
 */
#ifndef BA_CORE_UTF8_H
#define BA_CORE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True for well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms, up to U+10FFFF). */
bool ba_utf8_valid(const char *s, size_t len);
/*
 * Decodes one character at s (len bytes left, len > 0) into *cp and returns its length in bytes;
 * for a malformed byte *cp is U+FFFD and the return value 1, so that a loop always advances.
 */
size_t ba_utf8_decode(const char *s, size_t len, uint32_t *cp);
/* Writes cp as UTF-8 into out (at least 4 bytes) and returns the length, 0 for what is no
 * character. */
size_t ba_utf8_encode(uint32_t cp, char out[4]);
/*
 * A name from a delivery in printable UTF-8, one to one: control characters, '\\' and bytes that
 * are not UTF-8 become \xHH. New memory (free it), NULL when out of memory. Names that need no
 * escape come back unchanged.
 */
char *ba_name_escape(const char *name);
/* The inverse. NULL when out of memory or when s is not the output of ba_name_escape. */
char *ba_name_unescape(const char *s);
/* Removes, in place, what XML 1.0 cannot hold (control characters except tab and newline, U+FFFE,
 * U+FFFF, malformed bytes). Returns the number of characters removed. */
size_t ba_utf8_scrub_xml(char *s);
/* text cut to at most `chars` characters at the end of a word, control characters and runs of white
 * space as one space. New memory; NULL when out of memory. */
char *ba_utf8_cut(const char *text, size_t chars);

#endif
