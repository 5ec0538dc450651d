/*
 * The rules: where a value stands in the text of a Dutch building file, and how much that place
 * proves. Letters are written as PCRE2 classes, so that old spelling and capitals do not matter.
 */
#include "index/extract/fields_private.h"

#define QUOTE "['\xE2\x80\x98\xE2\x80\x99`]"
#define UP "(?-i:\\p{Lu})"
/* Signs between words, but not the one that begins 's-Gravenweg. */
#define SIGN "[^\\w'\xE2\x80\x98\xE2\x80\x99`]"
/* "Oosteinde", "Mgr.", "J.C.", "Heren5traat" */
#define NAME_WORD UP "[\\p{L}\\d.'\xE2\x80\x99-]*"
#define SMALL_WORD "(?:van|de|der|den|het|" QUOTE "t|ten|ter|te|op|aan|in|en|v\\.?d\\.?)"
#define STREET                                                                                     \
    "(?<street>(?:" QUOTE "?[sS]-?\\s?(?=" UP "))?" NAME_WORD "(?:\\s" SMALL_WORD                  \
    "(?=\\s)|\\s" NAME_WORD "|\\s\\d{1,2}e(?=\\s)){0,6}?)"
#define HOUSE                                                                                      \
    "\\s(?:no?\\.?\\s?|nr\\.?\\s?)?(?<house>\\d[\\dOIl]{0,4}"                                      \
    "(?:\\s?[-\xE2\x80\x93]\\s?(?:\\d{1,4}[a-z]?|[IVXl1|]{1,4}|hs|huis|bis|[a-z])(?![\\p{L}\\d]))" \
    "?"                                                                                            \
    "(?:\\s?[a-z](?![\\p{L}\\d.]))?"                                                               \
    "(?:\\s(?:hs|huis|bis|boven|beneden|(?-i:I{1,3}|IV|V))(?![\\p{L}\\d]))?"                       \
    "(?:\\s?(?:t/m|tot en met|tot|en|/|,)\\s?\\d{1,4}(?!\\d|[.,]\\d|\\s?" UNIT "))?)"              \
    "(?!\\d|[.,]\\d|\\s?" UNIT ")"
/* Behind these a number was no house number. */
#define UNIT "(?:mm|cm|meter|m\\d?|kg|kn|woning|stuks|gulden|uur|dagen|jaar|\xE2\x82\xAC|%)\\b"
#define PLACE                                                                                      \
    "(?<place>(?:" QUOTE "[st][- ]?)?" UP "[\\p{L}'\xE2\x80\x99-]{2,}"                             \
    "(?:[ ](?:aan|a/d|a\\.d\\.|den|de|der|het|op|over|bij|en|-)(?=[ ])|[ ]" UP                     \
    "[\\p{L}-]{2,}){0,4})"
/* As the end of an address: ", Voorburg", "te Voorburg". Only the words up to a sign. */
#define AT_PLACE                                                                                   \
    "(?:\\s?,?\\s(?:te|in)\\s" PLACE "|\\s?,\\s?(?:\\d{4}\\s?[A-Z]{2}\\s)?" PLACE_2 ")?"
#define PLACE_2                                                                                    \
    "(?<place2>(?:" QUOTE "[st][- ]?)?" UP "[\\p{L}'\xE2\x80\x99-]{2,}(?:[ -](?:aan|den|de|op|" UP \
    "[\\p{L}]{2,}))*)"
#define PERSON                                                                                     \
    "(?<name>(?:(?:de\\s)?(?:heer|heeren|heren|mevrouw|mevr\\.?|mej\\.?|wed\\.?|weduwe|firma|"     \
    "fa\\.?)\\s)?"                                                                                 \
    "(?:(?-i:[A-Z][a-z]?)\\.\\s?){1,5}(?:(?:van|de|den|der|" QUOTE                                 \
    "t|ten|ter|te|v\\.d\\.|von|la)\\s){0,3}" UP "[\\p{L}-]+(?:[ -]" UP "[\\p{L}-]+)?"              \
    "|(?:N\\.?V\\.?|B\\.?V\\.?|Firma|Fa\\.|Stichting|Woningbouwvereniging|Woningstichting|"        \
    "Vereniging|"                                                                                  \
    "Vereeniging|Co\xC3\xB6peratie|Gemeente)\\s" UP "[\\p{L}\\d&.' -]{2,60}?"                      \
    "|" UP "[\\p{L}\\d&.' -]{2,50}\\s(?:N\\.?V\\.?|B\\.?V\\.?))"
#define DAY "(?<day>\\d{1,2})(?:e|de|en|den|sten|ste)?"
#define YEAR "(?<year>(?:1[5-9]|20)\\d\\d)"
#define DATE                                                                                       \
    "(?:" DAY "\\s(?<month>\\p{L}{3,10})\\.?\\s" YEAR                                              \
    "|(?<day2>\\d{1,2})\\s?[-./]\\s?(?<month2>\\d{1,2})\\s?[-./"                                   \
    "]\\s?(?<year2>(?:1[5-9]|20)\\d\\d|\\d\\d(?!\\d)))"

const struct rule field_rules[] = {
    /* Addresses of the building; the greater the weight, the less it can be another address. */
    { "locally-marked", "laats",
      "pla[ae]ts[el]+ij?k\\s(?:gemerkt|bekend|genummerd|gelegen|aangeduid|geteekend|getekend)" SIGN
      "{1,"
      "4}"
      "(?:als\\s|aan\\s(?:de|het|den)\\s|(?:de|het)\\s)?" STREET HOUSE AT_PLACE,
      false, 0.9, take_address },
    { "building-address", "adres",
      "(?:bouw|werk|perceel)s?-?adres(?:\\s(?:bouwwerk|van\\shet\\s(?:bouw)?werk|perceel))?\\s?[:;."
      "]?\\s" STREET HOUSE AT_PLACE,
      false, 0.9, take_address },
    { "address-label", "adres",
      "^" SIGN
      "{0,3}adres(?:\\s(?:bouwwerk|van\\shet\\s(?:bouw)?werk|perceel|bouwplaats))?\\s?[:;.]?"
      "\\s?" STREET HOUSE AT_PLACE,
      true, 0.7, take_address },
    { "plan", "plan",
      "(?:bouw|verbouw)?plan(?:nen)?\\s(?:voor\\s)?(?:aan\\s(?:de|het)\\s)?" STREET HOUSE AT_PLACE,
      false, 0.7, take_address },
    { "subject", NULL,
      "^" SIGN "{0,3}(?:onderwerp|betreft|betr\\.?|inzake|werk|project|locatie|object|"
      "plaats\\svan\\shet\\swerk|"
      "bouwplaats|ligging|situatie|perceel)\\s?[:.]\\s?(?:.{0,80}?\\s)??" STREET HOUSE AT_PLACE,
      true, 0.75, take_address },
    { "premises", NULL,
      "\\b(?:perceel|percelen|perceelen|pand|panden|huis|woonhuis|woning|woningen|winkel|gebouw|"
      "terrein|"
      "gelegen|staande|schuur|loods)\\b[^.;:\n]{0,60}?\\b(?:aan|op|in)\\s(?:de|het|den)\\s" STREET
          HOUSE AT_PLACE,
      false, 0.6, take_address },
    { "premises-named", NULL,
      "\\b(?:perceel|percelen|perceelen|pand|panden|woonhuis|woning|woningen)\\s" STREET HOUSE
          AT_PLACE,
      false, 0.6, take_address },
    { "at-the-street", NULL, "\\b(?:aan|op|in)\\s(?:de|het|den)\\s" STREET HOUSE AT_PLACE, false,
      0.35, take_address },
    { "letter-address", NULL,
      "^" SIGN "{0,2}" STREET HOUSE "[ ]?,?\\s*\n\\s*(?:\\d{4}\\s?[A-Z]{2}\\s+)" PLACE, true, 0.45,
      take_address },
    { "address-line", NULL, "^" SIGN "{0,2}" STREET HOUSE AT_PLACE "" SIGN "{0,3}$", true, 0.3,
      take_address },
    { "resident", "wonende", "wonende\\s[^.;]{0,40}?(?:aan\\s(?:de|het)\\s)?" STREET HOUSE AT_PLACE,
      false, 0.15, take_address },

    { "postcode", NULL,
      "(?-i)(?<![\\d])(?<digits>[1-9][\\dOI]{3})\\s?(?<letters>[A-Z]{2})\\b(?:[ ,]{0,3}" PLACE ")?",
      true, 0.6, take_postcode },

    { "municipality", "gemeente", "gemeente[ ](?!werken|huis|raad|bestuur|lijke)" PLACE, true, 0.35,
      take_place },
    { "dated-at", NULL, "^" SIGN "{0,2}" PLACE "\\s?,\\s?(?:de[nm]?\\s)?\\d{1,2}", true, 0.4,
      take_place },
    { "mayor-of", "wethouders", "wethouders\\s(?:van|der\\sgemeente|der\\sstad)\\s" PLACE, false,
      0.4, take_place },
    { "living-at", "wonende", "wonende\\s(?:te|in)\\s" PLACE, false, 0.3, take_place },

    { "cadastral", "secti",
      "(?:gemeente\\s" PLACE "" SIGN "{1,4})?se[ck]ti[eo]n?" SIGN
      "{1,3}(?<section>(?-i:[A-Z]{1,2}))" SIGN "{1,4}"
      "(?:(?:nummers?|nrs?|nos?|n\xC2\xBA|num)\\.?" SIGN "{0,3})?(?<parcel>[\\dOIl]{1,5})\\b",
      false, 0.7, take_cadastral },

    { "request-of", "van",
      "(?:aanvra(?:ag|ge)|verzoek(?:schrift)?|adres|request|ingekomen\\sstuk)\\svan\\s(?:den\\s)"
      "?" PERSON "(?=\\W|$)",
      false, 0.8, take_applicant },
    { "granted-to", "voornoemd", "\\baan\\s(?:den\\s)?" PERSON "\\s?,?\\svoornoemd", false, 0.8,
      take_applicant },
    { "applicant-label", NULL,
      "^" SIGN
      "{0,3}(?:naam\\s(?:en\\svoorletters\\s)?(?:van\\s(?:de|den)\\s)?(?:aanvrager|verzoeker)|"
      "aanvrager|"
      "verzoeker|opdrachtgever|vergunninghouder|bouwheer|principaal)\\s?[:;.]?\\s*" PERSON,
      true, 0.8, take_applicant },
    { "granted-to-person", "vergunning",
      "verle+n(?:en|d|t)" SIGN "{1,3}(?:wij\\s)?(?:hierbij\\s)?aan\\s(?:den\\s)?" PERSON, false,
      0.6, take_applicant },
    { "addressee", "aan", "^" SIGN "{0,3}aan\\s(?:de|den)\\sheer\\s" PERSON, true, 0.3,
      take_applicant },
    { "salutation", "geachte", "geachte\\sheer\\s" PERSON "\\s?,", false, 0.2, take_applicant },

    { "architect", "arch", "\\barch(?:itect(?:enbureau)?)?\\.?\\s?[:,]?\\s" PERSON, true, 0.5,
      take_architect },

    { "contractor", "aannemer", "\\baannemers?(?:bedrijf|maatschappij)?\\.?\\s?[:,]?\\s" PERSON,
      true, 0.5, take_contractor },
    { "constructor", "construct", "\\bconstruct(?:eur|iebureau)\\.?\\s?[:,]?\\s" PERSON, true, 0.5,
      take_constructor },

    { "permit-to", "vergunning",
      "vergunning\\s(?:te\\sverle+nen\\s)?(?:tot|voor)\\s(?<work>(?:het|de)\\s[^;:.]{6,160}?)"
      "(?=,\\s|;|\\.\\s|\\sop\\s(?:het|een|de)\\spercee|\\saan\\s(?:de|het)\\s" UP ")",
      false, 0.9, take_work },
    { "work-label", NULL,
      "^" SIGN
      "{0,3}(?:omschrijving(?:\\svan\\shet\\swerk)?|werk|aard\\svan\\shet\\swerk|bouwwerk)\\s?["
      ":;.]?\\s"
      "(?<work>.{6,160})$",
      true, 0.35, take_work },

    { "decided-on", NULL, "^" SIGN "{0,2}" PLACE "\\s?,\\s?(?:de[nm]?\\s)?" DATE, true, 0.6,
      take_date_granted },
    { "received-on", NULL,
      "(?:ingekomen|ontvangen|ingediend|dagteekening|dagtekening|gedateerd)\\s(?:op\\s|d\\.d\\.\\s|"
      "dd\\.?\\s|"
      "den\\s)?" DATE,
      false, 0.6, take_date_received },
    { "date", NULL, "(?<![\\d/.-])" DATE, false, 0.3, take_date },

    { "number-label", NULL,
      "(?:dossier(?:nummer|\\sno|\\snr)?|nummer|bouwvergunning\\s(?:no|nr)|vergunning\\s(?:no|nr)|"
      "volgno|"
      "volgnr|no|nr)\\.?\\s?[:;.]?\\s(?<number>(?:1[89]|20)?\\d\\d\\s?[/-]\\s?\\d{1,5})\\b",
      false, 0.7, take_number },
    { "costs", "kosten",
      "kosten" SIGN "{1,4}(?:f|fl|\xC6\x92|\xE2\x82\xAC)\\.?\\s?(?<amount>[\\d. "
      "]*\\d(?:\\s?,\\s?(?:\\d\\d|-))?)",
      false, 0.6, take_costs },
    { "heading", NULL,
      "^" SIGN "{0,3}(?<kind>bouwvergunning|sloopvergunning|hinderwetvergunning|milieuvergunning|"
      "monumentenvergunning|aanlegvergunning|omgevingsvergunning|woonvergunning|gebruiksvergunning|"
      "kapvergunning|meldingsplichtig\\sbouwwerk)",
      true, 0.6, take_permit_kind },
    { "permit-word", NULL,
      "\\b(?<kind>bouwvergunning|sloopvergunning|hinderwetvergunning|milieuvergunning|"
      "monumentenvergunning|"
      "aanlegvergunning|omgevingsvergunning|gebruiksvergunning)",
      false, 0.2, take_permit_kind },
};
const size_t field_rule_count = sizeof field_rules / sizeof *field_rules;
