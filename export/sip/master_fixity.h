/*
 * master_fixity.h - is a master what arrived?
 */
#ifndef BA_EXPORT_SIP_MASTER_FIXITY_H
#define BA_EXPORT_SIP_MASTER_FIXITY_H

#include "core/err.h"

/*
 * Reads a master once: is it what arrived? BA_ITEM MASTER_CHANGED with the path and what to do,
 * FILE_READ. Whoever makes something new of a master's bytes (a split image, a PDF) asks this
 * first: a digest of what is made would hide the damage.
 */
BA_RC export_check_master(const char *path, const char *sha256, struct ba_err *err);

#endif
