/*
 * mdto_private.h - groups of MDTO that several sidecars have. Inside this room only.
 *
 * Each writes its element, or nothing at all where there is nothing to say: empty elements are
 * forbidden.
 */
#ifndef BA_EXPORT_SIP_MDTO_PRIVATE_H
#define BA_EXPORT_SIP_MDTO_PRIVATE_H

#include "export/sip/mdto.h"

#include "export/sip/mdto_text.h"

/* identificatieGegevens, verwijzingGegevens, begripGegevens (MDTO 1.0.1). */
void mdto_put_id(struct xml *x, const char *element, const char *id, const char *source);
void mdto_put_reference(struct xml *x, const char *element, const char *name, const char *id,
                        const char *source);
void mdto_put_term(struct xml *x, const char *element, const char *label, const char *code,
                   const char *list);
/* dekkingInRuimte, one each. */
void mdto_put_place(struct xml *x, const struct coverage *p);
/* at, actor and result may be "" or NULL. */
void mdto_put_event(struct xml *x, const char *type, const char *at, const char *actor,
                    const char *result);
/* waardering, bewaartermijn and informatiecategorie: the archive's, but for what d says else (NULL:
 * nothing). */
void mdto_put_appraisal(struct xml *x, const struct mdto *m, const struct export_dossier *d);
/* beperkingGebruik of a document, or with doc NULL of the dossier; d NULL: the archive and its
 * series, of which nothing was judged. */
void mdto_put_access(struct xml *x, const struct mdto *m, const struct export_dossier *d,
                     const struct export_document *doc);
/* omschrijving: number, scale and date of a drawing; other ids. doc NULL: what the dossier says. */
void mdto_put_known(struct xml *x, const struct export_dossier *d,
                    const struct export_document *doc);
/* The events before the scan that are known by date: drawn, received, granted. */
void mdto_put_past(struct xml *x, const struct mdto *m, const struct export_dossier *d,
                   const struct export_document *doc);
/* activiteit, with the case: the document's own, else its dossier's. */
void mdto_put_activity(struct xml *x, const struct mdto *m, const struct export_dossier *d,
                       const struct export_document *doc);
/* betrokkene; nothing without a name. */
void mdto_put_person(struct xml *x, const char *role, const char *name);
/* Both as Rechthebbende, one person once. */
void mdto_put_owners(struct xml *x, const char *architect, const char *holder);
/* A betrokkene for each column that names a person by its row (core/columns.h). */
void mdto_put_persons(struct xml *x, const char *const value[D_COUNT]);
/* raadpleeglocatie of the dossier with this number. */
void mdto_put_consulting(struct xml *x, const struct mdto *m, const char *number);

#endif
