"""A monitor that takes its time for a batch: what several in flight are worth.

A figure is the time on the clock against the larger of processor's time and posts × latency ÷ in flight.
"""

from objects import large
from programs import HERE, OURS, PYTHON, relayed, surroundings, tool
from sampling import by_turns, median, short, spread
from stand_ins import StandIn
from table import Target

SECONDS = 0.020


def measure(table, is_quick):
    thing, rounds = large("csv"), 1 if is_quick else 5
    posts = -(-thing.rows // 1000)
    with StandIn(tool("stand-in"), {"captures": thing.path}) as storage, StandIn(tool("stand-in")) as monitor:
        monitor.reset(SECONDS)
        command = [PYTHON, f"{HERE}/guide_function.py", "captures"]
        theirs = relayed(monitor, thing.rows, command, surroundings(storage, monitor))

        def run(in_flight):
            environment = surroundings(storage, monitor, RELAY_CONCURRENCY=str(in_flight))
            return relayed(monitor, thing.rows, [OURS, "replay", "s3://bucket/captures"], environment)

        ways = {str(number): lambda number=number: run(number) for number in (1, 2, 4, 8, 16)}
        for name, runs in by_turns(rounds, **ways).items():
            figures = [taken.wall / max(taken.processor, posts * SECONDS / int(name)) for taken in runs]
            walls, processor = [taken.wall for taken in runs], median([taken.processor for taken in runs])
            table.add(
                f"20 ms a post, {name} in flight",
                f"{spread(walls)} s, CPU {short(processor)} s, {max(taken.peak for taken in runs):.0f} MiB",
                f"{short(theirs.wall)} s" if name == "1" else "", median(figures),
                spread(figures, "×"), Target(at_most=1.5, stretch=1.2, unit="×"), is_for_page=name == "8")
