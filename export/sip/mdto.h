/*
 * mdto.h - the sidecars: MDTO 1.0.1 XML that is valid under 1.0 too. Inside this room only.
 *
 * MDTO has no inheritance, so what holds for the whole is said at every level. Exactly one
 * archiefvormer, one beperkingGebruik and one checksum, because one of the two schemas or the
 * receivers allow no more.
 */
#ifndef BA_EXPORT_SIP_MDTO_H
#define BA_EXPORT_SIP_MDTO_H

#include "core/date.h"
#include "core/xml_writer.h"
#include "export/sip/package_plan.h"

/* What holds for the whole delivery. */
struct mdto {
    const struct export_archive *archive;
    const struct value_lists *lists;
    int64_t time;           /* of the newest that went in: when the package counts as exported */
    int year_from, year_to; /* of the archive, from its description or the dossiers */
};

/* A dossier or series as the sidecars of others name it. */
struct mdto_child {
    char id[NAME_LEN];
    char *title; /* owned by whoever keeps the list */
    size_t
        series; /* of a dossier: 1-based, in the list of the delivery; 0: right below the archive */
};

/* A series of the delivery: the folder between archive and dossiers. */
struct mdto_series {
    struct mdto_child self; /* self.id is its folder too */
    char *name;             /* owned; as the register has it */
    int from, to;           /* years of its dossiers, 0: unknown */
};

/* Each writes one whole file into x, which is emptied first; check x->b with ba_buf_check. */
void mdto_archive(struct xml *x, const struct mdto *m, const struct mdto_child *children, size_t n);
void mdto_series(struct xml *x, const struct mdto *m, const struct mdto_series *s,
                 const struct mdto_child *children, size_t n);
/* series NULL: it lies right below the archive. */
void mdto_dossier(struct xml *x, const struct mdto *m, const struct package_plan *p,
                  const struct mdto_series *series);
void mdto_document(struct xml *x, const struct mdto *m, const struct package_plan *p,
                   const struct package_plan_document *d);
void mdto_file(struct xml *x, const struct mdto *m, const struct package_plan_document *d,
               const struct package_plan_file *f);

/* The term of a restriction that ends with the day, month or year `until`: its start is the end of
 * the dossier's. False when the dossier does not say enough, or the end is before the start. */
bool mdto_term(const struct export_dossier *d, const char *until, char start[DATE_LEN],
               char end[DATE_LEN]);
/* Until when to keep what is to be kept for a term (V). False when it does not say, or it would end
 * before the dossier does. */
bool mdto_retention(const struct export_dossier *d, char end[DATE_LEN]);

#endif
