#!/usr/bin/env python3
"""Runs the commands of README.md as they stand, each block in a shell of its own, and compares what it prints with the
block of rows behind it, if there is one."""

import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# What calls this test cannot be called by it.
RUN_BY_ITSELF = {"Tests/run"}


def blocks(text):
    """The shell blocks with the rows that the README says they print, or None."""
    pattern = r"^```sh\n(.*?)^```\n(?:```json\n(.*?)^```\n)?"
    return [(match[1], match[2]) for match in re.finditer(pattern, text, re.S | re.M)]


def run(commands):
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=600,
    )


def main():
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        found = blocks(file.read())
    failed = 0
    for commands, rows in found:
        if commands.strip() in RUN_BY_ITSELF:
            continue
        done = run(commands)
        problem = None
        if done.returncode != 0:
            problem = f"it ended with {done.returncode}:\n{done.stderr}"
        elif rows is not None and done.stdout != rows:
            problem = f"it printed\n{done.stdout}where the README says\n{rows}"
        elif rows is None and not done.stdout:
            problem = "it printed nothing"
        print(f"{'failed' if problem else 'passed'}: {commands.strip().splitlines()[-1]}")
        if problem:
            failed += 1
            print(problem)
    if len(found) < 5:
        print("the README has hardly a command; was its form changed?")
        failed += 1
    print(f"readme: {len(found)} blocks, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
