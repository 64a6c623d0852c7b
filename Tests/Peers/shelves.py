"""What a delivery keeps and sends beside its rows, done by the same code as in the program."""

import os
import subprocess

from processes import ROOT
from program import environment, refuse_secrets

PATH = os.path.join(ROOT, ".build", "debug", "UseShelf")


def started(*words, settings):
    """One thing being done; see Tests/Shelves/UseShelf.swift."""
    return subprocess.Popen(
        [PATH, *words], env=environment(settings), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True)


def ended(process):
    """What came of it."""
    output, errors = process.communicate(timeout=60)
    refuse_secrets(output + errors, "what UseShelf printed")
    if process.returncode or errors:
        raise AssertionError(f"UseShelf ended with {process.returncode}: {errors}")
    return output.rstrip("\n")


def use(*words, settings):
    """Does one thing and tells what came of it."""
    return ended(started(*words, settings=settings))
