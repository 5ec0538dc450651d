/*
 * What kind of document a page looks like: words and phrases that speak for a kind, more so at the
 * top of the page. The table is the rule; a page on which nothing speaks clearly is `other`.
 */
#include <stdlib.h>
#include <string.h>

#include "core/text/fold.h"
#include "index/extract/fields.h"

enum kind { PERMIT, APPLICATION, LETTER, CALCULATION, DRAWING, REPORT, PHOTO, CONSENT, KINDS };

static const char *const names[KINDS] = { "permit",  "application", "letter", "calculation",
                                          "drawing", "report",      "photo",  "consent" };

/* Phrases are folded: lower case, no signs, one space. heading: only counts among the first words.
 */
static const struct {
    enum kind kind;
    double weight;
    const char *phrase;
    bool heading;
} phrases[] = {
    { PERMIT, 3, "bouwvergunning", true },
    { PERMIT, 4, "hinderwetvergunning", true },
    { PERMIT, 4, "sloopvergunning", true },
    { PERMIT, 2, "beschikking", true },
    { PERMIT, 2, "besluit", true },
    { PERMIT, 3, "besluiten", false },
    { PERMIT, 4, "vergunning te verlenen", false },
    { PERMIT, 4, "vergunning te verleenen", false },
    { PERMIT, 4, "verlenen vergunning", false },
    { PERMIT, 4, "verleenen vergunning", false },
    { PERMIT, 4, "verlenen hierbij vergunning", false },
    { PERMIT, 4, "vergunning wordt verleend", false },
    { PERMIT, 4, "wordt vergunning verleend", false },
    { PERMIT, 3, "onder de navolgende voorwaarden", false },
    { PERMIT, 3, "onder de volgende voorwaarden", false },
    { PERMIT, 3, "onder voorwaarde", false },
    { PERMIT, 2, "gezien de aanvraag", false },
    { PERMIT, 2, "gezien het verzoek", false },
    { PERMIT, 2, "gezien het adres", false },
    { PERMIT, 2, "beschikkende op", false },
    { PERMIT, 2, "overwegende", false },
    { PERMIT, 1.5, "gelet op", false },
    { PERMIT, 1.5, "gehoord het advies", false },
    { PERMIT, 1, "voornoemd", false },
    { PERMIT, 2, "deze vergunning", false },
    { PERMIT, 1, "gewaarmerkte tekeningen", false },
    { PERMIT, 1.5, "burgemeester en wethouders der gemeente", false },
    { PERMIT, 1.5, "burgemeester en wethouders van", true },
    { PERMIT, 1, "leges", false },

    { APPLICATION, 6, "aanvraag om bouwvergunning", true },
    { APPLICATION, 5, "aanvraag om vergunning", true },
    { APPLICATION, 5, "aanvraag bouwvergunning", true },
    { APPLICATION, 5, "aanvraagformulier", true },
    { APPLICATION, 4, "aanvraag", true },
    { APPLICATION, 4, "verzoekschrift", true },
    { APPLICATION, 3, "bouwaanvraag", false },
    { APPLICATION, 3, "meldingsformulier", true },
    { APPLICATION, 3, "naam aanvrager", false },
    { APPLICATION, 3, "naam van de aanvrager", false },
    { APPLICATION, 2, "handtekening aanvrager", false },
    { APPLICATION, 3, "ondergetekende", false },
    { APPLICATION, 3, "ondergeteekende", false },
    { APPLICATION, 3, "verzoekt vergunning", false },
    { APPLICATION, 3, "verzoekt beleefd", false },
    { APPLICATION, 3, "verzoekt uw college", false },
    { APPLICATION, 3, "naar waarheid", false },
    { APPLICATION, 2, "door de aanvrager in te vullen", false },
    { APPLICATION, 1.5, "bouwkosten", false },
    { APPLICATION, 1, "postcode en plaats", false },
    { APPLICATION, 1, "omschrijving", false },
    { APPLICATION, 1, "kadastraal", false },

    { LETTER, 4, "geachte", false },
    { LETTER, 4, "hoogachtend", false },
    { LETTER, 3, "mijne heren", false },
    { LETTER, 3, "mijne heeren", false },
    { LETTER, 3, "weledele heer", false },
    { LETTER, 3, "edelachtbare", false },
    { LETTER, 3, "met vriendelijke groet", false },
    { LETTER, 3, "in antwoord op", false },
    { LETTER, 3, "naar aanleiding van uw", false },
    { LETTER, 2, "onder verwijzing naar", false },
    { LETTER, 2, "uw schrijven", false },
    { LETTER, 2, "uw brief", false },
    { LETTER, 3, "delen wij u mede", false },
    { LETTER, 3, "deelen wij u mede", false },
    { LETTER, 3, "deel ik u mede", false },
    { LETTER, 3, "delen wij u mee", false },
    { LETTER, 3, "berichten wij u", false },
    { LETTER, 3, "bericht ik u", false },
    { LETTER, 2, "verzoeken wij u", false },
    { LETTER, 2, "wij verzoeken u", false },
    { LETTER, 2, "ons kenmerk", false },
    { LETTER, 2, "uw kenmerk", false },
    { LETTER, 2, "aan de heer", true },
    { LETTER, 2, "aan den heer", true },
    { LETTER, 1.5, "onderwerp", true },
    { LETTER, 1.5, "betreft", true },

    { CALCULATION, 6, "constructieberekening", true },
    { CALCULATION, 6, "statische berekening", true },
    { CALCULATION, 6, "sterkteberekening", true },
    { CALCULATION, 5, "berekening", true },
    { CALCULATION, 5, "ventilatieberekening", true },
    { CALCULATION, 5, "warmteverliesberekening", true },
    { CALCULATION, 2, "belastingen", false },
    { CALCULATION, 1.5, "nuttige belasting", false },
    { CALCULATION, 2, "eigen gewicht", false },
    { CALCULATION, 2, "wapening", false },
    { CALCULATION, 3, "buigend moment", false },
    { CALCULATION, 1, "momenten", false },
    { CALCULATION, 2, "doorbuiging", false },
    { CALCULATION, 1.5, "kn m", false },
    { CALCULATION, 1.5, "kg m2", false },
    { CALCULATION, 1.5, "kg cm2", false },

    { DRAWING, 3, "plattegrond", false },
    { DRAWING, 3, "plattegronden", false },
    { DRAWING, 2, "doorsnede", false },
    { DRAWING, 2, "voorgevel", false },
    { DRAWING, 2, "achtergevel", false },
    { DRAWING, 2, "zijgevel", false },
    { DRAWING, 1, "gevels", false },
    { DRAWING, 2, "begane grond", false },
    { DRAWING, 3, "tek nr", false },
    { DRAWING, 3, "tekening nr", false },
    { DRAWING, 3, "teekening nr", false },
    { DRAWING, 3, "tekeningnummer", false },
    { DRAWING, 3, "schaal 1", false },
    { DRAWING, 2, "situatie", false },
    { DRAWING, 1, "woonkamer", false },
    { DRAWING, 1, "slaapkamer", false },
    { DRAWING, 1, "keuken", false },
    { DRAWING, 1, "onderdeel", false },

    { REPORT, 5, "rapport", true },
    { REPORT, 5, "onderzoeksrapport", true },
    { REPORT, 5, "inspectierapport", true },
    { REPORT, 5, "verslag", true },
    { REPORT, 4, "proces verbaal", true },
    { REPORT, 4, "bodemonderzoek", true },
    { REPORT, 4, "grondonderzoek", true },
    { REPORT, 3, "inhoudsopgave", false },
    { REPORT, 2, "conclusie", false },
    { REPORT, 2, "conclusies", false },
    { REPORT, 2, "aanbevelingen", false },
    { REPORT, 2, "bevindingen", false },
    { REPORT, 2, "samenvatting", false },
    { REPORT, 2, "advies van de", true },
    { REPORT, 3, "commissie van advies", true },

    { PHOTO, 5, "foto", true },
    { PHOTO, 5, "fotobijlage", true },
    { PHOTO, 5, "fotoblad", true },
    { PHOTO, 4, "foto s", true },

    { CONSENT, 7, "verklaring van geen bezwaar", false },
    { CONSENT, 6, "geen bezwaar te hebben", false },
    { CONSENT, 5, "verklaart geen bezwaar", false },
    { CONSENT, 5, "verklaren geen bezwaar", false },
    { CONSENT, 4, "burenverklaring", true },
    { CONSENT, 4, "toestemmingsverklaring", true },
    { CONSENT, 2, "aangrenzende perceel", false },
    { CONSENT, 2, "aangrenzend perceel", false },
    { CONSENT, 3, "verklaart hiermede toestemming", false },
};

#define HEADING_WORDS 25
/* Below this nothing spoke clearly. */
#define SURE 3.0

struct page {
    char *line; /* all words, spaces around each */
    char *head; /* the first of them */
    size_t words, with_figures, lines_equal;
};

static bool has_figure(const char *word)
{
    return word[strcspn(word, "0123456789")] != '\0';
}

/* Folding makes at most half as many bytes more. */
static bool read_words(const char *text, struct page *p)
{
    size_t len = strlen(text), room = len * 2 + FOLD_MAX, n = 0, heading = 0;
    struct fold f = fold_start(text, len);

    p->line = malloc(room + 2);
    if (p->line == NULL)
        return false;
    p->line[n++] = ' ';
    while (n + FOLD_MAX + 1 < room && fold_next(&f)) {
        memcpy(p->line + n, f.word, f.word_len);
        n += f.word_len;
        p->line[n++] = ' ';
        p->words++;
        p->with_figures += has_figure(f.word);
        if (p->words <= HEADING_WORDS)
            heading = n;
    }
    p->line[n] = '\0';
    p->head = strndup(p->line, heading);
    for (const char *s = text; (s = strchr(s, '=')) != NULL; s++)
        p->lines_equal++;
    return p->head != NULL;
}

static bool says(const struct page *p, const char *phrase, bool heading)
{
    const char *text = heading ? p->head : p->line;
    size_t n = strlen(phrase);

    for (const char *at = text; (at = strstr(at, phrase)) != NULL; at++) {
        if (at > text && at[-1] == ' ' && at[n] == ' ')
            return true;
    }
    return false;
}

/* What the look of the page says: rows of figures are a calculation, few words a drawing or photo.
 */
static void weigh_look(const struct page *p, double score[KINDS])
{
    if (p->words >= 15 && p->with_figures * 100 > p->words * 40)
        score[CALCULATION] += 3;
    if (p->lines_equal >= 5)
        score[CALCULATION] += 3;
    if (p->words > 120)
        score[DRAWING] -= 3;
    if (p->words > 60)
        score[PHOTO] -= 4;
}

const char *fields_kind(const char *text)
{
    double score[KINDS] = { 0 };
    struct page p = { 0 };
    size_t best = 0;

    if (!read_words(text, &p)) {
        free(p.line);
        return "other";
    }
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (says(&p, phrases[i].phrase, phrases[i].heading))
            score[phrases[i].kind] += phrases[i].weight;
    weigh_look(&p, score);
    free(p.line);
    free(p.head);
    for (size_t k = 1; k < KINDS; k++)
        if (score[k] > score[best])
            best = k;
    return score[best] >= SURE ? names[best] : "other";
}
