"""1,000 lines over TLS, with the system's certificates where the system has them."""

from authorities import Authorities
from objects import captures
from programs import OURS, relayed, surroundings, tool
from sampling import by_turns, median, short, spread
from stand_ins import StandIn
from table import Target


def measure(table, is_quick):
    thing, authorities, rounds = captures("csv", 1000), Authorities(), 5 if is_quick else 25
    objects = {"captures": thing.path}
    with StandIn(tool("stand-in"), objects, authorities.certificate) as both_tls, \
            StandIn(tool("stand-in"), objects) as plain:

        def run(storage, monitor):
            environment = surroundings(storage, monitor)
            command = [OURS, "replay", "s3://bucket/captures"]
            return 1000 * relayed(monitor, thing.rows, command, environment, authorities.enter).wall

        taken = by_turns(
            rounds, everything=lambda: run(both_tls, both_tls), monitor=lambda: run(plain, both_tls),
            nothing=lambda: run(plain, plain))
    told = f"{spread(taken['nothing'], ' ms')} without TLS"
    for name, what in (("everything", "S3 and monitor"), ("monitor", "monitor alone")):
        middle = median(taken[name])
        table.add(
            f"1,000 lines over TLS, {what}", f"{spread(taken[name], ' ms')}; {told}", "", middle, f"{short(middle)} ms",
            Target(at_most=45, stretch=30, unit=" ms") if name == "everything" else None)
