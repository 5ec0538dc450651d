/* search_depot.h - a few dossiers that the tests of searching ask for. */
#ifndef BA_TESTS_UNIT_SEARCH_DEPOT_H
#define BA_TESTS_UNIT_SEARCH_DEPOT_H

#include "tests/unit/index_depot.h"

static inline int search_setup(void **state)
{
    depot_setup(state);
    struct depot *d = *state;

    depot_register(d, "dossier=1974/0231;title=Verbouwing winkel;street=Herenstraat;number_from=1;"
                      "number_to=13;postcode=2271 AB;place=Voorburg;year_from=1974;year_to=1974;"
                      "applicant=J. de Vries");
    depot_register(d, "dossier=1931/12;title=Nieuwbouw woonhuis;street=Prins Bernhardlaan;"
                      "number_from=12;number_to=12;letter=a;place=Leidschendam;year_from=1931");
    depot_register(d, "dossier=1980/5;street=Parkweg;number_from=9;place=Voorburg;year_from=1980;"
                      "year_to=1983");
    depot_add(d, "1974/0231",
              "Burgemeester en Wethouders verlenen vergunning voor het verbouwen van "
              "een winkelpand tot twee woningen.\nDe leges bedragen f 12,50.");
    depot_add(d, "1974/0231", "Constructieberekening van de stalen ligger, q = 3,4 kN/m");
    depot_add(d, "1931/12", "Het bouwen van een woonhuis met garage. Één café aan de coöperatie.");
    depot_add(d, "1980/5",
              "Het plaatsen van een dakkapel op het voordakvlak, Heren5traat genoemd in "
              "een brief van 1931.");
    depot_add(d, "", "Losse bladzijde over een bijenstal");
    depot_index(d);
    return 0;
}

#endif
