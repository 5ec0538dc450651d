/*
 * xml_writer.h - XML that is written element by element: UTF-8, indented, no empty elements.
 */
#ifndef BA_CORE_XML_WRITER_H
#define BA_CORE_XML_WRITER_H

#include <stddef.h>

#include "core/buf.h"

#define XML_MAX_BYTES ((size_t)64 << 20)
#define XML_TEXT_CHARS 3000 /* omschrijving: no dump of recognised text */

struct xml {
    struct ba_buf b;
    unsigned depth;
};
#define XML_INIT                                                                                   \
    {                                                                                              \
        .b = BA_BUF_INIT(XML_MAX_BYTES)                                                            \
    }

/* The declaration. */
void xml_start(struct xml *x);
/* attributes: "" or " name=\"value\"..." as it stands. */
void xml_open(struct xml *x, const char *name, const char *attributes);
void xml_close(struct xml *x, const char *name);
/* <name>text</name>, escaped, white space and control characters as single spaces, cut to max_chars
 * on a word; nothing at all when no text remains or text is NULL. */
void xml_text(struct xml *x, const char *name, const char *text, size_t max_chars);
void xml_free(struct xml *x);

#endif
