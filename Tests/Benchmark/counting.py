"""Counts instructions with callgrind."""

import os
import re
import subprocess
import tempfile


def instructions(*command):
    """The instructions of a command, which are the same on every run."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        path = os.path.join(folder, "callgrind")
        ended = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={path}", *command], capture_output=True, text=True,
            stdin=subprocess.DEVNULL, check=False)
        if ended.returncode != 0:
            raise AssertionError(f"valgrind failed with {command[0]}:\n{ended.stderr[-3000:]}")
        with open(path, encoding="utf-8") as file:
            return int(re.search(r"^totals: *(\d+)", file.read(), re.MULTILINE)[1])
