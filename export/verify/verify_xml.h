/*
 * verify_xml.h - libxml2 as verify uses it, of Debian 12 (2.9) and later.
 */
#ifndef BA_EXPORT_VERIFY_VERIFY_XML_H
#define BA_EXPORT_VERIFY_VERIFY_XML_H

#include <libxml/xmlerror.h>
#include <libxml/xmlversion.h>

/* What a function that takes messages is given: since 2.12 it may not change it. */
#if LIBXML_VERSION >= 21200
typedef const xmlError verify_xml_error;
#else
typedef xmlError verify_xml_error;
#endif

#endif
