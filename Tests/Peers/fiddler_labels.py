"""Fiddler's own client and the program bring the same labels to the same monitor: the requests must be the same."""

import json
import unittest

import fiddler

import fiddler_events
from program import replay
from recorder import Recorder

COLUMNS = {"CAPTURE_ID_COLUMN": "event_id", "CAPTURE_LABEL_COLUMNS": "Churned,reason", "CAPTURE_INPUT_COLUMNS": "a"}


def truth(event, data):
    """A line of ground truth, as SageMaker's Model Monitor reads it."""
    return json.dumps({
        "groundTruthData": {"data": data, "encoding": "CSV"}, "eventMetadata": {"eventId": event}, "eventVersion": "0"})


class FiddlersOwnLabels(unittest.TestCase):
    """The client publishes updates of events; the program relays the ground truth that they were taken from."""

    maxDiff = 4000

    def publish(self, rows):
        """The requests of Fiddler's client."""
        with Recorder(fiddler_events.MODEL) as recorder:
            fiddler.init(
                url=recorder.url, token=fiddler_events.TOKEN, validate=False, auto_attach_log_handler=False)
            fiddler.Model.get(id_=fiddler_events.MODEL).publish(source=rows, update=True)
            return recorder.published

    def relay(self, lines, **settings):
        """The requests of the program."""
        with Recorder(fiddler_events.MODEL) as recorder:
            ending = replay(fiddler_events.file_of(lines), settings={
                **fiddler_events.guide(recorder.url, FIDDLER_MODEL_COLUMNS="", FIDDLER_MODEL_OUTPUT_COLUMN="score"),
                **COLUMNS, "RELAY_CONCURRENCY": "1", **settings})
            self.assertEqual(ending.code, 0, ending.errors)
            return recorder.published

    def assertSame(self, theirs, ours):
        """The requests are the same, one by one."""
        self.assertEqual([len(request.events) for request in ours], [len(request.events) for request in theirs])
        for one, other in zip(ours, theirs):
            self.assertEqual((one.method, one.path), ("PATCH", "/v3/events"))
            self.assertEqual((other.method, other.path), ("PATCH", "/v3/events"))
            self.assertEqual(
                *({name: sent.headers.get(name) for name in fiddler_events.HEADERS} for sent in (one, other)))
            for ours_row, theirs_row in zip(one.events, other.events):
                self.assertEqual(ours_row, theirs_row)
            self.assertTrue(one.document == other.document, "the order of the keys differs")

    def rows(self, count):
        return [{"event_id": f"e-{number}", "Churned": ["yes", "no"][number % 2], "reason": f"사유 {number}, \"x\""}
                for number in range(count)]

    def test_ground_truth_of_sagemaker_is_an_update_as_fiddlers_client_sends_it(self):
        rows = self.rows(2500)
        lines = [truth(row["event_id"], f'{row["Churned"]},"사유 {number}, ""x"""') for number, row in enumerate(rows)]
        self.assertSame(self.publish(rows), self.relay(lines))

    def test_a_table_of_labels_is_the_same_update(self):
        rows = self.rows(30)
        table = [f'{row["event_id"]},{row["Churned"]},"사유 {number}, ""x"""' for number, row in enumerate(rows)]
        self.assertSame(self.publish(rows), self.relay(["event_id,Churned,reason", *table]))

    def test_the_rows_of_a_line_have_the_ids_of_the_rows_of_its_capture(self):
        rows = [{"event_id": "e-0", "Churned": "yes", "reason": ""}, {"event_id": "e-1", "Churned": "no", "reason": ""}]
        self.assertSame(self.publish(rows), self.relay([truth("e", "yes,\nno,")]))
