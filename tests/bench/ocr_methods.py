"""Ours and the peers: each reads the pages of a set into NAME.txt files, and says what that cost."""
import os
import shutil
import subprocess
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Run:
    """What a method did: CPU seconds, peak memory in MB of one process, figures of pages, exit status."""

    def __init__(self, cpu=0.0, peak=0.0, figures=None, status=0):
        self.cpu, self.peak, self.figures, self.status = cpu, peak, figures or {}, status


def run(argv):
    env = dict(os.environ, OMP_THREAD_LIMIT="1")
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(argv, stdout=out, stderr=subprocess.DEVNULL, env=env)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode(errors="replace")
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, None, process.returncode), text


def build_driver(work):
    """The stage alone; every call of recognise() goes through the driver, which takes its time."""
    build = os.path.join(work, "build")
    lib, obj = build + "/libbouwarchief.a", build + "/tests/bench/ocr_pages.o"
    subprocess.run(["make", "-s", "-C", ROOT, "O=" + build, "ROOMS=core image ocr", lib, obj], check=True,
                   stdout=subprocess.DEVNULL)
    libs = subprocess.run(["pkg-config", "--libs", "lept", "tesseract", "libxml-2.0", "libcrypto"], check=True,
                          capture_output=True, text=True).stdout.split()
    subprocess.run(["gcc", "-pie", "-Wl,--wrap=recognise", "-o", build + "/ocr_pages", obj, lib] + libs + ["-lm"],
                   check=True)
    return build + "/ocr_pages"


def figures_of(text):
    figures = {}
    for line in text.splitlines():
        name, state, *rest = line.split("\t")
        figures[name] = dict(x.split("=", 1) for x in rest if "=" in x) | {"state": state}
    return figures


def ours(driver, languages, work, arguments, names=None):
    result, text = run([driver, languages, work] + ([f"@words={names}"] if names else []) + arguments)
    result.figures = figures_of(text)
    return result


def tesseract(languages, work, pages):
    total = Run()
    for page in pages:
        one, _ = run(["tesseract", page.image, os.path.join(work, page.name), "-l", languages, "txt", "tsv"])
        total.cpu, total.peak = total.cpu + one.cpu, max(total.peak, one.peak)
        total.status = total.status or one.status
    return total


def ocrmypdf(languages, work, pages):
    # One PDF, so that its start is paid once.
    pdf, side = os.path.join(work, "in.pdf"), os.path.join(work, "side.txt")
    subprocess.run(["img2pdf", "-o", pdf] + [p.image for p in pages], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    result, _ = run(["ocrmypdf", "-j2", "-l", languages, "--deskew", "--rotate-pages", "--output-type", "pdfa",
                     "--sidecar", side, pdf, os.path.join(work, "out.pdf")])
    text = ""
    if os.path.exists(side):
        with open(side, encoding="utf-8", errors="replace") as file:
            text = file.read()
    for page, part in zip(pages, text.split("\f")):
        with open(os.path.join(work, page.name + ".txt"), "w", encoding="utf-8") as file:
            file.write(part)
    return result


PEERS = {"tesseract": (tesseract, ["tesseract"]), "ocrmypdf": (ocrmypdf, ["ocrmypdf", "img2pdf"])}


def missing(name):
    return [program for program in PEERS[name][1] if shutil.which(program) is None]
