/*
 * mdto_parts.h - groups of MDTO that several sidecars have. Inside this room only.
 *
 * Each writes its element, or nothing at all where there is nothing to say: empty elements are
 * forbidden.
 */
#ifndef BA_EXPORT_MDTO_PARTS_H
#define BA_EXPORT_MDTO_PARTS_H

#include "export/mdto.h"

static inline bool mdto_has(const char *s)
{
    return s != NULL && *s != '\0';
}
/* n digits stand at s. */
bool mdto_digits(const char *s, size_t n);

/* identificatieGegevens, verwijzingGegevens, begripGegevens (MDTO 1.0.1). */
void mdto_put_id(struct xml *x, const char *element, const char *id, const char *source);
void mdto_put_reference(struct xml *x, const char *element, const char *name, const char *id,
                        const char *source);
void mdto_put_term(struct xml *x, const char *element, const char *label, const char *code,
                   const char *list);
/* dekkingInRuimte: each BAG object, the address without one, the cadastral parcel. */
void mdto_put_place(struct xml *x, const struct export_dossier *d);
/* raadpleeglocatie of the dossier with this number. */
void mdto_put_consulting(struct xml *x, const struct mdto *m, const char *number);

#endif
