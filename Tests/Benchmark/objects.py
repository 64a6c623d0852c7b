"""The capture objects that are relayed: made once, and kept in .build/benchmark."""

import gzip
import os
import subprocess

from programs import TRANSFORM, tool

MEBIBYTES_64 = 64 << 20
KINDS = ["csv", "json", "base64"]


class Object:
    """A file of captures, and how many rows it has."""

    def __init__(self, path, rows):
        self.path, self.rows = path, rows
        self.bytes = os.path.getsize(path)


def captures(kind, count):
    """So many captures of a kind, or a line of so many rows."""
    path = tool(f"{kind}-{count}.jsonl")
    if not os.path.exists(path) or os.path.getmtime(path) < os.path.getmtime(TRANSFORM):
        with open(path + ".new", "wb") as file:
            subprocess.run([TRANSFORM, "make", kind, str(count)], check=True, stdout=file)
        os.replace(path + ".new", path)
    return Object(path, count)


def large(kind, size=MEBIBYTES_64):
    """As many captures of a kind as come nearest to a size."""
    return captures(kind, size * 1000 // captures(kind, 1000).bytes)


def compressed(thing):
    """The same in gzip."""
    path = thing.path + ".gz"
    if not os.path.exists(path) or os.path.getmtime(path) < os.path.getmtime(thing.path):
        with open(thing.path, "rb") as file, gzip.open(path, "wb", compresslevel=6) as packed:
            packed.write(file.read())
    return Object(path, thing.rows)
