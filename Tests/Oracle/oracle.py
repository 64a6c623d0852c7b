#!/usr/bin/env python3
"""Compares the relay with a Python program that maps the same captures by the same rules.

    oracle.py [--lines N] [--seed S] [--relay PROGRAM] [--keep FOLDER]

Each line's rows are known three times: as the generator meant them, as `mapping` reads them back with json and csv, and
as the relay writes them. All three must be equal, and so must the counts of lines that give no rows.
"""

import argparse
import collections
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time

import generate
from exact import load, refuse, same
from mapping import map_line

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHOWN = 5  # differences of each scenario


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--lines", type=int, default=20_000)
    arguments.add_argument("--seed", default=str(random.SystemRandom().randrange(10**9)))
    arguments.add_argument("--relay", default=os.path.join(ROOT, ".build/release/capture-relay"))
    arguments.add_argument("--keep", help="a folder to keep the captures in")
    arguments.add_argument("--no-relay", action="store_true", help="only check the generator against the mapping")
    options = arguments.parse_args()
    print(f"oracle: seed {options.seed}, {options.lines} lines", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        differences = compare_all(options, os.path.abspath(options.keep or os.path.realpath(folder)))
    if differences:
        print(f"oracle: {differences} differences; to repeat: ORACLE_SEED={options.seed} Tests/run oracle")
    return bool(differences)


def compare_all(options, folder):
    differences, lines, rows = 0, 0, 0
    for path, scenario in generate.scenarios(options.seed, options.lines, folder):
        began = time.monotonic()
        settings = generate.write(path, scenario)
        found = list(disagreements(scenario))
        if not options.no_relay:
            found += relay_differences(options.relay, path, settings, scenario)
        name = os.path.basename(generate.top(path))
        count = sum(len(line.rows) for line in scenario.lines)
        print(f"  {name:16} {len(scenario.lines):6} lines {count:7} rows {time.monotonic() - began:5.1f} s"
              f"  {len(found) and f'{len(found)} differences' or 'equal'}", flush=True)
        if found:
            print("    " + "\n    ".join(f"{name}={value}" for name, value in scenario.settings.variables().items()))
        for difference in found[:SHOWN]:
            print("    " + difference.encode("utf-8", "backslashreplace").decode())
        differences, lines, rows = differences + len(found), lines + len(scenario.lines), rows + count
    print(f"oracle: {lines} lines, {rows} rows, {differences} differences")
    return differences


def disagreements(scenario):
    """Where the mapping does not read what the generator meant: one of the two is wrong then, not the relay."""
    for line in scenario.lines:
        verdict, rows = map_line(line.data, scenario.settings, scenario.place)
        if verdict != line.verdict or (verdict == "rows" and not same_rows(line.rows, rows)):
            yield (f"the generator and the Python mapping disagree ({line.kind}):\n      meant  {line.verdict} {line.rows}"
                   f"\n      read   {verdict} {rows}\n      line   {shown(line.data)}")


def same_rows(meant, read):
    """Two rows that were both made here: quantities stand on both sides."""
    return repr(meant) == repr(read)


def relay_differences(relay, path, settings, scenario):
    """What the relay writes and counts otherwise than was meant."""
    summary = os.path.join(generate.top(path), "summary.json")
    command = [relay, "replay", "--env-file", settings, "--summary", summary, path]
    try:
        result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=300,
                                env={"PATH": os.environ["PATH"]})
    except (OSError, subprocess.TimeoutExpired) as error:
        return [f"the relay did not run: {error}"]
    counts = collections.Counter(line.verdict for line in scenario.lines)
    status = 3 if counts["quarantined"] else 0
    if result.returncode != status:
        log = result.stderr.decode(errors="replace")[-2000:]
        return [f"the relay ended with {result.returncode}, not {status}; its log ends with\n{log}"]
    found = row_differences(result.stdout, scenario)
    try:
        with open(summary, encoding="utf-8") as file:
            counted = json.load(file)
    except (OSError, ValueError) as error:
        return [*found, f"the summary cannot be read: {error}"]
    meant = {"lines": len(scenario.lines), "blank": counts["blank"], "ignored": counts["ignored"],
             "quarantined": counts["quarantined"], "delivered": counts["rows"],
             "rows": sum(len(line.rows) for line in scenario.lines)}
    return found + [f"the summary counts {name} {counted.get(name)}, not {number}"
                    for name, number in meant.items() if counted.get(name) != number]


def row_differences(output, scenario):
    """Compares row by row, in order, and goes on behind a difference."""
    written, found, at = output.decode("utf-8", "backslashreplace").split("\n"), [], 0
    if written.pop() != "":
        found.append("the last row does not end with a line break")
    for line in scenario.lines:
        rows = [parsed(text) for text in itertools.islice(written, at, at + len(line.rows))]
        if len(rows) == len(line.rows) and all(map(same, line.rows, rows)):
            at += len(rows)
            continue
        meant = f"{line.kind}:\n      line   {shown(line.data)}\n      meant  "
        # A line that was left out shows in the rows of the next one coming early; else its rows are taken as it meant.
        if starts_here(written, at, scenario, line):
            found.append(f"{meant}{line.rows or line.verdict}\n      relay  no rows")
        else:
            index = next((i for i, pair in enumerate(zip(line.rows, rows)) if not same(*pair)), len(rows))
            found.append(f"{meant}{line.rows[index]}\n      relay  {rows[index] if index < len(rows) else 'no more rows'}")
            at += len(line.rows)
        if len(found) > 50:
            return found
    if at != len(written):
        found.append(f"the relay wrote {len(written) - at} rows too many, the first: {written[at][:300] if at < len(written) else ''}")
    return found


def starts_here(written, at, scenario, after):
    """Whether the rows of a line soon after one begin at a place already; several lines may be left out in a row."""
    if at == len(written):
        return True
    rest = itertools.dropwhile(lambda line: line is not after, scenario.lines)
    following = itertools.islice((line for line in itertools.islice(rest, 1, None) if line.rows), 8)
    row = parsed(written[at])
    return any(same(line.rows[0], row) for line in following)


def parsed(text):
    try:
        return load(text, constant=refuse)
    except ValueError as error:
        return f"no JSON ({error}): {text}"


def shown(data):
    """A line as far as it can be shown."""
    text = data.decode("utf-8", "backslashreplace")
    return text if len(text) < 1500 else text[:1500] + f"… ({len(data)} bytes)"


if __name__ == "__main__":
    sys.exit(main())
