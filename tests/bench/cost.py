#!/usr/bin/python3
"""cost.py COMMAND... - runs it, and says what it cost: wall time, CPU time, and the peak memory of its processes.

The memory is the largest resident set (VmHWM) of any single process of the tree, sampled ten times a second, and
the kernel's own figure for the largest child that was waited for.
"""

import os
import resource
import subprocess
import sys
import time


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(child) for child in file.read().split()]
    except OSError:
        return []


def peak_kb(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
            return next((int(line.split()[1]) for line in file if line.startswith("VmHWM")), 0)
    except OSError:
        return 0


def main():
    began = time.monotonic()
    workers_kb = coordinator_kb = 0
    with subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            coordinator_kb = max(coordinator_kb, peak_kb(process.pid))
            workers_kb = max([workers_kb] + [peak_kb(child) for child in children(process.pid)])
            time.sleep(0.1)
    wall = time.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    print(f"  exit {process.returncode}; wall {wall:.1f} s, CPU {cpu:.1f} s, wall / (CPU / 2) = {wall / (cpu / 2):.2f}; "
          f"peak memory: a worker {workers_kb // 1024} MiB, the coordinator {coordinator_kb // 1024} MiB; "
          f"load {os.getloadavg()[0]:.1f}")


main()
