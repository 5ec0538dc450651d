#include "desk/receipt.h"

#include <stdio.h>
#include <string.h>

#include "index/records/package_record.h"

BA_RC receipt_note(struct depot *depot, const struct decision *by, const struct receipt_what *what,
                   char name[RECEIPT_NAME_MAX], struct ba_err *err)
{
    struct correction c = decision_record(by);
    char *ending;
    enum ba_rc rc;

    snprintf(name, RECEIPT_NAME_MAX, "%s", what->delivery);
    ending = strrchr(name, '.');
    if (ending != NULL && (strcmp(ending, ".tar") == 0 || strcmp(ending, ".zip") == 0))
        *ending = '\0';
    rc = store_begin(depot->store, err);
    if (rc == BA_OK)
        rc = package_record_receipt(depot->store, c.who, name, what->state, c.reason, err);
    return decision_commit(depot, by, rc, err);
}
