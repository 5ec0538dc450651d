#!/usr/bin/env python3
"""outcome.py RESULTS FLOORS[:STEP]|- PROGRAM... - what run-one.sh left in RESULTS, judged against what should have run.

PROGRAM is STEP/NAME. One without a result was not built or did not end: failed. FLOORS has lines `STEP programs tests`
and `STEP/NAME tests`: fewer than that passed means that tests were not found, which fails too; with :STEP only that step is asked for. The closing lines are
a row a step under `What ran:`, then `N passed, M failed`, of steps. Exits 0 when none failed."""
import pathlib
import sys


def read_floors(path):
    path, _, only = path.partition(":")
    floors = {}
    for line in [] if path == "-" else pathlib.Path(path).read_text().splitlines():
        words = line.split("#")[0].split()
        if words and only in ("", words[0].split("/")[0]):
            floors[words[0]] = [int(word) for word in words[1:]]
    return floors


def read_results(folder, programs):
    """{step: [(name, passed, tests, seconds, seconds of CPU)]}, in the order of the programs."""
    steps = {}
    for program in programs:
        step = program.split("/")[0]
        file = folder / (program + ".result")
        how, *counts = file.read_text().split() if file.exists() else ("missing", 0, 0, 0)
        steps.setdefault(step, []).append((program, how, *map(int, counts)))
    return steps


def main(results, floors, *programs):
    floors = read_floors(floors)
    steps = read_results(pathlib.Path(results), programs)
    faults, rows, failed = [], [], 0
    for step in [s for s in floors if "/" not in s and s not in steps]:
        steps[step] = []
    for step, ran in steps.items():
        wrong = []
        for program, how, tests, *_ in ran:
            if how != "passed":
                wrong.append(f"{program} " + ("failed" if how == "FAILED" else "did not run: it was not built"))
            if tests < floors.get(program, [0])[0]:
                wrong.append(f"{program} passed {tests} tests, of at least {floors[program][0]}")
        passed = [one for one in ran if one[1] == "passed"]
        tests = sum(one[2] for one in passed)
        least_programs, least_tests = floors.get(step, (1, 0))
        if len(passed) < least_programs or tests < least_tests:
            wrong.append(f"{step}: {len(passed)} programs and {tests} tests passed, of at least "
                         f"{least_programs} and {least_tests} (tests/floors.txt)")
        failed += bool(wrong)
        faults += wrong
        how = "FAILED" if wrong else "passed"
        rows.append(f"{step:<10} {how}, {len(passed):>3} programs, {tests:>4} tests, "
                    f"{sum(one[3] for one in ran):>4} s, {sum(one[4] for one in ran):>4} s of CPU")
    slow = sorted((one for ran in steps.values() for one in ran), key=lambda one: -one[4])[:8]
    if len(steps) > 1:
        print("most CPU: " + ", ".join(f"{one[0]} {one[4]} s" for one in slow))
    for fault in faults:
        print("FAILED:", fault)
    print("\nWhat ran:")
    print("\n".join(rows))
    print(f"{len(steps) - failed} passed, {failed} failed")
    return 1 if failed or not steps else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
