"""From the S3 server to the monitor's acceptance, as whole processes."""

from objects import KINDS, captures, large
from programs import HERE, OURS, PYTHON, relayed, surroundings, tool
from sampling import by_turns, median, ratios, short, spread
from stand_ins import StandIn
from table import Target

MOST_MEMORY = Target(at_most=32, stretch=20)


def measure(table, is_quick):
    small = {kind: captures(kind, 1000) for kind in KINDS}
    full = {kind: large(kind) for kind in KINDS}
    objects = {}
    for kind in KINDS:
        objects[f"{kind}-small"] = small[kind].path
        objects[f"{kind}-64"] = full[kind].path
        objects[f"{kind}-512"] = f"{full[kind].path}*8"
        objects[f"{kind}-4096"] = f"{full[kind].path}*64"
    with StandIn(tool("stand-in"), objects) as storage, StandIn(tool("stand-in")) as monitor:
        meeting = Meeting(storage, monitor)
        for kind in KINDS:
            _small(table, meeting, kind, small[kind].rows, 3 if is_quick else 7)
        middle = {}
        for kind in KINDS:
            middle[kind] = _middle(table, meeting, kind, full[kind].rows, 2 if is_quick or kind != "csv" else 5)
        if is_quick:
            return
        for kind in KINDS:
            _large(table, meeting, kind, full[kind].rows * 8, middle[kind])
        taken = meeting.ours("csv", "csv-4096", full["csv"].rows * 64)
        table.add(
            "4 GiB, csv, memory", f"{short(taken.wall)} s, {short(taken.peak)} MiB", "", taken.peak,
            f"{short(taken.peak)} MiB", MOST_MEMORY)


class Meeting:
    """Ours and theirs between the same servers."""

    def __init__(self, storage, monitor):
        self.storage, self.monitor = storage, monitor

    def ours(self, kind, key, rows):
        environment = surroundings(self.storage, self.monitor, kind)
        return relayed(self.monitor, rows, [OURS, "replay", f"s3://bucket/{key}"], environment)

    def theirs(self, key, rows):
        environment = surroundings(self.storage, self.monitor)
        return relayed(self.monitor, rows, [PYTHON, f"{HERE}/guide_function.py", key], environment)

    def both(self, rounds, kind, key, rows):
        return by_turns(
            rounds, ours=lambda: self.ours(kind, key, rows), theirs=lambda: self.theirs(key, rows))


def _told(runs):
    wall, processor = [run.wall for run in runs], [run.processor for run in runs]
    return (
        f"{spread(wall)} s, CPU {short(median(processor))} s, {max(run.peak for run in runs):.0f} MiB")


def _ratio(taken, name):
    return ratios([getattr(run, name) for run in taken["theirs"]], [getattr(run, name) for run in taken["ours"]])


def _add(table, what, taken, name, target=None):
    quotients = _ratio(taken, name)
    named = {"wall": "wall", "processor": "CPU"}[name]
    table.add(
        f"{what}, {named}", _told(taken["ours"]), _told(taken["theirs"]), median(quotients), spread(quotients, "×"),
        target)


def _add_memory(table, what, runs):
    peak = max(run.peak for run in runs)
    table.add(f"{what}, memory", f"{short(peak)} MiB", "", peak, f"{short(peak)} MiB", MOST_MEMORY)


def _small(table, meeting, kind, rows, rounds):
    what, taken = f"1,000 lines, {kind}", meeting.both(rounds, kind, f"{kind}-small", rows)
    is_target = kind == "csv"
    _add(table, what, taken, "wall", Target(at_least=60, stretch=80) if is_target else None)
    if is_target:
        wall = [1000 * run.wall for run in taken["ours"]]
        table.add(
            f"{what}, time", f"{spread(wall)} ms", "", median(wall), f"{short(median(wall))} ms",
            Target(at_most=30, stretch=15))
    _add_memory(table, what, taken["ours"])


def _middle(table, meeting, kind, rows, rounds):
    what, taken = f"64 MiB, {kind}", meeting.both(rounds, kind, f"{kind}-64", rows)
    is_target = kind == "csv"
    _add(table, what, taken, "wall", Target(at_least=25, stretch=35, fails=17) if is_target else None)
    _add(table, what, taken, "processor", Target(at_least=30, stretch=45, fails=22) if is_target else None)
    _add_memory(table, what, taken["ours"])
    return taken["ours"]


def _large(table, meeting, kind, rows, middle):
    """The Python function takes a minute and 4 GiB for it, and so it does it once."""
    what, key = f"512 MiB, {kind}", f"{kind}-512"
    smaller = lambda: meeting.ours(kind, f"{kind}-64", rows // 8)
    runs = by_turns(5, ours=lambda: meeting.ours(kind, key, rows), smaller=smaller)
    theirs = [meeting.theirs(key, rows)]
    taken = {"ours": runs["ours"], "theirs": theirs}
    quotient = theirs[0].wall / median([run.wall for run in runs["ours"]])
    table.add(f"{what}, wall", _told(taken["ours"]), _told(theirs), quotient, f"{short(quotient)}×")
    growth = ratios([run.wall for run in runs["ours"]], [run.wall for run in runs["smaller"]])
    table.add(
        f"{what} against 64 MiB", _told(runs["ours"]), "", median(growth), spread(growth, "×"),
        Target(at_most=8.5, stretch=7.5) if kind == "csv" else None)
    _add_memory(table, what, runs["ours"])
