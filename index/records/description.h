/*
 * description.h - the values of a dossier that count, out of all that were proposed. Private to the
 * room.
 *
 * A person's last word goes before the register, the register before what was read in the text, and
 * of what was read the surest. The row of the dossier and its addresses repeat the current values,
 * so that lists and filters need not look through all proposals.
 */
#ifndef BA_INDEX_RECORDS_DESCRIPTION_H
#define BA_INDEX_RECORDS_DESCRIPTION_H

#include "core/columns.h"
#include "index/db/store.h"
#include "index/records/field_source.h"

/* More addresses than this have no dossier; what is beyond is refused. */
#define ADDRESSES_MAX 500

struct description {
    char *value[D_COUNT];              /* owned, "" for unknown */
    enum field_source source[D_COUNT]; /* 0: unknown */
    char address[600];                 /* as shown; of several the first */
    int64_t item;                      /* which address, 1-based */
    /* What the gazetteer knows of the address. */
    bool resolved;   /* ids that value[] has are the gazetteer's */
    char *also;      /* owned, NULL: other names of the street, a '\n' between */
    double lat, lon; /* NAN: unknown */
    /* The addresses behind the first; only columns of addresses are filled. Owned. */
    struct description *more;
    size_t more_count, more_cap;
};

/* Accepts an empty struct. */
void description_free(struct description *d);
/* Reads the current values. d is empty or was freed. */
BA_RC description_read(struct store *s, int64_t dossier, struct description *d, struct ba_err *err);
/* Reads them and brings the dossier's row and addresses up to date with them. */
BA_RC description_refresh(struct store *s, int64_t dossier, struct description *d,
                          struct ba_err *err);
/* All addresses as shown, "; " between. */
void description_addresses(const struct description *d, char *out, size_t out_size);
/* 0 when it is no number. */
int64_t description_int(const struct description *d, enum description_name name);

/*
 * An address row `a` that may be told to everyone: the register or a person gave its street, or the
 * gazetteer knows it. A street that was only read may be anything, as "Mevrouw E. van Andel".
 */
#define ADDRESS_JUDGED_SQL                                                                         \
    "(a.resolved = 1 OR EXISTS (SELECT 1 FROM field g WHERE g.dossier = a.dossier"                 \
    " AND g.item = a.item AND g.name = 'street' AND g.source > 1))"

#endif
