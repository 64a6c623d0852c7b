"""From the S3 server to the monitor's acceptance, as whole processes."""

import subprocess

from objects import KINDS, captures, large
from programs import HERE, OURS, PYTHON, TRANSFORM, relayed, surroundings, tool
from sampling import by_turns, median, ratios, seconds, short, spread
from stand_ins import StandIn
from table import Target

MOST_MEMORY = Target(at_most=32, stretch=20, unit=" MiB")


def measure(table, is_quick):
    small = {kind: captures(kind, 1000) for kind in KINDS}
    full = {kind: large(kind) for kind in KINDS}
    objects = {}
    for kind in KINDS:
        objects[f"{kind}-small"] = small[kind].path
        for size in (64, 512, 4096):
            objects[f"{kind}-{size}"] = f"{full[kind].path}*{size // 64}"
    with StandIn(tool("stand-in"), objects) as storage, StandIn(tool("stand-in")) as monitor:
        meeting = Meeting(table, storage, monitor)
        for kind in KINDS:
            meeting.small(kind, small[kind].rows, 5 if is_quick else 15)
        for kind in KINDS:
            meeting.middle(kind, full[kind].rows, 2 if is_quick else 7 if kind == "csv" else 3)
        if not is_quick:
            for kind in KINDS:
                meeting.large(kind, full[kind].rows * 8)
            meeting.ours("csv", "csv-4096", full["csv"].rows * 64, size="4 GiB")
        meeting.memory()


class Meeting:
    """Ours and theirs between the same servers."""

    def __init__(self, table, storage, monitor):
        self.table, self.storage, self.monitor = table, storage, monitor
        # The most MiB that ours had, by the size of the object.
        self.peaks = {}

    def ours(self, kind, key, rows, size):
        environment = surroundings(self.storage, self.monitor, kind)
        taken = relayed(self.monitor, rows, [OURS, "replay", f"s3://bucket/{key}"], environment)
        self.peaks[size] = max(self.peaks.get(size, 0), taken.peak)
        return taken

    def theirs(self, key, rows):
        environment = surroundings(self.storage, self.monitor)
        return relayed(self.monitor, rows, [PYTHON, f"{HERE}/guide_function.py", key], environment)

    def carried(self, key, rows):
        """The same traffic without any work, and a body of full size for each post."""
        body, posts = tool("body"), -(-rows // 1000)
        with open(body, "wb") as file:
            subprocess.run([TRANSFORM, "bodies", "csv", captures("csv", 1000).path], check=True, stdout=file)
        ports = [str(server.port) for server in (self.storage, self.monitor)]
        return relayed(self.monitor, posts * 1000, [tool("carry"), *ports, key, body, str(posts)], {})

    def both(self, rounds, kind, key, rows, size, **more):
        return by_turns(
            rounds, ours=lambda: self.ours(kind, key, rows, size), theirs=lambda: self.theirs(key, rows), **more)

    def small(self, kind, rows, rounds):
        what, taken = f"1,000 lines, {kind}", self.both(rounds, kind, f"{kind}-small", rows, "1,000 lines")
        is_target = kind == "csv"
        self._add(what, taken, "wall", Target(at_least=60, stretch=80, unit="×") if is_target else None)
        if is_target:
            wall = [run.wall for run in taken["ours"]]
            self.table.add(
                f"{what}, time", seconds(wall), "", 1000 * median(wall), seconds([median(wall)]),
                Target(at_most=30, stretch=15, unit=" ms"))

    def middle(self, kind, rows, rounds):
        is_target, key = kind == "csv", f"{kind}-64"
        more = {"carried": lambda: self.carried(key, rows)} if is_target else {}
        what, taken = f"64 MiB, {kind}", self.both(rounds, kind, key, rows, "64 MiB", **more)
        self._add(what, taken, "wall", Target(at_least=25, stretch=35, fails=17, unit="×") if is_target else None)
        self._add(what, taken, "processor", Target(at_least=30, stretch=45, fails=22, unit="×") if is_target else None)
        if is_target:
            taken["ours"] = taken["carried"]
            self._add("64 MiB, bytes carried by bare sockets", taken, "processor", None)

    def large(self, kind, rows):
        """Python takes a minute and 4 GiB for it, and so it does it once."""
        what, key = f"512 MiB, {kind}", f"{kind}-512"
        runs = by_turns(
            5 if kind == "csv" else 3, ours=lambda: self.ours(kind, key, rows, "512 MiB"),
            smaller=lambda: self.ours(kind, f"{kind}-64", rows // 8, "64 MiB"))
        theirs = self.theirs(key, rows)
        quotient = theirs.wall / median([run.wall for run in runs["ours"]])
        self.table.add(f"{what}, wall", _told(runs["ours"]), _told([theirs]), told=f"{short(quotient)}×")
        growth = ratios(*([run.wall for run in runs[name]] for name in ("ours", "smaller")))
        self.table.add(
            f"512 MiB against 64 MiB, {kind}, wall", _told(runs["ours"]), "", median(growth), spread(growth, "×"),
            Target(at_most=8.5, stretch=7.5, unit="×") if kind == "csv" else None)

    def memory(self):
        most = max(self.peaks.values())
        self.table.add(
            f"peak memory, {', '.join(self.peaks)}",
            f"{', '.join(short(peak) for peak in self.peaks.values())} MiB", "", most, f"{short(most)} MiB",
            MOST_MEMORY)

    def _add(self, what, taken, name, target):
        quotients = ratios(*([getattr(run, name) for run in taken[side]] for side in ("theirs", "ours")))
        named = {"wall": "wall", "processor": "CPU"}[name]
        self.table.add(
            f"{what}, {named}", _told(taken["ours"]), _told(taken["theirs"]), median(quotients),
            spread(quotients, "×"), target)


def _told(runs):
    processor = seconds([median([run.processor for run in runs])])
    return f"{seconds([run.wall for run in runs])}, CPU {processor}, {max(run.peak for run in runs):.0f} MiB"
