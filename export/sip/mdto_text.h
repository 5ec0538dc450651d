/*
 * mdto_text.h - what a text must be to stand in a sidecar. Inside this room only.
 */
#ifndef BA_EXPORT_SIP_MDTO_TEXT_H
#define BA_EXPORT_SIP_MDTO_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Something would be left of it in the XML. */
bool mdto_has(const char *s);
/* n digits stand at s. */
bool mdto_digits(const char *s, size_t n);

#endif
