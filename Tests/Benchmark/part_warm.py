"""An invocation of 1,000 lines in a function that has started."""

import time

from guide_events import event_of
from objects import captures
from programs import HERE, OURS, PYTHON, Running, surroundings, tool
from sampling import median, ratios, short, spread
from stand_ins import StandIn
from table import Target


def measure(table, is_quick):
    thing, rounds, times = captures("csv", 1000), 2 if is_quick else 5, 30
    with StandIn(tool("stand-in"), {"captures": thing.path}) as storage, StandIn(tool("stand-in")) as monitor:
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(_ours(storage, monitor, times))
            theirs.append(_theirs(storage, monitor, times))
        accepted = monitor.counts()["rows"]
        if accepted != 2 * rounds * times * thing.rows:
            raise AssertionError(f"{accepted} rows were accepted of {2 * rounds * times} invocations")
    # The first call of each process makes connections, and the one of Python loads more modules.
    quotients = [median(other[1:]) / median(one[1:]) for one, other in zip(ours, theirs)]
    one, other = ([time for run in runs for time in run[1:]] for runs in (ours, theirs))
    first, first_of_theirs = ([run[0] for run in runs] for runs in (ours, theirs))
    table.add(
        "first invocation, 1,000 lines", spread(first, " ms"), spread(first_of_theirs, " ms"),
        told=f"{short(median(ratios(first_of_theirs, first)))}×")
    table.add(
        "warm invocation, 1,000 lines", spread(one, " ms"), spread(other, " ms"), median(quotients),
        f"{short(median(quotients))}×", Target(at_least=15, stretch=25, unit="×"))


def _ours(storage, monitor, times):
    """The milliseconds from when an event is handed out to when the answer is there."""
    settings = surroundings(storage, monitor, AWS_LAMBDA_RUNTIME_API=monitor.address)
    monitor.hand_out(event_of("captures"), times)
    running = Running([OURS], settings)
    limit = time.monotonic() + 60
    while len(noted := monitor.invocations()) < 3 * times + 1:
        if time.monotonic() > limit:
            running.stop()
            raise AssertionError(f"not all invocations were answered: {noted[-3:]}\n{running.text}")
        time.sleep(0.05)
    running.stop()
    handed, answered = ([at for word, at in noted if word == kind] for kind in ("handed", "answered"))
    return [(end - start) / 1e6 for start, end in zip(handed, answered)]


def _theirs(storage, monitor, times):
    running = Running([PYTHON, f"{HERE}/guide_calls.py", "captures", str(times)], surroundings(storage, monitor))
    running.end()
    return [1000 * float(line.split()[1]) for line in running.text.splitlines() if line.startswith("seconds ")]
