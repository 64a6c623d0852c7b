"""Objects that are compressed, and requests that are, each beside the same without."""

from objects import compressed, large
from programs import OURS, relayed, surroundings, tool
from sampling import by_turns, median, ratios, seconds, spread
from stand_ins import StandIn


def measure(table, is_quick):
    thing = large("csv")
    objects = {"plain": thing.path, "packed": compressed(thing).path}
    with StandIn(tool("stand-in"), objects) as storage, StandIn(tool("stand-in")) as monitor:

        def run(key, **more):
            before = monitor.counts()["bytes"]
            taken = relayed(
                monitor, thing.rows, [OURS, "replay", f"s3://bucket/{key}"], surroundings(storage, monitor, **more))
            taken.bytes = monitor.counts()["bytes"] - before
            return taken

        taken = by_turns(
            2 if is_quick else 5, plain=lambda: run("plain"), inflated=lambda: run("packed"),
            deflated=lambda: run("plain", RELAY_COMPRESSION="gzip"))
    for name, what in (("inflated", "gzip in, 64 MiB of csv"), ("deflated", "gzip out, 64 MiB of csv")):
        quotients = ratios(*([one.processor for one in taken[way]] for way in (name, "plain")))
        share = taken[name][0].bytes / taken["plain"][0].bytes
        sent = f", {share:.2f} of the bytes" if share < 1 else ""
        table.add(
            what, _told(taken[name]), f"without: {_told(taken['plain'])}", told=f"{spread(quotients, '×')} CPU{sent}")


def _told(runs):
    return f"{seconds([run.wall for run in runs])}, CPU {seconds([median([run.processor for run in runs])])}"
