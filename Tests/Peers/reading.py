"""What the tests of reading from S3 have in common: two servers, and what a run of the program is held to."""

import functools
import json
import time
import unittest

import captures
from processes import scratch
from storage import Moto, Rclone


@functools.cache
def moto():
    """moto with some buckets, started when it is first asked for."""
    started = Moto()
    for name in ("bucket", "versions", "dotted.bucket"):
        started.client().create_bucket(Bucket=name)
    started.client().put_bucket_versioning(Bucket="versions", VersioningConfiguration={"Status": "Enabled"})
    return started


@functools.cache
def rclone():
    """rclone's S3 server, started when it is first asked for."""
    return Rclone()


class Reading(unittest.TestCase):
    """What the tests have in common."""

    def assertDelivers(self, ending, names, lines=3):
        """All was delivered: the rows of these objects, in this order, each once."""
        self.assertEqual(ending.code, 0, ending.errors)
        self.assertEqual(ending.rows, [row for name in names for row in captures.rows(name, lines)])

    def assertRefuses(self, ending, *words):
        """Nothing was delivered, and the words say why."""
        self.assertEqual(ending.code, 4, ending.errors)
        self.assertEqual(ending.output, "")
        for word in words:
            self.assertIn(word, ending.errors)

    def put(self, key, name=None, bucket="bucket", **more):
        """Puts a small object into moto and returns its URI."""
        moto().client().put_object(Bucket=bucket, Key=key, Body=captures.content(name or key), **more)
        return f"s3://{bucket}/{key}"

    def event(self, *records):
        """A file with an event."""
        path = scratch(f"event-{time.monotonic_ns()}.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(captures.notification(*records), file)
        return path
