/*
 * coverage.h - where a dossier is on the map: each thing named once, with the register it is known
 * in. Inside this room only.
 */
#ifndef BA_EXPORT_SIP_COVERAGE_H
#define BA_EXPORT_SIP_COVERAGE_H

#include "export/sip/package_content.h"

#include "core/err.h"

struct coverage_place {
    char *name;         /* owned; verwijzingNaam */
    char *id;           /* owned; NULL: it has none */
    const char *source; /* of the id */
};
struct coverage {
    struct coverage_place *list;
    size_t count, cap;
};

/*
 * Addresses in their order, then parcels: an address with each BAG object it has, or by name alone
 * when it has none that was not named before. Free with coverage_free, also after an error.
 */
BA_RC coverage_make(const struct export_dossier *d, struct coverage *out, struct ba_err *err);
void coverage_free(struct coverage *p);

#endif
