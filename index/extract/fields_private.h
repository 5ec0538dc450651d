/*
 * fields_private.h - what the files of fields*.c share. Private to them.
 */
#ifndef BA_INDEX_EXTRACT_FIELDS_PRIVATE_H
#define BA_INDEX_EXTRACT_FIELDS_PRIVATE_H

#include <stdbool.h>

#include "index/extract/fields.h"

#define VALUE_TEXT_MAX 256

/* One sighting of a value on a page. */
struct sighting {
    const char *name, *rule; /* static */
    char value[VALUE_TEXT_MAX];
    char key[VALUE_TEXT_MAX];  /* what must be equal for two sightings to be the same value */
    char read[VALUE_TEXT_MAX]; /* a street as it was read, when the gazetteer knows better; or "" */
    double weight;             /* 0..1: how sure this sighting is by itself */
    int64_t page;
    size_t from, to; /* where it stands in the page's text, bytes */
};

struct sightings {
    struct sighting *at;
    size_t count, cap;
    bool no_memory;
};

/* A house number and what hangs on it. */
struct house {
    int64_t from, to;
    char letter[8], addition[16];
};
/* "16", "16a", "16-II", "1-13", "12 hs", "3 t/m 9"; false when it is none. */
bool house_parse(const char *text, struct house *h);

struct date {
    int64_t year, month, day;
};
/* Day 0 or month 0 when unknown; false for what no calendar has. */
bool date_valid(const struct date *d);
/* 1..12 for the name of a month as read (old spelling, short, one letter misread); 0. */
int64_t date_month(const char *word);
/* Removes line ends, double spaces and signs at both ends; NAMES IN CAPITALS become Names. */
void tidy(char *text);
void tidy_capitals(char *text);

/* "G.A.Hoogeveen" -> "G.A. Hoogeveen" */
void tidy_name(char *text, size_t size);

/* A word of a street's name that no street ends with ("artikel", "mei"). */
bool street_refused(const char *street);
/* The name ends as streets do (straat, weg, laan ...). */
bool street_looks(const char *street);

struct rule;
/* What a pattern found: its named groups. */
struct capture;
/* Every match of the rules, in their order and that of the text; from and to are bytes of the
 * page's text. */
typedef void (*match_fn)(void *ctx, const struct rule *rule, const struct capture *c, size_t from,
                         size_t to);
BA_RC fields_each_match(struct fields_rules *r, const char *text, match_fn fn, void *ctx,
                        struct ba_err *err);
/* The text of a group in out; false when the group took no part. */
bool capture_text(const struct capture *c, const char *group, char *out, size_t out_size);

struct taking {
    struct sightings *out;
    const struct fields_page *page;
    const struct fields_known *known;
    const char *rule;
    double weight;
    size_t from, to;  /* where the value stands in the page's text */
    const char *read; /* see struct sighting; NULL */
};
/* Adds one; an equal one by the same rule on the same page counts once. */
void sighting_add(const struct taking *t, const char *name, const char *value, double weight);

struct rule {
    const char *name; /* as provenance */
    const char
        *need; /* lower case: without it in the text the pattern is not tried; NULL: always */
    const char *pattern; /* PCRE2, caseless unless (?-i); lines joined unless `lines` */
    bool lines;
    double weight;
    void (*take)(const struct taking *t, const struct capture *c);
};
extern const struct rule field_rules[];
extern const size_t field_rule_count;

void take_address(const struct taking *t, const struct capture *c);
void take_postcode(const struct taking *t, const struct capture *c);
void take_place(const struct taking *t, const struct capture *c);
void take_cadastral(const struct taking *t, const struct capture *c);
void take_applicant(const struct taking *t, const struct capture *c);
void take_architect(const struct taking *t, const struct capture *c);
void take_contractor(const struct taking *t, const struct capture *c);
void take_constructor(const struct taking *t, const struct capture *c);
void take_work(const struct taking *t, const struct capture *c);
void take_date(const struct taking *t, const struct capture *c);
void take_date_granted(const struct taking *t, const struct capture *c);
void take_date_received(const struct taking *t, const struct capture *c);
void take_number(const struct taking *t, const struct capture *c);
void take_costs(const struct taking *t, const struct capture *c);
void take_permit_kind(const struct taking *t, const struct capture *c);

/*
 * Sightings of one value add up; spellings that OCR may have made of one another support the
 * commonest. -1 when out of memory.
 */
int fields_vote(const struct sightings *seen, const struct fields_known *known,
                struct proposals *out);

#endif
