#!/usr/bin/env python3
"""mutate.py [--room index/search,core] [--count 10] [--seed 1] [--floor 0] [--state FILE]: do the unit tests see a changed program?

Makes COUNT random single changes a room (none named: every room) to a copy of the sources: an operator, a condition or
a constant in an expression. Each is compiled and run against the unit tests of its room, those that lie beside the
file first; then against those of other rooms that include its header, or are named after a source that does (NEAR). A test that fails, dies, or takes ten times as long has seen the change. A change that does not
compile, or compiles to the same object, is drawn anew. Prints each survivor: file, line, what was changed; then the
share that was seen, of each room and of all. Equal seeds and sources give equal changes. Exits 1 when less than
FLOOR percent was seen. What is in FILE is not tried again: for going on after a stop, on the same sources and tests.

The changed file goes into a shared library that the tests were linked to once: a change costs one compilation."""
import argparse
import concurrent.futures
import functools
import os
import pathlib
import random
import re
import shlex
import shutil
import subprocess
import sys
import time

TREE = pathlib.Path(__file__).resolve().parent.parent
WORK = TREE / "build" / "mutate"
COPY = WORK / "tree"

OPERATORS = {
    "==": ["!="], "!=": ["=="], "<": ["<=", ">"], "<=": ["<", ">"], ">": [">=", "<"], ">=": [">", "<"],
    "&&": ["||"], "||": ["&&"], "+": ["-"], "-": ["+"], "+=": ["-="], "-=": ["+="], "++": ["--"], "--": ["++"],
    "<<": [">>"], ">>": ["<<"], "&": ["|"], "|": ["&"], "%": ["*"], "/": ["*"], "!": [""],
}
TOKEN = re.compile(
    r"""(?P<skip>/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'|^[ \t]*\#(?:\\\n|[^\n])*)
      | (?P<number>\b(?:0[xX][0-9a-fA-F]+|\d+)[uUlL]*\b(?!\.))
      | (?P<float>\b\d+\.\d+)
      | (?P<word>\b[A-Za-z_]\w*\b)
      | (?P<op>->|\+\+|--|<<=|>>=|[-+*/%&|^]=|==|!=|<=|>=|&&|\|\||<<|>>|[-+*/%&|!<>=?:;,.(){}\[\]~^])""",
    re.S | re.M | re.X)
TYPES = {"char", "int", "unsigned", "long", "double", "float", "bool", "size_t", "void", "struct", "enum", "const", "return",
         "case", "sizeof"}


def changes(text):
    """Every single change of a source: (offset, length, replacement)."""
    found, depth, tokens = [], 0, [t for t in TOKEN.finditer(text) if t.lastgroup != "skip"]
    for i, token in enumerate(tokens):
        word, start = token.group(), token.start()
        before = tokens[i - 1] if i else None
        after = tokens[i + 1].group() if i + 1 < len(tokens) else ""
        if word in "{}":
            depth += 1 if word == "{" else -1
        if depth == 0:
            continue
        operand = before is not None and (before.lastgroup in ("number", "float")
                                          or before.group() in (")", "]")
                                          or before.lastgroup == "word" and before.group() not in TYPES)
        if token.lastgroup == "op":
            # A sign, an address or what is pointed to is no operator between two values.
            if word in ("+", "-", "&") and not operand or word == "!" and operand:
                continue
            found += [(start, len(word), other) for other in OPERATORS.get(word, [])]
        elif token.lastgroup == "number":
            # Sizes of arrays and buffers are no matter of conduct.
            if before is not None and before.group() == "[" and re.match(r"\]\s*[;,={\[]", text[token.end():]):
                continue
            digits = re.match(r"0[xX][0-9a-fA-F]+|\d+", word).group()
            if len(digits) > 1 and digits[0] == "0" and digits[1] not in "xX":
                continue
            found.append((start, len(digits), str(int(digits, 0) + 1)))
            if word == "1":
                found.append((start, 1, "0"))
        elif word in ("true", "false"):
            found.append((start, len(word), "false" if word == "true" else "true"))
        elif word in ("break", "continue") and after == ";":
            found.append((start, len(word), ""))
        elif word in ("if", "while") and after == "(":
            found.append((tokens[i + 1].start(), 1, "(0 && "))
            if word == "if":
                found.append((tokens[i + 1].start(), 1, "(1 || "))
    return found


def run(command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", **more)


class Build:
    """The copy, its objects and the library that its tests are linked to."""

    def __init__(self):
        flags = dict(line.split("=", 1) for line in
                     subprocess.check_output(["make", "-s", "flags"], cwd=TREE, text=True).splitlines())
        self.sources = flags["sources"].split()
        self.libs = flags["libs"].split()
        self.cc = flags["cc"].split()
        if shutil.which("ccache") and self.cc == ["gcc"]:
            self.cc = ["ccache", "gcc"]
        self.compile_flags = [f for f in shlex.split(flags["cflags"])
                              if f not in ("-g", "-O2", "-fPIE", "-MMD", "-MP", "-D_FORTIFY_SOURCE=2")
                              and not f.startswith("-W")] + ["-O1", "-fPIC", "-w"]
        files = subprocess.check_output(["git", "ls-files", "-co", "--exclude-standard"], cwd=TREE,
                                        text=True).splitlines()
        shutil.rmtree(COPY, ignore_errors=True)
        for file in files:
            if (TREE / file).is_file():
                (COPY / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(TREE / file, COPY / file)
        self.objects = {source: WORK / "objects" / (source[:-2] + ".o") for source in self.sources}
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as side_by_side:
            for done in side_by_side.map(lambda source: self.compile(source, self.objects[source]), self.sources):
                if done.returncode:
                    sys.exit(done.stdout)
        self.library(self.objects.values())
        self.programs = {}

    def compile(self, source, target):
        target.parent.mkdir(parents=True, exist_ok=True)
        return run(self.cc + self.compile_flags + ["-c", "-o", str(target), source], cwd=COPY)

    def library(self, objects):
        done = run(["gcc", "-shared", "-Wl,-soname,libunder.so", "-o", str(WORK / "libunder.so.new")]
                   + [str(o) for o in objects] + self.libs)
        if done.returncode:
            sys.exit(done.stdout)
        os.replace(WORK / "libunder.so.new", WORK / "libunder.so")

    def program(self, test):
        """The linked test program and how long it takes; None when it fails on the unchanged sources."""
        if test not in self.programs:
            stem = test[len("tests/unit/"):-2]
            target = WORK / "unit" / stem
            target.parent.mkdir(parents=True, exist_ok=True)
            done = self.compile(test, target.with_suffix(".o"))
            if not done.returncode:
                done = run(["gcc", "-o", str(target), str(target.with_suffix(".o")), "-L" + str(WORK), "-lunder",
                            "-Wl,-rpath," + str(WORK)] + self.libs + ["-lcmocka"])
            if done.returncode:
                sys.exit(done.stdout)
            began = time.monotonic()
            passes = self.passes(target, 600)
            self.programs[test] = (target, time.monotonic() - began if passes else None)
            if not passes:
                print(f"{test} fails on the sources as they are: left out")
        return self.programs[test]

    def passes(self, target, seconds):
        environment = dict(os.environ, OMP_THREAD_LIMIT="1", LC_ALL="C.UTF-8")
        child = subprocess.Popen([str(target)], cwd=COPY, env=environment, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            return child.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, 9)
            child.wait()
            return False

    def survives(self, source, tests):
        """None: does not compile or is the same; else whether every test passes."""
        changed = WORK / "changed.o"
        if self.compile(source, changed).returncode or changed.read_bytes() == self.objects[source].read_bytes():
            return None
        self.library([changed if s == source else o for s, o in self.objects.items()])
        for test in tests:
            target, seconds = self.program(test)
            if seconds is not None and not self.passes(target, 10 * seconds + 20):
                return False
        return True


NEAR = 12  # tests of other rooms, at most


@functools.cache
def including(header):
    """The files of the program and its unit tests that include a header."""
    line = f'#include "{header}"'
    return [str(p.relative_to(COPY)) for p in sorted(COPY.rglob("*.[ch]")) if line in p.read_text(errors="replace")]


def near(source):
    """Unit tests of other rooms that include the header of a source, then those named after a source that does."""
    first, then = [], []
    for user in including(source[:-2] + ".h"):
        named = f"tests/unit/{os.path.dirname(user)}/test_{os.path.basename(user)[:-2]}.c"
        if user.startswith("tests/unit/") and user.endswith(".c"):
            first.append(user)
        elif (COPY / named).is_file():
            then.append(named)
    top = "tests/unit/" + source.split("/")[0] + "/"
    return [t for t in dict.fromkeys(first + then) if not t.startswith(top)][:NEAR]


@functools.cache
def tests_of(source):
    """The unit tests of a source's top room: of its own name, beside it, then the others; then those near it."""
    room, stem = os.path.dirname(source), os.path.basename(source)[:-2]
    tests = [str(p.relative_to(COPY)) for p in (COPY / "tests/unit" / room.split("/")[0]).rglob("test_*.c")]
    return sorted(tests, key=lambda t: (os.path.basename(t) != f"test_{stem}.c",
                                        os.path.dirname(t) != "tests/unit/" + room, t)) + near(source)


class State:
    """What came of each change so far, also in a file when there is one."""

    def __init__(self, path):
        self.path, self.known = path, {}
        if path and os.path.exists(path):
            self.known = dict(reversed(line.rstrip("\n").split("\t", 1)) for line in open(path) if "\t" in line)

    def of(self, what, judge):
        if what not in self.known:
            self.known[what] = {None: "no change", True: "survived", False: "seen"}[judge()]
            if self.path:
                with open(self.path, "a") as file:
                    file.write(f"{self.known[what]}\t{what}\n")
        return self.known[what]


def mutate_room(build, room, count, seed, state):
    pool = []
    for source in build.sources:
        if os.path.dirname(source) == room:
            text = (COPY / source).read_text()
            pool += [(source,) + change for change in changes(text)]
    random.Random(f"{seed} {room}").shuffle(pool)
    # The programs are built, and timed, on the sources as they are.
    build.library(build.objects.values())
    for test in tests_of(room + "/."):
        build.program(test)
    seen = survived = 0
    for source, start, length, other in pool:
        if seen + survived == count:
            break
        file = COPY / source
        text = file.read_text()
        line = text.count("\n", 0, start) + 1
        what = f"{source}:{line}: '{text[start:start + length]}' becomes '{other}' in: " \
               + text.splitlines()[line - 1].strip()

        def judge():
            missing = [test for test in tests_of(source) if test not in build.programs]
            if missing:  # those of other rooms: built, and timed, on the sources as they are too
                build.library(build.objects.values())
                for test in missing:
                    build.program(test)
            file.write_text(text[:start] + other + text[start + length:])
            try:
                return build.survives(source, tests_of(source))
            finally:
                file.write_text(text)

        came = state.of(what, judge)
        survived += came == "survived"
        seen += came == "seen"
        if came == "survived":
            print("survived", what, flush=True)
    return seen, survived


def share(name, seen, survived):
    total = seen + survived
    print(f"{name}: {seen} of {total} seen ({100 * seen // max(total, 1)} %)", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--room", default="")
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--floor", type=float, default=0)
    parser.add_argument("--state", default="")
    options = parser.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    build = Build()
    rooms = sorted({os.path.dirname(source) for source in build.sources})
    wanted = options.room.split(",") if options.room else rooms
    for room in wanted:
        if room not in rooms:
            sys.exit(f"mutate.py: there is no room {room}; rooms: {' '.join(rooms)}")
    sums, state = [0, 0], State(options.state)
    for room in wanted:
        both = mutate_room(build, room, options.count, options.seed, state)
        sums = [a + b for a, b in zip(sums, both)]
        share(room, *both)
    share("all rooms", *sums)
    return 1 if sums[0] * 100 < options.floor * sum(sums) else 0


if __name__ == "__main__":
    sys.exit(main())
