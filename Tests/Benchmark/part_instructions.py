"""Instructions, which no load on the machine changes: ours by Tests/Instructions/run, and those of simdjson."""

import os
import re
import subprocess

from counting import instructions
from objects import captures
from programs import OURS, ROOT, tool
from table import Target

# The figures a byte, and their targets.
TARGETS = {
    "csv": Target(at_most=9, stretch=6), "csv-typed": Target(at_most=14, stretch=9), "json": None, "base64": None,
}


def measure(table, is_quick):
    thing = captures("csv", 1000)
    few, many = (instructions(tool("simdjson"), "count", thing.path, str(times)) for times in (1, 11))
    simdjson = (many - few) / 10 / thing.bytes
    figures = _figures()
    for name, target in TARGETS.items():
        theirs = f"{simdjson:.2f} a byte (simdjson)" if name == "csv" else ""
        figure = figures[name]
        table.add(f"instructions, {name}", f"{figure:.2f} a byte", theirs, figure, f"{figure:.2f}", target)
    shipped = _figures("run", program=OURS)["run"]
    table.add(
        "instructions, 1,000 lines, whole run",
        f"{shipped:.1f} M as shipped, {figures['run']:.1f} M by swift build", "", shipped, f"{shipped:.1f} M",
        Target(at_most=35, stretch=26))


def _figures(*names, program=None):
    """What is counted, by its name. That a figure may be higher than it was is another question than ours."""
    environment = {**os.environ, "CAPTURE_RELAY": program} if program else None
    ended = subprocess.run(
        [os.path.join(ROOT, "Tests", "Instructions", "run"), *names], capture_output=True, text=True, check=False,
        env=environment)
    figures = {name: float(figure) for name, figure in re.findall(r"^(\S+) +([0-9.]+) ", ended.stdout, re.MULTILINE)}
    if not figures or not all(figures.get(name) for name in names or [*TARGETS, "run"]):
        raise AssertionError(f"not all was counted:\n{ended.stdout}{ended.stderr}")
    return figures
