#include "config/config.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/suggest.h"
#include "core/utf8.h"

enum kind { K_TEXT, K_COUNT, K_LEVEL };

enum { CONFIG_MAX_BYTES = 1 << 20 };

static const struct key {
    const char *section, *name;
    enum kind kind;
    size_t at; /* offset in struct config */
    const char *dflt;
    uint64_t min, max; /* of a count */
    const char *unit, *help;
} keys[] = {
#define TEXT(section, name, field, dflt, help)                                                     \
    {                                                                                              \
        section, name, K_TEXT, offsetof(struct config, field), dflt, 0, 0, "", help                \
    }
#define COUNT(section, name, field, dflt, min, max, unit, help)                                    \
    {                                                                                              \
        section, name, K_COUNT, offsetof(struct config, field), dflt, min, max, unit, help         \
    }
#define LEVEL(section, name, field, dflt, help)                                                    \
    {                                                                                              \
        section, name, K_LEVEL, offsetof(struct config, field), dflt, 0, 0, "", help               \
    }
    TEXT("archive", "id", archive_id, "NL-VbdVDM-BWT",
         "identifier of this archive in the e-depot; also the name of the top folder of a package"),
    TEXT("archive", "name", archive_name, "Bouwdossiers gemeente Voorbeelddam (VOORBEELD)",
         "title of the archive"),
    TEXT("archive", "source", archive_source, "Bouwarchief gemeente Voorbeelddam",
         "system that gives out the identifiers (MDTO identificatieBron)"),
    TEXT("archive", "creator", archive_creator, "Gemeente Voorbeelddam",
         "body that formed the records (MDTO archiefvormer)"),
    TEXT("archive", "creator_code", archive_creator_code, "gm0000",
         "its code in the TOOI register of municipalities"),
    TEXT("archive", "creator_source", archive_creator_source, "TOOI register Gemeenten compleet",
         "register that the code comes from"),
    TEXT("archive", "parent_id", archive_parent_id, "NL-VbdVDM",
         "identifier of the aggregation in the e-depot that takes this archive; the archive gives "
         "it"),
    TEXT("archive", "parent_name", archive_parent_name, "Archieven gemeente Voorbeelddam",
         "title of that aggregation"),
    TEXT("archive", "parent_source", archive_parent_source, "e-depot",
         "system that gave that identifier"),
    TEXT("archive", "contact", archive_contact, "Team Informatiebeheer",
         "who answers questions on a delivery (a role, no person)"),
    TEXT("archive", "email", archive_email, "archief@voorbeelddam.example",
         "address of the contact"),
    TEXT("archive", "scan_actor", archive_scan_actor, "",
         "role that scanned (MDTO eventVerantwoordelijkeActor); empty: the creator"),
    TEXT("archive", "activity", archive_activity, "",
         "work process that the dossiers come from (MDTO activiteit), or empty"),
    TEXT("archive", "reading_room", archive_reading_room, "",
         "where the dossiers can be consulted (MDTO raadpleeglocatieFysiek), or empty"),
    TEXT("archive", "url", archive_url, "",
         "address of a dossier on the web (MDTO raadpleeglocatieOnline); {dossier} stands for its "
         "number; or empty"),
    TEXT("archive", "timezone", archive_timezone, "Europe/Amsterdam",
         "place by whose calendar restrictions end (a name of the IANA database of time zones)"),
    TEXT("archive", "replacement", archive_replacement, "",
         "decision by which the scans replace the paper (MDTO event Vervanging), or empty"),
    TEXT("ingest", "separator_pattern", ingest_separator_pattern, "[0-9]{4}/[0-9]{1,4}",
         "PCRE2 pattern that a dossier number on a separator sheet must match as a whole; a number "
         "of "
         "the register counts in any case"),
    COUNT("ingest", "max_pixels", ingest_max_pixels, "1000000000", 1000000, 4000000000, "pixels",
          "refuse an image with more pixels (A0 at 600 dpi has 558 million)"),
    COUNT("ingest", "max_frames", ingest_max_frames, "10000", 1, 65535, "images",
          "refuse a file with more images"),
    COUNT("ingest", "separators", ingest_separators, "1", 0, 1, "",
          "look for separator codes and patches on every image; 0: do not, pages get their dossier "
          "by hand"),
    TEXT("ingest", "marker", ingest_marker, "klaar",
         "name of the empty file that the scanning software puts last in a batch folder; it is no "
         "scan; empty: there is none"),
    TEXT("ingest", "duplex", ingest_duplex, "off",
         "off, two-pass or two-pass-reversed: each batch is a stack of which first all fronts were "
         "scanned and then all backs"),
    COUNT(
        "ingest", "settle_s", ingest_settle_s, "60", 1, 86400, "s",
        "watch: a batch folder without marker is complete when nothing in it changed for so long"),
    TEXT("quality", "profile", quality_profile, "standaard",
         "name of the technical settings that pages are judged by, as in the decision on "
         "substitution"),
    COUNT("quality", "version", quality_version, "1", 1, 1000000, "",
          "of the profile; a change of any key of this section asks for a new one"),
#define QUALITY_RULE(id, code, key, level, since, weight, again, help, what, todo, wat, doe)       \
    LEVEL("quality", #key, quality_level[QUALITY_##id], level, help),
#define QUALITY_LIMIT(rule, key, value, min, max, unit, help)
#include "core/codes_quality.def"
#undef QUALITY_RULE
#undef QUALITY_LIMIT
    LEVEL("quality", "near_duplicate", quality_near_duplicate, "warning",
          "a sheet that seems to have been scanned twice"),
#define QUALITY_RULE(id, code, key, level, since, weight, again, help, what, todo, wat, doe)
#define QUALITY_LIMIT(rule, key, value, min, max, unit, help)                                      \
    COUNT("quality", #key, quality_limit[QUALITY_LIMIT_##key], #value, min, max, unit, help),
#include "core/codes_quality.def"
#undef QUALITY_RULE
#undef QUALITY_LIMIT
    TEXT("ocr", "languages", ocr_languages, "nld", "Tesseract languages, joined by +"),
    TEXT("ocr", "tessdata", ocr_tessdata, "", "folder of the models; empty: Tesseract's own"),
    TEXT("ocr", "words", ocr_words, "",
         "file of names that are likely (register words makes one); another file, other texts"),
    COUNT("ocr", "timeout_ms", ocr_timeout_ms, "60000", 1000, 3600000, "ms",
          "time to read an A4 page at 300 dpi; a larger page gets more in proportion"),
    COUNT("ocr", "doubtful_pct", ocr_doubtful_pct, "65", 0, 100, "per cent",
          "mean word confidence below which a page is listed for a person"),
    COUNT("pool", "workers", pool_workers, "0", 0, 512, "processes",
          "0: one for each core that it may use"),
    COUNT("pool", "max_jobs", pool_max_jobs, "500", 1, 1000000, "jobs",
          "replace a worker process after this many"),
    COUNT("pool", "memory_mb", pool_memory_mb, "0", 0, 16777216, "MiB",
          "memory that the workers may use together; 0: three quarters of the machine's"),
    TEXT("export", "appraisal", export_appraisal, "B",
         "MDTO waardering: B keep for ever, N to be decided; a dossier may have its own"),
    TEXT("export", "category", export_category, "",
         "code of the retention category (MDTO informatiecategorie); empty: not given"),
    TEXT("export", "category_list", export_category_list,
         "Selectielijst gemeenten en intergemeentelijke organen 2020",
         "list that the code comes from"),
    TEXT("export", "profile", export_profile, "streng",
         "receiver whose rules hold: a line of ontvangers.csv, the program's or one beside this "
         "file"),
    COUNT("export", "jpeg_quality", export_jpeg_quality, "80", 30, 100, "",
          "of images in the PDF whose own data cannot be used"),
    TEXT("export", "glyphless_font", export_glyphless_font,
         "/usr/share/tesseract-ocr/5/tessdata/pdf.ttf",
         "font of the invisible text in the PDF (comes with tesseract-ocr)"),
    TEXT("export", "icc_profile", export_icc_profile, "/usr/share/color/icc/sRGB.icc",
         "sRGB profile of the PDF (comes with icc-profiles-free)"),
    TEXT("opendata", "licence", opendata_licence,
         "https://creativecommons.org/publicdomain/zero/1.0/",
         "under which `export --format csv, geojson, jsonl` says the data may be used"),
};

#define KEY_COUNT (sizeof(keys) / sizeof(keys[0]))

static int set_text(struct config *c, const struct key *k, const char *value)
{
    char **field = (char **)((char *)c + k->at), *copy;

    if (!ba_utf8_valid(value, strlen(value)))
        return -1;
    copy = strdup(value);
    if (copy == NULL)
        return -1;
    free(*field);
    *field = copy;
    return 0;
}

static int set_count(struct config *c, const struct key *k, const char *value)
{
    char *end;
    uintmax_t v;

    errno = 0;
    v = strtoumax(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0' || *value == '-' || v < k->min || v > k->max)
        return -1;
    *(uint64_t *)((char *)c + k->at) = (uint64_t)v;
    return 0;
}

static int set_level(struct config *c, const struct key *k, const char *value)
{
    enum quality_level level = quality_level_named(value);

    if (level == QUALITY_LEVELS)
        return -1;
    *(uint64_t *)((char *)c + k->at) = level;
    return 0;
}

static int set(struct config *c, const struct key *k, const char *value)
{
    switch (k->kind) {
    case K_TEXT:
        return set_text(c, k, value);
    case K_LEVEL:
        return set_level(c, k, value);
    case K_COUNT:
        break;
    }
    return set_count(c, k, value);
}

BA_RC config_init(struct config *c, struct ba_err *err)
{
    *c = (struct config){ 0 };
    for (size_t i = 0; i < KEY_COUNT; i++)
        if (set(c, &keys[i], keys[i].dflt) != 0)
            return ba_fail(err, BA_FATAL, "CONFIG", "default of %s.%s", keys[i].section,
                           keys[i].name);
    return BA_OK;
}

void config_free(struct config *c)
{
    for (size_t i = 0; i < KEY_COUNT; i++)
        if (keys[i].kind == K_TEXT)
            free(*(char **)((char *)c + keys[i].at));
    *c = (struct config){ 0 };
}

/* State of reading one file. */
struct reading {
    struct config *c;
    const char *path;
    unsigned line;
    char section[32];
    unsigned char seen[KEY_COUNT];
};

static char *trim(char *s)
{
    char *end;

    s += strspn(s, " \t\r");
    end = s + strlen(s);
    while (end > s && strchr(" \t\r", end[-1]) != NULL)
        *--end = '\0';
    return s;
}

static BA_RC take_section(struct reading *r, char *s, struct ba_err *err)
{
    size_t n = strlen(s);
    struct nearest near;

    if (n < 3 || s[n - 1] != ']')
        return ba_fail(err, BA_FATAL, "CONFIG", "%s:%u: a section is written [name]", r->path,
                       r->line);
    s[n - 1] = '\0';
    near = (struct nearest)NEAREST_INIT(s + 1);
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (strcmp(keys[i].section, s + 1) == 0) {
            snprintf(r->section, sizeof(r->section), "%s", s + 1);
            return BA_OK;
        }
        suggest_offer(&near, keys[i].section);
    }
    return ba_fail(err, BA_FATAL, "CONFIG", "%s:%u: unknown section [%s]%s%s%s", r->path, r->line,
                   s + 1, near.best != NULL ? "; did you mean [" : "",
                   near.best != NULL ? near.best : "", near.best != NULL ? "]?" : "");
}

static BA_RC unknown_key(const struct reading *r, const char *name, struct ba_err *err)
{
    struct nearest near = NEAREST_INIT(name);
    const char *section = r->section;

    for (size_t i = 0; i < KEY_COUNT; i++)
        if (strcmp(keys[i].section, r->section) == 0)
            suggest_offer(&near, keys[i].name);
    for (size_t i = 0; near.best == NULL && i < KEY_COUNT; i++) {
        if (strcmp(keys[i].name, name) == 0) { /* the right word in the wrong section */
            near.best = keys[i].name;
            section = keys[i].section;
        }
    }
    if (near.best != NULL)
        return ba_fail(err, BA_FATAL, "CONFIG",
                       "%s:%u: unknown key \"%s\" in [%s]; did you mean \"%s\" in [%s]?", r->path,
                       r->line, name, r->section, near.best, section);
    return ba_fail(err, BA_FATAL, "CONFIG",
                   "%s:%u: unknown key \"%s\" in [%s]; `bouwarchief config` lists the known keys",
                   r->path, r->line, name, r->section);
}

static BA_RC take_key(struct reading *r, char *line, struct ba_err *err)
{
    char *eq = strchr(line, '='), *name, *value;
    size_t i;

    if (eq == NULL)
        return ba_fail(err, BA_FATAL, "CONFIG", "%s:%u: want \"name = value\", found \"%s\"",
                       r->path, r->line, line);
    *eq = '\0';
    name = trim(line);
    value = trim(eq + 1);
    for (i = 0; i < KEY_COUNT; i++)
        if (strcmp(keys[i].section, r->section) == 0 && strcmp(keys[i].name, name) == 0)
            break;
    if (i == KEY_COUNT)
        return unknown_key(r, name, err);
    if (r->seen[i]++)
        return ba_fail(err, BA_FATAL, "CONFIG", "%s:%u: %s.%s is given twice; remove one of them",
                       r->path, r->line, r->section, name);
    if (set(r->c, &keys[i], value) != 0) {
        if (keys[i].kind == K_TEXT)
            return ba_fail(err, BA_FATAL, "CONFIG", "%s:%u: %s.%s is not UTF-8 text", r->path,
                           r->line, r->section, name);
        if (keys[i].kind == K_LEVEL)
            return ba_fail(err, BA_FATAL, "CONFIG", "%s:%u: %s.%s = %s: want off, warning or error",
                           r->path, r->line, r->section, name, value);
        return ba_fail(err, BA_FATAL, "CONFIG",
                       "%s:%u: %s.%s = %s: want %" PRIu64 " to %" PRIu64 " %s", r->path, r->line,
                       r->section, name, value, keys[i].min, keys[i].max, keys[i].unit);
    }
    return BA_OK;
}

BA_RC config_read(struct config *c, const char *path, struct ba_err *err)
{
    struct reading r = { .c = c, .path = path };
    struct ba_buf text = BA_BUF_INIT(CONFIG_MAX_BYTES);
    enum ba_rc rc = ba_file_read(path, &text, err);
    char *next = text.data;

    if (rc != BA_OK)
        rc = ba_fail(err, BA_FATAL, "CONFIG", "the settings cannot be read: %s", err->msg);
    /* As a power cut leaves a file: taken for empty, its depot would get the example's identity. */
    else if (text.len > 0 && memchr(text.data, '\0', text.len) != NULL)
        rc = ba_fail(err, BA_FATAL, "CONFIG",
                     "%s: the settings hold NUL characters, so the file is damaged; bring it back "
                     "from a backup",
                     path);
    while (rc == BA_OK && next != NULL && *next != '\0') {
        char *line = next, *end = strchr(next, '\n');

        next = end == NULL ? NULL : end + 1;
        if (end != NULL)
            *end = '\0';
        r.line++;
        line = trim(line);
        if (*line == '\0' || *line == '#' || *line == ';')
            continue;
        rc = *line == '[' ? take_section(&r, line, err) : take_key(&r, line, err);
    }
    ba_buf_free(&text);
    return rc;
}

int config_each(const struct config *c, config_fn fn, void *ctx)
{
    int r = 0;

    for (size_t i = 0; i < KEY_COUNT && r == 0; i++) {
        const void *at = (const char *)c + keys[i].at;
        char number[24] = "";
        const char *value = keys[i].kind == K_TEXT ? *(char *const *)at
                            : keys[i].kind == K_LEVEL
                                ? quality_level_name((enum quality_level) * (const uint64_t *)at)
                                : number;

        if (keys[i].kind == K_COUNT)
            snprintf(number, sizeof(number), "%" PRIu64, *(const uint64_t *)at);
        r = fn(ctx, keys[i].section, keys[i].name, value, keys[i].kind == K_COUNT);
    }
    return r;
}

struct writing {
    FILE *to;
    const char *section; /* the last one; NULL: none yet */
};

static int write_value(void *ctx, const char *section, const char *name, const char *value,
                       bool number)
{
    struct writing *w = ctx;

    (void)number;
    if (w->section == NULL || strcmp(section, w->section) != 0)
        fprintf(w->to, "%s[%s]\n", w->section == NULL ? "" : "\n", section);
    w->section = section;
    fprintf(w->to, "%s = %s\n", name, value);
    return 0;
}

void config_write(const struct config *c, FILE *to)
{
    struct writing w = { .to = to };

    config_each(c, write_value, &w);
}

void config_write_sample(FILE *to)
{
    fprintf(to, "# Settings of this depot. A line that is taken out gets its default back.\n"
                "# The [archive] below is an EXAMPLE: replace it before a real delivery.\n");
    for (size_t i = 0; i < KEY_COUNT; i++) {
        const struct key *k = &keys[i];

        if (i == 0 || strcmp(k->section, keys[i - 1].section) != 0)
            fprintf(to, "\n[%s]\n", k->section);
        fprintf(to, "# %s", k->help);
        if (k->kind == K_COUNT)
            fprintf(to, " (%" PRIu64 " to %" PRIu64 "%s%s)", k->min, k->max, *k->unit ? " " : "",
                    k->unit);
        fprintf(to, "\n%s =%s%s\n", k->name, *k->dflt ? " " : "", k->dflt);
    }
}

bool config_is_example(const struct config *c)
{
    struct config fresh;
    struct ba_err ignored = BA_ERR_INIT;
    bool example = config_init(&fresh, &ignored) == BA_OK &&
                   (strcmp(c->archive_id, fresh.archive_id) == 0 ||
                    strcmp(c->archive_creator_code, fresh.archive_creator_code) == 0);

    config_free(&fresh);
    return example;
}
