/*
 * verify_xsd.c - sidecars against an XML Schema that the receiver hands out.
 */
#include <libxml/parser.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlschemas.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "export/verify/verify_private.h"
#include "export/verify/verify_xml.h"

struct verify_xsd {
    xmlSchema *schema;
    xmlSchemaValidCtxt *valid;
    char said[300]; /* first message of the document at hand */
};

static void take_message(void *ctx, verify_xml_error *error)
{
    char *said = ctx;
    if (*said != '\0' || error == NULL || error->message == NULL)
        return;
    snprintf(said, 300, "line %d: %.250s", error->line, error->message);
    said[strcspn(said, "\n")] = '\0';
}

BA_RC verify_xsd_load(const char *path, struct verify_xsd **out, struct ba_err *err)
{
    xmlExternalEntityLoader loader = xmlGetExternalEntityLoader();
    struct verify_xsd *x = calloc(1, sizeof *x);
    *out = NULL;
    if (x == NULL)
        return ba_fail_mem(err, "a schema");
    xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader);
    xmlSchemaParserCtxt *parser = access(path, R_OK) == 0 ? xmlSchemaNewParserCtxt(path) : NULL;
    if (parser != NULL) {
        xmlSchemaSetParserStructuredErrors(parser, take_message, x->said);
        xmlSetStructuredErrorFunc(x->said, take_message);
        x->schema = xmlSchemaParse(parser);
        xmlSetStructuredErrorFunc(NULL, NULL);
        xmlSchemaFreeParserCtxt(parser);
    }
    xmlSetExternalEntityLoader(loader);
    x->valid = x->schema == NULL ? NULL : xmlSchemaNewValidCtxt(x->schema);
    if (x->valid == NULL) {
        enum ba_rc rc =
            ba_fail(err, BA_FATAL, "XSD_BAD",
                    "%s is no XML Schema that can be used (%s); nothing is fetched from "
                    "the network, so what it imports must lie beside it",
                    path, *x->said != '\0' ? x->said : "it cannot be read");
        verify_xsd_free(x);
        return rc;
    }
    *out = x;
    return BA_OK;
}

void verify_xsd_free(struct verify_xsd *x)
{
    if (x == NULL)
        return;
    if (x->valid != NULL)
        xmlSchemaFreeValidCtxt(x->valid);
    if (x->schema != NULL)
        xmlSchemaFree(x->schema);
    free(x);
}

void verify_xsd_check(struct verify_package_read *p, const char *path, struct _xmlDoc *doc)
{
    struct verify_xsd *x = p->xsd;
    x->said[0] = '\0';
    xmlSchemaSetValidStructuredErrors(x->valid, take_message, x->said);
    p->counts->schema_checked++;
    if (xmlSchemaValidateDoc(x->valid, doc) != 0)
        verify_differs(p, "VERIFY_XSD", path, "does not keep the schema given with --xsd: %s",
                       x->said);
}
