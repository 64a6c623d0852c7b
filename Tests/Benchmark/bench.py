"""Runs the parts of the benchmark, prints its table, and fails where a target is missed. Called by Tests/bench."""

import importlib
import os
import platform
import re
import sys
import time

from table import Table

PARTS = ["start", "end_to_end", "tls", "warm", "transform", "instructions", "latency", "gzip", "growth"]


def machine():
    """Where and when this is."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        facts = dict(re.findall(r"^([^\t:]+)\t*: (.*)$", file.read(), re.MULTILINE))
    load = os.getloadavg()[0]
    return (
        f"{time.strftime('%Y-%m-%d')}, {facts.get('model name', platform.machine())} (family "
        f"{facts.get('cpu family', '?')}, model {facts.get('model', '?')}), {os.cpu_count()} cores, "
        f"{platform.system()} {platform.release()}, load {load:.1f} at this time")


def main(words):
    is_quick = "--quick" in words
    names = [word for word in words if not word.startswith("--")] or PARTS
    table, place = Table(), machine()
    print(place)
    for name in names:
        began = time.monotonic()
        print(f"── {name}", flush=True)
        importlib.import_module(f"part_{name}").measure(table, is_quick)
        print(f"   {time.monotonic() - began:.0f} s", flush=True)
    print("\n\n".join(["", table.text(), table.markdown(), place, table.ending()]))
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
