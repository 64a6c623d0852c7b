"""Instructions, which no load on the machine changes: ours by Tests/Instructions/run, and those of simdjson."""

import os
import re
import subprocess

from counting import instructions
from objects import captures
from programs import ROOT, tool
from table import Target

TARGETS = {
    "csv": Target(at_most=9, stretch=6), "csv-typed": Target(at_most=14, stretch=9), "json": None, "base64": None,
    "run": Target(at_most=35, stretch=26),
}


def measure(table, is_quick):
    thing = captures("csv", 1000)
    few, many = (instructions(tool("simdjson"), "count", thing.path, str(times)) for times in (1, 11))
    simdjson = (many - few) / 10 / thing.bytes
    # It fails where a figure is higher than it was, which is another question than ours.
    ended = subprocess.run(
        [os.path.join(ROOT, "Tests", "Instructions", "run")], capture_output=True, text=True, check=False)
    figures = dict(re.findall(r"^(\S+) +([0-9.]+) ", ended.stdout, re.MULTILINE))
    for name, target in TARGETS.items():
        if name not in figures:
            raise AssertionError(f"no figure {name}:\n{ended.stdout}{ended.stderr}")
        unit = " M a run" if name == "run" else " a byte"
        theirs = f"{simdjson:.2f} a byte (simdjson)" if name == "csv" else ""
        table.add(
            f"instructions, {name}", figures[name] + unit, theirs, float(figures[name]), figures[name], target)
