"""What the tests of the function have in common: objects in rclone's S3 server, and a file for rows."""

import os
import time
import unittest

import captures
from network import Door
from processes import scratch
from reading import rclone

MISSING = captures.record("bucket", "nothing.jsonl")


class Rig(unittest.TestCase):
    """Two objects, and settings to relay them."""

    @classmethod
    def setUpClass(cls):
        cls.storage = rclone()
        for name in ("one.jsonl", "two.jsonl"):
            cls.storage.put(name, captures.content(name))
        cls.one, cls.two = (captures.record("bucket", name) for name in ("one.jsonl", "two.jsonl"))

    def setUp(self):
        self.file = scratch(f"rows-{time.monotonic_ns()}.jsonl")
        self.settings = {**self.storage.settings, "RELAY_SINK": "file", "RELAY_FILE": self.file}

    def rows(self):
        """The rows that were written so far."""
        if not os.path.exists(self.file):
            return []
        with open(self.file, encoding="utf-8") as file:
            return captures.parsed(file.read())

    def stalled(self, **more):
        """A door behind which objects begin and do not go on, and the settings to go through it."""
        door = Door(self.storage.port, holds=[700] * 20, **more)
        self.addCleanup(door.__exit__)
        return door, {**self.settings, "AWS_ENDPOINT_URL_S3": door.url}
