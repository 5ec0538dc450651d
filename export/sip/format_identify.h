/*
 * format_identify.h - what a file is in PRONOM, by its content. PDFs excepted: their level stands
 * anywhere in the file (verify_stream.c).
 */
#ifndef BA_EXPORT_SIP_FORMAT_IDENTIFY_H
#define BA_EXPORT_SIP_FORMAT_IDENTIFY_H

#include <stddef.h>

#include "image/jpeg_version.h"

/* How far the tools that use PRONOM's signatures look from the start of a file. */
#define FORMAT_HEAD_BYTES BA_JPEG_HEAD_BYTES

/* The PRONOM number by the first bytes (as many as there are, up to FORMAT_HEAD_BYTES); "" for what
 * no package should hold. Signature file V118. */
const char *format_identify(const char *head, size_t len);

#endif
