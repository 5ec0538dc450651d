#!/usr/bin/python3
"""Columns against their table (core/columns.def): `make columns`.

  tests/columns.py            checks the rows, and docs/FORMATS.md; a line a fault with the row's name, status 1
  tests/columns.py --write    writes the list of docs/FORMATS.md anew, then checks
  tests/columns.py --root DIR of another tree
  tests/columns.py --self-test  rows that are wrong are told
"""
import os
import re
import sys

DOC = os.path.join("docs", "FORMATS.md")
MARK = "<!-- columns: rows of core/columns.def, written by tests/columns.py --write -->\n"
FLOOR = 45
CHECKS = {"TEXT": "text", "YEAR": "year, 1500 to 2100", "COUNT": "whole number", "METRES": "metres, as `0,35`", "NUMBER": "house number",
          "POSTCODE": "2271 AB", "DATE": "YYYY-MM-DD, YYYY-MM or YYYY", "YES_NO": "`ja` or `nee`",
          "APPRAISAL": "B, V or N", "BAG": "16 digits", "LANGUAGES": "`nld+eng`"}
OPEN = {"NEVER": "no", "JUDGED": "when somebody said it", "TEXT": "when somebody said it, without names and personal data",
        "NAMES": "when somebody said it, with `names_public`", "OWN": "by a rule of its own",
        "ADDRESS": "when somebody said the street, or the gazetteer knows it"}
PARTS = ("id", "name", "alias", "nl", "en", "check", "places", "contract", "search", "mdto", "open", "personal", "counts",
         "counts_document")
TEXT = r'"(?:[^"\\]|\\.)*"'
# What each part looks like, where C would take something else or tell it without the row's name.
FORM = {"id": r"[A-Z][A-Z0-9_]*", "name": r"[a-z][a-z0-9_]*", "alias": r'""|"[a-z][a-z0-9_]*"', "nl": TEXT, "en": TEXT,
        "check": "CHECK_(%s)" % "|".join(CHECKS), "places": r"0|COLUMN_ADDRESS|COLUMN_DOCUMENT|COLUMN_ADDRESS \| COLUMN_DOCUMENT",
        "contract": "true|false", "search": r"\d+", "mdto": rf"MDTO_NONE|MDTO_OWN|MDTO_PERSON\(\w+\)|MDTO_NOTE\({TEXT}\)",
        "open": r"OPEN_NEVER|OPEN_ADDRESS|OPEN_(JUDGED|TEXT|NAMES|OWN)\(\d+\)",
        "personal": "PERSONAL_(NO|NAME|TRADE|ASK)", "counts": r"\d+", "counts_document": r"\d+"}
ALWAYS = 100


def parts_of(row):
    return [p.strip() for p in re.findall(rf'\s*((?:{TEXT}|\([^)]*\)|[^,"(])*)(?:,|$)', row) if p.strip()]


def rows(text):
    """Every row as its parts; also those that are cut off, up to the next."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    for row in re.split(r"^COLUMN\(", text, flags=re.M)[1:]:
        row = row.rstrip()
        yield parts_of(row[:-1] if row.endswith(")") else row)


def place(row, part):
    digits = re.search(r"(\d+)\)?$", row[part])
    value = int(digits[1]) if digits else 0
    return 0 if value == ALWAYS else value


def judge(found):
    """The rows as dictionaries, and what is wrong, with the name of its row."""
    faults, good = [], []
    for parts in found:
        name = parts[1] if len(parts) > 1 else parts[0] if parts else "?"
        if len(parts) != len(PARTS):
            faults.append(f"core/columns.def: {name} has {len(parts)} parts, not {len(PARTS)}: {', '.join(PARTS)}")
            continue
        row = dict(zip(PARTS, parts))
        wrong = [part for part in PARTS if not re.fullmatch(FORM[part], row[part])]
        faults += [f"core/columns.def: {name}: {part} is {row[part]}" for part in wrong]
        if row["id"].lower() != row["name"]:
            faults.append(f"core/columns.def: {name}: its id is {row['id']}, not its name in capitals")
        if not wrong:
            good.append(row)
    names = {}
    for row in good:
        for name in {row["name"], row["alias"].strip('"')} - {""}:
            if name in names:
                faults.append(f"core/columns.def: {row['name']}: {names[name]} is called {name} too")
            names[name] = row["name"]
    for part in ("search", "open", "counts", "counts_document"):
        taken = {}
        for row in good:
            at = place(row, part)
            if at and at in taken:
                faults.append(f"core/columns.def: {row['name']}: {taken[at]} has place {at} of {part} too")
            taken[at] = row["name"]
        for at, name in sorted(taken.items()):
            if at > 1 and at - 1 not in taken:
                faults.append(f"core/columns.def: {name}: place {at} of {part}, and no column has place {at - 1}")
    return good, faults


def table(good):
    lines = ["| field | in Dutch | value | of an address or a document | in the package | in open data |", "|---|---|---|---|---|---|"]
    for row in good:
        alias = row["alias"].strip('"')
        where = "address" if "ADDRESS" in row["places"] else "document too" if "DOCUMENT" in row["places"] else ""
        names = f"`{row['name']}`" + (f", `{alias}`" if alias else "")
        opened = re.match("OPEN_([A-Z]+)", row["open"])[1]
        nl = row["nl"].strip('"')
        lines.append(f"| {names} | {nl} | {CHECKS[row['check'][6:]]} | {where} | "
                     f"{'no' if row['mdto'] == 'MDTO_NONE' else 'yes'} | {OPEN[opened]} |")
    return "\n".join(lines) + "\n"


def check(root, write=False, floor=FLOOR):
    with open(os.path.join(root, "core", "columns.def"), encoding="utf-8") as f:
        good, faults = judge(list(rows(f.read())))
    if len(good) < floor and not faults:
        faults.append(f"saw {len(good)} columns, there have been {floor}: the check is blind")
    path = os.path.join(root, DOC)
    with open(path, encoding="utf-8") as f:
        text = f.read()
    if not faults:
        made = re.sub(re.escape(MARK) + r".*?<!-- end -->\n", lambda _: MARK + table(good) + "<!-- end -->\n", text, flags=re.S)
        if MARK not in text:
            faults.append(f"{DOC}: no place for the list of columns")
        elif made != text and write:
            with open(path + ".new", "w", encoding="utf-8") as f:
                f.write(made)
            os.replace(path + ".new", path)
        elif made != text:
            faults.append(f"{DOC}: its list is not that of core/columns.def; write it with: tests/columns.py --write")
    for fault in faults:
        print(f"columns: {fault}", file=sys.stderr)
    print(f"columns: {len(good)} columns; {len(faults)} faults")
    return 1 if faults else 0


ROW = ('COLUMN(COLOUR, colour, "kleur", "Kleur", "colour", CHECK_TEXT, 0, false, 1, MDTO_NOTE("Kleur"), OPEN_JUDGED(1),\n'
       '       PERSONAL_NO, 1, 0)\n')
# A change of that row, and a word of what must be told; None: nothing.
WRONG = [((), None), (('"Kleur", "colour"', '"Kleur"'), "13 parts"), ((", 1, 0)", ", 1)"), "13 parts"), ((", 1, 0)\n", ", 1, 0, 0)\n"), "15 parts"),
         (("CHECK_TEXT", "CHECK_COLOUR"), "check is CHECK_COLOUR"), (("PERSONAL_NO", "PERSONAL"), "personal is PERSONAL"),
         (("OPEN_JUDGED(1)", "OPEN_JUDGED"), "open is OPEN_JUDGED"), (("false", "maybe"), "contract is maybe"),
         (("COLOUR, c", "COLOR, c"), "its id is COLOR"), (("false, 1,", "false, 2,"), "no column has place 1"),
         ((ROW, ROW + ROW), "colour is called colour too"),
         ((ROW, ROW + ROW.replace("COLOUR, colour", "TINT, tint")), "colour is called kleur too"),
         ((ROW, ROW + ROW.replace("COLOUR, colour", "TINT, tint").replace('"kleur"', '""')), "has place 1 of search too")]


def self_test():
    failed = 0
    for change, word in WRONG:
        _, faults = judge(list(rows(ROW.replace(*change) if change else ROW)))
        told = " / ".join(faults)
        if (word is None) != (not faults) or (word is not None and word not in told) or \
                any("colour" not in f and "tint" not in f for f in faults):
            print(f"columns: self-test: {change} is told as: {told}", file=sys.stderr)
            failed += 1
    print(f"columns: self-test: {len(WRONG)} rows, {failed} judged wrongly")
    return 1 if failed else 0


def main():
    args = sys.argv[1:]
    if "--self-test" in args:
        return self_test()
    root = args[args.index("--root") + 1] if "--root" in args else os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return check(root, "--write" in args)


if __name__ == "__main__":
    sys.exit(main())
