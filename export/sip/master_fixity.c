#include "export/sip/master_fixity.h"

#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/hash.h"

BA_RC export_check_master(const char *path, const char *sha256, struct ba_err *err)
{
    char hex[BA_HASH_HEX_MAX + 1];
    enum ba_rc rc = ba_hash_file(path, BA_SHA256, hex, NULL, err);
    if (rc == BA_OK && strcmp(hex, sha256) != 0)
        rc = ba_fail(err, BA_ITEM, "MASTER_CHANGED",
                     "%s has changed since its SHA-256 was taken at arrival; restore it from a "
                     "backup, or scan the sheet again, and export the dossier then",
                     path);
    return rc;
}
