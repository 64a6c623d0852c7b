"""Runs the parts of the benchmark, prints its table, and fails where a target is missed. Called by Tests/bench."""

import importlib
import sys
import time

from table import Table

PARTS = ["start", "end_to_end", "tls", "warm", "transform", "instructions", "latency", "gzip", "growth"]


def main(words):
    is_quick = "--quick" in words
    names = [word for word in words if not word.startswith("--")] or PARTS
    table = Table()
    for name in names:
        began = time.monotonic()
        print(f"── {name}", flush=True)
        importlib.import_module(f"part_{name}").measure(table, is_quick)
        print(f"   {time.monotonic() - began:.0f} s", flush=True)
    print("\n" + table.text() + "\n\n" + table.markdown() + "\n\n" + table.ending())
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
