/*
 * pakbon.h - the delivery note beside the tar: the eleven items of the MDTO SIP specification, as
 * XML.
 */
#ifndef BA_EXPORT_SIP_PAKBON_H
#define BA_EXPORT_SIP_PAKBON_H

#include "core/xml_writer.h"
#include "export/sip/package.h"

/* What the note says of the tar; names and hash as they were written. */
struct pakbon {
    const char *delivery;
    const char *tar;     /* file name */
    const char *profile; /* by whose rules it was made: a receiver of ontvangers.csv */
    const char *sha256;
    uint64_t tar_bytes;
    int64_t time;
    uint64_t objects, files;               /* informatieobjecten; bestanden */
    uint64_t content_files, content_bytes; /* names not ending in .mdto.xml */
    const char *remarks;
};

/* Names of the elements, for those who read it back. */
#define PAKBON_ROOT "pakbon"
#define PAKBON_ID "leveringId"
#define PAKBON_HASH "checksumWaarde"
#define PAKBON_ALGORITHM "checksumAlgoritme"
#define PAKBON_TAR "pakket"
#define PAKBON_PROFILE "ontvangersprofiel"
#define PAKBON_TAR_BYTES "omvangPakket"
#define PAKBON_OBJECTS "aantalInformatieobjecten"
#define PAKBON_FILES "aantalBestanden"
#define PAKBON_CONTENT "aantalBestandenZonderMetagegevens"
#define PAKBON_BYTES "omvangBestandenZonderMetagegevens"

void pakbon_write(struct xml *x, const struct export_archive *a, const struct pakbon *p);

#endif
