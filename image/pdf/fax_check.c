#include "image/pdf/fax_check.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST = 13, CODES = 1 << LONGEST, EOL_BITS = 12, MAKE_UP = 64 };

/* ITU-T T.4, tables 2 and 3: runs 0 to 63, then 64, 128 ... 1728. */
static const char white_codes[] =
    "00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100 "
    "110101 101010 101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011 "
    "0100100 0011000 00000010 00000011 00011010 00011011 00010010 00010011 00010100 00010101 "
    "00010110 00010111 00101000 00101001 00101010 00101011 00101100 00101101 00000100 00000101 "
    "00001010 00001011 01010010 01010011 01010100 01010101 00100100 00100101 01011000 01011001 "
    "01011010 01011011 01001010 01001011 00110010 00110011 00110100 "
    "11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111 011001100 "
    "011001101 011010010 011010011 011010100 011010101 011010110 011010111 011011000 011011001 "
    "011011010 011011011 010011000 010011001 010011010 011000 010011011 ";
static const char black_codes[] =
    "0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100 "
    "00000111 000011000 0000010111 0000011000 0000001000 00001100111 00001101000 00001101100 "
    "00000110111 00000101000 00000010111 00000011000 000011001010 000011001011 000011001100 "
    "000011001101 000001101000 000001101001 000001101010 000001101011 000011010010 000011010011 "
    "000011010100 000011010101 000011010110 000011010111 000001101100 000001101101 000011011010 "
    "000011011011 000001010100 000001010101 000001010110 000001010111 000001100100 000001100101 "
    "000001010010 000001010011 000000100100 000000110111 000000111000 000000100111 000000101000 "
    "000001011000 000001011001 000000101011 000000101100 000001011010 000001100110 000001100111 "
    "0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101 "
    "0000001101100 0000001101101 0000001001010 0000001001011 0000001001100 0000001001101 "
    "0000001110010 0000001110011 0000001110100 0000001110101 0000001110110 0000001110111 "
    "0000001010010 0000001010011 0000001010100 0000001010101 0000001011010 0000001011011 "
    "0000001100100 0000001100101 ";
/* Of both colours: 1792, 1856 ... 2560. */
static const char long_codes[] =
    "00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101 "
    "000000010110 000000010111 000000011100 000000011101 000000011110 000000011111 ";
/* ITU-T T.4, table 4: pass, horizontal, then the vertical ones from three left to three right. */
static const char mode_codes[] = "0001 001 0000010 000010 010 1 011 000011 0000011 ";

enum { PASS, HORIZONTAL, VERTICAL = 5 /* without a shift */ };

struct code {
    uint16_t value;
    uint8_t bits; /* 0: no code begins so */
};

struct follower {
    const struct fax_check *fax;
    uint64_t at, bits; /* where in the data, and how many there are */
    struct code runs[2][CODES], modes[CODES];
    uint32_t *before, *now; /* where the colour changes in a row; ends with columns, twice */
};

/* Enters the codes of a text: the first stands for `value`, each next one for `step` more. */
static void enter(struct code *table, const char *codes, unsigned value, unsigned step,
                  unsigned turn)
{
    for (unsigned n = 0; *codes != '\0'; n++) {
        size_t len = strcspn(codes, " ");
        unsigned low = (unsigned)strtoul(codes, NULL, 2) << (LONGEST - len);

        for (unsigned i = 0; i < 1u << (LONGEST - len); i++)
            table[low + i] = (struct code){ (uint16_t)value, (uint8_t)len };
        value += turn != 0 && n >= turn ? MAKE_UP : step;
        codes += len + 1;
    }
}

static void enter_all(struct follower *f)
{
    enter(f->runs[0], white_codes, 0, 1, MAKE_UP);
    enter(f->runs[1], black_codes, 0, 1, MAKE_UP);
    for (int i = 0; i < 2; i++)
        enter(f->runs[i], long_codes, 1792, MAKE_UP, 0);
    enter(f->modes, mode_codes, 0, 1, 0);
}

/* The next n bits, at most 13; zeros behind the end. */
static unsigned peek(const struct follower *f, unsigned n)
{
    const unsigned char *p = f->fax->data;
    uint64_t at = f->at / 8;
    uint32_t v = 0;

    for (uint64_t i = at; i < at + 3; i++)
        v = v << 8 | (i < f->fax->len ? p[i] : 0);
    return v >> (24 - n - f->at % 8) & ((1u << n) - 1);
}

static enum fax_end bad(const struct follower *f)
{
    return f->at + LONGEST >= f->bits ? FAX_ENDS_EARLY : FAX_BAD_CODE;
}

static enum fax_end take(struct follower *f, const struct code *table, unsigned *value)
{
    struct code c = table[peek(f, LONGEST)];

    if (c.bits == 0)
        return bad(f);
    f->at += c.bits;
    *value = c.value;
    return f->at > f->bits ? FAX_ENDS_EARLY : FAX_WHOLE;
}

static enum fax_end take_run(struct follower *f, int colour, uint32_t *length)
{
    unsigned v;
    enum fax_end end;

    *length = 0;
    do {
        end = take(f, f->runs[colour], &v);
        if (end != FAX_WHOLE)
            return end;
        *length += v;
        if (*length > f->fax->columns)
            return FAX_BAD_CODE;
    } while (v >= MAKE_UP);
    return FAX_WHOLE;
}

/* Ends a row of n changes, so that looking for the next one needs no test. */
static void close_row(struct follower *f, uint32_t n)
{
    for (uint32_t i = n; i < n + 3; i++)
        f->now[i] = f->fax->columns;
}

static enum fax_end row_of_one(struct follower *f)
{
    uint32_t x = 0, n = 0, run;

    for (int colour = 0; x < f->fax->columns; colour ^= 1) {
        enum fax_end end = take_run(f, colour, &run);

        if (end != FAX_WHOLE)
            return end;
        x += run;
        if (x > f->fax->columns || n > f->fax->columns)
            return FAX_BAD_CODE;
        f->now[n++] = x;
    }
    close_row(f, n);
    return FAX_WHOLE;
}

/* What is known within a row of two dimensions. */
struct place {
    uint32_t x, n, b; /* where it is, the changes so far, the place in the row before */
    bool first;       /* before the first pixel */
    int colour;
};

/* b1 of T.6, 2.2.1: the first change to the other colour right of x; even places turn to black. */
static void find_b1(const struct follower *f, struct place *p)
{
    while (p->b > 0 && f->before[p->b - 1] > p->x)
        p->b--;
    while (f->before[p->b] < f->fax->columns &&
           (f->before[p->b] < p->x + !p->first || (p->b & 1) != (unsigned)p->colour))
        p->b++;
}

static enum fax_end horizontal(struct follower *f, struct place *p)
{
    for (int i = 0; i < 2; i++) {
        uint32_t run;
        enum fax_end end = take_run(f, p->colour ^ i, &run);

        if (end != FAX_WHOLE)
            return end;
        p->x += run;
        if (p->x > f->fax->columns)
            return FAX_BAD_CODE;
        f->now[p->n++] = p->x;
    }
    return FAX_WHOLE;
}

static enum fax_end row_of_two(struct follower *f)
{
    struct place p = { .first = true };
    uint32_t columns = f->fax->columns;

    while (p.x < columns) {
        unsigned mode;
        uint32_t to;
        enum fax_end end = take(f, f->modes, &mode);

        if (end != FAX_WHOLE)
            return end;
        find_b1(f, &p);
        to = f->before[p.b] + mode - VERTICAL;
        if (mode == PASS)
            p.x = f->before[p.b] < columns ? f->before[p.b + 1] : columns;
        else if (mode == HORIZONTAL)
            end = horizontal(f, &p);
        else if (to > columns || to < p.x)
            end = FAX_BAD_CODE;
        else
            f->now[p.n++] = p.x = to;
        if (mode > HORIZONTAL)
            p.colour ^= 1;
        p.first = false;
        if (end != FAX_WHOLE || p.n > columns + 1)
            return end != FAX_WHOLE ? end : FAX_BAD_CODE;
    }
    close_row(f, p.n);
    return FAX_WHOLE;
}

/* What stands between two rows: zeros to fill, an end of line, padding, the tag of the next one. */
static bool between_rows(struct follower *f, bool *two)
{
    bool eol = false;

    if (f->fax->end_of_line || !f->fax->byte_align) {
        uint64_t start = f->at;

        while (f->at + EOL_BITS <= f->bits && peek(f, EOL_BITS) == 0)
            f->at++;
        eol = peek(f, EOL_BITS) == 1;
        if (eol)
            f->at += EOL_BITS;
        else
            f->at = start;
    }
    if (f->fax->byte_align && !eol)
        f->at = (f->at + 7) / 8 * 8;
    if (f->fax->k > 0) {
        *two = peek(f, 1) == 0;
        f->at++;
    }
    /* two ends of line are the end of the page */
    return f->at >= f->bits || (eol && peek(f, EOL_BITS) == 1);
}

static enum fax_end follow(struct follower *f, uint32_t *row)
{
    bool two = f->fax->k < 0;
    bool over = between_rows(f, &two); /* some begin with an end of line */

    f->before[0] = f->before[1] = f->before[2] = f->fax->columns;
    for (*row = 0; *row < f->fax->rows; (*row)++) {
        uint32_t *swap = f->before;
        enum fax_end end = over ? FAX_ENDS_EARLY : two ? row_of_two(f) : row_of_one(f);

        if (end != FAX_WHOLE)
            return end;
        f->before = f->now;
        f->now = swap;
        over = between_rows(f, &two);
    }
    return FAX_WHOLE;
}

enum fax_end fax_check(const struct fax_check *fax, uint32_t *row)
{
    struct follower *f = calloc(1, sizeof(*f));
    size_t changes = (size_t)fax->columns + 8;
    enum fax_end end = FAX_NO_MEMORY;

    *row = 0;
    if (f == NULL)
        return end;
    f->fax = fax;
    f->bits = (uint64_t)fax->len * 8;
    f->before = calloc(changes, sizeof(*f->before));
    f->now = calloc(changes, sizeof(*f->now));
    if (f->before != NULL && f->now != NULL) {
        enter_all(f);
        end = follow(f, row);
    }
    free(f->before);
    free(f->now);
    free(f);
    return end;
}
