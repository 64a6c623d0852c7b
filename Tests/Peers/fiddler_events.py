"""Fiddler's own client and the program publish the same rows to the same monitor: the requests must be the same."""

import functools
import json
import logging
import math
import os
import time
import unittest

os.environ["TQDM_DISABLE"] = "1"  # no bars of progress between our lines

import fiddler

from processes import ROOT, scratch
from program import replay, secret
from recorder import Recorder

logging.disable(logging.WARNING)

MODEL = "4531bfd9-2ca2-4a7b-bb5a-136c8da09ca2"
TOKEN = secret("token-for-fiddler")
COLUMNS = ["CreditScore", "Geography", "Age", "Tenure", "Balance", "HasCrCard"]
OUTPUT = "probability_churned"
TIME = "timestamp"

# What a server may look at; the rest belongs to the HTTP library of either.
HEADERS = [
    "Authorization", "Content-Type", "Content-Encoding", "Expect", "Transfer-Encoding", "X-Fiddler-Client-Name",
    "X-Fiddler-Client-Version", "X-Fiddler-Client-Retry",
]


def guide(url, **more):
    """The variables of Fiddler's guide, and nothing of the settings that other suites share."""
    return {
        "CAPTURE_INPUT_COLUMNS": "", "CAPTURE_OUTPUT_COLUMNS": "", "CAPTURE_ID_COLUMN": "",
        "FIDDLER_URL": url, "FIDDLER_TOKEN": TOKEN, "FIDDLER_MODEL_UUID": MODEL,
        "FIDDLER_MODEL_COLUMNS": ",".join(COLUMNS), "FIDDLER_MODEL_OUTPUT_COLUMN": OUTPUT, **more,
    }


def moment(number):
    return f"2026-11-20T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z"


def capture(number, data, output, kind="CSV", content="text/csv"):
    """A line of a capture file."""
    def side(mode, text):
        return {"observedContentType": content, "mode": mode, "data": text, "encoding": kind}

    return json.dumps({
        "captureData": {"endpointInput": side("INPUT", data), "endpointOutput": side("OUTPUT", output)},
        "eventMetadata": {"eventId": f"event-{number}", "inferenceTime": moment(number)}, "eventVersion": "0",
    })


def churn(number, with_time):
    """A row as Fiddler's guide makes it: every value is text."""
    values = [str(350 + number % 500), ["France", "Spain", "Germany"][number % 3], str(18 + number % 60),
              str(number % 10), f"{number * 1.25}", str(number % 2)]
    row = dict(zip(COLUMNS, values))
    if with_time:
        row[TIME] = moment(number)
    row[OUTPUT] = f"0.{number:05}"
    return row


def lines_of(rows):
    """The captures that such rows come from."""
    return [
        capture(number, ",".join(row[name] for name in COLUMNS), row[OUTPUT] + "\n") for number, row in enumerate(rows)]


def file_of(lines):
    path = scratch(f"captures-{time.monotonic_ns()}.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        file.write("".join(line + "\n" for line in lines))
    return path


class FiddlersOwnClient(unittest.TestCase):
    """The client of Fiddler publishes the rows; the program publishes the captures that they were taken from."""

    maxDiff = 4000

    def publish(self, rows, instead=()):
        """The requests of Fiddler's client."""
        with Recorder(MODEL, instead) as recorder:
            fiddler.init(url=recorder.url, token=TOKEN, validate=False, auto_attach_log_handler=False)
            ids = fiddler.Model.get(id_=MODEL).publish_stream(events=rows)
            self.assertEqual(len(ids), len(rows))
            return recorder.published

    def relay(self, lines, instead=(), **settings):
        """The requests of the program."""
        with Recorder(MODEL, instead) as recorder:
            ending = replay(file_of(lines), settings=guide(recorder.url, **settings))
            self.assertEqual(ending.code, 0, ending.errors)
            self.assertEqual(ending.summary["accepted"], len(lines))
            return recorder.published

    def assertSame(self, theirs, ours):
        """The requests are the same, one by one."""
        self.assertEqual([len(request.events) for request in ours], [len(request.events) for request in theirs])
        for one, other in zip(ours, theirs):
            self.assertEqual((one.method, one.path), (other.method, other.path))
            self.assertEqual(*({name: sent.headers.get(name) for name in HEADERS} for sent in (one, other)))
            # Whole bodies would make an endless message; the first row that differs says it.
            for ours_row, theirs_row in zip(one.events, other.events):
                self.assertEqual(ours_row, theirs_row)
            self.assertTrue(one.document == other.document, "the order of the keys differs")

    def test_the_variables_of_fiddlers_guide_suffice(self):
        rows = [churn(number, with_time=False) for number in range(2500)]
        theirs = self.publish(rows)
        self.assertEqual([len(request.events) for request in theirs], [1000, 1000, 500])
        self.assertSame(theirs, self.relay(lines_of(rows), RELAY_CONCURRENCY=1))

    def test_a_timestamp_column_is_filled_where_one_is_named(self):
        rows = [churn(number, with_time=True) for number in range(2500)]
        self.assertSame(
            self.publish(rows), self.relay(lines_of(rows), RELAY_CONCURRENCY=1, FIDDLER_TIMESTAMP_COLUMN=TIME))

    def test_several_batches_at_a_time_carry_the_same_rows(self):
        rows = [churn(number, with_time=True) for number in range(6200)]
        ours = self.relay(lines_of(rows), FIDDLER_TIMESTAMP_COLUMN=TIME)
        order = functools.partial(sorted, key=lambda request: request.events[0][TIME])
        self.assertSame(order(self.publish(rows)), order(ours))

    def test_typed_values_are_the_numbers_that_python_makes_of_them(self):
        texts = ["0", "-0.0", "5.0", "0.1", "1e-07", "1e+16", "0.30000000000000004", "123456789.12345679", "1.5e+300",
                 "NaN", "Infinity", "-Infinity", "5e-324", "1.7976931348623157e+308", *doubles()]
        rows, lines = [], []
        for number, text in enumerate(texts):
            value = float(text)
            rows.append({
                "value": value if math.isfinite(value) else None, "whole": 2 ** 63 + number, "flag": number % 2 == 0,
                "zip": f"0{number}", OUTPUT: value})
            lines.append(capture(number, f"{text},{2 ** 63 + number},{str(number % 2 == 0).lower()},0{number}", text))
        ours = self.relay(
            lines, RELAY_CONCURRENCY=1, FIDDLER_MODEL_COLUMNS="value,whole,flag,zip",
            CAPTURE_COLUMN_TYPES=f"value:float,whole:int,flag:bool,zip:string,{OUTPUT}:float")
        self.assertSame(self.publish(rows), ours)

    def test_values_of_json_keep_their_kinds(self):
        values = ["é€😀\u2028\"\\/\n\t\u0001\u007f<>&", "", "619", 619, -17, 2 ** 70, 0.1, True, False, None,
                  "\u0000", "a" * 3000, "e\u0301"]
        rows = [{"value": value, "other": number, OUTPUT: 0.5} for number, value in enumerate(values)]
        lines = [
            capture(number, json.dumps({"value": value, "other": number}), json.dumps({OUTPUT: 0.5}), "JSON",
                    "application/json")
            for number, value in enumerate(values)]
        self.assertSame(self.publish(rows), self.relay(lines, RELAY_CONCURRENCY=1, FIDDLER_MODEL_COLUMNS="value,other"))

    def test_a_retry_is_told_as_fiddlers_client_tells_it(self):
        rows = [churn(number, with_time=False) for number in range(3)]
        theirs = self.publish(rows, instead=[503, 429])
        self.assertEqual([request.headers.get("X-Fiddler-Client-Retry") for request in theirs], [None, "1", "2"])
        self.assertSame(theirs, self.relay(lines_of(rows), instead=[503, 429]))

    def test_a_slash_behind_the_host_changes_nothing(self):
        rows = [churn(0, with_time=False)]
        with Recorder(MODEL) as recorder:
            ending = replay(file_of(lines_of(rows)), settings=guide(recorder.url + "/"))
            self.assertEqual(ending.code, 0, ending.errors)
            self.assertEqual([request.path for request in recorder.published], ["/v3/events"])


def doubles():
    """More numbers, where they lie beside the repository."""
    path = os.path.join(ROOT, "..", "shared", "vectors", "json-encoding.json")
    if not os.path.exists(path):
        print(f"  left out: there are no numbers at {os.path.normpath(path)}")
        return []
    with open(path, encoding="utf-8") as file:
        return [one["json"] for one in json.load(file)["doubles"] if one["json"] != "null"]
