"""From an object's bytes in memory to the bytes of the requests, on one core: seconds of the processor."""

import hashlib
import subprocess

from objects import large
from programs import HERE, PYTHON, TRANSFORM, Running, output_of, surroundings, tool
from sampling import by_turns, median, ratios, short, spread
from stand_ins import StandIn
from table import Target

TARGETS = {
    "csv": Target(at_least=50, stretch=70, unit="×"), "csv typed": Target(at_least=30, stretch=50, unit="×"),
    "json": Target(at_least=40, stretch=55, unit="×"), "base64": Target(at_least=40, stretch=55, unit="×"),
}

# simdjson takes the widest vectors that the machine has; ours are those that each machine of its kind has.
NARROW = {"SIMDJSON_FORCE_IMPLEMENTATION": "westmere"}


def measure(table, is_quick):
    with StandIn(tool("stand-in")) as server:
        environment, rounds = surroundings(server, server), 2 if is_quick else 5
        csv = large("csv")
        _compare_bodies(csv)
        taken = by_turns(
            rounds, ours=lambda: _ours("csv", csv), typed=lambda: _ours("csv", csv, "typed"),
            simdjson=lambda: _simdjson("time", csv), narrow=lambda: _simdjson("time", csv, NARROW),
            memcpy=lambda: _simdjson("copy", csv), python=lambda: _python(csv, environment))
        _add(table, "csv", csv, taken["ours"], taken["python"])
        _add(table, "csv typed", csv, taken["typed"], taken["python"])
        for kind in ("json", "base64"):
            thing = large(kind)
            runs = by_turns(
                min(rounds, 3), ours=lambda: _ours(kind, thing), python=lambda: _python(thing, environment))
            _add(table, kind, thing, runs["ours"], runs["python"])
        quotients = ratios(taken["simdjson"], taken["ours"])
        table.add(
            "transform, csv, against simdjson", _speed(csv, taken["ours"]), _speed(csv, taken["simdjson"]),
            median(quotients), spread(quotients, "×"), Target(at_least=0.6, stretch=0.9, unit="×"))
        for name, what in (("narrow", "simdjson with vectors of 16 bytes"), ("memcpy", "memcpy")):
            table.add(
                f"transform, csv, against {what}", _speed(csv, taken["ours"]), _speed(csv, taken[name]),
                told=spread(ratios(taken[name], taken["ours"]), "×"))


def _add(table, name, thing, ours, theirs):
    quotients = ratios(theirs, ours)
    table.add(
        f"transform, {name}", _speed(thing, ours), _speed(thing, theirs), median(quotients), spread(quotients, "×"),
        TARGETS[name])


def _speed(thing, times):
    return spread([thing.bytes / 1e6 / time for time in times], " MB/s")


def _seconds(text, rows=None):
    """The processor's time in the middle of a program's rounds."""
    lines = [line.split() for line in text.splitlines() if line.startswith("seconds ")]
    if rows is not None and any(int(words[4]) != rows for words in lines):
        raise AssertionError(f"not {rows} rows in each round:\n{text}")
    return median([float(words[2]) for words in lines])


def _ours(kind, thing, *more):
    return _seconds(output_of(TRANSFORM, "time", kind, thing.path, "7", *more), thing.rows)


def _simdjson(command, thing, environment=None):
    text = output_of(tool("simdjson"), command, thing.path, "7", environment=environment)
    return _seconds(text, thing.rows if command == "time" else None)


def _python(thing, environment):
    running = Running([PYTHON, f"{HERE}/guide_transform.py", thing.path, "1"], environment)
    running.end()
    return _seconds(running.text, thing.rows)


def _compare_bodies(thing):
    """What is compared with simdjson must be the same work: the same bytes come out."""
    hashes = []
    for command in ([TRANSFORM, "bodies", "csv"], [tool("simdjson"), "bodies"]):
        with subprocess.Popen([*command, thing.path], stdout=subprocess.PIPE) as process:
            hashes.append(hashlib.file_digest(process.stdout, "sha256").hexdigest())
    if hashes[0] != hashes[1]:
        raise AssertionError("the batches of simdjson have other bytes than ours")
