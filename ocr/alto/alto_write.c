#include <libxml/xmlwriter.h>
#include <math.h>
#include <string.h>

#include "core/file.h"
#include "ocr/alto/alto.h"

#define NAMESPACE "http://www.loc.gov/standards/alto/ns-v4#"
/* Nothing is written that 4.1 did not have, or that 4.4 no longer has: LANG stands at the blocks,
 * because a page has none before 4.4. */
#define SCHEMA_VERSION "4.2"
#define MAX_WHOLE_BYTES (1u << 20)
/* More in one paragraph count as the last of them: nobody reads a page in so many. */
#define MAX_LANGUAGES 8

/* The box around words [from, to). */
struct bounds {
    int32_t x0, y0, x1, y1;
};

/* The writer, and whether anything failed: libxml2 returns -1 from each call. */
struct out {
    xmlTextWriter *w;
    bool failed;
};

static void start(struct out *o, const char *name)
{
    o->failed |= xmlTextWriterStartElement(o->w, BAD_CAST name) < 0;
}

static void end(struct out *o)
{
    o->failed |= xmlTextWriterEndElement(o->w) < 0;
}

static void attr(struct out *o, const char *name, const char *value)
{
    o->failed |= xmlTextWriterWriteAttribute(o->w, BAD_CAST name, BAD_CAST value) < 0;
}

static void attr_int(struct out *o, const char *name, long value)
{
    o->failed |= xmlTextWriterWriteFormatAttribute(o->w, BAD_CAST name, "%ld", value) < 0;
}

static void attr_id(struct out *o, const char *prefix, size_t n)
{
    o->failed |= xmlTextWriterWriteFormatAttribute(o->w, BAD_CAST "ID", "%s%zu", prefix, n) < 0;
}

static void element(struct out *o, const char *name, const char *text)
{
    if (text != NULL)
        o->failed |= xmlTextWriterWriteElement(o->w, BAD_CAST name, BAD_CAST text) < 0;
}

static void box(struct out *o, struct bounds b)
{
    attr_int(o, "HPOS", b.x0);
    attr_int(o, "VPOS", b.y0);
    attr_int(o, "WIDTH", b.x1 - b.x0);
    attr_int(o, "HEIGHT", b.y1 - b.y0);
}

static struct bounds bounds_of(const struct alto_word *w, size_t count)
{
    struct bounds b = { INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN };

    for (size_t i = 0; i < count; i++) {
        b.x0 = w[i].x < b.x0 ? w[i].x : b.x0;
        b.y0 = w[i].y < b.y0 ? w[i].y : b.y0;
        b.x1 = w[i].x + w[i].w > b.x1 ? w[i].x + w[i].w : b.x1;
        b.y1 = w[i].y + w[i].h > b.y1 ? w[i].y + w[i].h : b.y1;
    }
    return b;
}

/* What a reader needs to get from the master to the upright page: read back by alto_read. */
static void write_geometry(struct out *o, const struct alto_page *p)
{
    start(o, "Processing");
    attr(o, "ID", "GEOMETRY");
    element(o, "processingCategory", "preOperation");
    element(o, "processingStepDescription",
            "geometry: clockwise turn, then counter-clockwise skew taken out, degrees");
    o->failed |=
        xmlTextWriterWriteFormatElement(o->w, BAD_CAST "processingStepSettings",
                                        "turn_deg=%u skew_deg=%.4f xdpi=%.4f ydpi=%.4f",
                                        p->orientation_deg, p->skew_deg, p->xdpi, p->ydpi) < 0;
    end(o);
}

static void write_description(struct out *o, const struct alto_page *p,
                              const struct alto_source *src)
{
    start(o, "Description");
    element(o, "MeasurementUnit", "pixel");
    start(o, "sourceImageInformation");
    element(o, "fileName", src->master);
    end(o);
    write_geometry(o, p);
    for (size_t i = 0; i < src->step_count; i++) {
        const struct alto_step *s = &src->steps[i];

        start(o, "Processing");
        attr_id(o, "STEP", i + 1);
        element(o, "processingCategory", s->category);
        element(o, "processingStepDescription", s->description);
        element(o, "processingStepSettings", s->settings);
        start(o, "processingSoftware");
        element(o, "softwareName", s->software);
        element(o, "softwareVersion", s->version);
        element(o, "applicationDescription", s->with);
        end(o);
        end(o);
    }
    end(o);
}

/* The whole word of which word i is a part: ALTO wants it with each of its parts. */
static void write_whole(struct out *o, const struct alto_page *p, size_t i)
{
    struct ba_buf whole = BA_BUF_INIT(MAX_WHOLE_BYTES);

    while (i > 0 && p->words[i - 1].hyphenated)
        i--;
    ba_buf_puts(&whole, p->words[i].text);
    for (; p->words[i].hyphenated && i + 1 < p->count; i++)
        ba_buf_puts(&whole, p->words[i + 1].text);
    o->failed |= whole.failed;
    attr(o, "SUBS_CONTENT", ba_buf_str(&whole));
    ba_buf_free(&whole);
}

static void write_string(struct out *o, const struct alto_page *p, size_t i)
{
    const struct alto_word *w = &p->words[i];
    const struct alto_word *before = i > 0 ? &p->words[i - 1] : NULL;

    start(o, "String");
    attr_id(o, "S", i + 1);
    box(o, bounds_of(w, 1));
    attr(o, "CONTENT", w->text);
    o->failed |= xmlTextWriterWriteFormatAttribute(o->w, BAD_CAST "WC", "%.2f", w->confidence) < 0;
    if (w->hyphenated && i + 1 < p->count) {
        attr(o, "SUBS_TYPE", "HypPart1");
        write_whole(o, p, i);
    } else if (before != NULL && before->hyphenated) {
        attr(o, "SUBS_TYPE", "HypPart2");
        write_whole(o, p, i);
    }
    end(o);
}

/* The gap between two words of a line, where they stand beside each other on the master. */
static void write_space(struct out *o, const struct alto_word *a, const struct alto_word *b)
{
    int32_t gap = b->x - a->x - a->w;

    start(o, "SP");
    if (gap > 0) {
        attr_int(o, "HPOS", a->x + a->w);
        attr_int(o, "VPOS", a->y);
        attr_int(o, "WIDTH", gap);
    }
    end(o);
}

static void write_line(struct out *o, const struct alto_page *p, size_t from, size_t to)
{
    start(o, "TextLine");
    attr_id(o, "L", p->words[from].line + 1);
    box(o, bounds_of(p->words + from, to - from));
    for (size_t i = from; i < to; i++) {
        if (i > from)
            write_space(o, &p->words[i - 1], &p->words[i]);
        write_string(o, p, i);
    }
    if (p->words[to - 1].hyphenated) {
        start(o, "HYP");
        attr(o, "CONTENT", "-");
        end(o);
    }
    end(o);
}

/* The language in which most of words [from, to) was read. NULL: not known. */
static const char *language_of(const struct alto_page *p, size_t from, size_t to)
{
    struct {
        const char *name;
        size_t letters;
    } of[MAX_LANGUAGES] = { { "", 0 } }, *most = &of[0];

    for (size_t i = from; i < to; i++) {
        size_t k = 0;

        while (k + 1 < MAX_LANGUAGES && of[k].letters > 0 &&
               strcmp(of[k].name, p->words[i].language) != 0)
            k++;
        of[k].name = p->words[i].language;
        of[k].letters += strlen(p->words[i].text);
        most = of[k].letters > most->letters ? &of[k] : most;
    }
    return alto_language(most->name);
}

/* A TextBlock is a paragraph: ALTO has no level between it and the line. */
static void write_block(struct out *o, const struct alto_page *p, size_t from, size_t to)
{
    double turn = fmod(p->orientation_deg + p->words[from].rotation_deg + p->skew_deg + 360, 360);
    const char *language = language_of(p, from, to);

    start(o, "TextBlock");
    attr_id(o, "P", p->words[from].paragraph + 1);
    box(o, bounds_of(p->words + from, to - from));
    if (turn != 0)
        o->failed |= xmlTextWriterWriteFormatAttribute(o->w, BAD_CAST "ROTATION", "%.4f", turn) < 0;
    if (language != NULL)
        attr(o, "LANG", language);
    for (size_t i = from; i < to;) {
        size_t j = i + 1;

        while (j < to && p->words[j].line == p->words[i].line)
            j++;
        write_line(o, p, i, j);
        i = j;
    }
    end(o);
}

/* The blocks of a title block, its cells, lie together in one. */
static void start_title(struct out *o, const struct alto_title *t)
{
    start(o, "ComposedBlock");
    attr(o, "ID", "TITLE");
    attr(o, "TYPE", "titleblock");
    box(o, (struct bounds){ t->x, t->y, t->x + t->w, t->y + t->h });
}

/* All that is printed: the words, and the title block with its lines. */
static struct bounds print_space_of(const struct alto_page *p)
{
    struct bounds b = p->count > 0 ? bounds_of(p->words, p->count) : (struct bounds){ 0, 0, 0, 0 };
    const struct alto_title *t = &p->title;

    if (!t->found || p->count == 0 || p->words[p->count - 1].block < t->first_block)
        return b;
    return (struct bounds){ b.x0 < t->x ? b.x0 : t->x, b.y0 < t->y ? b.y0 : t->y,
                            b.x1 > t->x + t->w ? b.x1 : t->x + t->w,
                            b.y1 > t->y + t->h ? b.y1 : t->y + t->h };
}

/* Blocks of the layout group their paragraphs; one that has a single paragraph is that paragraph.
 */
static void write_print_space(struct out *o, const struct alto_page *p)
{
    bool in_title = false;

    start(o, "PrintSpace");
    box(o, print_space_of(p));
    for (size_t i = 0; i < p->count;) {
        size_t j = i + 1;

        while (j < p->count && p->words[j].block == p->words[i].block)
            j++;
        if (p->title.found && !in_title && p->words[i].block >= p->title.first_block) {
            in_title = true;
            start_title(o, &p->title);
        }
        start(o, "ComposedBlock");
        attr_id(o, "B", p->words[i].block + 1);
        box(o, bounds_of(p->words + i, j - i));
        for (size_t k = i; k < j;) {
            size_t m = k + 1;

            while (m < j && p->words[m].paragraph == p->words[k].paragraph)
                m++;
            write_block(o, p, k, m);
            k = m;
        }
        end(o);
        i = j;
    }
    if (in_title)
        end(o);
    end(o);
}

static void write_document(struct out *o, const struct alto_page *p, const struct alto_source *src)
{
    o->failed |= xmlTextWriterSetIndent(o->w, 1) < 0;
    o->failed |= xmlTextWriterStartDocument(o->w, NULL, "UTF-8", NULL) < 0;
    start(o, "alto");
    attr(o, "xmlns", NAMESPACE);
    attr(o, "SCHEMAVERSION", SCHEMA_VERSION);
    write_description(o, p, src);
    start(o, "Layout");
    start(o, "Page");
    attr(o, "ID", "PAGE");
    attr(o, "PAGECLASS", src->kind);
    attr_int(o, "PHYSICAL_IMG_NR", (long)src->frame + 1);
    attr_int(o, "WIDTH", p->width_px);
    attr_int(o, "HEIGHT", p->height_px);
    if (p->count > 0 && src->confidence >= 0)
        o->failed |= xmlTextWriterWriteFormatAttribute(o->w, BAD_CAST "PC", "%.3f",
                                                       fmin(src->confidence, 1)) < 0;
    write_print_space(o, p);
    o->failed |= xmlTextWriterEndDocument(o->w) < 0;
    o->failed |= xmlTextWriterFlush(o->w) < 0;
}

BA_RC alto_write(const char *path, const struct alto_page *p, const struct alto_source *src,
                 struct ba_err *err)
{
    xmlBuffer *buf = xmlBufferCreate();
    struct out o = { buf != NULL ? xmlNewTextWriterMemory(buf, 0) : NULL, false };
    enum ba_rc rc;

    if (o.w == NULL) {
        rc = ba_fail_mem(err, "ALTO file");
        goto out;
    }
    write_document(&o, p, src);
    if (o.failed)
        rc = ba_fail_mem(err, "ALTO file");
    else
        rc = ba_file_replace(path, xmlBufferContent(buf), (size_t)xmlBufferLength(buf), 0644, err);

out:
    if (o.w != NULL)
        xmlFreeTextWriter(o.w);
    if (buf != NULL)
        xmlBufferFree(buf);
    return rc;
}
