#!/usr/bin/python3
"""publiccode.yml: tests/publiccode.py holds it against tests/publiccode.schema.json (the facts of the standard), against
NEWS (the last release and its day) and against LICENSE; --self-test shows that faults are seen.

Needs python3-yaml and python3-jsonschema.
"""
import copy
import os
import re
import sys

import json
import jsonschema
import yaml

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def text(*names):
    with open(os.path.join(ROOT, *names), encoding="utf-8") as f:
        return f.read()


def faults_of(code, news, validator):
    faults = [f"{'/'.join(map(str, e.absolute_path)) or 'the file'}: {e.message[:160]}" for e in validator.iter_errors(code)]
    release = re.search(r"^bouwarchief ([0-9.]+), ([0-9]{4}-[0-9]{2}-[0-9]{2})$", news, re.M)
    if release is None:
        faults.append("NEWS tells of no release")
    elif (code.get("softwareVersion"), code.get("releaseDate")) != release.groups():
        faults.append(f"the last release in NEWS is {release[1]} of {release[2]}, not "
                      f"{code.get('softwareVersion')} of {code.get('releaseDate')}")
    if set(code.get("description", {})) - set(code.get("localisation", {}).get("availableLanguages", [])):
        faults.append("it is described in a language that the program does not speak")
    if code.get("legal", {}).get("license") == "EUPL-1.2" and not re.search(r"EUROPEAN UNION PUBLIC LICENCE v\. 1\.2", text("LICENSE"), re.I):
        faults.append("LICENSE is not the EUPL 1.2")
    return faults


def spoil(path, value):
    def change(code):
        at = code
        for name in path[:-1]:
            at = at[name]
        if value is None:
            del at[path[-1]]
        else:
            at[path[-1]] = value
    return change


def self_test(code, news, validator):
    spoilt = [spoil(["name"], None), spoil(["softwareType"], "programme"), spoil(["categories"], ["archives"]),
              spoil(["description", "en", "shortDescription"], "x" * 151), spoil(["description", "en", "longDescription"], "x" * 149),
              spoil(["description", "nl", "features"], []), spoil(["maintenance", "contacts"], None), spoil(["legal", "license"], None),
              spoil(["localisation", "availableLanguages"], ["en"]), spoil(["softwareVersion"], "9.9.9"),
              spoil(["releaseDate"], "2026-13-01"), spoil(["inputTypes"], ["text/plain"])]
    missed = 0
    for i, change in enumerate(spoilt):
        other = copy.deepcopy(code)
        change(other)
        if not faults_of(other, news, validator):
            print(f"publiccode: fault {i} of the self-test is not seen")
            missed += 1
    print(f"publiccode: self-test: {len(spoilt) - missed} of {len(spoilt)} faults seen")
    return missed


def main():
    schema = json.loads(text("tests", "publiccode.schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    # A date is read as text, as its other readers do.
    loader = type("Plain", (yaml.SafeLoader,), {})
    loader.yaml_implicit_resolvers = {k: [(t, r) for t, r in v if t != "tag:yaml.org,2002:timestamp"]
                                      for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items()}
    code = yaml.load(text("publiccode.yml"), Loader=loader)
    if sys.argv[1:] == ["--self-test"]:
        return 1 if self_test(code, text("NEWS"), validator) else 0
    faults = faults_of(code, text("NEWS"), validator)
    for fault in faults:
        print(f"publiccode.yml: {fault}")
    print(f"publiccode: {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
