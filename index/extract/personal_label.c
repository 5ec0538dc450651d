/*
 * Words that announce personal data, and the value that belongs to them: beside the word, on the
 * next line, in the next cell, or in the column of values that goes with a column of words.
 */
#include <string.h>

#include "index/extract/fields_private.h"
#include "index/extract/personal_data_private.h"

/* Words between a label and its number: "van de aanvrager", "te Delft op den". */
#define WORDS_BETWEEN 5
/* So far behind a label that stands alone begins what may be its column. */
#define COLUMN_BYTES 600
/* Values of one column stand no farther apart. */
#define COLUMN_STEP 160
/* Words of small letters in a line, more of which make it a sentence. */
#define PROSE_WORDS 3
/* A label of a form and the words of its own behind it: "geboren te Delft op den". */
#define FORM_LABEL_MAX 40
/* A label of so many letters may have one that was misread. */
#define LABEL_MISREAD_MIN 7

/* A space in a label is nothing, a space, a dash, a full stop or a line end. */
static const struct {
    enum personal_kind kind;
    const char *rule, *word;
    double weight;
} labels[] = {
    { PERSONAL_BSN, "bsn-label", "bsn", 0.9 },
    { PERSONAL_BSN, "bsn-label", "b s n", 0.9 },
    { PERSONAL_BSN, "bsn-label", "burgerservicenummer", 0.9 },
    { PERSONAL_BSN, "bsn-label", "burgerservice nummer", 0.9 },
    { PERSONAL_BSN, "bsn-label", "burger service nummer", 0.9 },
    { PERSONAL_BSN, "bsn-label", "burgerservicenr", 0.9 },
    { PERSONAL_BSN, "bsn-label", "sofi nummer", 0.9 },
    { PERSONAL_BSN, "bsn-label", "sofi nr", 0.9 },
    { PERSONAL_BSN, "bsn-label", "sofi no", 0.9 },
    { PERSONAL_BSN, "bsn-label", "sofi", 0.7 },
    { PERSONAL_BSN, "bsn-label", "so fi nummer", 0.9 },
    { PERSONAL_BSN, "bsn-label", "sociaal fiscaal nummer", 0.9 },
    { PERSONAL_BSN, "bsn-label", "soc fisc nr", 0.9 },
    { PERSONAL_BSN, "bsn-label", "fiscaal nummer", 0.9 },
    { PERSONAL_BSN, "bsn-label", "fiscaal nr", 0.9 },
    { PERSONAL_BSN, "bsn-label", "a nummer", 0.7 },
    { PERSONAL_BSN, "bsn-label", "persoonsnummer", 0.7 },
    { PERSONAL_TELEPHONE, "telephone", "telefoonnummers", 0.6 },
    { PERSONAL_TELEPHONE, "telephone", "telefoonnummer", 0.6 },
    { PERSONAL_TELEPHONE, "telephone", "telefoonnr", 0.6 },
    { PERSONAL_TELEPHONE, "telephone", "telefoon", 0.6 },
    { PERSONAL_TELEPHONE, "telephone", "telefonisch", 0.5 },
    { PERSONAL_TELEPHONE, "telephone", "telef", 0.6 },
    { PERSONAL_TELEPHONE, "telephone", "telnr", 0.6 },
    { PERSONAL_TELEPHONE, "telephone", "tel", 0.6 },
    { PERSONAL_TELEPHONE, "telephone", "phone", 0.5 },
    { PERSONAL_TELEPHONE, "telephone", "mobiel", 0.6 },
    { PERSONAL_TELEPHONE, "telephone", "mobiele nummer", 0.6 },
    { PERSONAL_TELEPHONE, "telephone", "mob", 0.5 },
    { PERSONAL_TELEPHONE, "telephone", "gsm", 0.6 },
    { PERSONAL_TELEPHONE, "telephone", "fax", 0.5 },
    { PERSONAL_TELEPHONE, "telephone", "telefax", 0.5 },
    { PERSONAL_TELEPHONE, "telephone", "faxnummer", 0.5 },
    { PERSONAL_TELEPHONE, "telephone", "huistelefoon", 0.6 },
    { PERSONAL_TELEPHONE, "telephone", "prive", 0.5 },
    { PERSONAL_TELEPHONE, "telephone", "thuis", 0.5 },
    { PERSONAL_TELEPHONE, "telephone", "doorkiesnummer", 0.5 },
    { PERSONAL_TELEPHONE, "telephone", "doorkies", 0.5 },
    { PERSONAL_TELEPHONE, "telephone", "bereikbaar onder", 0.5 },
    { PERSONAL_TELEPHONE, "telephone", "bereikbaar op", 0.5 },
    { PERSONAL_BIRTH, "birth-date", "geboortedatum", 0.9 },
    { PERSONAL_BIRTH, "birth-date", "geboorte datum", 0.9 },
    { PERSONAL_BIRTH, "birth-date", "geboortedag", 0.9 },
    { PERSONAL_BIRTH, "birth-date", "geboortejaar", 0.9 },
    { PERSONAL_BIRTH, "birth-date", "datum van geboorte", 0.9 },
    { PERSONAL_BIRTH, "birth-date", "datum geboorte", 0.9 },
    { PERSONAL_BIRTH, "birth-date", "geboren", 0.9 },
    { PERSONAL_BIRTH, "birth-date", "geb datum", 0.9 },
    { PERSONAL_BIRTH, "birth-date", "geb dat", 0.9 },
    { PERSONAL_BIRTH, "birth-date", "gebdat", 0.9 },
    { PERSONAL_BIRTH, "birth-date", "geb d d", 0.9 },
    { PERSONAL_BIRTH, "birth-date", "geb", 0.8 },
    { PERSONAL_ACCOUNT, "account", "girorekeningnummer", 0.8 },
    { PERSONAL_ACCOUNT, "account", "girorekening", 0.8 },
    { PERSONAL_ACCOUNT, "account", "gironummer", 0.8 },
    { PERSONAL_ACCOUNT, "account", "giro nummer", 0.8 },
    { PERSONAL_ACCOUNT, "account", "gironr", 0.8 },
    { PERSONAL_ACCOUNT, "account", "giro", 0.7 },
    { PERSONAL_ACCOUNT, "account", "postgiro", 0.8 },
    { PERSONAL_ACCOUNT, "account", "postgirorekening", 0.8 },
    { PERSONAL_ACCOUNT, "account", "postrekening", 0.8 },
    { PERSONAL_ACCOUNT, "account", "bankgiro", 0.8 },
    { PERSONAL_ACCOUNT, "account", "bankrekeningnummer", 0.8 },
    { PERSONAL_ACCOUNT, "account", "bankrekening", 0.8 },
    { PERSONAL_ACCOUNT, "account", "bankrek", 0.8 },
    { PERSONAL_ACCOUNT, "account", "banknummer", 0.8 },
    { PERSONAL_ACCOUNT, "account", "bank nr", 0.7 },
    { PERSONAL_ACCOUNT, "account", "rekeningnummer", 0.8 },
    { PERSONAL_ACCOUNT, "account", "rekeningnr", 0.8 },
    { PERSONAL_ACCOUNT, "account", "rekening", 0.6 },
    { PERSONAL_ACCOUNT, "account", "girorek", 0.8 },
    { PERSONAL_ACCOUNT, "account", "giro rek", 0.8 },
    { PERSONAL_ACCOUNT, "account", "postrek", 0.8 },
    { PERSONAL_ACCOUNT, "account", "rek nr", 0.8 },
    { PERSONAL_ACCOUNT, "account", "rek no", 0.8 },
    { PERSONAL_ACCOUNT, "account", "reknr", 0.8 },
    { PERSONAL_ACCOUNT, "account", "postbank", 0.7 },
    { PERSONAL_ACCOUNT, "account", "iban", 0.7 },
    { PERSONAL_IDENTITY, "identity-document", "paspoort", 0.7 },
    { PERSONAL_IDENTITY, "identity-document", "paspoortnummer", 0.7 },
    { PERSONAL_IDENTITY, "identity-document", "paspoortnr", 0.7 },
    { PERSONAL_IDENTITY, "identity-document", "identiteitskaart", 0.7 },
    { PERSONAL_IDENTITY, "identity-document", "identiteitskaartnummer", 0.7 },
    { PERSONAL_IDENTITY, "identity-document", "identiteitsbewijs", 0.7 },
    { PERSONAL_IDENTITY, "identity-document", "id kaart", 0.7 },
    { PERSONAL_IDENTITY, "identity-document", "id bewijs", 0.7 },
    { PERSONAL_IDENTITY, "identity-document", "legitimatiebewijs", 0.7 },
    { PERSONAL_IDENTITY, "identity-document", "rijbewijs", 0.7 },
    { PERSONAL_IDENTITY, "identity-document", "rijbewijsnummer", 0.7 },
    { PERSONAL_IDENTITY, "identity-document", "rijbewijsnr", 0.7 },
    { PERSONAL_PLATE, "number-plate", "kenteken", 0.8 },
    { PERSONAL_PLATE, "number-plate", "kentekennummer", 0.8 },
    { PERSONAL_PLATE, "number-plate", "kentekennr", 0.8 },
    { PERSONAL_PLATE, "number-plate", "kentekenbewijs", 0.8 },
    { PERSONAL_PLATE, "number-plate", "kent", 0.6 },
};
#define LABELS (sizeof labels / sizeof *labels)

static bool is_joint(char c)
{
    return c != '\0' && strchr(" \n\f.-:'", c) != NULL;
}

/* Letters of a word as a recogniser leaves them: one of a long label may be another, be missing, or
 * be too many. Gives the end of what was read as the label; 0: it is none. */
static size_t read_word(const struct personal_view *v, size_t at, const char *word, int misread)
{
    for (; *word != '\0'; word++) {
        char want = personal_bone(*word);

        if (*word == ' ') {
            for (int n = 0; n < 2 && is_joint(v->text[at]); n++)
                at++;
            continue;
        }
        if (v->bone[at] == want) {
            at++;
            continue;
        }
        if (misread == 0 || !personal_is_sign(v->text[at]))
            return 0;
        size_t other = read_word(v, at + 1, word + 1, misread - 1);
        if (other == 0)
            other = read_word(v, at + 1, word, misread - 1);
        return other != 0 ? other : word[1] != '\0' ? read_word(v, at, word + 1, misread - 1) : 0;
    }
    return at;
}

/* The longest label that begins here; its end in *end. LABELS: none. */
static size_t label_at(const struct personal_view *v, size_t at, size_t *end)
{
    size_t best = LABELS;

    *end = 0;
    for (size_t i = 0; i < LABELS; i++) {
        size_t n = strlen(labels[i].word), to;

        if (personal_bone(labels[i].word[0]) != v->bone[at])
            continue;
        to = read_word(v, at, labels[i].word, n >= LABEL_MISREAD_MIN ? 1 : 0);
        if (to <= *end || personal_is_letter(v->text[to]) ||
            (personal_is_digit(v->text[to]) && personal_is_digit(v->text[to - 1])))
            continue;
        *end = to;
        best = i;
    }
    return best;
}

bool personal_is_label(const struct personal_view *v, size_t at)
{
    size_t end;

    return label_at(v, at, &end) != LABELS;
}

/* Over what stands between a label and its value: signs, dots, rules of a table. */
static size_t over_signs(const struct personal_view *v, size_t at)
{
    while (at < v->len && !personal_is_sign(v->text[at]) && v->text[at] != '(' &&
           v->text[at] != '+')
        at++;
    return at;
}

static size_t over_word(const struct personal_view *v, size_t at)
{
    while (at < v->len && !personal_is_space(v->text[at]))
        at++;
    return at;
}

/* "06 12345678 of 015-2123456", "12345 / 67890": the end of all that hang together. */
static size_t over_more(const struct personal_view *v, enum personal_kind kind, size_t end)
{
    static const char *const words[] = { "of",    "en",   "b.g.g.", "bgg",
                                         "prive", "werk", "thuis",  "of:" };

    for (;;) {
        size_t at = end, to;

        bool sign = false;

        for (; at < v->len && at < end + 3 && strchr(" \n,;/&", v->text[at]) != NULL; at++)
            sign |= !personal_is_space(v->text[at]);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            size_t n = strlen(words[i]);

            if (strncmp(v->text + at, words[i], n) == 0 && !personal_is_letter(v->text[at + n])) {
                at = over_signs(v, at + n);
                sign = true;
                break;
            }
        }
        if (!sign || !personal_value_at(v, kind, at, false, &to))
            return end;
        end = to;
    }
}

static bool is_near(const struct personal_view *v, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (v->text[i] == PERSONAL_PARAGRAPH)
            return false;
    return true;
}

/* A word that only says that a number comes. */
static bool is_number_word(const struct personal_view *v, size_t at)
{
    static const char *const words[] = { "nummer",  "nr",    "no",      "num",    "nrs",  "nos",
                                         "n",       "k",     "d",       "prive",  "werk", "thuis",
                                         "overdag", "avond", "savonds", "kantoor" };
    size_t n = strcspn(v->text + at, " \n\f.:;,)");

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && read_word(v, at, words[i], 0) != 0)
            return true;
    return false;
}

/*
 * The value right behind the label, over some words; its place. A text without digits may be in
 * between ("geboren te 's-Gravenhage op"), a number of another kind may not.
 */
static bool value_beside(const struct personal_view *v, enum personal_kind kind, size_t label_end,
                         size_t *from, size_t *end)
{
    size_t at = over_signs(v, label_end);
    bool near = true;

    for (int between = 0; at < v->len && between <= WORDS_BETWEEN; between++) {
        size_t next = over_word(v, at), to;
        bool digit = false;

        if (personal_value_at(v, kind, at, near && is_near(v, label_end, at), &to)) {
            *from = at;
            *end = to;
            return true;
        }
        for (size_t i = at; i < next; i++)
            digit |= personal_is_digit(v->text[i]);
        if (digit && kind != PERSONAL_IDENTITY && kind != PERSONAL_PLATE)
            return false;
        near = near && is_number_word(v, at);
        between -= is_number_word(v, at);
        at = over_signs(v, next);
    }
    return false;
}

static size_t line_start(const struct personal_view *v, size_t at)
{
    while (at > 0 && v->text[at - 1] != PERSONAL_LINE && v->text[at - 1] != PERSONAL_PARAGRAPH)
        at--;
    return at;
}

static bool ends_line(const struct personal_view *v, size_t at)
{
    return at >= v->len || v->text[at] == PERSONAL_LINE || v->text[at] == PERSONAL_PARAGRAPH;
}

/* Sentences have words of small letters; forms and tables have few. */
static bool is_prose(const struct personal_view *v, size_t at)
{
    int words = 0;

    for (at = line_start(v, at); !ends_line(v, at); at++) {
        bool begins = at == 0 || !personal_is_sign(v->text[at - 1]);
        size_t n = strspn(v->text + at, "abcdefghijklmnopqrstuvwxyz");
        char word[16];

        if (!begins || n < 2 || n >= sizeof word)
            continue;
        memcpy(word, v->text + at, n);
        word[n] = '\0';
        words += !personal_is_month(word, n);
    }
    return words > PROSE_WORDS;
}

/*
 * A label of a form or a table: its colon or the rule of a table behind it, or nothing but words
 * without digits up to the end of a line that is no sentence.
 */
static bool is_form_label(const struct personal_view *v, size_t from, size_t end)
{
    size_t at, next;

    for (at = end; at < v->len && strchr(" .:|_=", v->text[at]) != NULL; at++)
        if (v->text[at] == ':' || v->text[at] == '|' || v->text[at] == '_')
            return true;
    if (ends_line(v, at) || label_at(v, at, &next) != LABELS)
        return true;
    while (!ends_line(v, at))
        if (personal_is_digit(v->text[at++]))
            return false;
    return line_start(v, from) == from && at - from <= FORM_LABEL_MAX;
}

/* Behind the colon of a label that is none of ours: "Datum: 12-3-1961". */
static bool is_of_another(const struct personal_view *v, size_t at)
{
    while (at > 0 && personal_is_space(v->text[at - 1]))
        at--;
    return at > 0 && v->text[at - 1] == ':';
}

/* An old local number, or the figures of a small account, alone in their cell. */
static bool short_value_at(const struct personal_view *v, enum personal_kind kind, size_t at,
                           size_t *end)
{
    struct personal_digits d;
    bool cell_begins = at == 0 || strchr("\n\f| ", v->text[at - 1]) != NULL;

    return kind == PERSONAL_TELEPHONE && cell_begins && personal_value_at(v, kind, at, true, end) &&
           (ends_line(v, *end) || v->text[*end] == '|' || v->text[*end] == ' ') &&
           personal_digits_at(v, at, 8, "-", &d) && d.count >= 4;
}

static bool column_value_at(const struct personal_view *v, enum personal_kind kind, size_t at,
                            size_t *end)
{
    bool begins = personal_is_digit(v->text[at]) || v->text[at] == '(' || v->text[at] == '+' ||
                  (personal_digit(v->text[at]) != '\0' && personal_is_sign(v->text[at + 1])) ||
                  ((kind == PERSONAL_PLATE || kind == PERSONAL_IDENTITY ||
                    kind == PERSONAL_ACCOUNT || kind == PERSONAL_TELEPHONE) &&
                   personal_is_letter(v->text[at]));

    if (!begins || !personal_begins_well(v, at) || is_prose(v, at))
        return false;
    if (!personal_value_at(v, kind, at, false, end) && !short_value_at(v, kind, at, end))
        return false;
    return personal_ends_well(v, *end) && !is_of_another(v, at);
}

/* The values of the kind farther on, one below the other. */
static bool values_in_column(struct personal_found *f, size_t label, size_t label_end)
{
    const struct personal_view *v = f->view;
    enum personal_kind kind = labels[label].kind;
    size_t limit = label_end + COLUMN_BYTES, end;
    bool any = false;

    for (size_t at = label_end; at < v->len && at < limit; at++) {
        /* A date is no piece of an account. */
        if (kind != PERSONAL_BIRTH && personal_begins_well(v, at) &&
            personal_date_at(v, at, &end)) {
            at = end - 1;
            continue;
        }
        if (!column_value_at(v, kind, at, &end))
            continue;
        if (!personal_is_found(f, at, end)) {
            personal_add(f, kind, labels[label].rule, labels[label].weight / 2, at, end, true);
            any = true;
        }
        at = end - 1;
        limit = end + COLUMN_STEP > limit || any ? end + COLUMN_STEP : limit;
    }
    return any;
}

static void take_label(struct personal_found *f, size_t label, size_t at, size_t label_end,
                       bool columns)
{
    const struct personal_view *v = f->view;
    enum personal_kind kind = labels[label].kind;
    bool grave = (kind == PERSONAL_BSN && labels[label].weight > 0.8) || kind == PERSONAL_IDENTITY;
    size_t from = label_end, end;
    bool beside = value_beside(v, kind, label_end, &from, &end);
    bool below = beside && line_start(v, from) > label_end;

    if (beside && !columns) {
        personal_add(f, kind, labels[label].rule, labels[label].weight, below ? from : at,
                     over_more(v, kind, end), true);
        return;
    }
    if (!columns || (beside && !below))
        return;
    if (is_form_label(v, at, label_end) && values_in_column(f, label, label_end))
        return;
    if (grave && !beside) /* somebody may have written it by hand */
        personal_add(f, kind, labels[label].rule, labels[label].weight, at, label_end, false);
}

/* First what stands beside its label; then columns, of what is left. */
void personal_find_labelled(struct personal_found *f)
{
    const struct personal_view *v = f->view;

    for (int columns = 0; columns < 2; columns++)
        for (size_t at = 0; at < v->len; at++) {
            size_t end, label;

            if (!personal_is_sign(v->text[at]) || (at > 0 && personal_is_sign(v->text[at - 1])))
                continue;
            label = label_at(v, at, &end);
            if (label == LABELS)
                continue;
            take_label(f, label, at, end, columns == 1);
            at = end - 1;
        }
}
