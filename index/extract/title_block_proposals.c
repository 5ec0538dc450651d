#include "index/extract/title_block_proposals.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/text/fold.h"
#include "core/text/street_key.h"
#include "index/extract/fields_private.h"
#include "index/records/title_block.h"

/* Beside another value for the same field a title block's is a second choice: drawings of other
 * plans, and of neighbours, lie in dossiers too. */
#define SECOND_CHOICE 0.6
/* A description that a title block cut off is the whole one, from so many letters on. */
#define CUT_OFF_MIN 12

/* Which fields of a title block are fields of a dossier. The address is taken apart. */
static const struct {
    const char *name, *as;
} fields[] = {
    { "work", "work" },
    { "place", "place" },
    { "applicant", "applicant" },
    { "architect", "architect" },
    { "scale", "scale" },
    { "date", "date_drawn" },
    { "drawing_number", "drawing_number" },
    { "part", "part" },
    { "cadastral", "cadastral" },
};

struct adding {
    struct proposals *p;
    int64_t page;
};

static bool is_same(const char *have, const char *read)
{
    char a[FOLD_MAX], b[FOLD_MAX];

    fold_line(have, a, sizeof a);
    fold_line(read, b, sizeof b);
    return strcmp(a, b) == 0 || (strlen(b) >= CUT_OFF_MIN && strncmp(a, b, strlen(b)) == 0);
}

static bool is_same_street(const char *have, const char *read)
{
    char a[FOLD_MAX], b[FOLD_MAX];

    street_key(have, a, sizeof a);
    street_key(read, b, sizeof b);
    return is_same(have, read) || strcmp(a, b) == 0;
}

static const char *rule_of(const struct title_row *row)
{
    return strncmp(row->rule, "form-", 5) == 0 ? "title-form" : "title-label";
}

static double rounded(double confidence)
{
    return round((confidence > 0.99 ? 0.99 : confidence) * 1000) / 1000;
}

static BA_RC add_new(const struct adding *a, const char *name, const char *value,
                     const struct title_row *row, double confidence, struct ba_err *err)
{
    struct proposals *p = a->p;

    if (ba_grow(&p->at, &p->cap, p->count + 1, sizeof *p->at) != 0)
        return ba_fail_mem(err, "fields");
    struct proposal *new = &p->at[p->count];
    *new = (struct proposal){ .name = name,
                              .value = strdup(value),
                              .rule = rule_of(row),
                              .confidence = rounded(confidence),
                              .page = a->page,
                              .boxes = ba_strf("[%s]", row->box) };
    p->count++;
    return new->value != NULL &&new->boxes != NULL ? BA_OK : ba_fail_mem(err, "fields");
}

/* name: static. */
static BA_RC add(const struct adding *a, const char *name, const char *value,
                 const struct title_row *row, struct ba_err *err)
{
    bool others = false;

    if (value[0] == '\0')
        return BA_OK;
    for (size_t i = 0; i < a->p->count; i++) {
        struct proposal *have = &a->p->at[i];
        if (strcmp(have->name, name) != 0)
            continue;
        others = true;
        if (!is_same(have->value, value))
            continue;
        have->confidence = rounded(1 - (1 - have->confidence) * (1 - row->confidence / 2));
        if (have->boxes == NULL && have->page == a->page)
            have->boxes = ba_strf("[%s]", row->box);
        return BA_OK;
    }
    return add_new(a, name, value, row, row->confidence * (others ? SECOND_CHOICE : 1), err);
}

static const char *value_of(const struct proposals *p, const char *name)
{
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->at[i].name, name) == 0)
            return p->at[i].value;
    return NULL;
}

/* "Parkweg 12a" as street and number; another street than the one proposed is left out, for the
 * parts of two addresses must not mix. */
static BA_RC add_address(const struct adding *a, const struct title_row *row, struct ba_err *err)
{
    char street[VALUE_TEXT_MAX], number[24];
    const char *known = value_of(a->p, "street");
    struct house h;
    char *space;

    snprintf(street, sizeof street, "%s", row->value);
    space = strrchr(street, ' ');
    if (space == NULL || !house_parse(space + 1, &h))
        return BA_OK;
    *space = '\0';
    tidy(street);
    if (street_refused(street) || (known != NULL && !is_same_street(known, street)))
        return BA_OK;
    snprintf(number, sizeof number, "%lld", (long long)h.from);
    const char *had = value_of(a->p, "number_from");
    if (had != NULL && strcmp(had, number) != 0)
        return BA_OK;
    enum ba_rc rc = add(a, "street", street, row, err);
    if (rc == BA_OK)
        rc = add(a, "number_from", number, row, err);
    snprintf(number, sizeof number, "%lld", (long long)h.to);
    if (rc == BA_OK && had == NULL)
        rc = add(a, "number_to", number, row, err);
    if (rc == BA_OK && had == NULL)
        rc = add(a, "letter", h.letter, row, err);
    if (rc == BA_OK && had == NULL)
        rc = add(a, "addition", h.addition, row, err);
    return rc;
}

static BA_RC add_row(void *ctx, const struct title_row *row, struct ba_err *err)
{
    const struct adding *a = ctx;

    if (strcmp(row->name, "address") == 0)
        return add_address(a, row, err);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].name, row->name) == 0)
            return add(a, fields[i].as, row->value, row, err);
    return BA_OK;
}

BA_RC title_propose(struct store *s, int64_t page, struct proposals *p, struct ba_err *err)
{
    struct adding a = { p, page };
    char box[64];
    bool known;

    return title_each(s, page, &known, box, add_row, &a, err);
}
