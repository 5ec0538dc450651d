#!/usr/bin/env python3
"""Writes gemeenten.csv from a release of TOOI's register of municipalities (JSON-LD).

usage: gemeenten.py rwc_gemeenten_compleet_N.json >gemeenten.csv

Facts only: code, name in use, another official name, first and last day where the register gives
them, and the codes of what a municipality went up in or was renamed to. Sorted by code.
"""
import json
import sys

TOOI = "https://identifier.overheid.nl/tooi/def/ont/"
PROV = "http://www.w3.org/ns/prov#"


def values(item, key):
    return [v.get("@value", v.get("@id")) for v in item.get(key, [])]


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        items = json.load(f)
    places, went = {}, {}
    for item in items:
        kinds = item["@type"]
        if TOOI + "Gemeente" in kinds:
            name = values(item, TOOI + "voorkeursnaamExclSoort")[0]
            official = values(item, TOOI + "officieleNaamExclSoort")[0]
            places[item["@id"]] = [
                values(item, TOOI + "organisatiecode")[0],
                name,
                official if official != name else "",
                "".join(values(item, TOOI + "begindatum")),
                "".join(values(item, TOOI + "einddatum")),
            ]
        for old in values(item, PROV + "invalidated"):
            went.setdefault(old, []).extend(values(item, PROV + "generated") + values(item, PROV + "used"))
    rows = []
    for place, row in places.items():
        codes = {places[new][0] for new in went.get(place, []) if new in places} - {row[0]}
        rows.append(row + [" ".join(sorted(codes))])
    print("code;name;also;begin;end;successors")
    for row in sorted(rows):
        print(";".join('"' + c + '"' if ";" in c or '"' in c else c for c in row))


main()
