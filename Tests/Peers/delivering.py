"""What the tests of faults have in common: what a run claims, and what the monitor knows, must agree."""

import glob
import itertools
import json
import os
import re
import time
import unittest

import ledger
from monitor import Monitor
from processes import scratch
from program import replay
from reading import moto

_numbers = itertools.count()

# Retries that do not make a test wait.
PATIENCE = {"RELAY_RETRY_SECONDS": "20", "AWS_MAX_ATTEMPTS": "3"}


def folder(word):
    """A folder that is not there yet, and its URL."""
    path = scratch(f"{word}-{next(_numbers)}")
    return path, f"file://{path}"


def name(word):
    """A name for an object that no other object has."""
    return f"{word}-{next(_numbers)}"


def buckets(*names):
    """Makes buckets in moto that are not there yet."""
    known = {each["Name"] for each in moto().client().list_buckets()["Buckets"]}
    for each in set(names) - known:
        moto().client().create_bucket(Bucket=each)


def contents(client, bucket, prefix):
    """What the objects of a bucket hold whose keys begin so."""
    listed = client.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
    return [client.get_object(Bucket=bucket, Key=each["Key"])["Body"].read() for each in listed]


class Delivering(unittest.TestCase):
    """Holds a run to the contract."""

    def monitor(self, *arguments, **more):
        made = Monitor(*arguments, **more)
        self.addCleanup(made.__exit__)
        return made

    def assertSums(self, summary):
        """Every line and every row is accounted for, in all and in each object."""
        self.assertIsNotNone(summary, "there is no summary")
        for part in (summary, *summary["objectsDetail"]):
            self.assertEqual(part["lines"], sum(part[kind] for kind in (
                "blank", "ignored", "quarantined", "delivered", "resumed", "undelivered")), part)
            self.assertEqual(
                part["rows"], part["accepted"] + part["rejected"] + part["undeliveredRows"], part)
            self.assertGreaterEqual(min(value for value in part.values() if isinstance(value, int)), 0, part)
        for detail in summary["objectsDetail"]:
            if detail["undelivered"]:
                self.assertIn(detail["outcome"], ("partial", "failed"), detail)

    def replay(self, arguments, settings, *codes, seconds=60):
        """Runs the program, which must end with one of the codes, with sums that hold."""
        ending = replay(*arguments, settings={**PATIENCE, **settings}, seconds=seconds)
        self.assertIn(ending.code, codes, f"{ending.errors[-3000:]}\n{ending.summary}")
        self.assertSums(ending.summary)
        if ending.code == 4:
            self.assertGreater(ending.summary["failed"], 0)
            self.assertTrue(all(detail["reason"] for detail in ending.summary["objectsDetail"]
                                if detail["outcome"] in ("partial", "failed")), ending.summary)
        if ending.code in (0, 3):
            self.assertEqual((ending.summary["undelivered"], ending.summary["failed"]), (0, 0), ending.summary)
        return ending

    def replay_when_free(self, arguments, settings, *codes, seconds=60, patience=90):
        """The same, again and again as long as a lease of one that was killed stands in the way."""
        end = time.monotonic() + patience
        while True:
            ending = self.replay(arguments, settings, 4, *codes, seconds=seconds)
            if ending.code in codes and not self.is_leased(ending):
                return ending
            if not self.is_leased(ending) or time.monotonic() > end:
                self.assertIn(ending.code, codes, ending.errors[-3000:])
            time.sleep(0.5)

    @staticmethod
    def is_leased(ending):
        """Whether a run found that another one works on the object."""
        return ending.code == 4 and re.search(r"lease|another (run|relay|delivery|one)", ending.errors) is not None

    def settle(self, fault, monitor, expected, tried=1, repeats=None, note=True):
        """The union of what the monitor took is exactly this; enters it into the ledger."""
        expected, taken = set(expected), set(monitor.counts)
        lost = expected - taken
        if note:
            ledger.enter(fault, tried, len(expected), len(lost), monitor.repeated)
        self.assertEqual(sorted(lost)[:5], [], f"{len(lost)} rows of {len(expected)} are lost")
        self.assertEqual(sorted(taken - expected)[:5], [], "the monitor has rows that were not in the object")
        if repeats is not None:
            self.assertLessEqual(monitor.repeated, repeats, "rows were repeated")

    def quarantined(self, path):
        """The records of a quarantine folder."""
        records = []
        for file in self.quarantine_files(path):
            with open(file, encoding="utf-8") as text:
                records += [json.loads(line) for line in text]
        for record in records:
            self.assertEqual(record["captureRelay"], "quarantine/1")
        return records

    @staticmethod
    def quarantine_files(path):
        found = sorted(glob.glob(os.path.join(path, "**", "*"), recursive=True))
        return [file for file in found if os.path.isfile(file)]

    def assertCounts(self, ending, capture, accepted=None, rejected=0):
        """What the summary says is what the object is."""
        summary = ending.summary
        self.assertEqual(
            {name: summary[name] for name in ("lines", "blank", "ignored", "accepted", "rejected")},
            {"lines": capture.lines, "blank": capture.blank, "ignored": capture.ignored,
             "accepted": len(capture.ids) if accepted is None else accepted, "rejected": rejected}, summary)
