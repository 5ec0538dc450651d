#include "cli/exit_status.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>

static const struct {
    const char *code;
    int status;
} exceptions[] = {
    { "USAGE", EX_USAGE },
    { "NOT_A_DEPOT", EX_NOINPUT },
    { "STORE_MISSING", EX_NOINPUT },
    { "BATCH_MISSING", EX_NOINPUT },
    { "BATCH_EMPTY", EX_NOINPUT },
    { "BATCH_BAD_PLACE", EX_USAGE },
    { "BATCH_UNREADABLE", EX_NOINPUT },
    { "BATCH_UNKNOWN", EX_NOINPUT },
    { "DOSSIER_UNKNOWN", EX_NOINPUT },
    { "ARCHIVE_UNKNOWN", EX_NOINPUT },
    { "PAGE_UNKNOWN", EX_NOINPUT },
    { "DOCUMENT_UNKNOWN", EX_NOINPUT },
    { "POINT_UNKNOWN", EX_NOINPUT },
    { "PACKAGE_UNKNOWN", EX_NOINPUT },
    { "INPUT_MISSING", EX_NOINPUT },
    { "XSD_BAD", EX_NOINPUT },
    { "INBOX_MISSING", EX_NOINPUT },
    { "INBOX_BAD_PLACE", EX_USAGE },
    { "REGISTER_EMPTY", EX_NOINPUT },
    { "PLAN_MISSING", EX_NOINPUT },
    { "PLAN_DAMAGED", EX_NOINPUT },
    { "MERGE_NOTHING", EX_NOINPUT },
    { "SHARD_OTHER_REV", EX_UNAVAILABLE },
    { "OCR_ENGINE", EX_UNAVAILABLE },
    { "BATCH_LANGUAGE", EX_UNAVAILABLE },
    { "PDF_RESOURCE", EX_UNAVAILABLE },
    { "STORE_NETWORK", EX_UNAVAILABLE },
    { "STORE_NEWER", EX_UNAVAILABLE },
    { "DEPOT_EXISTS", EX_CANTCREAT },
    { "DEPOT_CREATE", EX_CANTCREAT },
    { "STORE_EXISTS", EX_CANTCREAT },
    { "FILE_WRITE", EX_IOERR },
    { "STORE_FAILED", EX_IOERR },
    { "CONFIG", EX_CONFIG },
    { "PROFILE_CHANGED", EX_CONFIG },
    { "ARCHIVE_IDENTITY", EX_CONFIG },
};

int code_exit_status(const struct ba_err *err)
{
    switch (err->rc) {
    case BA_OK:
        return EX_OK;
    case BA_RETRY:
        return EX_TEMPFAIL;
    case BA_ITEM:
    case BA_FATAL:
        break;
    }
    for (size_t i = 0; i < sizeof(exceptions) / sizeof(exceptions[0]); i++)
        if (strcmp(err->code, exceptions[i].code) == 0)
            return exceptions[i].status;
    if (err->rc == BA_ITEM)
        return EX_DATAERR;
    return err->sys == EIO ? EX_IOERR : EX_SOFTWARE;
}
