/*
 * xml_guard.h - is this XML of a kind that a reader gets through in time?
 *
 * libxml2 compares each attribute of an element with those before it: a megabyte of attributes in
 * one tag takes minutes. Nothing that we read has more than a few dozen.
 */
#ifndef BA_CORE_XML_GUARD_H
#define BA_CORE_XML_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#define XML_ATTRIBUTES_MAX 256

/* False when a tag has more attributes than that. One pass over the bytes, which need not be XML.
 */
bool xml_guard_ok(const char *xml, size_t len);

#endif
