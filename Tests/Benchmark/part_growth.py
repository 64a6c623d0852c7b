"""Rows of 20,000 columns, and one line of many rows: whether time and instructions grow as the bytes do.

A figure is what a byte takes at the whole size against half of it, and so 1 where all is as it should be.
"""

from counting import instructions
from objects import captures
from programs import OURS, TRANSFORM, output_of, relayed, surroundings, tool
from sampling import by_turns, median, ratios, spread
from stand_ins import StandIn
from table import Target

# Rows at half the size and at the whole, for the clock and for callgrind, which takes fifty times as long.
SIZES = {"wide": (200, 400), "long": (500_000, 1_000_000)}
COUNTED = {"wide": (10, 20), "long": (5_000, 10_000)}
NAMES = {"wide": "rows of 20,000 columns", "long": "one line of 1,000,000 rows"}
FEATURES = {"wide": 20_000, "long": 10}
# Twice the time for twice the bytes, as far as a clock on a shared machine can tell.
LINEAR_TIME, LINEAR_COUNT = (
    Target(at_most=1.25, stretch=1.1, unit="×"), Target(at_most=1.05, stretch=1.01, unit="×"))


def measure(table, is_quick):
    for kind in ("wide", "long"):
        half, whole = (captures(kind, rows) for rows in SIZES[kind])
        for what, ways in (
                ("transform", {"half": lambda: _mapped(kind, half), "whole": lambda: _mapped(kind, whole)}),
                ("S3 to monitor", _ways(kind, half, whole))):
            taken = by_turns(2 if is_quick else 5, **ways)
            figures = [quotient * half.bytes / whole.bytes for quotient in ratios(taken["whole"], taken["half"])]
            speed = [whole.bytes / 1e6 / time for time in taken["whole"]]
            table.add(
                f"{NAMES[kind]} ({whole.bytes / 1e6:.0f} MB), {what}", spread(speed, " MB/s"), "", median(figures),
                f"{spread(figures, '×')} a byte", LINEAR_TIME, is_for_page=False)
        a_byte = [_counted(kind, rows) for rows in COUNTED[kind]]
        table.add(
            f"{NAMES[kind]}, instructions", f"{a_byte[1]:.2f} a byte", "", a_byte[1] / a_byte[0],
            f"{a_byte[1] / a_byte[0]:.3f}× a byte", LINEAR_COUNT)


def _mapped(kind, thing):
    """The processor's seconds in the middle of some rounds."""
    lines = output_of(TRANSFORM, "time", kind, thing.path, "3").splitlines()
    return median([float(line.split()[2]) for line in lines if line.startswith("seconds ")])


def _ways(kind, half, whole):
    """Runs of the program from server to server."""
    columns = tool(f"{kind}-columns.txt")
    with open(columns, "w", encoding="ascii") as file:
        file.write(",".join(f"feature_{number}" for number in range(FEATURES[kind])))

    def run(thing):
        with StandIn(tool("stand-in"), {"captures": thing.path}) as storage, StandIn(tool("stand-in")) as monitor:
            environment = surroundings(
                storage, monitor, CAPTURE_INPUT_COLUMNS=f"@{columns}", CAPTURE_OUTPUT_COLUMNS="prediction",
                CAPTURE_TIMESTAMP_COLUMN="timestamp", FIDDLER_MODEL_COLUMNS="", FIDDLER_MODEL_OUTPUT_COLUMN="",
                FIDDLER_TIMESTAMP_COLUMN="", RELAY_LINE_LIMIT="256MiB")
            command = [OURS, "replay", "s3://bucket/captures"]
            return relayed(monitor, thing.rows, command, environment).processor

    return {"half": lambda: run(half), "whole": lambda: run(whole)}


def _counted(kind, rows):
    """The instructions a byte, without those of the start."""
    few, many = (instructions(TRANSFORM, "count", kind, str(rows), times) for times in ("1", "3"))
    text = output_of(TRANSFORM, "count", kind, str(rows), "1")
    return (many - few) / 2 / int(text.split()[1])
