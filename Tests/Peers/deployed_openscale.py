"""deploy/template.yaml with OpenScale as its monitor: captures, and the labels that come later."""

import json
import unittest
import uuid

import captures
from deployments import deployments
from processes import until

stack = None


def setUpModule():
    global stack
    stack = deployments()["openscale"]


def records(kind):
    """The records that came into a data set."""
    data_set = getattr(stack.monitor.catalog, f"{kind}_data_set")
    return [record for exchange in stack.monitor.stored if exchange.steps[-2] == data_set and exchange.status == 202
            for record in exchange.document]


class OpenScale(unittest.TestCase):
    """What reaches OpenScale."""

    def test_captures_become_payload_records_and_labels_become_feedback_with_their_captures(self):
        stack.put("in/captures/a.jsonl", captures.content("a"))
        payload = until(lambda: records("payload"), "the payload records came")
        self.assertEqual([record["request"]["fields"] for record in payload], [["number", "income", "object"]] * 3)
        self.assertEqual([record["response"] for record in payload], [
            {"fields": ["score", "predicted_label"], "values": [[number / 10, int(number >= 2)]]}
            for number in range(3)])
        self.assertEqual([record["scoring_id"] for record in payload], [
            str(uuid.uuid5(uuid.NAMESPACE_URL, f"{captures.mark('a')}-{number}")) for number in range(3)])

        truth = "".join(json.dumps({
            "groundTruthData": {"data": str(number % 2), "encoding": "CSV"},
            "eventMetadata": {"eventId": f"{captures.mark('a')}-{number}"}, "eventVersion": "0"}) + "\n"
            for number in range(3))
        stack.put("in/labels/a.jsonl", truth.encode())
        feedback, = until(lambda: records("feedback"), "the feedback came")
        self.assertEqual(feedback["fields"], ["number", "income", "object", "left", "score", "predicted_label"])
        self.assertEqual(feedback["values"], [
            [str(number), f"{number}.25", captures.mark("a"), str(number % 2), number / 10, int(number >= 2)]
            for number in range(3)])
        until(lambda: stack.stack.queue("CaptureQueue").length() == 0, "all messages are done")
