"""From the start of the process to the first poll of the Runtime API."""

import time

from programs import HERE, OURS, PYTHON, Running, surroundings, tool
from sampling import by_turns, median, ratios, spread
from stand_ins import StandIn
from table import Target


def measure(table, is_quick):
    with StandIn(tool("stand-in")) as server:
        ours, theirs = lambda: _ours(server), lambda: _theirs(server)
        taken = by_turns(3 if is_quick else 7, ours=ours, theirs=theirs)
        # Ours takes so little that more rounds cost nothing.
        taken["ours"] += [ours() for _ in range(10 if is_quick else 40)]
        median_of_ours = median(taken["ours"])
        table.add(
            "start to first poll", spread(taken["ours"], " ms"),
            f"{spread(taken['theirs'], ' ms')} (import and clients)",
            median_of_ours, f"{median_of_ours:.1f} ms, {median(ratios(taken['theirs'], taken['ours'])):.0f}×",
            Target(at_most=15, stretch=8, unit=" ms"))


def _ours(server):
    """The milliseconds of the package as it is shipped, started as Lambda starts it."""
    server.hand_out({}, 0)
    settings = surroundings(server, server, AWS_LAMBDA_RUNTIME_API=server.address)
    running = Running([OURS], settings)
    limit = time.monotonic() + 20
    while not (polls := [at for word, at in server.invocations() if word == "polled"]):
        if time.monotonic() > limit:
            running.stop()
            raise AssertionError(f"no poll came:\n{running.text}")
        time.sleep(0.05)
    return (polls[0] - running.stop().began) / 1e6


def _theirs(server):
    """The milliseconds that Python takes for what the function does before it can be called."""
    return 1000 * Running([PYTHON, f"{HERE}/guide_calls.py", "nothing", "0"], surroundings(server, server)).end().wall
