/* Tokens of a content stream. Never reads beyond its end, never recurses. */
#include "image/pdf/tokens.h"

#include <stdlib.h>
#include <string.h>

static bool is_space(unsigned char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static bool is_delimiter(unsigned char c)
{
    return strchr("()<>[]{}/%", c) != NULL && c != '\0';
}

static void skip_string(struct pdf_content *c)
{
    int depth = 1;

    for (c->p++; c->p < c->end && depth > 0; c->p++) {
        if (*c->p == '\\' && c->p + 1 < c->end)
            c->p++;
        else if (*c->p == '(')
            depth++;
        else if (*c->p == ')')
            depth--;
    }
    c->cut |= depth > 0;
}

static void skip_to(struct pdf_content *c, unsigned char stop)
{
    while (c->p < c->end && *c->p != stop)
        c->p++;
    if (c->p < c->end)
        c->p++;
    else
        c->cut = true;
}

/* The data of an inline image: up to EI between white space. */
static void skip_inline_image(struct pdf_content *c)
{
    c->inline_dict_end = c->p - 2;
    c->inline_data = c->p < c->end ? c->p + 1 : c->p;
    for (; c->p + 2 < c->end; c->p++)
        if (is_space(c->p[0]) && c->p[1] == 'E' && c->p[2] == 'I' &&
            (c->p + 3 == c->end || is_space(c->p[3]))) {
            c->inline_end = c->p > c->inline_data ? c->p : c->inline_data;
            c->p += 3;
            return;
        }
    c->cut = true;
    c->p = c->inline_end = c->end;
}

static int hex(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* A name as qpdf's keys have it: #xx undone. */
static void take_name(struct pdf_content *c)
{
    size_t n = 0;

    c->name[n++] = '/';
    for (c->p++; c->p < c->end && !is_space(*c->p) && !is_delimiter(*c->p); c->p++) {
        int b = *c->p;

        if (b == '#' && c->end - c->p > 2 && hex(c->p[1]) >= 0 && hex(c->p[2]) >= 0) {
            b = hex(c->p[1]) << 4 | hex(c->p[2]);
            c->p += 2;
        }
        if (n + 1 < sizeof(c->name))
            c->name[n++] = (char)b;
    }
    c->name[n] = '\0';
}

static void keep_number(struct pdf_content *c, double v)
{
    if (c->number_count == PDF_OPERANDS) {
        memmove(c->numbers, c->numbers + 1, sizeof(c->numbers) - sizeof(c->numbers[0]));
        c->number_count--;
    }
    c->numbers[c->number_count++] = v;
}

/* A number or an operator. True for an operator, which is then in c->op. */
static bool take_word(struct pdf_content *c)
{
    const unsigned char *start = c->p;
    char word[40], *rest;
    size_t len;
    double v;

    while (c->p < c->end && !is_space(*c->p) && !is_delimiter(*c->p))
        c->p++;
    len = (size_t)(c->p - start);
    if (len == 0 || len >= sizeof(word)) {
        c->p += len == 0;
        return false;
    }
    memcpy(word, start, len);
    word[len] = '\0';
    if (strcmp(word, "true") == 0 || strcmp(word, "false") == 0 || strcmp(word, "null") == 0)
        return false;
    if (strchr("+-.0123456789", word[0]) != NULL) {
        v = strtod(word, &rest);
        if (*rest == '\0')
            keep_number(c, v);
        return false;
    }
    if (len >= sizeof(c->op))
        len = sizeof(c->op) - 1;
    memcpy(c->op, word, len);
    c->op[len] = '\0';
    return true;
}

bool pdf_content_next(struct pdf_content *c)
{
    c->number_count = 0;
    c->name[0] = '\0';
    while (c->p < c->end) {
        if (is_space(*c->p) || strchr("[]{})>", *c->p) != NULL) {
            c->p++;
        } else if (*c->p == '%') {
            while (c->p < c->end && *c->p != '\n' && *c->p != '\r')
                c->p++;
        } else if (*c->p == '(') {
            skip_string(c);
        } else if (*c->p == '<' && c->end - c->p > 1 && c->p[1] == '<') {
            c->p += 2;
        } else if (*c->p == '<') {
            skip_to(c, '>');
        } else if (*c->p == '/') {
            take_name(c);
        } else if (take_word(c)) {
            if (strcmp(c->op, "BI") == 0)
                c->inline_dict = c->p;
            else if (strcmp(c->op, "ID") == 0)
                skip_inline_image(c);
            return true;
        }
    }
    c->cut |= c->number_count > 0 || c->name[0] != '\0';
    return false;
}
